"""A message → the signs that someone in it is in danger, or that it is asked at work.

Swedish grammar: who does what to whom, and whose. The other languages are left to the vector of the
model, which ``help`` weighs together with these signs.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from assistant.query.language import language_of, latin
from corpus.swedish.text import fold

Who = Literal["exposed", "young", "worried", "uses_violence"]

_QUOTED = re.compile(r"[\"”“„«»][^\"”“„«»]{2,300}[\"”“„«»]")
# The lists of ``danger.toml`` that are patterns by themselves.
_PATTERNS = ("roles", "cases", "general", "documents", "persons", "first", "asks", "handling")
_PARTS = re.compile(r"[.!?…\n;:]+|,\s")


@dataclass(frozen=True)
class DangerSigns:
    """What speaks for danger (the first five) and for a question asked at work, each there or not.

    ``suffers``: violence against the writer; ``close``: against someone of theirs; ``does``: by the
    writer; ``fears``: the writer is afraid or wants away; ``acts_on_me``: someone does something to
    "mig". ``quoted`` is speech in quotation marks beside which something else is said, ``impersonal`` a
    message in Swedish or English in which nobody is pointed out, ``first`` one in which the writer is,
    ``asks`` one without the writer that begins as a question, ``handling`` words for the program and its lists.
    """

    suffers: bool
    close: bool
    does: bool
    fears: bool
    acts_on_me: bool
    role: bool
    case: bool
    general: bool
    documents: bool
    quoted: bool
    impersonal: bool
    first: bool
    asks: bool
    handling: bool

    @property
    def personal(self) -> bool:
        """Whether the grammar alone says that the writer, or someone of theirs, is meant."""
        return self.suffers or self.close or self.does or self.fears


def signs_of(text: str) -> DangerSigns:
    """The signs of a message: "Min man slår mig" → suffers."""
    unquoted = _QUOTED.sub(" ", text)
    quoted = unquoted != text and len(fold(unquoted).split()) > 2
    said = unquoted if quoted else text
    clauses = [f"{fold(part)} " for part in _PARTS.split(said)]
    folded = fold(said)
    grammar = _grammar()
    first = bool(grammar["first"].search(folded))

    def has(name: str) -> bool:
        return any(grammar[name].search(clause) for clause in clauses)

    return DangerSigns(
        suffers=has("suffers"),
        close=has("close"),
        does=has("does"),
        fears=has("fears"),
        acts_on_me=has("acts_on_me"),
        role=bool(grammar["roles"].search(folded)),
        case=bool(grammar["cases"].search(folded)),
        general=bool(grammar["general"].search(folded)),
        documents=bool(grammar["documents"].search(folded)),
        quoted=quoted,
        impersonal=not grammar["persons"].search(folded) and language_of(text) in ("sv", "en"),
        first=first,
        asks=bool(grammar["asks"].search(folded)) and not first,
        handling=bool(grammar["handling"].search(folded)),
    )


def tells_a_case(text: str, signs: DangerSigns) -> bool:
    """Whether someone's matter from work is told with violence in it: "jag har en brukare som slår sin fru"."""
    return (signs.case or signs.role) and bool(_grammar()["harm"].search(fold(text)))


def who_is_meant(text: str, signs: DangerSigns) -> Who:
    """Whom the help is for, as far as Swedish grammar tells; ``exposed`` where it doesn't."""
    folded = fold(text)
    if _grammar()["young"].search(folded):
        return "young"
    if signs.does and not signs.suffers:
        return "uses_violence"
    return "worried" if signs.close and not signs.suffers else "exposed"


def asks_what_is_offered(text: str) -> bool:
    """Whether a message also asks what the documents or the city offer."""
    return bool(_grammar()["offers"].search(f" {fold(latin(text.casefold()))} "))


def alphabetical(text: str) -> str:
    """A message for the model, which takes capitals for names: small letters where all are capitals."""
    letters = [letter for letter in text if letter.isalpha()]
    return latin(text.casefold()) if sum(map(str.isupper, letters)) > len(letters) / 2 else latin(text)


@cache
def _grammar() -> dict[str, re.Pattern[str]]:
    """The patterns of ``danger.toml``, by name, with its lists in their places."""
    data = tomllib.loads((files("assistant") / "safety" / "danger.toml").read_text(encoding="utf-8"))
    patterns: dict[str, list[str]] = data.pop("patterns")
    slots = {name: f"(?:{'|'.join(entries)})" for name, entries in data.items()}
    slots["me"] = "(?:mig|mej|oss)"
    slots["gap"] = r"(?:\w+ ){0,3}?"
    slots["mine"] = rf"\b{slots['possessives']} (?:{slots['between']} )*{slots['relations']}\b"
    slots["they"] = rf"(?:{slots['mine']}|\b{slots['agents']}\b)"
    patterns |= {name: data[name] for name in _PATTERNS}
    patterns["offers"] = [rf"\b{entry}" for entry in data["offers"]]
    return {
        name: re.compile(re.sub(r"<(\w+)>", lambda slot: slots[slot[1]], "|".join(entries)))
        for name, entries in patterns.items()
    }
