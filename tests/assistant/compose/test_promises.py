"""What was promised beside what is reported, and then beside now: told apart, each with its years."""

import pytest
from fastapi.testclient import TestClient

from assistant.answer import Assistant
from assistant.compose.points import Point
from assistant.query.parse import Reader
from assistant.query.reading import queries_of
from corpus.catalogue import load_catalogue
from eval.datasets.questions import load_rows
from eval.measures.followup import sides
from tests.conftest import DOCUMENTS

CATALOGUE = load_catalogue(DOCUMENTS)


def of_side(points: tuple[Point, ...], side: str) -> list[str]:
    """The texts of the points that tell one side."""
    return [point.text for point in points if point.side == side]


def test_a_whole_goal_has_each_promise_with_its_report(assistant: Assistant) -> None:
    """Arbetsmarknads- och socialförvaltningen has three activities under goal 1, each followed up in 2024."""
    points = assistant.answer("Vad lovade ASF under mål 1 och vad har rapporterats?").summary.points
    promised = [point for point in points if point.side == "promised"]
    assert len(promised) == 3
    for point in promised:
        beside = [other for other in points if other.pair == point.pair and other.side == "reported"]
        assert beside
        assert all(other.text.startswith("Rapporterat, uppföljningen 2024: ") for other in beside)
        assert not set(point.citations) & {citation for other in beside for citation in other.citations}


def test_no_follow_up_is_said_to_be_none(assistant: Assistant) -> None:
    """No document follows up what MKB has promised."""
    answer = assistant.answer("Vad lovade MKB under mål 6 och vad har gjorts?")
    assert len(of_side(answer.summary.points, "promised")) == 2
    assert set(of_side(answer.summary.points, "reported")) == {
        "Rapporterat: ingen uppföljning finns i de dokument som är inlästa."
    }


def test_a_plan_that_reports_itself_is_the_report(assistant: Assistant) -> None:
    """Under "Uppföljning" of miljöförvaltningen's own plan; the promise doesn't repeat it."""
    points = assistant.answer(
        "Vad lovade miljöförvaltningen om tillsyn i riskmiljöer och vad har gjorts?"
    ).summary.points
    assert any(text.startswith("Rapporterat, handlingsplanen 2022–2026: ") for text in of_side(points, "reported"))
    assert not any("70 misstänkta fall" in text for text in of_side(points, "promised"))


def test_how_it_went_is_answered_with_what_was_promised(assistant: Assistant) -> None:
    """A question for a result alone gets both sides too."""
    points = assistant.answer("Har ASF:s samordningsrutin tagits fram?").summary.points
    assert [point.side for point in points[:2]] == ["promised", "reported"]


def test_how_it_went_without_a_follow_up_is_the_promise_and_that_there_is_none(assistant: Assistant) -> None:
    """One certain result that no document has is still refused."""
    answer = assistant.answer("Hur gick det med förskoleförvaltningens stödmaterial för prövning av barnets bästa?")
    assert answer.outcome == "answered"
    assert answer.summary.text.startswith("Utlovat enligt förskoleförvaltningens handlingsplan 2022–2026, mål 1: ")
    assert answer.summary.text.endswith("Ingen uppföljning av det finns i de dokument som är inlästa.")
    refused = assistant.answer("Vad blev svarsfrekvensen i stadskontorets medarbetarenkät?")
    assert refused.outcome != "answered"


@pytest.mark.parametrize(
    ("question", "operation"),
    [
        ("Har miljö frågat sina anställda om våld, som det var tänkt?", "plan_vs_followup"),
        ("Är föräldrastödet utbyggt som planen säger?", "plan_vs_followup"),
        ("Höll de löftet om långsiktigt stöd?", "plan_vs_followup"),
        ("Vilka löften under mål 6 har ASF hållit?", "plan_vs_followup"),
        ("Vad har hänt med skyddet jämfört med vad som skulle göras?", "plan_vs_followup"),
        ("ASF mål 1 plan vs uppföljning", "plan_vs_followup"),
        ("Vad är det som står i planen?", "find"),
        ("Vad har MKB lovat?", "list"),
        ("Vilka aktiviteter är planerade under mål 2?", "list"),
    ],
)
def test_whether_it_came_about_as_promised_asks_for_both_sides(question: str, operation: str) -> None:
    """However it is put; a promise alone doesn't."""
    assert queries_of(question, Reader(CATALOGUE))[0].operation == operation


