"""The passages of the real documents: each is exactly where it says, and holds one activity at most."""

from corpus.ingest import Collection
from corpus.passages import LIMIT, read_stretch, to_text
from corpus.types import Line
from tests.conftest import DOCUMENTS


def sources(collection: Collection) -> dict[str, str]:
    """The documents as their files have them, read without our reader."""
    return {document.id: (DOCUMENTS / document.file).read_bytes().decode("utf-8") for document in collection.documents}


def test_every_source_text_is_its_slice_of_the_document(collection: Collection) -> None:
    """What is quoted stands in the document, at the place that is given."""
    texts = sources(collection)
    assert collection.passages
    for passage in collection.passages:
        start, end = passage.chars
        text = texts[passage.document]
        assert passage.source_text == text[start:end]
        assert passage.lines == (text.count("\n", 0, start) + 1, text.count("\n", 0, end) + 1)


def test_no_passage_is_longer_than_the_limit(collection: Collection) -> None:
    """1,200 characters of source."""
    assert max(len(passage.source_text) for passage in collection.passages) <= LIMIT == 1200


def test_no_passage_holds_two_activities(collection: Collection) -> None:
    """A passage overlaps the lines of its own activity and of no other one."""
    printings = [
        (activity.id, activity.document, lines)
        for activity in collection.activities
        for lines in (*(printing.lines for printing in activity.printed_in), activity.lines)
    ]
    for passage in collection.passages:
        first, last = passage.lines
        held = {
            activity
            for activity, document, lines in printings
            if document == passage.document and first <= lines[1] and lines[0] <= last
        }
        assert held == ({passage.activity} if passage.activity else set()), passage.id


def test_every_line_of_an_activity_is_in_one_of_its_passages(collection: Collection) -> None:
    """Cutting a long activity loses nothing."""
    for activity in collection.activities:
        wanted = set(range(activity.lines[0], activity.lines[1] + 1))
        found = {
            number
            for passage in collection.passages
            if passage.activity == activity.id
            for number in range(passage.lines[0], passage.lines[1] + 1)
        }
        lines = collection.lines[activity.document]
        assert {number for number in wanted - found if lines[number - 1].source.strip()} == set()


def test_ids_are_unique_and_fit_in_an_address(collection: Collection) -> None:
    """They come from document and place."""
    ids = [entry.id for entry in collection.passages]
    ids += [entry.id for entry in collection.activities]
    ids += [entry.id for entry in collection.plans]
    assert len(set(ids)) == len(ids)
    assert all(set("/?#% ").isdisjoint(name) for name in ids)


def test_a_stretch_is_read_through_the_edits() -> None:
    """Source "f6r st6d" says "för stöd"; a stretch of it says its part, unsure words included."""
    line = Line(1, 10, "f6r st6d nu", "för stööd nu", unsure=((4, 9),), edits=((1, 2, 1, 2), (6, 7, 6, 8)))
    assert read_stretch([line], (10, 21)) == ("för stööd nu", ((4, 9),))
    assert read_stretch([line], (14, 18)) == ("stööd", ((0, 5),))
    assert [to_text(line, position) for position in (0, 1, 2, 4, 6, 7, 11)] == [0, 1, 2, 4, 6, 8, 12]
