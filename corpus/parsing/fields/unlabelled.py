"""An item → who and when where no label says it: "(SF, 2025–2026)" at its end, or "Rektor ansvarar."."""

import re
from collections.abc import Callable, Sequence
from functools import partial

from corpus.swedish.text import fold, join_lines
from corpus.swedish.vocabulary import VOCABULARY
from corpus.types import Line

# Who and when the end of a title says, and where that begins.
Ending = Callable[[str], tuple[str, str | None, int] | None]

_TAIL = re.compile(r"\s*\((?P<who>[^()]*[^\W\d_][^()]*?)\s*[,;]\s*(?P<when>[^(),;]{2,40})\)[\s.]*$")
_DASH = re.compile(
    r"\s+[–—]\s+(?P<who>[A-ZÅÄÖ][^–—,;()]{2,60}?)\s*[,;]\s*(?P<when>[^,;()–—]{2,20}(?:[–—]\d{2,4})?)[\s.]*$"
)
_SQUARE = re.compile(
    r"\s*\[(?P<who>[^\[\]^,;]*[^\W\d_]{2}[^\[\]^,;]*?)\s*(?:[,;]\s*(?P<when>[^\[\],;]{2,40}))?\][\s.]*$"
)
_WHO = re.compile(r"\s*\((?P<who>[^()\d]{2,80})\)[\s.]*$")
_FEW = 2  # titles
_NEARLY_ALL = 0.8
_YEARS = r"(?:19|20)\d\d(?:\s*[-–—/]\s*(?:19|20)?\d\d){0,3}(?:-\d\d){0,2}"  # "2024/2025–2026/2027" too
_MONTH = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|mars|apr(?:il)?|maj|juni?|juli?|aug(?:usti)?|sep(?:t|tember)?|okt(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_SEASON = (
    r"(?:vår|höst|sommar|vinter|vårtermin|hösttermin|läsår|halvår|årsskifte)(?:en|et)?|vt|ht|q[1-4]|kv(?:artal)? ?[1-4]"
)
_OFTEN = (
    r"(?:löpande|fortlöpande|kontinuerligt|årligen|tills vidare|hela perioden|hela planperioden|vartannat år"
    r"|varje (?:år|termin|månad|läsår|vår|höst|kvartal))"
)
_OPENS = (
    r"(?:senast|från(?: och med)?|fr\.?o\.?m\.?|till(?: och med)?|t\.?o\.?m\.?|start|klart?|under|hela"
    r"|början av|slutet av)"
)
_PART = rf"(?:\d{{1,2}} )?(?:{_MONTH}|{_SEASON})"
_TIME = re.compile(rf"(?:{_OPENS} )*(?:(?:{_PART}[ -–—]*)*{_YEARS}|{_OFTEN}|{_PART})", re.IGNORECASE)
_OBJECT = r"(?: för (?:åtgärden|insatsen|aktiviteten|åtagandet|detta|det|genomförandet|att det blir gjort))?"
_WORKS = (
    r"(?:genomför|utför|leder|driver|samordnar|håller i) (?:åtgärden|insatsen|aktiviteten|arbetet)"
    r"(?: (?:under|från|till|senast|i|hela|varje) [^.:;!?]{1,40})?"
)
_ANSWERS = re.compile(
    r"(?:^|(?<=[.!?]\s))(?:(?P<who>[A-ZÅÄÖ][^.:;!?]{1,80}?) "
    rf"(?:(?:ansvarar|är ansvariga?|har ansvaret){_OBJECT}|{_WORKS})"
    rf"|Ansvariga?{_OBJECT} är (?P<named>[^.:;!?]{{2,80}}?))\.(?=\s|$)"
)
_FOR_ALL = re.compile(
    r"(?:^|(?<=[.!?:]\s))(?P<who>[A-ZÅÄÖ][^.:;!?]{1,80}?) "
    r"(?:ansvarar|svarar|är (?:ytterst )?ansvariga?|har (?:det )?(?:\w+ )?ansvar(?:et)?) för "
    r"(?:(?!uppfölj|utvärder|samordn|rapport|revider)[^.:;!?]){0,60}?"
    rf"(?:samtliga|alla) (?:\w+ ){{0,2}}{VOCABULARY.activity}(?=[\s.,])",
    re.IGNORECASE,
)
# "Ansvarig för samtliga insatser är kommunstyrelsen", "Ansvaret för alla åtgärder ligger på kommunstyrelsen".
_ALL_BY = re.compile(
    rf"\bansvar(?:ig|iga|et)?(?: \w+)? för (?:samtliga|alla) (?:\w+ )?{VOCABULARY.activity}(?: i \w+)? "
    r"(?:är|ligger (?:på|hos)|har|vilar på) (?P<who>[^.:;!?,]{3,60})(?=[.,])",
    re.IGNORECASE,
)
# "Ansvarig för samtliga åtgärder under mål 1: Tekniska nämnden".
_ALL_LABELLED = re.compile(
    rf"^\W*ansvar(?:ig|iga|et)?(?: \w+)? för (?:samtliga|alla) (?:\w+ )?{VOCABULARY.activity}[^:.]{{0,40}}:"
    r"\s*(?P<who>\S.*)$",
    re.IGNORECASE,
)
# Of these nobody can be made out.
_NOBODY = re.compile(
    r"^(?:den|de|det|detta|dessa|vi|han|hon|ingen|inte|vem|som)\b|\bsom\b|\b(?:inte|ej)$", re.IGNORECASE
)


def who_and_when(text: str, *, since: int | None = None) -> tuple[str, str | None, int] | None:
    """Who and when a bracket at the end of a text says, and where it begins; None for any other bracket.

    A square one may say who alone. Years before ``since``, when the plan begins, are of a reference: "(Brå, 2019)".
    """
    match = _TAIL.search(text) or _SQUARE.search(text) or _DASH.search(text)
    if match is not None and match["when"] is None:
        return match["who"].strip(), None, match.start()
    if match is None or _TIME.fullmatch(match["when"].strip()) is None:
        return None
    years = [int(year) for year in re.findall(r"(?:19|20)\d\d", match["when"])]
    if since is not None and years and max(years) < since:
        return None
    who = match["who"].strip(" ,;")
    return (who, match["when"].strip(), match.start()) if who and not re.search(r"\d{2}", who) else None


def ending_of(titles: Sequence[str], *, since: int | None) -> Ending:
    """What reads who and when from the brackets that end titles: two at least, as one alone may be a reference.

    Brackets that say who alone have to end nearly all titles, and most of them to name a body.
    """
    timed = partial(who_and_when, since=since)
    if sum(timed(title) is not None for title in titles) > 1:
        return timed
    alone = [end[0] for title in titles if (end := _who_alone(title)) is not None]
    bodies = sum(VOCABULARY.answers["body"].search(fold(who)) is not None for who in alone)
    return _who_alone if bodies > _FEW and 2 * bodies > len(alone) >= _NEARLY_ALL * len(titles) else _no_one


def _who_alone(text: str) -> tuple[str, None, int] | None:
    """What a bracket without figures at the end of a text says: "(fastighetsenheten)"."""
    match = _WHO.search(text)
    return (match["who"].strip(), None, match.start()) if match is not None else None


def _no_one(text: str) -> None:
    return None


def responsible_and_time(value: str) -> tuple[str, str] | None:
    """Who and when of a field that says both: "HR-avdelningen, 2026–2027"; None where it says who alone."""
    who, comma, when = value.rpartition(",")
    if not comma or not who.strip() or _TIME.match(when.strip()) is None or len(when) > 40:
        return None
    return who.strip(), when.strip()


def responsible_for_all(lines: Sequence[Line]) -> str | None:
    """Who a plan says is responsible for all its activities: "Kommunstyrelsen ansvarar för samtliga insatser"."""
    paragraphs = "\n".join(line.text for line in lines).split("\n\n")
    for paragraph in paragraphs:
        for pattern in (_FOR_ALL, _ALL_BY):
            match = pattern.search(join_lines(paragraph.split("\n")))
            if match is not None and not _NOBODY.search(match["who"]):
                return match["who"].strip()
    return None


def labelled_for_all(text: str) -> str | None:
    """Who a line says is responsible for all the activities around it: "Ansvarig för alla insatser: Rektor"."""
    match = _ALL_LABELLED.match(text)
    return match["who"].strip().rstrip(".") if match is not None else None


def stated_responsible(text: str) -> tuple[str, int] | None:
    """Who a whole sentence says is responsible for the item it stands in, and where the sentence begins."""
    for match in _ANSWERS.finditer(text):
        who = (match["who"] or match["named"]).strip()
        if not _NOBODY.search(who):
            return " ".join(who.split()), match.start()
    return None
