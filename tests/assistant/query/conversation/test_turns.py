"""Conversations: a turn is made a whole question, and what is remembered ends."""

import pytest
from fastapi.testclient import TestClient

from assistant.answer import Assistant
from assistant.query.conversation.turns import Turn, whole_question
from assistant.query.parse import Reader
from assistant.query.reading import queries_of
from assistant.query.types import Conditions, Query
from corpus.catalogue import load_catalogue
from eval.datasets.questions import load_rows
from eval.measures.conversations import turns
from tests.conftest import DOCUMENTS

CATALOGUE = load_catalogue(DOCUMENTS)
LIST = {"a": "Utbilda chefer", "b": "Ta fram en lathund."}
READER = Reader(CATALOGUE, titles=LIST)
SEF = "serviceforvaltningen"


def after(question: str, *, listed: tuple[str, ...] = (), focus: Query | None = None) -> Turn:
    """A conversation in which this was asked last."""
    return Turn(queries_of(question, READER)[0], listed, focus)


@pytest.mark.parametrize(
    ("before", "turn", "whole"),
    [
        pytest.param("Vad har MKB under mål 3?", "Gäller det mål 4 också?",
                     "Vilka aktiviteter har MKB Fastighets AB under mål 4?", id="replaced goal"),
        pytest.param("Vad har MKB under mål 3?", "o kultur?",
                     "Vilka aktiviteter har kulturförvaltningen under mål 3?", id="replaced organisation"),
        pytest.param("Vad har MKB under mål 3?", "Nej, jag menade mål 5",
                     "Vilka aktiviteter har MKB Fastighets AB under mål 5?", id="correction"),
        pytest.param("Vad har MKB under mål 3?", "Visa bara de egna",
                     "Vilka egna aktiviteter har MKB Fastighets AB under mål 3?", id="added kind"),
        pytest.param("Vad har MKB under mål 3?", "Och alla mål?",
                     "Vilka aktiviteter har MKB Fastighets AB?", id="removed goal"),
        pytest.param("Vad har MKB under mål 3?", "Alla förvaltningar",
                     "Vilka aktiviteter finns under mål 3?", id="removed organisation"),
        pytest.param("Vilka aktiviteter finns under mål 2?", "Vilka saknar?",
                     "Vilka förvaltningar och bolag har inga aktiviteter under mål 2?", id="who has none"),
        pytest.param("Vad har miljöförvaltningen under mål 3?", "Vilka står som ansvariga?",
                     "Vem ansvarar för aktiviteter hos miljöförvaltningen under mål 3?", id="who"),
        pytest.param("Vad har miljöförvaltningen under mål 3?", "Och i uppföljningen?",
                     "Vad säger uppföljningen om aktiviteter hos miljöförvaltningen under mål 3?", id="follow-up"),
        pytest.param("Vad har miljöförvaltningen under mål 3?", "Vad har de gjort hittills?",
                     "Vad säger uppföljningen om aktiviteter hos miljöförvaltningen under mål 3?",
                     id="a pronoun for whose list it was"),
        pytest.param("Vad är VIP-kursen?", "Vilken förvaltning erbjuder den?",
                     "Vilken förvaltning erbjuder VIP-kursen?", id="a pronoun that ends the question"),
        pytest.param("Vad gör MKB mot människohandel?", "Och miljöförvaltningen då?",
                     "Vad gör miljöförvaltningen när det gäller människohandel?", id="same subject, someone else"),
        pytest.param("Vad gör miljöförvaltningen mot människohandel?", "Vilka samverkar de med?",
                     "Vilka samverkar miljöförvaltningen med, när det gäller människohandel?", id="pronoun"),
        pytest.param("Hur många vuxna var hemlösa 2018?", "Och barn?",
                     "Hur många barn var hemlösa år 2018?", id="another word"),
        pytest.param("Hur många vuxna var hemlösa 2018?", "Och 2016?",
                     "Hur många vuxna var hemlösa år 2016?", id="another year"),
        pytest.param("Vad har MKB under mål 3?", "Vad är Koncept Karin?",
                     "Vad är Koncept Karin?", id="change of subject"),
        pytest.param("Vad har MKB under mål 3?", "Vilka utbildningar om våld ger grundskoleförvaltningen chefer?",
                     "Vilka utbildningar om våld ger grundskoleförvaltningen chefer?", id="whole by itself"),
    ],
)  # fmt: skip
def test_a_turn_becomes_a_whole_question(before: str, turn: str, whole: str) -> None:
    """A sentence in Swedish, with what was said before where the turn leaves it out."""
    assert whole_question(turn, after(before), READER).text == whole


@pytest.mark.parametrize(
    ("turn", "whole", "activity"),
    [
        ("Berätta mer om den andra", "Visa aktiviteten ”Ta fram en lathund” hos serviceförvaltningen.", "b"),
        ("vem gör den första?", "Vem ansvarar för aktiviteten ”Utbilda chefer” hos serviceförvaltningen?", "a"),
        ("och den sista?", "Visa aktiviteten ”Ta fram en lathund” hos serviceförvaltningen.", "b"),
    ],
)
def test_one_of_a_list_is_singled_out(turn: str, whole: str, activity: str) -> None:
    """By its place in what was listed; its title, read again, means it."""
    before = after("Vad har serviceförvaltningen under mål 3?", listed=("a", "b"))
    found = whole_question(turn, before, READER)
    assert found.text == whole
    assert [part.conditions for part in found.parts] == [Conditions((SEF,), activities=(activity,))]


