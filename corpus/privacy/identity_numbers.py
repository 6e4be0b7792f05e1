"""Text → where personal identity numbers (personnummer, samordningsnummer) stand in it, misread ones too.

Ten or twelve digits: a birth date (day + 60 in a samordningsnummer), four more, the last a checksum
(Luhn). What has no such date and checksum is none: organisation numbers, diary numbers, phone numbers.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product

from corpus.swedish.dates import MONTHS
from corpus.types import Span

MASK = "█"

# What a scan makes of digits. A letter stands for each digit that it may be.
_MISREAD = {
    **dict.fromkeys("OoQDU", "0"),
    **dict.fromkeys("lIi|!", "1"),
    **dict.fromkeys("Zz", "2"),
    **dict.fromkeys("Ss§", "58"),
    **dict.fromkeys("Gb", "6"),
    **dict.fromkeys("gq", "9"),
    **{"B": "8", "A": "4", "T": "7", "?": "7"},
}
_DIGIT = rf"[0-9{re.escape(''.join(_MISREAD))}]"
_SIGN = r"(?:[-+‐‑–—−~－]|%2D)"
_NUMBER = re.compile(
    rf"(?<![^\W_])(?<!\d[-–.:])(?P<date>(?:{_DIGIT}{{2}}[ ]?)?{_DIGIT}{{6}})"
    rf"(?P<sign>[ \t]{{0,3}}\n?[ \t]?{_SIGN}[ \t]?\n?[ \t]{{0,8}}|[ ]?)(?P<rest>{_DIGIT}{{4}})(?![^\W_])(?![-–.:]\d)"
    rf"|(?<![^\W_])(?<!\d[-–.:])(?P<parted>(?:{_DIGIT}{{2}})?{_DIGIT}{{2}}([-./ ]){_DIGIT}{{2}}\5{_DIGIT}{{2}})"
    rf"(?:{_SIGN})(?P<last>{_DIGIT}{{4}})(?![^\W_])(?![-–.:]\d)"
)
# The same in whatever other spacing and signs people use, also glued to a word. Digits alone, none misread: so much
# else looks alike. Between two of them stand at most three signs, of which one may be a line's end.
_GAP = r"(?:[ \t./_:;,*|'()\[\]–—−‐‑~－+-]{0,3}(?:\n[ \t]{0,3})?)"
_SPACED = re.compile(rf"(?<!\d)(?<!\d[-–.:/,])(?:\d{_GAP}){{9}}(?:(?:\d{_GAP}){{2}})?\d(?![-–.:/,]?\d)")
# How the digits may be grouped; any other grouping is of another number ("12 34 56 78 90" is a phone number's).
_GROUPS = frozenset(
    groups
    for date in ("6", "8", "2 6", "2 2 2", "4 2 2", "2 2 2 2", "2 4", "4 4", "6 2", "4 2")
    for rest in ("4", "2 2", "3 1", "1 1 1 1")
    for groups in (f"{date} {rest}",)
) | {"10", "12", "8 4", "1 " * 9 + "1", "1 " * 11 + "1", "1 1 1 1 1 1 4", "1 1 1 1 1 1 1 1 4"}
# A date whose month or day may have one figure, one in words, and one whose last four digits are told in words
# ("850709, de fyra sista är 9805").
_PARTED = r"(?P<year>(?:\d{2})?\d{2})(?P<between>[-./ ])(?P<month>\d{1,2})(?P=between)(?P<day>\d{1,2})"
_WRITTEN = rf"(?P<written_day>\d{{1,2}})\.?\s(?P<name>{'|'.join(MONTHS)})\.?\s(?P<written_year>\d{{4}})"
_APART = r"(?<!\d)(?<!\d[-–.:/,])"
_FOUR = r"(?P<four>\d{4})(?![-–.:/,]?\d)"
_LOOSE = re.compile(rf"{_APART}(?:{_PARTED}(?:\s?{_SIGN}\s?|\s)|{_WRITTEN}\s?{_SIGN}\s?){_FOUR}", re.IGNORECASE)
_TOLD = re.compile(
    rf"{_APART}(?P<date>(?P<plain>(?:\d{{2}})?\d{{6}})|{_PARTED}|{_WRITTEN})(?!\d)[^\d\n]{{0,25}}\n?[^\d\n]{{0,25}}"
    rf"\b(?:sista?4?|fyra|\w*siffror\w*|streck\w*|bindestreck|minus|plus|nr|nummer)\b[^\d\n]{{0,25}}{_FOUR}",
    re.IGNORECASE,
)
_VAT = re.compile(r"(?<![^\W_])SE ?(?P<number>\d{6}-?\d{4}) ?01(?![^\W_])")  # of a firm that is a person's
_OTHERS_FOLLOW = re.compile(r"\s?(?:kr\b|kronor|[tm]n?kr|SEK\b|%|års\b|:-|st\b|personer|m²|kvm)", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:person|samordnings|person-? och organisations)(?:numm?er|numret|nr)|\bp(?:ers)?[o0]?n? ?\.? ?nr\b",
    re.IGNORECASE,
)
_A_NUMBER = re.compile(r"\bn(?:umme)?r\b[^\d.]{0,30}$", re.IGNORECASE)
# What such words introduce has ten digits too.
_OTHERS_PRECEDE = re.compile(
    r"(?:\b(?:tel|telefon\w*|mobil\w*|fax|ring|sms|växel\w*|dnr|diarie\w*|ärende\w*|faktura\w*|ocr\w*|bankgiro|"
    r"plusgiro|bg|pg|org(?:anisations)?\.?\s?(?:nr|nummer)|projekt\w*)\b[\s.:]*(?:[A-ZÅÄÖ]{1,6}[ -]?)?)$",
    re.IGNORECASE,
)
_BEFORE = 40  # characters in which a word introduces a number
_FALSE_LETTERS = {10: 4, 12: 7}  # misread digits that a number may have, by its length
_FALSE_WHERE_LABELLED = 8  # where words say that it is one
_CENTURIES = ("18", "19", "20")
_READINGS = 64


def find_numbers(text: str) -> list[Span]:
    """Where the numbers stand, [start, end), in their order and apart; a line may end inside one."""
    plain, places = _plain(text)
    found = [
        match.span()
        for pattern, is_number in ((_NUMBER, _is_number), (_SPACED, _is_spaced_number), (_LOOSE, _is_loose_number))
        for match in _matches(pattern, is_number, plain)
    ]
    found += [match.span("number") for match in _matches(_VAT, _is_in_vat_number, plain)]
    told = [(match.start(), match.end("date"), *match.span("four")) for match in _matches(_TOLD, _is_told, plain)]
    found += [span for first, last, start, end in told for span in ((first, last), (start, end))]
    return _merged([(places[start], places[end - 1] + 1) for start, end in found])


def _matches(
    pattern: re.Pattern[str], is_number: Callable[[re.Match[str], str], bool], text: str
) -> Iterator[re.Match[str]]:
    """The matches that are numbers; one that isn't may have another begin inside it."""
    at = 0
    while match := pattern.search(text, at):
        fits = is_number(match, text)
        at = match.end() if fits else match.start() + 1
        if fits:
            yield match


