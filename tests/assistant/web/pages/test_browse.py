"""The pages to look around in: counts that lead to what they count, plans by goal, lists, comparisons."""

import csv
import io
import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from assistant.answer import Assistant
from assistant.service import Service
from assistant.settings import read_settings
from assistant.web.api import create_app
from assistant.web.pages.around.activity_list import alphabetical
from assistant.web.pages.differences import contrasts, differences
from assistant.web.pages.evaluation import read_results, results
from assistant.web.pages.overview import CountView, overviews, plan_by_goal, progress
from assistant.web.typography import percent
from corpus.types import Activity, Organisation
from index.storage.store import Index

PLANS = "handlingsplaner-fri-fran-vald-2022-2026"


def titles(page: str) -> list[str]:
    """The headings of the activities in a list, in order."""
    return [unescape(title) for title in re.findall(r'<h3><a href="[^"]+">(.*?)</a></h3>', page)]


def test_the_overview_counts_own_and_joint_activities(index: Index) -> None:
    """MKB has two under goal 2, five under 3 and two under 6; fastighets- och gatukontoret none at all."""
    (overview,) = overviews(index)
    counts = {row.organisation.id: [cell.count for cell in row.cells] for row in overview.rows if row.organisation}
    assert len(counts) == 14
    assert counts["mkb-fastighets-ab"] == [0, 2, 5, 0, 0, 2]
    assert counts["fastighets-och-gatukontoret"] == [0] * 6
    assert sum(overview.city_wide) == 7


def test_a_share_is_of_what_there_is(client: TestClient, index: Index) -> None:
    """All of one's are followed up and none of the others'; who has nothing has no share."""
    (overview,) = overviews(index, "share")
    row = next(r for r in overview.rows if r.organisation and r.organisation.abbreviation == "ASF")
    assert {cell.strength for cell in row.cells} == {5}
    page = client.get("/oversikt?view=share").text
    assert "100\N{NO-BREAK SPACE}%" in page
    assert "<strong>19\N{NO-BREAK SPACE}%</strong>" in page
    assert 'aria-current="page">Andel uppföljda' in page
    assert client.get("/oversikt?view=vet-ej").status_code == 422


def test_what_stands_under_no_goal_and_is_nobodys_is_counted_too(index: Index) -> None:
    """In a column and a row of their own, so that the total is the number of commitments."""
    first, second, *_ = [entry for entry in index.collection.activities if entry.kind == "own"]
    changed = {first.id: replace(first, goal=None), second.id: replace(second, organisation=None)}
    activities = tuple(changed.get(entry.id, entry) for entry in index.collection.activities)
    other = Index(
        index.fingerprint, replace(index.collection, activities=activities), index.vectors, index.sentences,
        index.pieces, index.off_topic,
    )  # fmt: skip
    (overview,) = overviews(other)
    assert overview.columns == (1, 2, 3, 4, 5, 6, None)
    assert overview.rows[-1].organisation is None
    assert overview.rows[-1].count == 1
    assert overview.total.count == 107


def test_the_strongest_colour_is_for_the_most_and_none_for_nothing(index: Index) -> None:
    """Eight activities are the most in any cell."""
    cells = [cell for row in overviews(index)[0].rows for cell in row.cells]
    assert {cell.strength for cell in cells if cell.count == 8} == {5}
    assert {cell.strength for cell in cells if cell.count == 0} == {0}
    assert {cell.strength for cell in cells if cell.count == 1} == {1}


@pytest.mark.parametrize(
    ("view", "most"),
    [("all", 107), ("own", 77), ("joint", 30), ("followed", 20), ("share", 20), ("completed", 2), ("ongoing", 2)],
)
def test_every_count_leads_to_as_many_activities(client: TestClient, index: Index, view: CountView, most: int) -> None:
    """Each link of the overview, followed, whatever it counts; and the totals are those of all other numbers."""
    (overview,) = overviews(index, view)
    assert overview.total.counted == most == sum(cell.counted for row in overview.rows for cell in row.cells)
    assert overview.total.count == 107
    page = client.get(f"/oversikt?view={view}").text
    cells = re.findall(
        r'href="(/aktiviteter[^"]+kinds=(?!city)[^"]+|/aktiviteter[^"]+progress[^"]+)" aria-label="(\d+) ', page
    )
    assert sum(int(count) for _, count in cells) == most
    for address, count in cells:
        assert len(titles(client.get(unescape(address)).text)) == int(count), address