def test_the_second_of_a_list_that_was_narrowed_to_one_is_of_the_list_before(assistant: Assistant) -> None:
    """Two were listed, one of them remains; what is asked next is of the other."""
    first = assistant.answer("Vad har ASF åtagit sig under mål 2?")
    narrowed = assistant.answer("Visa bara de påbörjade", before=first.turn)
    second = assistant.answer("Vad har hänt med den andra?", before=narrowed.turn)
    assert "flytta på den som använder våld" in second.standalone
    again = assistant.answer("Vem gör den?", before=second.turn)
    assert "flytta på den som använder våld" in again.standalone


def test_who_carries_out_what_is_city_wide_is_answered(assistant: Assistant) -> None:
    """Of a list of such activities: the text names who does it."""
    listed = assistant.answer("Vilka stadsövergripande aktiviteter finns under mål 3?")
    answer = assistant.answer("Vem utför den andra?", before=listed.turn)
    assert answer.outcome == "answered"
    assert "HR-avdelningen" in answer.summary.text


def test_the_follow_up_of_a_whole_list_has_its_reports_first(assistant: Assistant) -> None:
    """Each activity's, and not what stands about the follow-up in general."""
    listed = assistant.answer("Vad har ASF åtagit sig under mål 1?")
    answer = assistant.answer("Och i uppföljningen?", before=listed.turn)
    assert {hit.passage.document for hit in answer.hits[:3]} == {"uppfoljning-asf-fri-fran-vald-2024"}
    assert [point.side for point in answer.summary.points][:2] == ["promised", "reported"]


def test_a_status_that_a_report_says_is_the_activity_s(assistant: Assistant) -> None:
    """The plan itself has none; the report that says it comes first."""
    answer = assistant.answer("Vilka pågående aktiviteter har ASF under mål 2?")
    assert answer.outcome == "answered"
    assert answer.hits[0].passage.kind == "follow-up"


def test_what_was_singled_out_is_meant_by_a_pronoun() -> None:
    """ "Vem gör den?" after the second of a list."""
    focus = Query("list", conditions=Conditions((SEF,), activities=("b",)))
    before = after("Vad har serviceförvaltningen under mål 3?", listed=("a", "b"), focus=focus)
    found = whole_question("När ska den vara klar?", before, READER)
    assert found.text == "När ska aktiviteten ”Ta fram en lathund” hos serviceförvaltningen genomföras?"


def test_the_whole_question_asked_by_itself_gets_the_same_answer(client: TestClient) -> None:
    """Nothing else of the conversation is used."""
    first = client.post("/api/ask", json={"question": "Vad har serviceförvaltningen åtagit sig under mål 3?"}).json()
    said = first["conversation"]
    for turn in ("Gäller det mål 4 också?", "Vem ska ta fram den?", "Och kultur?", "Och alla mål?"):
        found = client.post("/api/ask", json={"question": turn, "conversation": said}).json()
        alone = client.post("/api/ask", json={"question": found["standalone_question"]}).json()
        assert found["conversation"] == said
        assert found["standalone_question"] != turn
        for key in ("outcome", "activities", "summary", "coverage", "passages"):
            assert found[key] == alone[key], (turn, key)


def test_the_page_shows_what_a_turn_was_taken_to_mean_and_lets_it_be_changed(client: TestClient) -> None:
    """The whole question stands in the form, and the form goes on with the conversation."""
    page = client.post("/", data={"question": "Vad har MKB under mål 3?"}).text
    said = page.split('name="conversation" value="')[1].split('"')[0]
    page = client.post("/", data={"question": "Och mål 6?", "conversation": said}).text
    whole = "Vilka aktiviteter har MKB Fastighets AB under mål 6?"
    assert f"Tolkat som: <strong>{whole}</strong>" in page
    assert f">{whole}</textarea>" in page


def test_a_message_that_calls_for_help_is_not_remembered(client: TestClient) -> None:
    """The next turn leans on what was asked before it."""
    said = client.post("/api/ask", json={"question": "Vad har MKB under mål 3?"}).json()["conversation"]
    help_text = client.post("/api/ask", json={"question": "Min man slår mig", "conversation": said}).json()
    assert help_text["outcome"] == "refer_to_help"
    found = client.post("/api/ask", json={"question": "Och mål 6?", "conversation": said}).json()
    assert found["standalone_question"] == "Vilka aktiviteter har MKB Fastighets AB under mål 6?"


def test_most_turns_of_the_development_conversations_are_answered(assistant: Assistant) -> None:
    """`python -m eval` gives the figure; a fall below this is a fault."""
    scores = turns(load_rows("conversations", "dev"), assistant)
    assert sum(score.right for score in scores) >= 0.86 * len(scores)