def test_what_lies_before_the_promise_is_no_reason_to_leave_it_out(assistant: Assistant) -> None:
    """A passage of the earlier programme is nearest."""
    answer = assistant.answer("Har ASF gjort det de lovade om att information om hjälp ska vara lätt att hitta?")
    assert [point.side for point in answer.summary.points[:2]] == ["promised", "reported"]


@pytest.mark.parametrize(
    ("question", "sides_of"),
    [
        ("Hur har arbetet med våldsutövare förändrats sedan 2016–2018?", ["earlier", "later"]),
        ("Hur såg man på bostad för våldsutsatta 2018 och vad säger man nu?", ["earlier", "later"]),
        ("Utbildningen om våld: jämför förra programmet med det nya", ["earlier", "later"]),
        ("Är det skillnad på stödet till våldsutövare då och nu?", ["earlier", "later"]),
        ("Vad gjordes för våldsutövare under åren 2016–2018?", [None]),
        ("Hur förändrades antalet hemlösa mellan 2016 och 2018?", [None]),
        ("Hur många har gått kursen sedan 2018?", [None]),
        ("Vad gör MKB nu?", [None]),
    ],
)
def test_then_and_now_are_two_parts(question: str, sides_of: list[str | None]) -> None:
    """Only where both times are asked for."""
    assert [part.need.side for part in queries_of(question, Reader(CATALOGUE))] == sides_of


def test_then_and_now_are_cited_from_their_own_programme(assistant: Assistant) -> None:
    """Each point begins with its programme's years."""
    answer = assistant.answer("Hur har arbetet med våldsutövare förändrats sedan 2016–2018?")
    for side, programme, years in (
        ("earlier", "kvinnofrid-2016-2018", "2016–2018, enligt "),
        ("later", "fri-fran-vald-2022-2026", "2022–2026, enligt "),
    ):
        points = [point for point in answer.summary.points if point.side == side]
        assert points
        assert all(point.text.startswith(years) for point in points)
        cited = [assistant.index.passages[citation] for point in points for citation in point.citations]
        assert {passage.programme for passage in cited} == {programme}


def test_the_development_questions_get_both_sides(assistant: Assistant) -> None:
    """Of 54 at least 49 are said, and 51 said or shown where it is uncertain: some are in quite other words."""
    scores = [score for score in sides(load_rows("followup", "dev"), assistant) if len(score.found) == 2]
    assert sum(all(score.found.values()) for score in scores) >= 0.9 * len(scores)
    assert sum(all(score.shown.values()) for score in scores) >= 0.94 * len(scores)


def test_what_is_uncertain_of_a_promise_is_shown_beside_its_report(assistant: Assistant) -> None:
    """So that whoever asks sees both, though neither is said to be the answer."""
    answer = assistant.answer("vad blev det av trygg relation fri från våld")
    assert answer.outcome == "uncertain"
    first, second = [assistant.index.activities[hit.passage.activity or ""] for hit in answer.hits[:2]]
    assert first.id in second.follows or second.id in first.follows


def test_the_page_puts_a_promise_beside_its_report(client: TestClient) -> None:
    """In the two columns of a table, a row for each activity."""
    page = client.post("/", data={"question": "Vad lovade ASF under mål 1 och vad har rapporterats?"}).text
    assert page.count('<table class="sides">') == 1
    table = page.split('<table class="sides">')[1].split("</table>")[0]
    assert '<th scope="col">Utlovat</th><th scope="col">Rapporterat</th>' in table
    assert table.count("<tr>\n<td>") == 3