def test_a_plan_stands_by_goal_with_what_it_has_none_of(client: TestClient, index: Index) -> None:
    """Serviceförvaltningen has nothing of its own under goal 1; what is city-wide is apart."""
    plan = next(plan for plan in index.collection.plans if plan.organisation == "serviceforvaltningen")
    first, *_ = parts = plan_by_goal(plan, index)
    assert [part.goal.number for part in parts if part.goal] == [1, 2, 3, 4, 5, 6]
    assert (first.activities, len(first.city_wide)) == ((), 1)
    page = client.get(f"/planer/{plan.id}").text
    assert "Inga egna aktiviteter och inga i samverkan." in page
    assert "Beslutad av Servicenämnden" in page
    assert "Gäller hela staden (1)" in page


def test_an_activity_shows_what_was_promised_and_what_was_reported(client: TestClient, index: Index) -> None:
    """Both ways; and it says where there is no follow-up."""
    promised = next(entry for entry in index.collection.activities if entry.followed_by)
    report = index.activities[promised.followed_by[0]]
    page = client.get(f"/aktiviteter/{promised.id}").text
    assert f'href="/aktiviteter/{report.id}"' in page
    assert f'href="/aktiviteter/{promised.id}"' in client.get(f"/aktiviteter/{report.id}").text
    alone = next(e for e in index.collection.activities if e.kind == "own" and not e.followed_by)
    assert "Ingen uppföljning finns i de dokument som är inlästa." in client.get(f"/aktiviteter/{alone.id}").text


def test_the_list_is_filtered_sorted_and_searched(client: TestClient) -> None:
    """A choice that is left open allows all."""
    address = "/aktiviteter?organisations=mkb-fastighets-ab&goals=&kinds=own&statuses=&programme=&q=&sort=title"
    found = titles(client.get(address).text)
    assert len(found) == 6
    assert found.index("Fortsätt utveckling av internt arbete") < found.index("Följa utveckling av rutiner")
    assert titles(client.get("/aktiviteter?q=lathund").text)
    assert "Inga aktiviteter passar." in client.get("/aktiviteter?q=ubåtsjakt").text


@pytest.mark.parametrize(
    "address", ["/aktiviteter?goals=mycket", "/aktiviteter?organisations=ingen", "/aktiviteter?sort=x"]
)
def test_a_filter_that_cannot_be_used_is_answered_in_swedish(client: TestClient, address: str) -> None:
    """A page with a sentence, no fault of the service."""
    response = client.get(address)
    assert response.status_code == 422
    assert "Det gick inte" in response.text


def test_the_list_comes_as_a_file_with_the_same_activities(client: TestClient) -> None:
    """CSV and Excel."""
    query = "?organisations=serviceforvaltningen&kinds=own&goals=&sort=plan"
    shown = titles(client.get(f"/aktiviteter{query}").text)
    text = client.get(f"/aktiviteter.csv{query}")
    assert "attachment" in text.headers["content-disposition"]
    assert [row["title"] for row in csv.DictReader(io.StringIO(text.text.lstrip("\ufeff")))] == shown
    sheet = load_workbook(io.BytesIO(client.get(f"/aktiviteter.xlsx{query}").content)).active
    assert sheet is not None
    assert sheet.max_row == len(shown) + 1
    swedish = client.get(f"/aktiviteter.excel.csv{query}")
    assert f'filename="planassistenten-aktiviteter-{date.today()}.csv"' in swedish.headers["content-disposition"]
    assert swedish.content.startswith("\ufeffFörvaltning eller bolag;".encode())
    rows = csv.DictReader(io.StringIO(swedish.text.lstrip("\ufeff")), delimiter=";")
    assert [row["Aktivitet"] for row in rows] == shown


def test_the_csv_for_programs_says_which_words_were_searched_for(client: TestClient) -> None:
    """Beside the filters, so that the list can be made again."""
    text = client.get("/aktiviteter.csv?q=lathund&kinds=own").text
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    assert {row["asked"] for row in rows} == {"kinds: own; words: lathund"}


def test_a_comparison_names_everyone_once(client: TestClient, index: Index) -> None:
    """Who has something, where it is unclear, and in whose plan nothing was found."""
    page = client.post("/jamfor", data={"need": "utbildning för chefer"}).text
    assert "Inget hittat i handlingsplanen" in page
    for organisation in index.collection.catalogue.organisations:
        assert organisation.name in page


