"""What was read is set right in the forms of the office; who comes second sees what the first has done."""

import re

import pytest

from tests.assistant.cli.folders import NEW
from tests.assistant.web.office.conftest import Kept, text
from tests.formats import to_pdf
from tests.tiny import PLAN

LINES = PLAN.split("\n")
LAMPS = LINES.index("Aktivitet: Fler lampor i parkerna") + 1
COURSE = LINES.index("Aktivitet: Kurs för parkvakter") + 1
WHO = "Vem är ansvarig för parkförvaltningens aktiviteter under mål 1?"


def form_of(kept: Kept, path: str, having: str) -> dict[str, str]:
    """What a page's form that has a field would send, with nothing changed."""
    page = kept.client.get(f"/forvaltning{path}").text
    for form in re.findall(r"<form.*?</form>", page, re.DOTALL):
        if f'name="{having}"' in form:
            found = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', form))
            found |= dict(re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>([^<]*)</textarea>', form))
            for name, options in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', form, re.DOTALL):
                chosen = re.findall(r'value="([^"]*)" selected', options)
                found[name] = chosen[0] if chosen else ""
            return found
    pytest.fail(f"no form with {having}")


def right(kept: Kept, **fields: str) -> tuple[int, str]:
    """Send a form of corrections."""
    return kept.send("/dokument/parkplan/rattelse", **fields)


def test_an_activity_is_set_right_and_answered_so(kept: Kept) -> None:
    """Only the fields that were changed; the answer says who has set them right, and what was read."""
    form = form_of(kept, f"/dokument/parkplan/aktivitet/{LAMPS}", "responsible")
    assert (form["title"], form["responsible"], form["timeline"]) == ("Fler lampor i parkerna", "Driftenheten", "2021")
    status, said = right(kept, **form)
    assert (status, "Inget var ändrat" in said) == (422, True)
    status, said = right(kept, **{**form, "responsible": "Parkenheten", "status": "ongoing"})
    assert (status, "Rättelsen är sparad." in said) == (200, True)
    assert "Ansvarig: Parkenheten; Status: Pågår" in said
    kept.built()
    page = kept.client.post("/", data={"question": WHO}).text
    assert "Parkenheten” (rättat av handläggare)" in page
    assert "En handläggare har rättat något som svaret bygger på." in page
    assert "I dokumentet läses ”Driftenheten”." in page


def test_who_comes_while_the_index_is_being_built_is_told(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands on the page is from before what somebody has just set right; when it is built nothing is said."""
    kept.built()
    asked: list[None] = []
    with monkeypatch.context() as patched:
        patched.setattr(kept.office.builder, "ask", lambda: asked.append(None))
        form = form_of(kept, f"/dokument/parkplan/aktivitet/{COURSE}", "responsible")
        assert right(kept, **{**form, "indicator": "Antal kurser"})[0] == 200
        for path in ("", "/text", f"/aktivitet/{COURSE}", f"/rad/{COURSE}"):
            assert "Någon har nyss rättat i det här dokumentet." in kept.page(f"/dokument/parkplan{path}"), path
    kept.office.builder.ask()
    kept.built()
    assert asked == [None]
    assert "Någon har nyss rättat" not in kept.page("/dokument/parkplan")
    key = re.findall(r'name="ta_tillbaka" value="(\w+)"', kept.client.get("/forvaltning/dokument/parkplan").text)[-1]
    right(kept, ta_tillbaka=key)
    kept.built()


def test_a_word_a_plan_and_the_document_are_set_right(kept: Kept) -> None:
    """Each in its form; and a word that isn't there is refused."""
    word = form_of(kept, f"/dokument/parkplan/rad/{COURSE}", "last")
    status, said = right(kept, **{**word, "last": "finns inte", "ska_lasas": "x"})
    assert (status, "Ordet står inte på raden" in said) == (422, True)
    assert right(kept, **{**word, "last": "Kurs", "ska_lasas": "Utbildning", "overallt": "ja"})[0] == 200
    plan = form_of(kept, "/dokument/parkplan", "decided")
    assert right(kept, **{**plan, "decided": "2020-01-15"})[0] == 200
    document = form_of(kept, "/dokument/parkplan", "period")
    for wrong, why in (
        ({"title": ""}, "Titel kan inte lämnas tomt."),
        ({"period": "snart"}, "Period: skriv första och sista året, som 2024–2027."),
        ({"title": "Plan för 19640823-3234"}, "Titel: där står något som liknar ett personnummer."),
    ):
        status, said = right(kept, **{**document, **wrong})
        assert (status, why in said) == (422, True), said
    assert (document["period"], document["programme"]) == ("2020–2024", "trygg-2020-2024")
    assert right(kept, **{**document, "title": "Parkernas plan", "period": "2020-2023"})[0] == 200
    kept.built()
    found = kept.client.get("/api/documents/parkplan").json()
    assert (found["title"], found["period"]) == ("Parkernas plan", [2020, 2023])
    assert kept.client.get("/api/plans").json()[0]["decided"] == "2020-01-15"
    titles = [entry["title"] for entry in kept.client.get("/api/activities").json()]
    assert titles == ["Fler lampor i parkerna", "Utbildning för parkvakter"]


def test_page_numbers_are_set_right(kept: Kept) -> None:
    """From one page on, in the form of the document; the source and the page say so, and the number is taken back."""
    added = kept.bring("ny.pdf", to_pdf(NEW))[2]
    kept.send(added, val="ta-in")
    kept.built()
    name = kept.client.get("/api/documents").json()[-1]["id"]
    assert "Sidan 1 i filen: sidnummer framgår inte" in kept.page(f"/dokument/{name}")
    form = form_of(kept, f"/dokument/{name}", "tryckt")
    for wrong, said in (
        ({"sida": "x", "tryckt": "3"}, "Skriv med siffror vilken sida"),
        ({"sida": "1", "tryckt": "0"}, "Skriv sidnumret med siffror, från 1"),
        ({"sida": "9", "tryckt": "3"}, "Filen har ingen sådan sida"),
    ):
        status, page = kept.send(f"/dokument/{name}/rattelse", **{**form, **wrong})
        assert (status, said in page) == (422, True), page
    status, page = kept.send(f"/dokument/{name}/rattelse", **{**form, "sida": "1", "tryckt": "3", "vidare": "ja"})
    assert (status, "Tryckt sidnummer: 3; Räknas vidare: ja" in page) == (200, True), page
    kept.built()
    assert "Sidan 1 i filen: s. 3 (rättat av handläggare)" in kept.page(f"/dokument/{name}")
    shown = text(kept.client.get(f"/dokument/{name}/sida/1").text)
    assert "Tryckt sidnummer: 3. Sidnumret är rättat av handläggare." in shown
    answer = kept.client.post("/api/ask", json={"question": "Vad är ”Fler bänkar i parkerna”?"}).json()
    (source,) = [entry for entry in answer["passages"] if entry["source"]["document"] == name]
    assert source["source"]["pages"] == [3, 3]
    assert "s. 3" in source["reference"]
    assert source["corrected"] == ["Rättat av handläggare: sidan 3. I dokumentet läses inget sidnummer."]
    kept.send(f"/dokument/{name}/ta-bort", saker="ja")
    kept.built()


def test_what_was_set_right_is_offered_to_a_new_version(kept: Kept) -> None:
    """What stands there unchanged; the keeper chooses, and the answers of the new version say so."""
    kept.send(kept.bring("ny.txt", NEW.encode())[2], val="ta-in")
    kept.built()
    old = kept.client.get("/api/documents").json()[-1]["id"]
    lines = NEW.split("\n")
    benches, course = (
        lines.index(f"Aktivitet: {title}") + 1 for title in ("Fler bänkar i parkerna", "Kurs för kvastbindare")
    )
    path = f"/dokument/{old}/rattelse"
    kept.send(path, om="activity", rad=str(benches), responsible="Parkenheten", fore_responsible="Driftenheten")
    kept.send(path, om="activity", rad=str(course), indicator="Antal kurser", fore_indicator="")
    kept.send(path, om="word", rad=str(course), last="kvastbindare", ska_lasas="parkvakter")
    kept.built()
    text = NEW.replace("Driftenheten", "Trädenheten").replace("Parkförvaltningen sköter", "Vi sköter")
    path = kept.bring("nyare.txt", text.encode())[2]
    kept.send(path, val="ta-in", ersatter=old)
    kept.built()
    new = kept.client.get("/api/documents").json()[-1]["id"]
    assert "Se vilka av den förra versionens rättelser som passar här" in kept.page(f"/dokument/{new}")
    said = kept.page(f"/dokument/{new}/andrat/{old}")
    assert "Indikator: Antal kurser" in said
    assert "Ska läsas: parkvakter" in said
    assert "Ansvarig: Parkenheten" not in said  # the new version has another there
    page = kept.client.get(f"/forvaltning/dokument/{new}/andrat/{old}").text
    keys = re.findall(r'name="med" value="(\w+)"', page)
    form = form_of(kept, f"/dokument/{new}/andrat/{old}", "fore")
    assert kept.send(f"/dokument/{new}/rattelse", **{**form, "med": "x"})[0] == 422
    data = {"token": kept.office.token, **form, "med": keys}
    assert "Rättelsen är sparad." in kept.client.post(f"/forvaltning/dokument/{new}/rattelse", data=data).text
    kept.built()
    found = [e for e in kept.client.get("/api/activities").json() if e["document"] == new]
    assert [(e["title"], e["responsible"], e["indicator"]) for e in found] == [
        ("Fler bänkar i parkerna", "Trädenheten", None), ("Kurs för parkvakter", None, "Antal kurser"),
    ]  # fmt: skip
    assert "Inget mer av det som rättades passar här" in kept.page(f"/dokument/{new}/andrat/{old}")
    kept.send(f"/dokument/{new}/ta-bort", saker="ja", versioner="alla")
    kept.built()


def test_two_keepers_at_once(kept: Kept) -> None:
    """Who comes second changes nothing, and is told to look again."""
    one = form_of(kept, f"/dokument/parkplan/aktivitet/{LAMPS}", "responsible")
    other = form_of(kept, f"/dokument/parkplan/aktivitet/{LAMPS}", "responsible")
    assert right(kept, **{**one, "indicator": "Antal lampor"})[0] == 200
    status, said = right(kept, **{**other, "indicator": "Antal parker"})
    assert status == 409
    assert "Någon annan har rättat i dokumentet sedan du öppnade sidan. Inget är ändrat." in said
    assert "Antal lampor" in kept.page("/dokument/parkplan")
    assert "Antal parker" not in kept.page("/dokument/parkplan")


def test_a_correction_is_taken_back(kept: Kept) -> None:
    """By the button beside it."""
    page = kept.client.get("/forvaltning/dokument/parkplan").text
    keys = re.findall(r'name="ta_tillbaka" value="(\w+)"', page)
    assert len(keys) == 4
    for key in keys:
        assert right(kept, ta_tillbaka=key)[0] == 200
    kept.built()
    assert "Inget är rättat." in kept.page("/dokument/parkplan")
    assert right(kept, ta_tillbaka=keys[0])[0] == 422


@pytest.mark.parametrize("path", ["/dokument/nej", "/dokument/parkplan/rad/2", "/dokument/parkplan/aktivitet/1"])
def test_what_isnt_there_is_said(kept: Kept, path: str) -> None:
    """A document, a line with nothing on it, an activity."""
    assert kept.client.get(f"/forvaltning{path}").status_code == 404
