"""The words for statuses, dates and numbers, in their forms."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from corpus.swedish.dates import iso_date, month_number, periods_in, years_in
from corpus.swedish.numbers import NUMBERS, is_number
from corpus.swedish.text import fold
from corpus.swedish.vocabulary import VOCABULARY, status_of, statuses_in
from corpus.types import Status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Ej påbörjad", "planned"),
        ("inte påbörjade", "planned"),
        ("Ännu inte startad", "planned"),
        ("planerade", "planned"),
        ("Påbörjad", "ongoing"),
        ("påbörjade", "ongoing"),
        ("påbörjats", "ongoing"),
        ("Pågår enligt plan", "ongoing"),
        ("delvis genomförd", "ongoing"),
        ("klara", "completed"),
        ("färdiga", "completed"),
        ("Slutfört", "completed"),
        ("genomförda", "completed"),
        ("försenade", "delayed"),
        ("Ej genomförd", None),
        ("Hög", None),
    ],
)
@pytest.mark.parametrize("folded", [False, True], ids=["as written", "folded"])
def test_a_status_is_read_in_all_its_forms(text: str, status: Status | None, folded: bool) -> None:
    """The same whether a document or a folded question says it."""
    assert status_of(fold(text) if folded else text) == status


def test_statuses_have_their_places() -> None:
    """A negation is one status, not two."""
    text = "Vilka är ej påbörjade eller försenade?"
    assert [(status, text[start:end]) for status, start, end in statuses_in(text)] == [
        ("planned", "ej påbörjade"),
        ("delayed", "försenade"),
    ]


@pytest.mark.parametrize("sentence", ["Öppet dygnet runt", "Varje termin", "Klart i mars", "Under våren 2024"])
def test_a_time_is_told(sentence: str) -> None:
    """One table says what a time is."""
    assert VOCABULARY.answers["time"].search(fold(sentence))


def test_a_verb_is_no_time() -> None:
    """ "Är" folded is "ar", as in "tre år"."""
    assert not VOCABULARY.answers["time"].search(fold("Aktiviteten är viktig"))


def test_dates_are_read() -> None:
    """Years, periods and days, in figures and in words."""
    text = "Beslut den 31 januari 2019 och 2020-02-03 om planen 2022–26."
    assert iso_date(2019, "januari", 31) == "2019-01-31"
    assert periods_in(text) == ((2022, 2026),)
    assert years_in(text) == (2019, 2020, 2022)
    assert month_number("sept.") == 9
    assert month_number("maj") == 5
    assert month_number("plan") is None


def test_numbers_are_read() -> None:
    """As words, nouns and ordinals; a year is no number of things."""
    assert [NUMBERS.get(word) for word in ("tre", "trean", "tredje", "manga")] == [3, 3, 3, None]
    assert [is_number(word) for word in ("12", "2024", "tre", "femtio", "andra", "ett")] == [
        True, False, True, True, False, False,
    ]  # fmt: skip


def test_no_wording_stands_twice_in_its_list() -> None:
    """One that does is edited in one place and stays in the other."""
    doubled = {
        f"{path}: {wording}"
        for path, wordings in _lists(tomllib.loads((files("corpus.swedish") / "vocabulary.toml").read_text("utf-8")))
        for wording, count in Counter(wordings).items()
        if count > 1
    }
    assert doubled == set()


def test_people_ask_in_words_that_no_document_says_it_by() -> None:
    """A wording of a status that its documents' wordings fit already is edited in one place and stays in the other."""
    said = tomllib.loads((files("corpus.swedish") / "vocabulary.toml").read_text("utf-8"))["statuses"]
    doubled = {
        wording
        for entry, known in zip(said, VOCABULARY.statuses, strict=True)
        for wording in entry.get("asked", ())
        if re.fullmatch(known.pattern, fold(wording.replace("*", "")))
    }
    assert doubled == set()


def _lists(entry: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every list of wordings in the tables, and every text of words, by its place."""
    if isinstance(entry, str):
        yield path, entry.split()
    elif isinstance(entry, list) and entry and isinstance(entry[0], str):
        yield path, entry
    else:
        for key, value in entry.items() if isinstance(entry, dict) else enumerate(entry):
            yield from _lists(value, f"{path}.{key}")