def test_an_empty_comparison_comes_back_with_the_reason(client: TestClient) -> None:
    """Beside the field."""
    response = client.post("/jamfor", data={"need": " "})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text


def test_differences_are_told_in_plain_swedish(index: Index) -> None:
    """From what the plans say of each; the same activity differs in nothing."""
    activities = [e for e in index.collection.activities if e.organisation == "stadsbyggnadskontoret" and e.timeline]
    other = next(e for e in index.collection.activities if e.kind == "own" and not e.timeline and e.goal == 1)
    assert differences(other, other) == []
    told = " ".join(differences(other, activities[0]))
    assert "Den här anger tidsplan: " in told
    assert f"Den här står under mål {activities[0].goal}, den valda under mål 1." in told


def test_organisations_that_have_something_are_set_against_each_other(index: Index) -> None:
    """In goals, in what they state and in what is reported; who is alone differs from nobody."""

    def of(organisation: str, goal: int) -> tuple[Organisation, list[Activity]]:
        activities = index.collection.activities
        found = [a for a in activities if a.organisation == organisation and a.goal == goal and a.kind == "own"]
        return index.organisations[organisation], found

    groups = [of("serviceforvaltningen", 4), of("stadsbyggnadskontoret", 3), of("kulturforvaltningen", 1)]
    told = contrasts(groups)
    assert told[0] == (
        "De arbetar under olika mål: serviceförvaltningen under mål 4, stadsbyggnadskontoret under mål 3 och "
        "kulturförvaltningen under mål 1."
    )
    assert told[-1] == "Ingen har uppföljts i de dokument som är inlästa."
    assert "Stadsbyggnadskontoret anger tidsplan, de övriga inte." in told
    assert contrasts(groups[:1]) == []


def test_a_plan_is_counted_by_how_far_its_follow_up_says_it_is(index: Index) -> None:
    """Of twenty two are done and two under way; of sixteen the follow-up doesn't say; and one plan has none."""
    plans = {plan.organisation: plan for plan in index.collection.plans}
    found = progress(plans["arbetsmarknads-och-socialforvaltningen"], index)
    assert (found.by_status, found.no_status, found.not_followed) == ((("completed", 2), ("ongoing", 2)), 16, 0)
    other = progress(plans["serviceforvaltningen"], index)
    assert (other.followed, other.not_followed) == (0, 3)


