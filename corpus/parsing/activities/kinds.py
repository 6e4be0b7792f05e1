"""An activity's own words → its kind: joint where it is done with others, city-wide where all have it.

For activities that stand under no heading that says so. Only what the title, the first sentences of the
body and whoever is responsible say counts: whom a text names further down may merely be concerned.
"""

import re

from corpus.swedish.sentences import sentences
from corpus.types import Kind

_SENTENCES = 3  # of the body
_DESCRIPTION = re.compile(r"^\s*(?:Beskrivning|Genomförande|Innehåll|Kommentar)[^:.]{0,30}:\s*", re.IGNORECASE)
_PARTNER = re.compile(
    r"^\s*(?:i )?(?:samverkan|samverkas|samverkanspart\w*|samarbetspart\w*|samarbete|görs tillsammans)(?: med)?\s*:"
    r"\s*(?!nej\b|inga?\b|inget\b|[-–—]|ej\b)\w",
    re.IGNORECASE,
)
_LABEL_LINE = re.compile(r"^\s*[A-ZÅÄÖ][\w/ -]{2,45}:(?:\s|$)|(?<=[.;] )[A-ZÅÄÖ][\w/]{3,20}:\s")
_ALL = (
    r"(?:hela (?:kommunen|staden|koncernen|kommunkoncernen|organisationen)"
    r"|(?:alla|samtliga) (?:(?:kommunens|stadens) )?(?:nämnder|förvaltningar)\b(?! som))"
)
_SELF = r"(?:(?:den|denna|detta|det här|den här) )?(?:insats|aktivitet|åtgärd|åtagande)\w*|den|denna|detta"
_CITY_WIDE = re.compile(
    rf"^\W*(?:(?:{_SELF}) )?(?:är (?:gemensam\w* och )?)?gäller (?:för |i )?{_ALL}"
    rf"|\((?:gäller )?(?:för )?{_ALL}\)"
    r"|\b(?:står|finns|ingår|återfinns|är likalydande) i (?:alla|samtliga) (?:\w+ )?(?:\w+s )?\w*plan(?:er|erna)\b"
    rf"|^\W*(?:(?:{_SELF}) är )?(?:en )?(?:kommun|stads|koncern)(?:gemensam|övergripande)\w*"
    r"(?: (?:insats|aktivitet|åtgärd)\w*)?\W*$",
    re.IGNORECASE,
)
_DONE = (
    r"(?:(?:genomför|utför|utveckla|utarbeta|arrangera|anordna|ordna|driv|planera|gör|bedriv|samordna"
    r"|utforma|håll)a?s|sker|ske|tas fram)"
)
# Those whom an activity is for, and those who work there, make nobody's activity joint.
_PEOPLE = (
    r"(?!(?:\w+s |den |de |\w+a )?(?:elever|barn|ungdom|unga|föräldr|vårdnadshavar|brukar|klient|personal"
    r"|medarbetar|lärar|kolleg|chef|deltagar|besökar|hyresgäst|målgrupp|utsatt)\w*)"
)
_ORGANISATION = (
    r"(?:\w+[ -]){0,4}?(?:\w*(?:förvaltning|nämnd|kontor|bolag|polis|region|myndighet|förening|jour|kommun"
    r"|civilsamhälle|länsstyrelse|organisation|kyrka|samfund|hälso- och sjukvård|socialtjänst)\w*)"
)
_JOINT = re.compile(
    r"(?<!utbildas )(?<!utbildning )\bi (?:nära |fortsatt )?(?:samverkan|samarbete) (?:med|mellan)\b"
    r"|\bska(?:ll)? i samverkan\b"
    rf"|\bgemensamt (?:med|av|mellan) {_PEOPLE}"
    rf"|\b{_DONE} (?:\w+ )?(?:gemensamt|tillsammans) med {_PEOPLE}"
    rf"|\btillsammans med {_PEOPLE}{_ORGANISATION}",
    re.IGNORECASE,
)


def stated_kind(title: str, body: str | None, responsible: str | None = None) -> Kind | None:
    """What an activity says of itself: "… tas fram gemensamt med socialförvaltningen" → ``joint``."""
    said = [title, *_first_sentences(body or "")]
    if any(_CITY_WIDE.search(sentence) for sentence in said):
        return "city-wide"
    partners = any(_PARTNER.match(line) for line in (body or "").split("\n"))
    if partners or any(_JOINT.search(sentence) for sentence in [*said, responsible or ""]):
        return "joint"
    return None


def _first_sentences(body: str) -> list[str]:
    """The sentences before the first label, three at most."""
    lines = []
    for printed in body.split("\n"):
        line = _DESCRIPTION.sub("", printed)
        label = _LABEL_LINE.search(line)
        lines.append(line[: label.start()] if label else line)
        if label:
            break
    text = " ".join(" ".join(lines).split())
    return sentences(text)[:_SENTENCES]
