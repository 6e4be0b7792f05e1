"""The first pages of a document → its title, period, decision, diary number and owner, as they stand there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.parsing.activities.labels import activity_label
from corpus.parsing.cover_fields import (
    DATES,
    DECISIONS,
    DIARIES,
    OWNERS,
    PERIODS,
    TITLES,
    Field,
    fields_in,
    is_field,
    values,
)
from corpus.parsing.layout.joined_headings import join_headings
from corpus.parsing.layout.line_kinds import GoalHeading, bare, front_heading, kind_heading, markdown_level
from corpus.parsing.layout.line_styles import is_bold, is_open
from corpus.parsing.owners import REPLACES, genitive_owner, names_alone, place_of
from corpus.swedish.dates import MONTHS, iso_date, month_number
from corpus.swedish.text import fold
from corpus.types import Line, Span

_COVER = 14  # lines among which a title stands that nothing marks as one
_MOST = 60  # lines that may stand before a document's text
_RUNNING = 60  # characters; a line of running text has more
_LONGEST = 130  # characters of a line that stands on a cover
_YEAR = r"(?:19|20)\d\d"
_TO = r"\s*(?:[-–—]+|till(?: och med)?|t\.?\s?o\.?\s?m\.?)\s*"
_MONTH = rf"(?:{'|'.join(MONTHS)}|{'|'.join(month[:3] for month in MONTHS if len(month) > 3)})\.?"
_DAY = (
    rf"(?:(?P<iso>{_YEAR}[-.]\d\d[-.]\d\d)|(?P<day>\d{{1,2}})(?:\s|:[ea]\s)\s*(?P<month>{_MONTH})\s+(?P<year>{_YEAR})"
    rf"|(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})[ -](?P<y>{_YEAR}))"
)
_DATE = re.compile(rf"(?<![\d/]){_DAY}(?!\d)", re.IGNORECASE)
_REST_OF_DATE = r"(?:-[01]\d-[0-3]\d)?"
_PERIOD = re.compile(
    rf"(?<![\d/.:-])(?P<first>{_YEAR}){_REST_OF_DATE}{_TO}(?:(?:\d{{1,2}} )?{_MONTH} )?(?P<last>{_YEAR}|\d\d(?![\d-]))"
    rf"{_REST_OF_DATE}(?!\d)",
    re.IGNORECASE,
)
_SCHOOL_YEARS = re.compile(
    rf"(?<![\d/])(?P<first>{_YEAR})/(?:\d\d)?\d\d{_TO}(?P<last>{_YEAR})/(?:\d\d)?(?P<end>\d\d)(?!\d)", re.IGNORECASE
)
_ONE_YEAR = re.compile(rf"(?<![\d/–-]){_YEAR}(?![\d/–-])")
_VERB = (
    r"(?:antagen|antagna|antaget|antogs|antagits|beslutad|beslutade|beslutat|beslutades|fastställd|fastställda|fastställt|"
    r"fastställdes|fastställts|godkänd|godkända|godkänt|godkändes|godkänts|beslutsdatum|beslut)"
)
_ACTIVE = re.compile(
    r"\b(?:antog|beslutade om|fastställde|godkände) (?:den här |denna )?"
    rf"(?:\w*(?:planen|programmet|strategin|policyn|agendan|uppföljningen|rapporten)|den)\b[^\n.]{{0,30}}?{_DAY}",
    re.IGNORECASE,
)
DECIDED = re.compile(rf"\b{_VERB}\b[^\n]*?{_DAY}", re.IGNORECASE)
_BEFORE_VERB = re.compile(rf"{_DAY}[^\n.]{{0,40}}?\b{_VERB}\b", re.IGNORECASE)
_PARAGRAPH = re.compile(rf"{_DAY}\s*,?\s*(?:\(?§+|paragraf)\s*\d", re.IGNORECASE)
_CODE = r"[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{0,7}"
_NUMBER = rf"(?:{_CODE}[ .:/-]?\s?)?(?:{_YEAR}|\d\d)\s?[-/:.]\s?(?:{_CODE}[ -]?)?\d+(?:[-.:/]\d+)*"
_DIARY_VALUE = re.compile(rf"(?<![\w/]){_NUMBER}(?![\w/])")
DIARY = re.compile(
    r"\b(?:dnr|diarie-?\s?nr|diarienummer|ärendenummer|ärende-?\s?nr|beteckning)\b[.:]*\s*"
    rf"(?P<number>{_NUMBER})",
    re.IGNORECASE,
)
_LONE_DIARY = re.compile(rf"(?<![\w/])[A-ZÅÄÖ]{{2,6}}[ -]?{_YEAR}[-/:]\d{{1,6}}(?![\w/-])")
_OLD = re.compile(r"\b(?:ersätter|ersatte|upphäver|upphävs|reviderad|revideras|senast reviderad)\b", re.IGNORECASE)
_WITHIN = re.compile(
    r"\b(?:\w*plan(?:en)?|\w*program(?:met)?|strategin?|policyn?|rapporten|uppföljningen)\b[^.]{0,60}?"
    r"\b(?:gäller|avser|omfattar|sträcker sig|löper|beslutats?|perioden|åren|för)\b[^.]{0,40}?$",
    re.IGNORECASE,
)
_FORMER = re.compile(
    r"\b(?:tidigare|föregående|förra|gamla|ersätter|ersatt\w*|närmast|regionala|nationella)\b", re.IGNORECASE
)

FOLLOW_UP = re.compile(
    r"\b\w*(?:uppföljning|delrapport|slutrapport|årsrapport|lägesrapport|delredovisning|årsredovisning|utvärdering"
    r"|redovisning av|återrapportering)\w*\b",
    re.IGNORECASE,
)
# Words for what a document is: alone they neither name it nor say what it holds.
_TYPE = re.compile(
    r"(?:styrdokument|plan|program|strategi|policy|riktlinjer?|handlingsplan(?:er)?|åtgärdsplan|rapport|dokument"
    r"|beslut|bilaga(?: \d+)?|uppföljning|årsrapport|delrapport|slutrapport|verksamhetsplan|handling|pm|remissversion"
    r"|utkast|förslag|arbetsmaterial|kommunalt styrdokument|planer och program|författningssamling|information)",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"\b\w*(?:plan|planen|planer|program|programmet|strategi|strategin|policy|riktlinjer?|uppföljning|rapport"
    r"|redovisning|överenskommelse|åtaganden|agenda)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"^[A-ZÅÄÖ][\w-]*(?: [A-ZÅÄÖ][\w-]*){0,2} (?:kommun|stad)$", re.IGNORECASE)
_BOARD = re.compile(r"^(?:[\w-]+,? ){0,6}[\w-]*nämnden$", re.IGNORECASE)
_WHOLE = re.compile(r"fullmäktige|kommunstyrelsen|stadsstyrelsen|direktionen|^(?:alla|samtliga|hela)\b", re.IGNORECASE)
# "Framtagen med stöd av Norrsikt AB": who has helped owns nothing.
_HELPED = re.compile(r"\b(?:av|med|från|till|genom)\b", re.IGNORECASE)
_GAP = re.compile(r"\s{2,}|\t|\s[|·]\s")
_ABOUT = re.compile(r"\W*(?:avser|gäller|för) (?:år(?:et)? )?(.{4,40})$", re.IGNORECASE)


@dataclass(frozen=True)
class Cover:
    """What a document's first pages say of it; ``owner`` as printed, ``years`` what a report is about."""

    title: str | None
    period: Span | None
    years: Span | None
    date: str | None
    decided: str | None
    diary_number: str | None
    owner: str | None
    owners: tuple[str, ...]


