"""How far an answer can be trusted: asserted, shown as uncertain with the reason, or nothing found."""

import tomllib
from importlib.resources import files
from typing import get_args

import pytest
from fastapi.testclient import TestClient

from assistant.answer import Assistant
from assistant.answerability.answer_match import shows
from assistant.compose.doubt import doubt_of
from assistant.query.answer_type import expected_answer
from assistant.query.types import Detail
from assistant.retrieve.sentences import Sentence
from assistant.types import Reason
from corpus.ingest import Collection
from corpus.swedish.text import fold
from eval.datasets.strangers import stranger_questions

UNCERTAIN = "Hur många vuxna var hemlösa på grund av våld i familjen 2021?"


def test_every_reason_has_its_sentence() -> None:
    """By a passage and in the answer, or where nothing is found; an answer needs none."""
    said = tomllib.loads((files("prompts") / "reasons.toml").read_text(encoding="utf-8"))
    assert set(said["passage"]) == set(said["answer"])
    assert {*said["passage"], *said["nothing"], "sentence_answers"} == set(get_args(Reason))


def test_what_is_uncertain_is_shown_with_its_reason(client: TestClient) -> None:
    """At most five passages, each with the sentence that lies nearest and why it is no sure answer."""
    answer = client.post("/api/ask", json={"question": UNCERTAIN}).json()
    assert (answer["outcome"], answer["reason"]) == ("uncertain", "another_year")
    assert 0 < len(answer["passages"]) <= 5
    for passage in answer["passages"]:
        assert passage["doubt"]
        assert " ".join(passage["sentence"].split()) in " ".join(passage["text"].split())
    assert answer["summary"]["points"] == []
    assert answer["coverage"]["with"] == []


def test_the_headline_of_what_is_uncertain_quotes_nothing(client: TestClient) -> None:
    """It says that it isn't sure and why; what lies nearest stands below."""
    answer = client.post("/api/ask", json={"question": UNCERTAIN}).json()
    text = answer["summary"]["text"]
    assert text.startswith("Det framgår inte säkert.")
    assert not any(passage["sentence"] in text for passage in answer["passages"])
    page = client.post("/", data={"question": UNCERTAIN}).text
    assert page.index("Osäkert") < page.index("Det här ligger närmast") < page.index(doubt_of("another_year"))


def test_nothing_found_shows_nothing_and_says_where_it_looked(client: TestClient) -> None:
    """With the words that the documents lack."""
    answer = client.post("/api/ask", json={"question": "Hur deklarerar jag skatten på min båtplats?"}).json()
    assert (answer["outcome"], answer["passages"], answer["near"]) == ("nothing_found", [], [])
    assert answer["reason"] == "another_subject"
    assert "Jag har sökt i 3 dokument" in answer["summary"]["text"]


@pytest.mark.parametrize(
    ("question", "details"),
    [
        ("Vad kostar det per månad?", {"money"}),
        ("vilken veckodag träffas gruppen", {"clock", "which"}),
        ("Vilka öppettider har mottagningen?", {"clock", "which"}),
        ("antal deltagare stödgrupp", {"number"}),
        ("Vad gör skolan när ett barn berättar?", set()),
        ("När ska rutinen vara klar?", {"time"}),
    ],
)
def test_a_question_s_words_say_which_details_it_asks_for(question: str, details: set[Detail]) -> None:
    """In whatever form, keywords too."""
    assert expected_answer(question).details == details


@pytest.mark.parametrize(
    ("detail", "text", "seen"),
    [
        ("clock", "Mottagningen har öppet på torsdagar klockan 13.", True),
        ("clock", "Mottagningen ska nå fler under 2024.", False),
        ("money", "Bidraget är 40 000 kronor.", True),
        ("number", "Fyra chefer har gått kursen.", True),
        ("contact", "Mejla till info@provstad.example.", True),
        ("contact", "Kontakta enheten.", False),
    ],
)
def test_a_sentence_shows_a_detail(detail: Detail, text: str, seen: bool, collection: Collection) -> None:
    """Whatever it is of."""
    sentence = Sentence(text, tuple(fold(text).split()), collection.passages[0], None)
    assert shows(detail, sentence, own_words=frozenset()) is seen


def test_hardly_any_stranger_is_told_that_nothing_is_found_where_something_is(assistant: Assistant) -> None:
    """Of development questions on the shipped documents that have an answer at most one in twenty is told so."""
    questions = [q for q in stranger_questions("dev") if q.collection == "shipped" and q.answer is not None]
    outcomes = [assistant.answer(question.question, at_work=True).outcome for question in questions]
    assert outcomes.count("nothing_found") <= 0.05 * len(outcomes)
