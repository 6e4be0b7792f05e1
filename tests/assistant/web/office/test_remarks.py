"""What a keeper has to see to in a document is said in Swedish, before it is taken in and after."""

import re

import pytest

from assistant.web.office.remarks import Remarks, remarks_on
from corpus.corrections.file import path_of
from corpus.preview import NO_CATALOGUE, preview
from tests.assistant.cli.folders import NEW
from tests.assistant.web.office.conftest import Kept
from tests.tiny import MISREAD

NOTHING = (
    "Varken mål med aktiviteter eller en uppföljning hittades. Texten kan sökas, men inget i den listas eller räknas."
)
NOBODY = "Dokumentet säger inte vilken kommun det gäller. Ange den, annars räknas det inte till någon."


def looked_at(text: str) -> Remarks:
    """What is said of a text before it is taken in."""
    return remarks_on(preview(text.encode(), "plan.txt", NO_CATALOGUE).part)


def test_a_text_that_is_no_plan() -> None:
    """It can be searched, and that is all; whose it is isn't known either."""
    assert looked_at("Protokoll\n\nMötet öppnades.\n") == Remarks((NOBODY, NOTHING))


def test_what_a_plan_doesnt_say() -> None:
    """A field that some activities lack is missing; nothing keeps it from answering."""
    said = looked_at(NEW)
    assert said.faults == ()
    assert said.missing == (
        "Vem som är ansvarig framgår inte för 1 av 2 aktiviteter.",
        "Tidplan framgår inte för 1 av 2 aktiviteter.",
    )


def test_identity_numbers_and_unsure_words_are_counted() -> None:
    """Where the numbers stand, never the numbers."""
    said = looked_at("\n".join([*MISREAD, "Anna 19640823-3234", "Bo 19640823-3234", "qvfb6rk"]))
    assert said.faults[0].startswith("På rad 8 och 9 står något som liknar ett personnummer. Det är maskerat")
    assert "3234" not in str(said)
    assert re.fullmatch(r"\d+ ord är osäkert (läst\. Det|lästa\. De) är understru.*", said.missing[0])


@pytest.fixture
def two(kept: Kept) -> Kept:
    """The folder with a plan beside the first."""
    if len(kept.client.get("/api/documents").json()) == 1:
        kept.send(kept.bring("Ny plan.txt", NEW.encode())[2], val="ta-in")
        kept.built()
    return kept


def english(kept: Kept) -> list[str]:
    """What the page of the plan says in another language."""
    return re.findall(r'<main.*lang="en".*</main>', kept.client.get("/forvaltning/dokument/parkplan").text, re.DOTALL)


def test_a_correction_that_fits_nowhere_is_marked(two: Kept) -> None:
    """In the list of corrections too; and the list of documents says that there is something to see to."""
    two.send("/dokument/parkplan/rattelse", om="activity", rad="9", responsible="Parkenheten", fore_responsible="x")
    two.built()
    assert "att se över" not in two.page("")
    path = path_of(two.settings.documents, "parkplan")
    content = path.read_bytes()
    path.write_bytes(content.replace(b"Fler lampor i parkerna", b"Annat"))
    two.office.builder.ask()
    two.built()
    said = two.page("/dokument/parkplan")
    assert "En rättelse passar inte längre in och används inte. Den är märkt under Rättelser." in said
    assert "Rad 9: Aktivitet: Annat Passar inte längre in och används inte." in said
    assert english(two) == []
    assert "1 att se över" in two.page("")
    path.write_bytes(content)
    two.office.builder.ask()
    two.built()


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("file changed", "Filen parkplan.txt har bytts ut eller ändrats utanför förvaltningen"),
        ("file gone", "Filen parkplan.txt finns inte kvar i dokumentmappen"),
        ("corrections", "Filen med dokumentets rättelser går inte att läsa"),
    ],
)
def test_a_document_that_is_left_out_says_why(two: Kept, what: str, said: str) -> None:
    """And what to do about it; mended, nothing is said."""
    folder = two.settings.documents
    path = path_of(folder, "parkplan") if what == "corrections" else folder / "parkplan.txt"
    path.parent.mkdir(exist_ok=True)
    before = path.read_bytes() if path.exists() else None
    if what == "file gone":
        path.unlink()
    else:
        path.write_bytes(b"[[")
    two.office.builder.ask()
    two.built()
    page = two.page("/dokument/parkplan")
    assert f"Att se över {said}" in page
    assert english(two) == []
    assert "1 att se över" in two.page("")
    if before is None:
        path.unlink()
    else:
        path.write_bytes(before)
    two.office.builder.ask()
    two.built()
    assert said not in two.page("/dokument/parkplan")