def read_cover(lines: Sequence[Line], headings: dict[int, GoalHeading], in_contents: set[int]) -> Cover:
    """The cover of a document with these lines; of two readings that are both possible neither is taken."""
    lines = join_headings(lines)
    front = _front(lines, headings, in_contents)
    texts = [line.text for line in front if not _OLD.match(bare(line.text).strip("| "))]
    fields = fields_in(texts)
    title = _title(texts, fields) or _first_heading(lines, headings)
    whole = [line.text for line in lines if line.text.strip() and line.number not in in_contents]
    owners_ = _owners(texts, fields)
    return Cover(
        title=title,
        period=period_in(title or "", texts, fields, whole),
        years=_years(fields, texts),
        date=_day(values(fields, DATES)),
        decided=decided_in(texts, fields) or decided_in([], fields_in(whole)),
        diary_number=diary_in(texts, fields) or diary_in([], fields_in(whole)),
        owner=_owner(owners_, texts, fields, title),
        owners=tuple(owners_),
    )


def front_lines(lines: Sequence[Line], headings: dict[int, GoalHeading], in_contents: set[int]) -> list[Line]:
    """The lines before a document's introduction, goals and activities; its contents list is left out."""
    return _front(join_headings(lines), headings, in_contents)


def _front(lines: Sequence[Line], headings: dict[int, GoalHeading], in_contents: set[int]) -> list[Line]:
    front: list[Line] = []
    for line in lines:
        text = bare(line.text)
        if not text or line.number in in_contents:
            continue
        opened = front_heading(text)
        # "Uppföljning av planen" may be a report's title, and "Uppföljning av plan för" its first line.
        titled = opened == "other" and (not front or is_open(text))
        body = opened is not None and not _TYPE.fullmatch(text) and opened != "contents" and not titled
        if line.number in headings or body or len(front) == _MOST or activity_label(line.text) is not None:
            break
        if markdown_level(line.text) is not None and front and _opens_text(lines, line):
            break
        if opened == "contents":
            continue
        front.append(line)
    return front


