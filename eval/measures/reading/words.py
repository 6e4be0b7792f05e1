"""Turn readings and right answers into how well a document is read: word and character errors, and unsure words.

    python -m eval.measures.reading.words SOURCE.txt ANSWERS.tsv CLEAN.txt...

prints one row for the source against its answers, and one for each clean text damaged again, share by share.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.restoration.restore import Reading, restore
from eval.datasets.damage import damage

WORD = re.compile(r"[\wåäö]+")
DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-"})


@dataclass(frozen=True)
class Score:
    """Shares: errors per word or character of the answers, wrong words per sure word, unsure words per word."""

    word_errors: float
    character_errors: float
    sure_wrong: float
    unsure: float
    words: int


@dataclass(frozen=True)
class ReadingRow:
    """One measured text: before restoring, as if all of it were sure, and after."""

    name: str
    before: Score
    after: Score


SHARES = (0.0, 0.1, 0.2, 0.3)
SEEDS = (11, 12)


def measure_answers(name: str, lines: Sequence[str], answers: Mapping[int, str]) -> ReadingRow:
    """Measure a document where the answers (by line number, from 1) are known of some lines."""
    readings = restore(lines)
    return ReadingRow(
        name,
        score_lines([(Reading(lines[number - 1], (), ()), answer) for number, answer in answers.items()]),
        score_lines([(readings[number - 1], answer) for number, answer in answers.items()]),
    )


def measure_damaged(
    name: str, lines: Sequence[str], *, shares: Sequence[float] = SHARES, seeds: Sequence[int] = SEEDS
) -> Iterator[ReadingRow]:
    """Measure a clean text damaged again; what it said before is the answer."""
    for share in shares:
        for seed in seeds if share else seeds[:1]:
            answers = dict(enumerate(lines, start=1))
            yield measure_answers(f"{name} {share:.0%} seed {seed}", damage(lines, share, seed), answers)


def score_lines(readings: Sequence[tuple[Reading, str]]) -> Score:
    """Compare each reading with what the page says."""
    errors = words = letters = letter_errors = sure = sure_wrong = given = 0
    for reading, answer in readings:
        got, want = fold_words(reading.text), fold_words(answer)
        errors += distance(got, want)
        words += len(want)
        letter_errors += distance(fold(reading.text), fold(answer))
        letters += len(fold(answer))
        for _, is_right, is_sure in judge_words(reading, answer):
            given += 1
            sure += is_sure
            sure_wrong += is_sure and not is_right
    return Score(
        errors / max(words, 1),
        letter_errors / max(letters, 1),
        sure_wrong / max(sure, 1),
        (given - sure) / max(given, 1),
        words,
    )


def judge_words(reading: Reading, answer: str) -> list[tuple[str, bool, bool]]:
    """Return each word given, whether it stands in the answer at its place, and whether it was given as sure."""
    matches = list(WORD.finditer(reading.text))
    got = [fold(match.group()) for match in matches]
    kept = aligned(got, fold_words(answer))
    return [
        (
            match.group(),
            at in kept,
            not any(start < match.end() and match.start() < end for start, end in reading.unsure),
        )
        for at, match in enumerate(matches)
    ]


def fold(text: str) -> str:
    return text.lower().translate(DASHES)


def fold_words(text: str) -> list[str]:
    return WORD.findall(fold(text))


def distance(got: Sequence[str], want: Sequence[str]) -> int:
    """Return the edit distance (Levenshtein 1966)."""
    return _table(got, want)[-1][-1]


def aligned(got: Sequence[str], want: Sequence[str]) -> set[int]:
    """Return the places in `got` that a cheapest alignment leaves as they are."""
    table = _table(got, want)
    i, j = len(got), len(want)
    kept = set()
    while i and j:
        if got[i - 1] == want[j - 1] and table[i][j] == table[i - 1][j - 1]:
            kept.add(i - 1)
            i, j = i - 1, j - 1
        elif table[i][j] == table[i - 1][j - 1] + 1:
            i, j = i - 1, j - 1
        elif table[i][j] == table[i - 1][j] + 1:
            i -= 1
        else:
            j -= 1
    return kept


def _table(got: Sequence[str], want: Sequence[str]) -> list[list[int]]:
    table = [list(range(len(want) + 1))]
    for i, left in enumerate(got, start=1):
        row = [i]
        for j, right in enumerate(want, start=1):
            row.append(min(table[-1][j] + 1, row[-1] + 1, table[-1][j - 1] + (left != right)))
        table.append(row)
    return table


def read_answers(lines: Iterable[str]) -> dict[int, str]:
    """Return the right answers of a reading.tsv by line number."""
    answers = {}
    for line in lines:
        number, _, text = line.rstrip("\n").partition("\t")
        answers[int(number)] = text
    return answers


def main(arguments: Sequence[str]) -> None:
    source, answers, *clean = (Path(argument) for argument in arguments)
    gold = read_answers(answers.read_text(encoding="utf-8").splitlines())
    rows = [measure_answers(source.stem, source.read_text(encoding="utf-8").split("\n"), gold)]
    for path in clean:
        rows += measure_damaged(path.stem, path.read_text(encoding="utf-8").split("\n"))
    print(f"{'text':50} {'before':>7} {'errors':>7} {'letters':>8} {'sure wrong':>11} {'unsure':>7}")
    for row in rows:
        after = row.after
        print(
            f"{row.name[-50:]:50} {row.before.word_errors:7.2%} {after.word_errors:7.2%} "
            f"{after.character_errors:8.2%} {after.sure_wrong:11.2%} {after.unsure:7.2%}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
