"""A question takes bounded time and memory whatever it says, and nothing of it stays in memory once it is answered."""

import gc
import random
import time
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.answer import Assistant
from assistant.errors import Refused
from assistant.mcp.tools import TOOLS, ToolContext
from assistant.query.filters import MAX_VALUES, Filters
from assistant.question import MAX_CHARACTERS, MAX_PIECES, MAX_WORD, MAX_WORDS, clean_question
from assistant.service import Service
from assistant.web.api import create_app
from corpus.swedish.text import fold
from corpus.swedish.text_cache import TextCache, question_cache
from eval.benchmarks.slowest_questions import REFUSED, SHAPES, read_whole

# Words that stand in no file, put together here so that they don't stand in this one either.
NAMED = "".join(("kvist", "obert"))
PLACE = "".join(("skrå", "llgatan"))
MESSAGE = f"Min sambo {NAMED} slår mig varje kväll och jag vågar inte gå hem till {PLACE}"
ODD = "".join(("zib", "belfrågor"))
QUESTION = f"Hur arbetar skolan med {ODD}?"


def strings() -> Iterator[str]:
    """Every string that the collector reaches: in containers, and in the values of objects."""
    seen: set[int] = set()
    for held in gc.get_objects():
        inside: list[Any] = [held, *gc.get_referents(held)]
        for entry in inside:
            if type(entry) in (str, bytes) and id(entry) not in seen:
                seen.add(id(entry))
                yield entry if type(entry) is str else entry.decode("latin-1")


def held(*words: str) -> list[str]:
    """The strings in memory that have one of these words or its beginning, folded too, but for this module's own."""
    gc.collect()
    own = {MESSAGE, QUESTION, *words}
    starts = {start for word in words for start in (word[:-2], fold(word)[:-2])}
    own |= starts
    return [text[:200] for text in strings() if text not in own and any(start in text.lower() for start in starts)]


@pytest.mark.parametrize("at_work", [False, True])
def test_nothing_of_a_message_stays_in_memory(assistant: Assistant, at_work: bool) -> None:
    """Neither as it was written nor folded, cut or as single words."""
    assistant.answer(MESSAGE, at_work=at_work)
    assert held(NAMED, PLACE) == []


def test_no_word_of_a_question_stays_once_its_answer_is_gone(assistant: Assistant) -> None:
    """No cache keeps a word that the documents don't have."""
    assistant.answer(QUESTION)
    assert held(ODD) == []


def test_no_word_of_a_search_stays(service: Service) -> None:
    """Neither of one among activities nor of one through another assistant's tool."""
    TestClient(create_app(service)).get("/api/activities", params={"q": ODD})
    tool = TOOLS["search"]
    tool.run(
        tool.arguments.model_validate({"query": QUESTION}), ToolContext(service.assistant(), service.conversations)
    )
    assert held(ODD) == []


def test_nothing_of_a_message_stays_in_a_server(service: Service) -> None:
    """The conversation that it was asked in doesn't have it either."""
    client = TestClient(create_app(service))
    first = client.post("/api/ask", json={"question": "Vad gör fritidsförvaltningen?"}).json()
    answer = client.post("/api/ask", json={"question": MESSAGE, "conversation": first["conversation"]}).json()
    assert answer["outcome"] == "refer_to_help"
    client.close()
    del answer
    assert held(NAMED, PLACE) == []


def test_what_documents_say_is_kept_and_what_a_question_says_is_not() -> None:
    """Looked up again while it is answered, and no longer."""
    asked: list[str] = []

    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    text_cache = TextCache(length, capacity=2, public=lambda text: text == "plan")
    with question_cache():
        assert [text_cache(text) for text in ("plan", "fråga", "fråga", "plan")] == [4, 5, 5, 4]
    assert (asked, len(text_cache)) == (["plan", "fråga"], 1)
    assert [text_cache(text) for text in ("plan", "fråga", "mål")] == [4, 5, 3]
    assert len(text_cache) <= 2


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("a" * (MAX_WORD + 1), f"a word of {MAX_WORD + 1} characters"),
        ("a " * (MAX_WORDS + 1), f"{MAX_WORDS + 1} words"),
        ("?!", "no words"),
        ("👩‍👩‍👧", "no words"),
        ("vad " * MAX_CHARACTERS, "characters"),
        ("zqxw " * (MAX_PIECES // 2), f"too many long or unusual words .*at most {MAX_PIECES}"),
    ],
    ids=["long word", "many words", "signs", "emoji", "long", "costly"],
)
def test_what_is_more_than_a_question_is_refused(assistant: Assistant, question: str, said: str) -> None:
    """With what is too much of it, in numbers."""
    with pytest.raises(Refused, match=said):
        assistant.answer(question)


def test_a_list_of_filters_is_bounded(assistant: Assistant) -> None:
    """Before anything is done with it."""
    with pytest.raises(Refused, match=f"give at most {MAX_VALUES}"):
        assistant.answer("Vad görs?", Filters(goals=(1,) * 200_000))


def test_help_is_given_however_long_a_message_is(assistant: Assistant) -> None:
    """Its ends are read; one endless word in it doesn't keep the help away."""
    assert assistant.answer(f"Han slår mig, jag är rädd. {'vad ' * 30_000}").outcome == "refer_to_help"
    assert assistant.answer(f"{'x' * 1500} Han slår mig, jag är rädd, hjälp mig").outcome == "refer_to_help"


_SAID = ("Vad", "gör", "skolan", "mot", "våld", "och", "hot", "i", "nära", "relationer", "fritidsförvaltningen")


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", [5, 22])
def test_a_shape_is_read_unless_it_is_meant_to_be_refused(shape: str, seed: int) -> None:
    """What is refused before any work is done would be within every limit."""
    text = SHAPES[shape](random.Random(seed), _SAID)
    with pytest.raises(Refused) if shape in REFUSED else nullcontext():
        assert clean_question(text)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_question_of_any_shape_takes_little_time(assistant: Assistant, shape: str) -> None:
    """``python -m eval bench worst`` measures against a second; here three times that, as other work goes on."""
    text = SHAPES[shape](random.Random(5), _SAID)
    text = text if shape in REFUSED else read_whole(text, assistant)
    started = time.process_time()
    with suppress(Refused):
        assistant.answer(text)
    assert time.process_time() - started < 3.0
