"""Statements: exact stretches of passages, read aloud without what only print needs."""

from dataclasses import replace

import pytest

from assistant.compose.statements import Statement, statements
from corpus.swedish.clauses import refers_back
from corpus.types import Passage
from index.storage.store import Index


def at(index: Index, line: int) -> Passage:
    """The passage that begins on a line of the plans."""
    return next(p for p in index.collection.passages if p.lines[0] == line and p.document.startswith("handl"))


def test_an_activity_states_its_title_fields_and_sentences(index: Index) -> None:
    """Lines 2477 to 2485: labels are told from what they label."""
    passage = at(index, 2477)
    found = statements(passage, index.activities[passage.activity or ""])
    assert [entry.part for entry in found] == [
        "title", "sentence", "responsible", "timeline", "indicator", "sentence", "sentence",
    ]  # fmt: skip
    assert found[2].display_text == "Enheten för bostadstillsyn."
    assert found[5].display_text.endswith("där det ev. kan upptäckas tecken på att våld har skett/förekommit.")


def test_a_statement_is_an_exact_stretch_of_its_passage(index: Index) -> None:
    """Of every passage; none overlaps the one before it, and none is empty."""
    for passage in index.collection.passages:
        last = 0
        for entry in statements(passage, index.activities.get(passage.activity or "")):
            assert last <= entry.start < entry.end <= len(passage.text)
            assert entry.exact == passage.text[entry.start : entry.end]
            assert any(character.isalnum() for character in entry.display_text)
            last = entry.end


def test_a_short_list_belongs_to_the_words_that_lead_up_to_it(index: Index) -> None:
    """ "Plattformen bygger på tre huvudspår:" says nothing without them."""
    found = [
        e.display_text for p in index.collection.passages for e in statements(p, index.activities.get(p.activity or ""))
    ]
    (said,) = [entry for entry in found if entry.startswith("Plattformen bygger på tre huvudspår:")]
    assert "förebyggande" in said
    assert "efterhjälpande" in said
    assert "\n" not in said


def test_a_word_that_is_somebody_responsible_does_not_make_a_field_of_a_sentence(index: Index) -> None:
    """ "HR som stödfunktion till chefen behöver …" where HR is responsible: only what is labelled, or all of it, is."""
    for passage in index.collection.passages:
        activity = index.activities.get(passage.activity or "")
        for entry in statements(passage, activity):
            if entry.part == "responsible":
                responsible = (activity and activity.responsible) or ""
                assert " ".join(entry.exact.split()).strip(" .") == " ".join(responsible.split()).strip(" .")


@pytest.mark.parametrize(
    ("said", "leaning"),
    [
        ("Det innebär att alla chefer utbildas.", True),
        ("Dessa områdesvärdar får en kurs.", True),
        ("Rutinen ska även spridas.", True),
        ("Den stadsövergripande HR-avdelningen ska tillgängliggöra information.", False),
        ("Förvaltningen ska utbilda alla chefer.", False),
    ],
)
def test_a_sentence_may_lean_on_the_one_before(said: str, leaning: bool) -> None:
    """Then it says little by itself."""
    assert refers_back(said) is leaning


@pytest.mark.parametrize(
    ("text", "unsure", "said"),
    [
        pytest.param("Minst 12 kurser hålls.", ((6, 8),), "Minst 12 (osäker läsning) kurser hålls.", id="figure"),
        pytest.param("Klart 2023.", ((6, 10),), "Klart 2023 (osäker läsning).", id="before a full stop"),
        pytest.param("Minst 12 kurser hålls.", ((9, 15),), "Minst 12 kurser(?) hålls.", id="another word"),
        pytest.param("- En kurs  \n  för alla .", (), "En kurs för alla.", id="bullet and spaces"),
        pytest.param("Klart 2022- 2024.", (), "Klart 2022–2024.", id="years"),
        pytest.param("? Polisen ? Evonhuset", (), "Polisen, Evonhuset", id="misread bullets"),
    ],
)
def test_what_is_unsure_is_never_said_as_a_fact(
    text: str, unsure: tuple[tuple[int, int], ...], said: str, index: Index
) -> None:
    """A figure is followed by "(osäker läsning)", another word by a sign of its own."""
    passage = replace(at(index, 2477), text=text, unsure=unsure)
    assert Statement(passage, 0, len(text)).display_text == said
