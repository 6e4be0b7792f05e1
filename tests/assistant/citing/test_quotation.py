"""Quotations: the document's words exactly, with what the source has where a word is uncertain."""

from assistant.citing.quotation import page_frame, quotation, source_reading, title_span
from corpus.parsing.layout.page_numbers import FOOTER
from corpus.passages import to_source, to_text
from corpus.types import Line
from index.storage.store import Index


def test_an_uncertain_word_is_marked_with_the_source_reading(index: Index) -> None:
    """Where the file has something else; where it has the same, there is nothing to tell."""
    marked = 0
    for passage in index.collection.passages:
        copied = quotation(passage, (0, len(passage.text)), index)
        read = [(passage.text[a:b], source_reading(passage, (a, b), index)) for a, b in passage.unsure]
        differ = [(word, source) for word, source in read if word.split() != source.split()]
        if not page_frame(passage, index):
            assert copied.count("[osäker läsning") == len(differ)
            assert all(f"[osäker läsning: källan har ”{' '.join(source.split())}”]" in copied for _, source in differ)
        marked += len(differ)
    assert marked > 10


def test_the_source_reading_of_a_whole_passage_is_its_source_text(index: Index) -> None:
    """Of every passage, whatever was restored in it."""
    for passage in index.collection.passages:
        assert source_reading(passage, (0, len(passage.text)), index) == passage.source_text


def test_a_sure_stretch_is_copied_as_it_is(index: Index) -> None:
    """With nothing added, and its title on a line of its own."""
    passage = next(p for p in index.collection.passages if not p.unsure and title_span(p, index))
    title, body = quotation(passage, (0, len(passage.text)), index).split("\n")
    assert f"{title} {body}" == " ".join(passage.text.split())
    assert title == index.activities[passage.activity or ""].title


def test_a_pages_foot_within_a_passage_is_no_part_of_its_quotation(index: Index) -> None:
    """Of any passage; line 3129 begins one that runs over the foot of page 6."""
    over = next(p for p in index.collection.passages if p.lines[0] == 3129 and p.document.startswith("handl"))
    assert "Servicenämnden 6(8)" in over.text
    assert "HR-konsulter och chefer. Under 2023 ska" in quotation(over, (0, len(over.text)), index)
    for passage in index.collection.passages:
        assert FOOTER.search(quotation(passage, (0, len(passage.text)), index)) is None


def test_positions_go_to_the_source_and_back() -> None:
    """ "vald i bemmet" read as "våld i hemmet", with a longer word after it."""
    edits = ((0, 4, 0, 4), (7, 13, 7, 13), (14, 17, 14, 22))
    line = Line(1, 0, "vald i bemmet oeh mer", "våld i hemmet och ännu mer", edits=edits)
    assert line.source[to_source(line, 7) : to_source(line, 13, end=True)] == "bemmet"
    assert line.source[to_source(line, 14) : to_source(line, 22, end=True)] == "oeh"
    assert line.source[to_source(line, 23) : to_source(line, 26, end=True)] == "mer"
    assert to_text(line, to_source(line, 23)) == 23
