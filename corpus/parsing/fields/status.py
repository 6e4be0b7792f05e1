"""What a text says of how far an activity has come → one of four statuses, or None where it doesn't say."""

import re

from corpus.swedish.vocabulary import VOCABULARY, status_of, statuses_in
from corpus.types import Status

# Only what is said of the whole activity: that a part is done says nothing of the rest.
_WHOLE = r"(?:aktiviteten|åtgärden|insatsen|åtagandet)"
_LATE = r"(?:försena|fördröj|senarelag|uppskjut|skjutits upp)\w*"
_DONE = r"(?:slutför|avsluta|genomför|klar|färdig)\w*"
_HEDGED = r"(?: nu| därmed| vara| som| i sin helhet| helt)*"
_SENTENCES: tuple[tuple[str, Status], ...] = (
    (rf"\b{_WHOLE} (?:är|har)(?: ännu)? (?:ej|inte)(?: blivit)? (?:påbörja|starta|inled)\w*", "planned"),
    (rf"\b{_WHOLE} (?:är|har|har blivit|blev|blir) (?:kraftigt |något )?{_LATE}", "delayed"),
    (rf"\b{_WHOLE} (?:är|har|anses|bedöms){_HEDGED} {_DONE}", "completed"),
    (
        rf"\b(?:{_WHOLE}|arbetet|projektet|insatserna) (?:pågår|fortlöper|löper på|fortgår)"
        r"(?: enligt plan\w*| som planerat)",
        "ongoing",
    ),
    (rf"\b{_WHOLE} (?:är (?:påbörjad|igång|pågående)|har (?:påbörjats|startat|inletts)|pågår)\b", "ongoing"),
    (rf"\b{_WHOLE} (?:är planerad|planeras)\b", "planned"),
)

_LIGHT = r"(?:[\U0001F534-\U0001F7EB\u25CF\u2705\u2714\u274C]\ufe0f?\s*)?"
# A first sentence that is nothing but a status: "Ej påbörjad.", "Pågår enligt plan."
_ALONE = re.compile(
    rf"\W*{_LIGHT}(?:(?:ännu |delvis |helt )*(?:ej |inte )?(?:ännu )?"
    r"(?:påbörja[dt]s?|starta[dt]|inle[dt]{2}s?|genomför[dt]s?|slutför[dt]s?|avsluta[dt]s?|klar[at]?|färdig[at]?"
    r"|försena[dt]|fördröj[dt]|uppskjut(?:en|et)|framflytta[dt]|pågår|pågående|under arbete|planera[dt])"
    r"(?: enligt plan(?:en)?| som planerat)?)(?:[.!]\s|[.!]?$)",
    re.IGNORECASE,
)


# "… – genomförd", "… (pågår enligt plan)": the title itself stands before it.
_TAIL = re.compile(
    r"(?<=\w)\s*(?:[–—:]\s+|\()(?:status: )?(?P<said>(?:ännu |delvis |helt )*(?:ej |inte )?\w+"
    r"(?: enligt plan(?:en)?| som planerat)?)\)?[\s.]*$",
    re.IGNORECASE,
)


def status_word(value: str) -> Status | None:
    """What a status field says, as one of the four: "Ej påbörjad" → ``planned``; other words → None."""
    return status_of(" ".join(value.split()))


def stated_status(text: str) -> tuple[Status | None, int | None]:
    """What running text says first of the activity as a whole, and where it says so."""
    flat = text.replace("\n", " ")
    found = [
        (match.start(), status)
        for pattern, status in _SENTENCES
        if (match := re.search(pattern, flat, re.IGNORECASE)) is not None
    ]
    return (min(found)[1], min(found)[0]) if found else (None, None)


def status_heading(text: str) -> Status | None:
    """The status that a line over a list says and nothing else: "Genomförda åtgärder:" → ``completed``."""
    found = statuses_in(text)
    if len(found) != 1:
        return None
    status, start, end = found[0]
    rest = re.sub(VOCABULARY.activity, "", text[:start] + text[end:], flags=re.IGNORECASE)
    return status if not re.search(r"\w", rest) else None


def status_tail(title: str) -> tuple[Status, int] | None:
    """The status that ends a report's title, and where that begins: "Rusta upp parken – pågår" → ``ongoing``."""
    match = _TAIL.search(title)
    status = status_word(match["said"]) if match else None
    return (status, match.start()) if match is not None and status else None


def status_alone(text: str) -> tuple[Status, int] | None:
    """The status that a text's first sentence is, and where it stands: "Klart. Gruppen …" → ``completed``."""
    match = _ALONE.match(text)
    status = status_word(match[0]) if match else None
    return (status, len(text) - len(text.lstrip())) if status else None
