"""Claims: a figure, date, name or organisation that its passages don't have is found."""

from dataclasses import replace

import pytest

from assistant.compose.verify import grounding_of, unsupported
from index.storage.store import Index

TEXT = "Enheten har sedan hösten 2022 anmält 1 799 fall till polisen. Anna Ek ansvarar."


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        pytest.param("Miljöförvaltningen har anmält 1 799 fall sedan 2022.", [], id="all stand"),
        pytest.param("Enheten har anmält 1799 fall.", [], id="without the space"),
        pytest.param("Enheten har anmält 1 800 fall.", ["1 800"], id="another figure"),
        pytest.param("Det skedde i mars.", ["mars"], id="another month"),
        pytest.param("Det skedde hösten 2022, enligt Anna Ek.", [], id="name"),
        pytest.param("Det skedde hösten 2022, enligt Maria Ek.", ["Maria"], id="another name"),
        pytest.param("Enheten har tre samordnare.", ["tre"], id="number in words"),
        pytest.param("Enheten har 3 samordnare.", ["3"], id="the goal's number is no figure"),
        pytest.param("Kulturförvaltningen har anmält fall.", ["Kulturförvaltningen"], id="another organisation"),
        pytest.param("Miljönämndens plan, mål 3, gäller 2022–2026.", [], id="known of the passage"),
        pytest.param("Planen Fri från våld gäller.", [], id="fri is no abbreviation"),
        pytest.param("Enligt FRI gäller det.", ["Fritidsförvaltningen"], id="FRI is"),
    ],
)
def test_what_the_passages_do_not_have_is_named(sentence: str, missing: list[str], index: Index) -> None:
    """What is known of a passage, its organisation, goal and plan, counts as standing in it."""
    passage = next(p for p in index.collection.passages if p.organisation == "miljoforvaltningen" and p.goal == 3)
    held = grounding_of([replace(passage, text=TEXT, unsure=())], index)
    assert sorted(unsupported(sentence, held, index)) == sorted(missing)


def test_an_unsure_figure_stands_only_when_it_is_marked(index: Index) -> None:
    """ "1 799" is unsure here."""
    passage = next(p for p in index.collection.passages if p.organisation == "miljoforvaltningen" and p.goal == 3)
    start = TEXT.index("1 799")
    held = grounding_of([replace(passage, text=TEXT, unsure=((start, start + 5),))], index)
    assert unsupported("Enheten har anmält 1 799 fall.", held, index) == ["1 799"]
    assert unsupported("Enheten har anmält 1 799 (osäker läsning) fall.", held, index) == []


@pytest.mark.parametrize(("sentence", "missing"), [("Enheten ansvarar inte.", ["inte"]), ("Enheten ansvarar.", [])])
def test_a_negation_is_a_claim_of_what_a_model_writes(sentence: str, missing: list[str], index: Index) -> None:
    """The passage denies nothing."""
    passage = next(p for p in index.collection.passages if p.organisation == "miljoforvaltningen" and p.goal == 3)
    held = grounding_of([replace(passage, text=TEXT, unsure=())], index)
    assert unsupported(sentence, held, index, negations=True) == missing