def _opens_text(lines: Sequence[Line], heading: Line) -> bool:
    """Whether running text stands under a heading: then it is the first of the document's own."""
    i = heading.number - lines[0].number
    below = next((line.text for line in lines[i + 1 :] if line.text.strip()), "")
    return (
        len(below) > _RUNNING
        and not below.lstrip().startswith(("|", "#"))
        and not is_field(below)
        and not (DECIDED.search(below) or _ACTIVE.search(below) or DIARY.search(below))
    )


def _title(texts: Sequence[str], fields: Sequence[Field]) -> str | None:
    """What a field calls it, else the heading or the first line that names a plan, with what it goes on in."""
    called = [value for value in values(fields, TITLES) if not _TYPE.fullmatch(value)]
    if called:
        return called[0]
    written = [text for text in texts if text.strip()]
    at = next((i for i, text in enumerate(written) if markdown_level(text) and _may_name(bare(text))), None)
    if at is not None and not _NAMES.search(bare(written[at])):  # in bold type above a heading of the text
        bold = (i for i, text in enumerate(written[:at]) if is_bold(text) and _NAMES.search(text))
        at = next((i for i in bold if _may_name(bare(written[i]))), at)
    if at is None:
        at = next((i for i, text in enumerate(written[:_COVER]) if _NAMES.search(text) and _may_name(bare(text))), None)
    if at is None:  # a running head
        parts = [part for text in written[:_COVER] for part in _GAP.split(bare(text)) if _GAP.search(bare(text))]
        named = next((part for part in parts if _NAMES.search(part) and _may_name(part)), None)
        if named is not None:
            return named
    if at is None:  # at worst what kind of document it is
        return next((bare(text) for text in written if _NAMES.fullmatch(bare(text))), None)
    title = bare(written[at])
    for text in written[at + 1 : at + 3]:
        below = bare(text)
        of_kind = _TYPE.fullmatch(_ONE_YEAR.sub("", title).strip(" .:,")) is not None and _NAMES.search(below)
        goes_on = below[:1].islower() or is_open(title) or (of_kind and _may_name(below))
        if not goes_on or len(below) > _LONGEST or is_field(text) or below.endswith(".") or DECIDED.search(below):
            break
        title = f"{title} {below}"
    return title


def _may_name(text: str) -> bool:
    return (
        3 < len(text) < _LONGEST
        and not text.startswith(("§", "|", "•", "- "))
        and not text.endswith(".")
        and not _TYPE.fullmatch(text.strip(" .:"))
        and not _GAP.search(text)
        and not is_field(text)
        and not re.match(r"^\W*[^\W\d_][\w ]{2,30}?\s*:\s*\S", text)
        and not DECIDED.search(text)
        and not _OLD.match(text)
        and (_NAMES.search(text) is not None or not (names_alone([text]) or _PLACE.match(text)))
        and not _PERIOD.fullmatch(text)
        and (front_heading(text) is None or is_open(text))
        and kind_heading(text) is None
    )


def _first_heading(lines: Sequence[Line], headings: dict[int, GoalHeading]) -> str | None:
    """The one heading of the first level, where there is just one."""
    found = [bare(line.text) for line in lines if markdown_level(line.text) == 1 and line.number not in headings]
    return found[0] if len(found) == 1 and not _TYPE.fullmatch(found[0]) else None


def period_in(title: str, texts: Sequence[str], fields: Sequence[Field], whole: Sequence[str] = ()) -> Span | None:
    """The years that a title, a field, a line of the cover or a sentence on the plan itself gives."""
    running = [text[: match.end()] for text in whole for match in _PERIOD.finditer(text) if _of_itself(text, match)]
    for tier in ([title], values(fields, PERIODS), [text for text in texts if len(text) < _LONGEST], running):
        found: set[Span | None] = {
            (int(match["first"]), int(match["last"][:2] + match["end"]))
            for text in tier
            for match in _SCHOOL_YEARS.finditer(text)
        }
        found |= {
            _span(match)
            for text in tier
            for match in _PERIOD.finditer(DIARY.sub("", text))
            if not _OLD.search(text[: match.start()])
        }
        found.discard(None)
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _of_itself(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 120) : match.start()]
    before = re.split(r"[.!?]\s", before)[-1]
    return bool(_WITHIN.search(before)) and not _FORMER.search(before)


