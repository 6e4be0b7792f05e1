"""The questions that take longest: drawn in many shapes, the slowest changed again and again (a fuzzer that climbs)."""

import os
import random
import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from assistant.answer import Assistant
from assistant.errors import Refused
from assistant.question import MAX_CHARACTERS, MAX_MESSAGE, MAX_PIECES, MAX_WORD, MAX_WORDS
from assistant.service import warmed
from eval.datasets.questions import load_questions
from eval.markdown import table

SEED = 22
LIMIT = 1.0  # seconds of processor time that the slowest may take
_EACH = 2  # questions of every shape
_ROUNDS = 60  # changes of the slowest
_KEPT = 8
_SHOWN = 10
_CHANGED = ", changed"
_LETTERS = "abcdefghijklmnoprstuvyåäö"
_SIGNS = "?!.,:;-–/()\"'&\n"
Shape = Callable[[random.Random, Sequence[str]], str]


def _made_up(generator: random.Random, letters: int) -> str:
    return "".join(generator.choice(_LETTERS) for _ in range(letters))


def _repeated(text: str) -> str:
    return _as_long_as_may_be(text * (MAX_CHARACTERS // len(text) + 1))


def _as_long_as_may_be(text: str) -> str:
    """A text cut at the most characters and the most words of a question."""
    words = [*re.finditer(r"\w+", text[:MAX_CHARACTERS])][:MAX_WORDS]
    return text[: words[-1].end()]


# Each from a generator and the words of real questions.
SHAPES: dict[str, Shape] = {
    "one endless word": lambda g, words: _made_up(g, MAX_CHARACTERS),
    "ligatures": lambda g, words: "ﬁ" * MAX_CHARACTERS,
    "words as long as may be": lambda g, words: " ".join(
        _made_up(g, MAX_WORD - 4) for _ in range(MAX_CHARACTERS // MAX_WORD)
    ),
    "made-up words of 4": lambda g, words: " ".join(_made_up(g, 4) for _ in range(MAX_WORDS)),
    "made-up words of 8": lambda g, words: _as_long_as_may_be(" ".join(_made_up(g, 8) for _ in range(MAX_WORDS))),
    "made-up words of 30": lambda g, words: _as_long_as_may_be(" ".join(_made_up(g, 30) for _ in range(MAX_WORDS))),
    "words of questions": lambda g, words: _as_long_as_may_be(" ".join(g.choices(words, k=MAX_WORDS))),
    "misspelt words of questions": lambda g, words: _as_long_as_may_be(
        " ".join(f"{w[: len(w) // 2]}{g.choice(_LETTERS)}{w[len(w) // 2 :]}" for w in g.choices(words, k=MAX_WORDS))
    ),
    "compounds": lambda g, words: _as_long_as_may_be(
        " ".join(f"{g.choice(words)}s{g.choice(words)}{g.choice(words)}" for _ in range(MAX_WORDS))
    ),
    "one question again and again": lambda g, words: _repeated(" ".join(g.choices(words, k=6)) + "? "),
    "many questions": lambda g, words: _as_long_as_may_be(" ".join(f"Vad gör {g.choice(words)}?" for _ in range(110))),
    "clauses": lambda g, words: _as_long_as_may_be(" och ".join(f"vilka har {g.choice(words)}" for _ in range(80))),
    "single letters": lambda g, words: " ".join(g.choice(_LETTERS) for _ in range(MAX_WORDS)),
    "numbers": lambda g, words: " ".join(str(g.randrange(3000)) for _ in range(MAX_WORDS)),
    "goals": lambda g, words: _as_long_as_may_be(" ".join(f"mål {g.randrange(9)}" for _ in range(MAX_WORDS // 2))),
    "signs": lambda g, words: "".join(g.choice(_SIGNS) for _ in range(MAX_CHARACTERS)),
    "signs between letters": lambda g, words: _as_long_as_may_be(
        "".join(g.choice(_LETTERS + _SIGNS) for _ in range(MAX_CHARACTERS))
    ),
    "characters of all scripts": lambda g, words: "".join(
        c for c in (chr(g.randrange(32, 0xD000)) for _ in range(MAX_CHARACTERS)) if c.isprintable()
    ),
    "signs that stand for many": lambda g, words: "\ufdfa " * MAX_WORDS,
    "accents": lambda g, words: "".join(f"{g.choice(_LETTERS)}\u0301\u0302" for _ in range(300)),
    "misread numbers": lambda g, words: _as_long_as_may_be(
        " ".join("".join(g.choice("OlS0516BZ-") for _ in range(11)) for _ in range(MAX_WORDS))
    ),
    "someone in danger": lambda g, words: f"han slår mig {g.choice(words)} jag är rädd. " * (MAX_MESSAGE // 10),
    "a message, then questions": lambda g, words: _repeated(f"Jag mår dåligt {g.choice(words)}, vad kan man få? "),
    "in English": lambda g, words: _repeated(f"what does the school do about {g.choice(words)} and who does it? "),
    "far too long": lambda g, words: " ".join(g.choices(words, k=20_000)),
}  # fmt: skip
# Those that are more than is read of a question: what a refusal costs.
REFUSED = frozenset({"one endless word", "ligatures", "signs", "far too long", "accents", "someone in danger"})


def worst(
    assistant: Assistant, *, seed: int = SEED, each: int = _EACH, rounds: int = _ROUNDS
) -> list[tuple[float, str]]:
    """The slowest questions with the seconds of processor time that each took, and of which shape they are."""
    generator = random.Random(seed)
    words = sorted({word for question in load_questions("sample") for word in question.text.split()})
    warmed(assistant)
    found: list[tuple[float, str, str]] = []
    for name, shape in SHAPES.items():
        for _ in range(each):
            text = shape(generator, words)
            text = text if name in REFUSED else read_whole(text, assistant)
            found.append((seconds_of(assistant, text), name, text))
    for _ in range(rounds):
        _, name, text = generator.choice(sorted(found, reverse=True)[:_KEPT])
        changed = read_whole(_changed(text, generator, words), assistant)
        found.append((seconds_of(assistant, changed), f"{name.removesuffix(_CHANGED)}{_CHANGED}", changed))
    return [(seconds, name) for seconds, name, _ in sorted(found, reverse=True)]


def read_whole(text: str, assistant: Assistant) -> str:
    """A text without the last words for which it would be refused."""
    parts = text[:MAX_CHARACTERS].split(" ")
    while assistant.embedder.pieces(" ".join(parts)) > MAX_PIECES:
        parts.pop()
    return " ".join(parts)


def seconds_of(assistant: Assistant, question: str) -> float:
    """Processor time of one question, a refusal too."""
    started = time.process_time()
    with suppress(Refused):
        assistant.answer(question)
    return time.process_time() - started


def _changed(text: str, generator: random.Random, words: Sequence[str]) -> str:
    """A text with some of its words taken out, doubled, exchanged or run together."""
    parts = text.split(" ")
    for _ in range(generator.randint(1, 12)):
        at = generator.randrange(len(parts))
        match generator.randrange(5):
            case 0:
                parts[at] = generator.choice(words)
            case 1:
                parts[at] += generator.choice(_SIGNS)
            case 2:
                parts.insert(at, parts[generator.randrange(len(parts))])
            case 3:
                parts[at] = _made_up(generator, generator.choice((2, 5, 12, 40)))
            case _:
                parts[at] = parts[at] + generator.choice(words)
    return " ".join(parts)[:MAX_CHARACTERS]


def worst_table(assistant: Assistant, *rounds: int) -> str:
    """The slowest shapes, and what the slowest question of each took."""
    found: dict[str, float] = {}
    for seconds, name in worst(assistant, rounds=rounds[0] if rounds else _ROUNDS):  # slowest first
        found.setdefault(name, seconds)
    rows = [(name, f"{seconds:.2f} s") for name, seconds in list(found.items())[:_SHOWN]]
    kind = f"{os.cpu_count()} cores"
    return table(["question", f"processor time ({kind}; limit {LIMIT:.0f} s)"], [[*row] for row in rows])
