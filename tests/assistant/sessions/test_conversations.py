"""Conversations in memory: each answer with what was said before it, for half an hour, and never help."""

import re
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from assistant.answer import Assistant
from assistant.query.filters import Filters
from assistant.service import Service
from assistant.sessions.conversations import CAPACITY, LIFETIME, SHOWN, Conversations, current_answer, current_help
from assistant.web.api import create_app

FIRST = "Vad har MKB under mål 3?"
IN_DOUBT = "Vad gäller om jag misstänker att en elev blir slagen hemma?"
WHOLE = "Vilka aktiviteter har MKB Fastighets AB under mål 6?"


def test_a_follow_up_leans_on_the_answer_that_it_follows(assistant: Assistant) -> None:
    """Also where another question has been asked in between, as after going back in the browser."""
    conversations = Conversations()
    first = conversations.ask(assistant, FIRST, Filters())
    other = conversations.ask(assistant, "Vad har kulturförvaltningen under mål 1?", Filters(), follows=first.id)
    again = conversations.ask(assistant, "Och mål 6?", Filters(), follows=first.id)
    assert again.answer.standalone == WHOLE
    assert [said.question for said in again.earlier] == [FIRST]
    assert [said.id for said in other.earlier] == [first.id]


def test_a_conversation_has_an_id_of_ours(assistant: Assistant) -> None:
    """One that the caller makes up begins another each time, which leans on nothing: two callers never share one."""
    conversations = Conversations()
    first = conversations.ask(assistant, FIRST, Filters(), conversation="1")
    second = conversations.ask(assistant, "Och mål 6?", Filters(), conversation="1")
    assert len({"1", first.conversation, second.conversation}) == 3
    assert second.earlier == ()
    assert all(re.fullmatch("[0-9a-f]{32}", entry) for entry in (first.id, first.conversation))


def test_a_whole_question_leans_on_nothing_and_stands_in_the_conversation(assistant: Assistant) -> None:
    """What was corrected is searched as it was written."""
    conversations = Conversations()
    first = conversations.ask(assistant, FIRST, Filters())
    corrected = conversations.ask(assistant, "Och mål 6?", Filters(), follows=first.id, leans=False)
    assert corrected.answer.standalone == "Och mål 6?"
    assert [said.id for said in corrected.earlier] == [first.id]


def test_an_answer_ends_half_an_hour_after_the_last_question_of_its_conversation(assistant: Assistant) -> None:
    """A follow-up keeps what stands above it."""
    now = 0.0
    conversations = Conversations(clock=lambda: now)
    first = conversations.ask(assistant, FIRST, Filters())
    now = LIFETIME - 1
    second = conversations.ask(assistant, "Och mål 6?", Filters(), follows=first.id)
    now = 2 * LIFETIME - 2
    assert conversations.get(first.id) is not None
    assert conversations.get(second.id) is not None
    now = 2 * LIFETIME
    assert len(conversations) == 0


def test_the_last_answer_of_a_conversation_is_leant_on_by_its_name(assistant: Assistant) -> None:
    """As the API has it: the name stays, and of too many conversations the oldest go."""
    conversations = Conversations(clock=lambda: 0.0)
    first = conversations.ask(assistant, FIRST, Filters())
    second = conversations.ask(assistant, "Och mål 6?", Filters(), conversation=first.conversation)
    assert (second.answer.standalone, second.conversation) == (WHOLE, first.conversation)
    for number in range(CAPACITY):
        conversations.keep(replace(first, id=f"e{number}", conversation=f"n{number}"))
    assert len(conversations) == CAPACITY
    assert conversations.last("c1") is None
    assert conversations.last(f"n{CAPACITY - 1}") is not None


def test_a_conversation_of_the_api_ends_half_an_hour_after_its_last_turn(assistant: Assistant) -> None:
    """And a new turn under the same name begins afresh."""
    now = 0.0
    conversations = Conversations(clock=lambda: now)
    first = conversations.ask(assistant, FIRST, Filters())
    now = LIFETIME - 1.0
    conversations.keep(replace(first, id="second"))
    now = 2 * LIFETIME - 2.0
    assert conversations.last(first.conversation) is not None
    now = 2 * LIFETIME
    assert conversations.last(first.conversation) is None
    assert len(conversations) == 0


def test_of_a_long_conversation_the_last_questions_are_shown(assistant: Assistant) -> None:
    """So that a page has an end."""
    conversations = Conversations()
    last = conversations.ask(assistant, FIRST, Filters())
    for _ in range(SHOWN + 1):
        last = conversations.ask(assistant, FIRST, Filters(), follows=last.id)
    assert len(last.earlier) == SHOWN


def test_help_is_never_kept(assistant: Assistant) -> None:
    """Nothing leads back to it."""
    conversations = Conversations()
    first = conversations.ask(assistant, FIRST, Filters())
    found = conversations.ask(assistant, "Min man slår mig", Filters(), follows=first.id)
    assert found.answer.help is not None
    assert conversations.get(found.id) is None
    assert conversations.last(first.conversation) is first


def test_help_is_looked_for_again_where_a_question_called_for_any(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is kept nowhere; that a question called for none is, which costs nobody's processor a second look."""
    conversations = Conversations()
    none = conversations.ask(assistant, FIRST, Filters())
    met = conversations.ask(assistant, IN_DOUBT, Filters())
    at_work = conversations.ask(assistant, IN_DOUBT, Filters(), at_work=True)
    looked: list[str] = []
    monkeypatch.setattr(assistant, "help", lambda message: looked.append(message))
    for exchange in (none, met, at_work, replace(none, index="of another time")):
        current_help(exchange, assistant)
    assert met.answer.help_line is not None
    assert looked == [IN_DOUBT, FIRST]


def test_an_answer_has_an_address_without_its_question(client: TestClient) -> None:
    """Asking leads there; help stays where it was asked and can't be stored."""
    asked = client.post("/", data={"question": FIRST}, follow_redirects=False)
    assert asked.status_code == 303
    assert asked.headers["location"].startswith("/svar/")
    assert "MKB" not in asked.headers["location"]
    shown = client.get(asked.headers["location"])
    assert (shown.status_code, shown.headers["cache-control"]) == (200, "no-store")
    met = client.post("/", data={"question": "Min man slår mig"}, follow_redirects=False)
    assert (met.status_code, met.headers["cache-control"]) == (200, "no-store")


@pytest.mark.parametrize("path", ["/svar/finns-inte", "/stycken/finns-inte", "/stycken/finns-inte.txt"])
def test_what_has_ended_or_never_was_is_said_in_swedish(client: TestClient, path: str) -> None:
    """404 with a way back."""
    found = client.get(path)
    assert found.status_code == 404
    assert "finns inte" in found.text


def test_below_a_path_behind_a_proxy_asking_leads_to_an_address_below_it(service: Service) -> None:
    """And the answer's own addresses stand below it too."""
    app = create_app(service)
    app.root_path = "/plan"
    asked = TestClient(app).post("/", data={"question": FIRST}, follow_redirects=False)
    assert asked.headers["location"].startswith("/plan/svar/")


def test_where_another_index_is_in_use_the_question_is_asked_again(assistant: Assistant) -> None:
    """An answer from what is no longer in is not shown."""
    held = Conversations().ask(assistant, FIRST, Filters())
    assert current_answer(held, assistant) is held.answer
    other = replace(held, index="another", question="Vad har kulturförvaltningen under mål 1?")
    assert current_answer(other, assistant).standalone == "Vad har kulturförvaltningen under mål 1?"
