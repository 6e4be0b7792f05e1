"""Other programs' chats: OpenAI's own client lists the assistant as a model and talks with it."""

import logging
from typing import Any

import openai
import pytest
from openai import OpenAI
from openai.types.chat import ChatCompletionMessageParam

QUESTION = "Vad har serviceförvaltningen åtagit sig under inriktningsmål 3?"
DANGER = "Min man slår mig och jag är rädd för att gå hem"


@pytest.fixture(scope="module")
def chat(address: str) -> OpenAI:
    """The client, with a key as it wants one; ours asks for none."""
    return OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0, timeout=120)


def asked(chat: OpenAI, *questions: str, **more: Any) -> str:
    """The text of the answer to the last of these questions, with something said between them."""
    messages: list[ChatCompletionMessageParam] = [{"role": "system", "content": "Du är en hjälpsam assistent."}]
    for question in questions:
        messages += [{"role": "user", "content": question}, {"role": "assistant", "content": "…"}]
    found = chat.chat.completions.create(model="planassistent", messages=messages[:-1], **more)
    assert found.choices[0].finish_reason == "stop"
    return found.choices[0].message.content or ""


def test_the_assistant_is_listed_as_a_model(chat: OpenAI) -> None:
    """By its one name."""
    assert [model.id for model in chat.models.list()] == ["planassistent"]
    assert chat.models.retrieve("planassistent").owned_by == "planassistent"


def test_the_last_message_is_answered_with_numbered_sources(chat: OpenAI, address: str) -> None:
    """In Markdown, each source with a link to its place."""
    text = asked(chat, QUESTION)
    assert text.startswith("Serviceförvaltningen har två aktiviteter under mål 3")
    assert "\n- [1] Servicenämnden (2022–2026). Handlingsplan" in text
    assert f"[rad 3090–3097]({address}/stycken/" in text


def test_a_question_leans_on_the_turns_before_it(chat: OpenAI) -> None:
    """Which the caller brings along; nothing is kept but what they were taken to mean."""
    for _ in range(2):  # the second time from what was kept
        assert asked(chat, QUESTION, "Och under mål 5?").startswith("Serviceförvaltningen har")


def test_a_stream_gives_the_same_text_in_pieces(chat: OpenAI) -> None:
    """With the end marked."""
    stream = chat.chat.completions.create(
        model="planassistent", messages=[{"role": "user", "content": QUESTION}], stream=True
    )
    pieces = list(stream)
    assert "".join(piece.choices[0].delta.content or "" for piece in pieces) == asked(chat, QUESTION)
    assert len(pieces) > 5
    assert [piece.choices[0].finish_reason for piece in pieces[-2:]] == [None, "stop"]


def test_a_message_may_come_in_parts(chat: OpenAI) -> None:
    """As clients send it that can send pictures too."""
    content: Any = [{"type": "text", "text": QUESTION}, {"type": "image_url", "image_url": {"url": "data:,"}}]
    found = chat.chat.completions.create(model="planassistent", messages=[{"role": "user", "content": content}])
    assert "två aktiviteter" in (found.choices[0].message.content or "")


def test_help_comes_first_in_a_chat_too(chat: OpenAI) -> None:
    """Whatever was asked before, and in a stream; said at work it isn't."""
    text = asked(chat, QUESTION, DANGER)
    assert text.startswith("**")
    assert "112" in text.split("\n\n")[2]
    stream = chat.chat.completions.create(
        model="planassistent", messages=[{"role": "user", "content": DANGER}], stream=True
    )
    assert "".join(piece.choices[0].delta.content or "" for piece in stream) == asked(chat, DANGER)
    assert asked(chat, DANGER, extra_body={"at_work": True}) != asked(chat, DANGER)


def test_what_cant_be_answered_is_said_in_swedish(chat: OpenAI) -> None:
    """In the form of error that the client knows: whoever chats reads it."""
    with pytest.raises(openai.UnprocessableEntityError, match=r"Frågan är tom\. Skriv en fråga\."):
        asked(chat, " ")
    with pytest.raises(openai.NotFoundError, match="planassistent"):
        chat.chat.completions.create(model="another", messages=[{"role": "user", "content": "?"}])
    with pytest.raises(openai.UnprocessableEntityError, match="ingen fråga"):
        chat.chat.completions.create(model="planassistent", messages=[{"role": "assistant", "content": "hej"}])


def test_nothing_of_a_chat_is_written_down(
    chat: OpenAI, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """By the server."""
    with caplog.at_level(logging.DEBUG, logger="planassistent"):
        asked(chat, "Finns det en solros?")
        with pytest.raises(openai.UnprocessableEntityError):
            asked(chat, "solros" * 1000)
    printed = capfd.readouterr()
    assert "solros" not in printed.out + printed.err + caplog.text
