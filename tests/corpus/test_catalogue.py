"""The catalogue: what it holds, and what is said when it is wrong."""

from pathlib import Path

import pytest

from corpus.catalogue import load_catalogue
from corpus.errors import CatalogueError
from tests.conftest import DOCUMENTS

MINIMAL = """
municipality = "Provstad"
[[programmes]]
id = "program"
title = "Program"
period = [2020, 2024]
"""


def test_the_fourteen_organisations_are_there() -> None:
    """Ids and abbreviations are names that others build on."""
    organisations = load_catalogue(DOCUMENTS).organisations
    assert {organisation.id: organisation.abbreviation for organisation in organisations} == {
        "arbetsmarknads-och-socialforvaltningen": "ASF",
        "funktionsstodsforvaltningen": "FSF",
        "halsa-vard-och-omsorgsforvaltningen": "HVOF",
        "forskoleforvaltningen": "FSKF",
        "grundskoleforvaltningen": "GRF",
        "gymnasie-och-vuxenutbildningsforvaltningen": "GYVF",
        "fritidsforvaltningen": "FRI",
        "kulturforvaltningen": "KuF",
        "miljoforvaltningen": "MF",
        "stadsbyggnadskontoret": "SBK",
        "fastighets-och-gatukontoret": "FGK",
        "serviceforvaltningen": "SEF",
        "stadskontoret": "STK",
        "mkb-fastighets-ab": "MKB",
    }
    assert [entry.id for entry in organisations if entry.form == "bolag"] == ["mkb-fastighets-ab"]


def test_the_help_numbers_are_right() -> None:
    """A wrong digit here could cost a life."""
    numbers = {contact.name: contact.number for contact in load_catalogue(DOCUMENTS).help_contacts}
    assert numbers == {
        "SOS Alarm": "112",
        "Kvinnofridslinjen": "020-50 50 50",
        "Bris": "116 111",
        "Välj att sluta": "020-555 666",
        "Kriscentrum i Malmö": None,
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(None, "there is no catalogue.toml", id="missing"),
        pytest.param("municipality =", "can't be read as TOML", id="not TOML"),
        pytest.param("", "'municipality'", id="no municipality"),
        pytest.param(MINIMAL.replace("2020, 2024", "2024, 2020"), r"period of program", id="period turned"),
        pytest.param(MINIMAL + MINIMAL[26:], "'program' stands twice", id="id twice"),
        pytest.param(
            MINIMAL + '[[documents]]\nid = "d"\ntitle = "D"\npublisher = "P"\nkind = "plans"\n'
            'programme = "annat"\nperiod = [2020, 2024]\nfile = "d.txt"\nsha256 = ""\n',
            "programme 'annat', which isn't there",
            id="unknown programme",
        ),
    ],
)
def test_a_wrong_catalogue_is_refused_with_a_reason(tmp_path: Path, text: str | None, reason: str) -> None:
    """The sentence names what is wrong."""
    if text is not None:
        (tmp_path / "catalogue.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=reason):
        load_catalogue(tmp_path)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("municipality = 5", "catalogue.toml: municipality: is 5; write a text in quotation marks that isn't empty"),
        (
            MINIMAL.replace('"Program"', '["Program"]'),
            r"programmes 1 \(program\), title: is \['Program'\]; write a text",
        ),
        (MINIMAL.replace("[2020, 2024]", '"2020-2024"'), r"period: is '2020-2024'; write \[first year, last year\]"),
        (MINIMAL + 'goals = [{ number = "x", title = "T" }]', "goal 1, number: is 'x'; write a whole number"),
        (MINIMAL + 'goals = "Alla"', r"goals: is 'Alla'; write a list"),
        (MINIMAL + "goals = [{ number = true }]", "goal 1, number: is True; write a whole number"),
        (MINIMAL.replace("title", "titel"), "titel: no field is called that; write 'title'"),
        (MINIMAL + "[[organisation]]\nid = 1", "organisation: no field is called that; write 'organisations'"),
        ('municipality = "P"\nprogrammes = "alla"', r"programmes: is 'alla'; write \[\[programmes\]\] above each"),
        (f'{MINIMAL}[[documents]]\nid = "d"\nfile = "../../etc/passwd"', "write the name of a file in this folder"),
        (f'{MINIMAL}[[documents]]\nid = "d"\nfile = "/etc/passwd"', r"documents 1 \(d\), file: is '/etc/passwd'"),
        (f'{MINIMAL}[[documents]]\nid = "d"\nfile = ".."', "write the name of a file in this folder"),
        (
            f'{MINIMAL}[[help_contacts]]\nname = "SOS"\nnumber = 112',
            r"help_contacts 1 \(SOS\), number: is 112; write a text",
        ),
    ],
)
def test_a_wrong_value_is_named_with_its_place(tmp_path: Path, text: str, sentence: str) -> None:
    """And with what to write instead."""
    (tmp_path / "catalogue.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=sentence):
        load_catalogue(tmp_path)


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    """Nobody has to run a command once for each."""
    text = MINIMAL.replace('"Program"', "1").replace('"program"', "2").replace("Provstad", " ")
    (tmp_path / "catalogue.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(tmp_path)
    assert [entry.split(":")[0] for entry in str(caught.value).removeprefix("catalogue.toml: ").split("; ")[::2]] == [
        "municipality", "programmes 1, id", "programmes 1, title",
    ]  # fmt: skip
