"""Points: one thing each that an answer says, in the document's words, with the passages it stands in.

What the other modules that make points share: whose a statement is, where it comes from, how it is put.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.choose import chosen
from assistant.claims import ground, unsupported
from assistant.phrasing import genitive, shortened
from assistant.records import Records
from assistant.statements import Part, Statement, of_part, spoken, statements
from assistant.templates import rendered
from assistant.understand import Side, Understood
from corpus.structuring.headings import fold
from corpus.types import Activity, Kind, Passage
from index.search import Hit
from index.store import Index

POINT_WORDS = 40
_LOOKED_AT = 5  # statements of a passage
_SENTENCE = re.compile(r"\b(?:ska|skall|kommer|har|kan|får|är|deltar|erbj\w+|samverkar|arbetar|ställer|ser|bedriver)\b")
_THE_OWNER = re.compile(r"(?:Förvaltningen|Bolaget)(s?)(?= )")


@dataclass(frozen=True)
class Point:
    """One thing that the answer says, and the passages it stands in.

    ``statements`` are the stretches it is put together from; ``group`` is the heading it stands under in
    a long list. ``side`` is what it tells where an answer keeps two apart, and ``pair`` the activity that
    what was promised and what is reported have in common.
    """

    text: str
    citations: tuple[str, ...]
    statements: tuple[Statement, ...] = ()
    group: str | None = None
    side: Side | None = None
    pair: str | None = None


def unfounded(text: str, citations: Iterable[str], index: Index) -> list[str]:
    """The claims of a point that its passages don't hold."""
    return unsupported(text, ground([index.passages[citation] for citation in citations], index), index)


def point_of(text: str, used: Sequence[Statement]) -> Point:
    return Point(shortened(text, POINT_WORDS), tuple(dict.fromkeys(entry.passage.id for entry in used)), tuple(used))


def stated_point(
    said: str, used: Sequence[Statement], index: Index, *, form: str, dated: bool = False, alone: bool = False
) -> Point:
    """A statement as a point, with whose it is where it doesn't say so itself."""
    passage = used[0].passage
    source = dated_source(passage, index)
    dated = dated or form in ("promised", "reported")
    whose = owned(said, passage.organisation, passage.kind, index) if form == "said" and not alone else said
    room = POINT_WORDS - len(source.split()) - 1 if dated else POINT_WORDS - 1
    text = rendered("point.jinja", form=form, said=shortened(whose, room), part=used[0].part,
                    dated=source if dated else None)  # fmt: skip
    return point_of(text, used)


def owned(said: str, organisation: str | None, kind: Kind, index: Index) -> str:
    """A statement with its owner's name: for "Förvaltningen", or before it where it names nobody.

    "Förvaltningens medarbetare ska …" → "Miljöförvaltningens medarbetare ska …".
    """
    owner = index.organisations.get(organisation or "")
    if kind == "city-wide":
        return f"Hela staden: {said}"
    if owner is None:
        return said
    if match := _THE_OWNER.match(said):
        return (genitive(owner.name) if match[1] else owner.name) + said[match.end() :]
    named = fold(owner.name) in fold(said) or re.search(rf"\b{re.escape(owner.abbreviation)}\b", said)
    return said if named else f"{owner.name}: {said}"


def stated(activity: Activity, records: Records) -> list[Statement]:
    return [entry for passage in records.evidence([activity]) for entry in statements(passage, activity)]


def lead_of(passage: Passage, index: Index) -> Statement:
    """What a passage says first: its activity's title where that is a sentence, else what follows it."""
    found = statements(passage, index.activities.get(passage.activity or ""))
    title = of_part(found, "title")
    sentence = of_part(found, "sentence")
    if title and (sentence is None or is_sentence(spoken(title)) or len(spoken(title).split()) > 6):
        return title
    return sentence or title or Statement(passage, 0, len(passage.text))


def lead_for(asked: Understood, hit: Hit, records: Records) -> Statement:
    """What a passage says to the question: its title where that says what is done, else its best statement."""
    lead = lead_of(hit.passage, records.index)
    if lead.part == "title" and is_sentence(spoken(lead)) and not spoken(lead).startswith("För att"):
        return lead
    found = chosen(asked, [hit], records, limit=_LOOKED_AT)
    return next((entry.statement for entry in found if entry.statement.part == "sentence"), lead)


def field_text(statement: Statement | None) -> str | None:
    return shortened(spoken(statement).rstrip("."), 14) if statement else None


def fields_asked(asked: Understood) -> tuple[Part, ...]:
    """The labelled fields that a question asks for in so many words."""
    folded = fold(asked.text)
    wanted: tuple[tuple[Part, str], ...] = (
        ("responsible", r"\bvem\b|\bansvarig\w*|\bvilken enhet\b"),
        ("timeline", r"\bnar\b(?! det galler)|\btids?plan\w*"),
    )
    return tuple(name for name, pattern in wanted if re.search(pattern, folded))


def repeats(statement: Statement, other: Statement) -> bool:
    """Whether a statement says little that the other doesn't: bodies often begin with their title again."""
    words, said = set(fold(spoken(statement)).split()), set(fold(spoken(other)).split())
    return len(words - said) <= 0.35 * len(words)


def dated_source(passage: Passage, index: Index) -> str:
    """The kind of source and its years: "handlingsplanen 2022–2026", "uppföljningen 2024"."""
    return "{}en {}".format(*source_and_years(passage, index))


def source_and_years(passage: Passage, index: Index) -> tuple[str, str]:
    """("handlingsplan", "2022–2026"), ("uppföljning", "2024")."""
    document = next(entry for entry in index.collection.documents if entry.id == passage.document)
    years = "–".join(map(str, document.period)) if document.period else "av okänt år"
    if document.kind == "follow-up":
        return "uppföljning", document.date[:4] if document.date else years
    return "handlingsplan", years


def is_sentence(said: str) -> bool:
    """Whether a title says what is done, as against naming a field of work ("Utbildning")."""
    return _SENTENCE.search(said) is not None