def test_a_picked_activity_leads_to_what_is_like_it(client: TestClient, index: Index) -> None:
    """And one that isn't there is said to be none."""
    chosen = next(entry for entry in index.collection.activities if entry.kind == "own")
    led = client.get(f"/jamfor?aktivitet={chosen.id}", follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (303, f"/aktiviteter/{chosen.id}#liknande")
    assert client.get("/jamfor?aktivitet=ingen").status_code == 404


def test_a_need_that_calls_for_help_is_met_with_it(client: TestClient) -> None:
    """On the page to compare too."""
    assert "Det finns hjälp" in client.post("/jamfor", data={"need": "min man slår mig, jag är rädd"}).text


def test_the_results_are_those_of_questions_kept_aside() -> None:
    """As the evaluation wrote them down, and as Swedish writes shares."""
    way = {"recall@5": {"mean": 0.7925, "low": 0.7115, "high": 0.8654}, "hit@1": {"mean": 0.5, "low": 0.4, "high": 0.6}}
    found = read_results(
        {
            "dev": {},
            "test": {"questions": 106, "places": 50, "ways": [{"name": "ours", **way}, {"name": "dense", **way}]},
            "mistakes": {"help missed": {"count": 1, "of": 252, "low": 0.0007, "high": 0.0221}},
        }
    )
    assert [(entry.count, entry.of) for entry in found.mistakes] == [(1, 252)]
    assert (found.questions, found.places, len(found.measured)) == (106, 50, 2)
    assert percent(found.measured[0].share, 0) == "79\N{NO-BREAK SPACE}%"


def test_the_accepted_results_stand_on_the_page_and_it_stands_without_them(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the evaluation isn't installed the page says that there are none."""
    shown = results()
    assert shown is not None
    page = client.get("/om").text
    assert f"prövat med {shown.questions} frågor" in page
    assert shown.mistakes
    assert all(f"{entry.count} av {entry.of}" in page for entry in shown.mistakes)
    monkeypatch.setattr("assistant.web.pages.browse.results", lambda: None)
    assert "Inga resultat är sparade" in client.get("/om").text


def test_the_statement_says_where_faults_are_reported_or_that_nobody_has_said(assistant: Assistant) -> None:
    """As `PLANASSISTENT_FAULT_CONTACT` has it."""
    contact = read_settings({"PLANASSISTENT_FAULT_CONTACT": "fel@malmo.se"}).fault_contact
    told = TestClient(create_app(Service(lambda: assistant, fault_contact=contact))).get("/tillganglighet").text
    assert '<a href="mailto:fel@malmo.se">' in told
    untold = TestClient(create_app(Service(lambda: assistant))).get("/tillganglighet").text
    assert "Ingen kontakt för felanmälan är inställd" in untold


@pytest.mark.parametrize("path", ["/planer/finns-inte", "/aktiviteter/finns-inte"])
def test_what_is_not_there_is_said_in_swedish(client: TestClient, path: str) -> None:
    """404 with a way back."""
    response = client.get(path)
    assert response.status_code == 404
    assert "finns inte." in response.text


def test_about_tells_what_is_in_and_that_nothing_is_kept(client: TestClient, index: Index) -> None:
    """Every document with its quality; and a way to report faults is on the statement beside it."""
    page = client.get("/om").text
    assert all(document.title in unescape(page) for document in index.collection.documents)
    assert "Frågor skrivs inte ned någonstans" in page
    assert "Anmäl brister" in client.get("/tillganglighet").text


def test_a_document_is_shown_in_parts_with_both_readings(client: TestClient) -> None:
    """Two hundred lines at a time, with what is marked in view."""
    page = client.get(f"/documents/{PLANS}?lines=3090-3097&reading=both").text
    assert page.count('class="marked"') == 8
    assert "I filen: " in page
    assert 'id="L3060"' in page
    assert 'id="L3059"' not in page
    later = client.get(f"/documents/{PLANS}?start=201").text
    assert ('id="L201"' in later, 'id="L400"' in later, 'id="L401"' in later) == (True, True, False)


def weight(client: TestClient, page: bytes) -> int:
    """A page's bytes, together with the style sheet and the script."""
    return len(page) + sum(len(client.get(entry).content) for entry in ("/style.css", "/page.js"))


@pytest.mark.parametrize(
    "path", ["/", "/oversikt", "/aktiviteter", "/jamfor", "/om", "/tillganglighet", f"/documents/{PLANS}?reading=both"]
)
def test_no_page_weighs_more_than_100_kb(client: TestClient, path: str) -> None:
    """As it is sent, not compressed."""
    assert weight(client, client.get(path).content) < 100_000


def test_no_plan_weighs_more_than_100_kb(client: TestClient, index: Index) -> None:
    """Every organisation's."""
    assert max(weight(client, client.get(f"/planer/{plan.id}").content) for plan in index.collection.plans) < 100_000


@pytest.mark.parametrize(
    "question",
    ["Lista alla aktiviteter", "Vilka egna aktiviteter finns?", "Vilka har aktiviteter som handlar om utbildning?"],
)
def test_no_answer_weighs_more_than_150_kb(client: TestClient, question: str) -> None:
    """Also where everything is asked for: every activity a line, and the first ones only in full."""
    assert weight(client, client.post("/", data={"question": question}).content) < 150_000


def test_all_works_below_a_path_behind_a_proxy(service: Service) -> None:
    """Every address on the pages has the path before it."""
    app = create_app(service)
    app.root_path = "/plan"
    client = TestClient(app)
    for path in ("/", "/oversikt", "/aktiviteter", "/om"):
        page = client.get(path)
        assert page.status_code == 200
        addresses = re.findall(r'(?:href|action)="(/[^"]*)"', page.text)
        assert addresses
        assert all(address.startswith("/plan/") for address in addresses)


@pytest.mark.parametrize(("share", "text"), [(1.0, "100\N{NO-BREAK SPACE}%"), (0.9686, "96,9\N{NO-BREAK SPACE}%")])
def test_shares_are_written_in_swedish(share: float, text: str) -> None:
    """With a comma, and no empty decimal."""
    assert percent(share) == text


def test_swedish_letters_come_last_in_the_alphabet() -> None:
    """Å before ä before ö, whatever the case."""
    assert sorted(["Ö", "ä", "Zebra", "Å", "apa"], key=alphabetical) == ["apa", "Zebra", "Å", "ä", "Ö"]
