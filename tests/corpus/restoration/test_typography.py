"""What typesetting does to text is undone in what the lines say; the source stays."""

import random

import pytest

from corpus.passages import to_text
from corpus.reading.files import read_file
from corpus.restoration.restore import restore
from corpus.restoration.typography import compose, join_broken, tidy


def rebuilt(source: str, text: str, edits: tuple[tuple[int, int, int, int], ...]) -> str:
    """The text made again from the source: outside of the edits both are the same."""
    parts, at = [], 0
    for source_start, source_end, start, end in edits:
        parts += [source[at:source_start], text[start:end]]
        at = source_end
    return "".join([*parts, source[at:]])


@pytest.mark.parametrize(
    ("source", "text"),
    [
        pytest.param("oﬀentlig proﬁl", "offentlig profil", id="ligatures"),
        pytest.param("vålds\u00adföre\u00adbyggande", "våldsförebyggande", id="soft hyphens"),
        pytest.param("1\u00a0000 kr, §\u00a05", "1 000 kr, § 5", id="spaces that don't break"),
        pytest.param("\ufeffMål\u200b 1", "Mål 1", id="no width"),
        pytest.param("HR-avdelningen – mål", "HR-avdelningen – mål", id="plain text"),
    ],
)
def test_signs_of_typesetting_are_read_as_what_they_say(source: str, text: str) -> None:
    """And the edits tell where."""
    found, edits = tidy(source)
    assert (found, rebuilt(source, found, edits)) == (text, text)


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        pytest.param(["Det våldsföre-", "byggande arbetet"], ["Det våldsförebyggande", "arbetet"], id="hyphen"),
        pytest.param(["Det våldsföre\u00ad", "  byggande."], ["Det våldsförebyggande.", "  "], id="soft hyphen"),
        pytest.param(["fö-", "ra med vålds-", "utövare"], ["föra", "med våldsutövare", ""], id="line after line"),
        pytest.param(["stöd-", "och skydd"], ["stöd-", "och skydd"], id="word left out"),
        pytest.param(["LSS-", "handläggare"], ["LSS-", "handläggare"], id="abbreviation"),
        pytest.param(["2024-", "åren"], ["2024-", "åren"], id="number"),
        pytest.param(["mål-", "• punkt"], ["mål-", "• punkt"], id="bullet"),
        pytest.param(["mål-", "", "bild"], ["mål-", "", "bild"], id="empty line"),
    ],
)
def test_words_broken_over_lines_are_joined(lines: list[str], joined: list[str]) -> None:
    """Where the hyphen breaks a word, and nowhere else."""
    found = join_broken(lines)
    assert [text for text, _ in found] == joined
    assert [rebuilt(line, text, edits) for line, (text, edits) in zip(lines, found, strict=True)] == joined


def test_two_readings_after_each_other_are_one() -> None:
    """Whatever is changed first, and whatever then."""
    generator = random.Random(3)
    for _ in range(300):
        source = "".join(generator.choice("abﬁ\u00ad\u00a0 ﬀc") for _ in range(12)) + "ab-"
        middle, first = tidy(source)
        (text, second), _ = join_broken([middle, "cd e"])
        whole = compose(first, second)
        assert rebuilt(source, text, whole) == text
        assert [edit[:2] for edit in whole] == sorted(edit[:2] for edit in whole)


def test_a_restored_document_has_whole_words_and_its_source_as_it_was() -> None:
    """Both are the same number of lines, and places in the one are found in the other."""
    source = read_file("Det vålds\u00adföre-\nbyggande arbetet är oﬃciellt.\n".encode(), "plan.txt")
    first, second, _ = restore([line.source for line in source.lines])
    assert (first.text, second.text) == ("Det våldsförebyggande", "arbetet är officiellt.")
    assert source.lines[0].source == "Det vålds\u00adföre-"
    line = source.lines[1]
    assert to_text(type(line)(2, 0, line.source, second.text, edits=second.edits), line.source.index("ar")) == 0