def _is_spaced_number(match: re.Match[str], text: str) -> bool:
    if match[0].count("\n") > 1:
        return False
    digits = re.sub(r"\D", "", match[0])
    groups = " ".join(str(len(group)) for group in re.findall(r"\d+", match[0]))
    before, labelled, other = _introduced(match, text)
    in_pairs = groups == "2 2 2 2 2" and (labelled or _A_NUMBER.search(before))
    if not (groups in _GROUPS or in_pairs) or len(digits) not in (10, 12):
        return False
    if other or (not labelled and _OTHERS_FOLLOW.match(text, match.end())):
        return False
    # A row of a table has numbers of one figure or two as well.
    row = set(groups.split()) <= {"1", "2"} and not re.search(r"[^\d\s]", match[0])
    if row and not labelled and not in_pairs and (groups[0] == "2" or re.match(r"\s?\d", text[match.end() :])):
        return False
    if row and re.search(r"\d\s$", before):
        return False
    return _read(tuple(digits))[1]


def _is_loose_number(match: re.Match[str], text: str) -> bool:
    """A date with a month or day of one figure, and four digits after it that no clock shows."""
    labelled = _introduced(match, text)[1]
    clock = match["four"][:2] < "24" and match["four"][2:] < "60"
    return (labelled or not (clock or _OTHERS_FOLLOW.match(text, match.end()))) and _is_dated(
        match, text, _day_of(match) + match["four"]
    )