def _span(match: re.Match[str]) -> Span | None:
    first = int(match["first"])
    last = int(match["last"] if len(match["last"]) == 4 else match["first"][:2] + match["last"])
    return (first, last) if first <= last <= first + 40 else None


def _years(fields: Sequence[Field], texts: Sequence[str]) -> Span | None:
    """The one year that a report is about, where a field or a line of the cover says so: "Avser 2025"."""
    said = values(fields, PERIODS)
    said += [match[1] for text in texts if (match := _ABOUT.match(bare(text)))]
    for value in said:
        found = sorted({int(year) for year in re.findall(_YEAR, value)})
        if found and len(found) <= 2:
            return found[0], found[-1]
    alone = [int(bare(text)) for text in texts if re.fullmatch(_YEAR, bare(text).strip())]
    return (alone[0], alone[0]) if len(alone) == 1 else None


def decided_in(texts: Sequence[str], fields: Sequence[Field]) -> str | None:
    """The day on which it was decided: a field's, a sentence's, or the one that a paragraph of minutes follows."""
    labelled = _day(values(fields, DECISIONS, stems=True))
    if labelled is not None:
        return labelled
    said = [bare(text) for text in texts if not REPLACES.match(bare(text))]
    for pattern in (DECIDED, _BEFORE_VERB, _PARAGRAPH, _ACTIVE):
        for text in said:
            if (match := pattern.search(text)) and not _OLD.search(text[: match.start()]):
                return day_of(match)
    by = values(fields, DECISIONS, stems=True)
    return _day(values(fields, DATES)) if by else None


def _day(texts: Sequence[str]) -> str | None:
    found = [day_of(match) for text in texts if (match := _DATE.search(text))]
    return found[0] if found else None


def day_of(match: re.Match[str]) -> str:
    """A matched day as ISO 8601."""
    if match["iso"]:
        return match["iso"].replace(".", "-")
    if match["d"]:
        return f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}"
    month = month_number(match["month"].rstrip("."))
    assert month is not None
    return iso_date(int(match["year"]), MONTHS[month - 1], int(match["day"]))


def diary_in(texts: Sequence[str], fields: Sequence[Field]) -> str | None:
    """The number under which it stands in the diary."""
    for value in values(fields, DIARIES):
        if match := _DIARY_VALUE.search(value):
            return match[0].strip()
    said = [bare(text) for text in texts if not REPLACES.match(bare(text))]
    for text in (*said, " ".join(said)):
        if match := DIARY.search(text):
            return match["number"].strip()
    alone = {match[0] for text in said if not _OLD.search(text) for match in _LONE_DIARY.finditer(text)}
    return alone.pop() if len(alone) == 1 else None


def _owners(texts: Sequence[str], fields: Sequence[Field]) -> list[str]:
    """The organisations that have a line of the cover to themselves or stand in a field for them."""
    alone = [text.strip(" .:*") for text in names_alone(texts) if not _NAMES.search(text)]
    labelled = [name for value in values(fields, OWNERS) for name in [re.sub(r"\s*[,(].*$", "", value).strip()]]
    found = [*alone, *(name for name in labelled if names_alone([name]))]
    return list(dict.fromkeys(name for name in found if not _WHOLE.search(name) and not _HELPED.search(name)))


def _owner(named: Sequence[str], texts: Sequence[str], fields: Sequence[Field], title: str | None) -> str | None:
    """Whose it is: the one who is named on the cover, whose plan it calls itself, or the board that decided it."""
    distinct = {fold(name): name for name in named}
    if distinct:
        boards = [name for name in distinct.values() if _BOARD.match(name)]
        if len(distinct) > 1 and len(boards) != 1:
            return None
        return (boards if len(distinct) > 1 else list(distinct.values()))[0]
    for text in [title or "", *texts]:
        if (owner := genitive_owner(text)) is not None and not _WHOLE.search(owner):
            return owner
    for value in values(fields, DECISIONS, stems=True):
        who = re.split(r"\s*(?:,|§|\d|\bden\b)", value)[0].strip(" .")
        if _BOARD.match(who):
            return who[0].upper() + who[1:]
    return None


def places_on(texts: Sequence[str]) -> list[str]:
    """The municipalities that have a line to themselves or stand beside a board: "Socialnämnden, Ekby kommun"."""
    written = [bare(text).strip(" .:") for text in texts]
    return [place for text in written if (place := place_of(text) or (text if _PLACE.match(text) else None))]
