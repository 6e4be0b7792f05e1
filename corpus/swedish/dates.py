"""Years, months, periods and dates as Swedish texts write them."""

import re

from corpus.swedish.text import fold
from corpus.swedish.vocabulary import VOCABULARY

MONTHS = VOCABULARY.months
# The source of a pattern for what is put together with other patterns.
YEAR = r"(?:19|20)\d\d"

_YEAR = re.compile(rf"\b{YEAR}\b")
_PERIOD = re.compile(rf"\b({YEAR})\s*[-–—/]\s*((?:19|20)?\d\d)\b(?![-–/]\d)")
_TERM = re.compile(r"\b[vh]t\s*[-–]?\s*(\d\d)\b", re.IGNORECASE)
_WHOLE_PERIOD = re.compile(r"\bhela (?:program|plan)?perioden\b", re.IGNORECASE)
_ABBREVIATED = 3  # letters
# A part of the year as a question says it, folded, and how plans print it; the first is what it is called.
_SEASONS = (
    (re.compile(r"vt|var(?:en|terminen|termin)?"), ("våren", "VT", "vårtermin")),
    (re.compile(r"ht|host(?:en|terminen|termin)?"), ("hösten", "HT", "hösttermin")),
    (re.compile(r"sommar(?:en)?"), ("sommaren", "sommar")),
    (re.compile(r"vinter(?:n)?"), ("vintern", "vinter")),
)


def years_in(text: str) -> tuple[int, ...]:
    """The years in a text, each once, in its order."""
    return tuple(dict.fromkeys(int(year) for year in _YEAR.findall(text)))


def periods_in(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of years in a text: "2022–26" and "2022-2026" → (2022, 2026)."""
    found = []
    for match in _PERIOD.finditer(text):
        first, last = int(match[1]), int(match[2] if len(match[2]) == 4 else match[1][:2] + match[2])
        if first <= last:
            found.append((first, last))
    return tuple(dict.fromkeys(found))


def years_covered(text: str, period: tuple[int, int] | None) -> tuple[int, ...]:
    """The years in which a printed time lies, in their order: "2022–2024", "VT-23", "hela perioden med start HT-23".

    ``period`` is the one that "hela perioden" means; of it those from the first year that the text names.
    """
    years = {*years_in(text), *(2000 + int(year) for year in _TERM.findall(text))}
    for first, last in periods_in(text):
        years |= set(range(first, last + 1))
    if period and _WHOLE_PERIOD.search(text):
        years |= set(range(min(years, default=period[0]), period[1] + 1))
    return tuple(sorted(years))


def season_named(word: str) -> str | None:
    """What the part of the year is called that a folded word names: "vt" → "våren", else None."""
    return next((names[0] for pattern, names in _SEASONS if pattern.fullmatch(word)), None)


def time_wordings(time: str) -> tuple[str, ...]:
    """Every way that a plan may print a time: "våren 2023" → also "våren 23", "VT 2023" …; another is said one way."""
    season, _, year = time.partition(" ")
    for _, names in _SEASONS:
        if season == names[0] and year:
            return tuple(f"{name} {number}" for name in names for number in (year, year[-2:]))
    return (time,)


def iso_date(year: int, month: str, day: int) -> str:
    """A day as ISO 8601; ``month`` is the month's name."""
    return f"{year}-{month_number(month):02}-{day:02}"


def month_number(name: str) -> int | None:
    """1 to 12 for a month's name or its abbreviation ("sept."), None for any other word."""
    folded = fold(name)
    if len(folded) < _ABBREVIATED:
        return None
    return next((i for i, month in enumerate(MONTHS, 1) if month.startswith(folded)), None)