def _is_told(match: re.Match[str], text: str) -> bool:
    return _is_dated(match, text, (match["plain"] or _day_of(match)) + match["four"])


def _day_of(match: re.Match[str]) -> str:
    if match["name"]:
        return f"{match['written_year']}{MONTHS.index(match['name'].lower()) + 1:02}{match['written_day']:0>2}"
    return f"{match['year']}{match['month']:0>2}{match['day']:0>2}"


def _is_in_vat_number(match: re.Match[str], text: str) -> bool:
    return _read(tuple(re.sub(r"\D", "", match["number"])))[1]


def _is_dated(match: re.Match[str], text: str, digits: str) -> bool:
    return not _introduced(match, text)[2] and _read(tuple(digits))[1]


def _merged(spans: Sequence[Span]) -> list[Span]:
    """Spans in their order, those that touch each other as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def mask_numbers(text: str) -> str:
    """The text with a block for each digit of the numbers in it; as long as before."""
    for start, end in find_numbers(text):
        text = text[:start] + "".join(MASK if c.isalnum() or c in _MISREAD else c for c in text[start:end]) + text[end:]
    return text


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """The text with plain digits and without what has no width, and where each character of it stood."""
    used = set(text)
    plain = text.translate({ord(c): str(unicodedata.digit(c)) for c in used if c.isdigit()} | {0xA0: " "})
    if not any(unicodedata.category(c) == "Cf" for c in used):
        return plain, range(len(text) + 1)
    places = [i for i, c in enumerate(plain) if unicodedata.category(c) != "Cf"]
    return "".join(plain[i] for i in places), places


def _is_number(match: re.Match[str], text: str) -> bool:
    signs = re.sub(r"[\s./-]", "", match["date"] or match["parted"]) + (match["rest"] or match["last"])
    false = sum(not sign.isdecimal() for sign in signs)
    sign = (match["sign"] or "").strip() or ("-" if match["last"] else "")
    _, labelled, other = _introduced(match, text)
    most = _FALSE_WHERE_LABELLED if labelled else _FALSE_LETTERS[len(signs)]
    if other or false > most - (0 if sign else 1):
        return False
    readings = [_read(choice) for choice in islice(product(*(_MISREAD.get(s, s) for s in signs)), _READINGS)]
    return any(dated and (checked or (labelled and bool(sign))) for dated, checked in readings)


def _introduced(match: re.Match[str], text: str) -> tuple[str, bool, bool]:
    """What stands before a number, whether it calls it an identity number, and whether it calls it another one."""
    before = text[max(0, match.start() - _BEFORE) : match.start()].replace("\n", " ")
    labelled = _LABEL.search(before) is not None
    return before, labelled, not labelled and _OTHERS_PRECEDE.search(before) is not None


def _read(digits: tuple[str, ...]) -> tuple[bool, bool]:
    """Whether the digits begin with a date, and whether their checksum is right."""
    number = "".join(digits)
    century, ten = (number[:2], number[2:]) if len(number) == 12 else ("", number)
    month, day = int(ten[2:4]), int(ten[4:6])
    day = day - 60 if day > 60 else day
    years = [int(c + ten[:2]) for c in ([century] if century else _CENTURIES)]
    dated = (not century or century in _CENTURIES) and any(
        1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] for year in years
    )
    return dated, dated and _luhn(ten) == 0


def _luhn(digits: str) -> int:
    """0 where the last digit checks the others."""
    doubled = [int(digit) * (2 - i % 2) for i, digit in enumerate(digits)]
    return sum(value // 10 + value % 10 for value in doubled) % 10
