"""Quotations: the document's words exactly, with what the source has where a word is uncertain."""

from assistant.citing.quotation import quotation, source_reading
from corpus.passages import to_source, to_text
from corpus.types import Line
from index.storage.store import Index


def test_an_uncertain_word_is_marked_with_the_source_reading(index: Index) -> None:
    """Line 3099: the source has "fortsatta" or what was misread of it."""
    passage = next(p for p in index.collection.passages if p.lines[0] == 3099 and p.document.startswith("handl"))
    start, end = passage.unsure[0]
    word, source = passage.text[start:end], source_reading(passage, (start, end), index)
    copied = quotation(passage, (0, len(passage.text)), index)
    mark = f"{word} [osäker läsning]" if word == source else f"{word} [osäker läsning: källan har ”{source}”]"
    assert mark in copied
    assert copied.count("[osäker läsning") == len(passage.unsure)


def test_the_source_reading_of_a_whole_passage_is_its_source_text(index: Index) -> None:
    """Of every passage, whatever was restored in it."""
    for passage in index.collection.passages:
        assert source_reading(passage, (0, len(passage.text)), index) == passage.source_text


def test_a_sure_stretch_is_copied_as_it_is(index: Index) -> None:
    """On one line, with nothing added."""
    passage = next(p for p in index.collection.passages if not p.unsure and "\n" in p.text)
    assert quotation(passage, (0, len(passage.text)), index) == " ".join(passage.text.split())


def test_positions_go_to_the_source_and_back() -> None:
    """ "vald i bemmet" read as "våld i hemmet", with a longer word after it."""
    edits = ((0, 4, 0, 4), (7, 13, 7, 13), (14, 17, 14, 22))
    line = Line(1, 0, "vald i bemmet oeh mer", "våld i hemmet och ännu mer", edits=edits)
    assert line.source[to_source(line, 7) : to_source(line, 13, end=True)] == "bemmet"
    assert line.source[to_source(line, 14) : to_source(line, 22, end=True)] == "oeh"
    assert line.source[to_source(line, 23) : to_source(line, 26, end=True)] == "mer"
    assert to_text(line, to_source(line, 23)) == 23
