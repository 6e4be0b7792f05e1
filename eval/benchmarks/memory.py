"""Questions of random words, thousands of them: whether memory grows with what is asked."""

import gc
import os
import random
import time
from contextlib import suppress

import psutil

from assistant.answer import Assistant
from assistant.errors import Refused
from assistant.service import warmed
from eval.datasets.questions import load_questions
from eval.markdown import table

QUESTIONS = 50_000
_FIRST = 1_000  # after which all that is kept should be there
_MARKS = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
_SEED = 22
_LETTERS = "abcdefghijklmnoprstuvyåäö"


def memory_table(assistant: Assistant, questions: int = QUESTIONS, seconds: int = 0) -> str:
    """Resident memory after so many questions; ``seconds``: it ends then, however many there were, 0 for never."""
    generator = random.Random(_SEED)
    words = sorted({word for question in load_questions("sample") for word in question.text.split()})
    warmed(assistant)
    process, started = psutil.Process(os.getpid()), time.monotonic()
    rows: list[list[str]] = []
    first = 0
    for number in range(1, questions + 1):
        with suppress(Refused):
            assistant.answer(_question(generator, words))
        late = seconds and time.monotonic() - started > seconds
        if number in _MARKS or number == questions or late:
            gc.collect()
            held = process.memory_info().rss
            first = first or held
            growth = f"{100 * (held - first) / first:+.1f} %" if number > _FIRST else "–"
            rows.append([f"{number}", f"{held / 1e6:.0f} MB", growth])
        if late:
            break
    return table(["questions", "resident memory", f"since {_FIRST}"], rows)


def _question(generator: random.Random, words: list[str]) -> str:
    """Three to nine words, half of them made up."""
    return " ".join(
        generator.choice(words)
        if generator.random() < 0.5
        else "".join(generator.choice(_LETTERS) for _ in range(generator.randint(3, 14)))
        for _ in range(generator.randint(3, 9))
    )
