"""Points: one thing each that an answer says, in the document's words, with the passages it stands in.

What the other modules that make points share: whose a statement is, where it comes from, how it is put.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.compose.phrasing import genitive, opening, shortened
from assistant.compose.selection import best_statements
from assistant.compose.statements import Statement, of_part, statements
from assistant.compose.templates import rendered
from assistant.compose.verify import grounding_of, unsupported
from assistant.query.types import Query, Side
from assistant.retrieve.records import Records
from corpus.swedish.clauses import has_finite_verb, unnamed_organisation
from corpus.swedish.text import fold
from corpus.types import Activity, Kind, Organisation, Passage
from index.retrieval.search import Hit
from index.storage.store import Index

TEXT_WORDS = 80
POINT_WORDS = 40
_ANSWERS = 0.3  # of the best sentence's score: a title with less says little of what is asked
_LEAST_SCORE = 0.3  # of a sentence that is said in place of a title
_TELLING = 6  # words of a title
_LOOKED_AT = 5  # statements of a passage


@dataclass(frozen=True)
class Point:
    """One thing that the answer says, and the passages it stands in.

    ``statements`` are the stretches it is put together from; ``group`` is the heading it stands under in
    a long list, and ``group_count`` how many activities stand under it, where the heading is to say so. ``side`` is
    what it tells where an answer keeps two apart, and ``pair`` the activity that what was promised and what is
    reported have in common.
    """

    text: str
    citations: tuple[str, ...]
    statements: tuple[Statement, ...] = ()
    group: str | None = None
    group_count: int | None = None
    side: Side | None = None
    pair: str | None = None


@dataclass(frozen=True)
class Summary:
    """The answer in short. ``generated_by`` is "extractive": nothing is said that isn't the documents'."""

    text: str
    points: tuple[Point, ...]
    generated_by: str = "extractive"


def unsupported_claims(text: str, citations: Iterable[str], index: Index) -> list[str]:
    """The claims of a point that its passages don't hold."""
    return unsupported(text, grounding_of([index.passages[citation] for citation in citations], index), index)


def make_point(text: str, used: Sequence[Statement]) -> Point:
    return Point(
        opening(shortened(text, POINT_WORDS)), tuple(dict.fromkeys(entry.passage.id for entry in used)), tuple(used)
    )


def statement_point(
    text: str, used: Sequence[Statement], index: Index, *, form: Literal["said", "field", "promised", "reported"]
) -> Point:
    """A statement as a point; what is promised or reported has its source and year."""
    passage = used[0].passage
    source = dated_source(passage, index) if form in ("promised", "reported") else None
    room = POINT_WORDS - 1 - (len(source.split()) if source else 0)
    whose = with_owner_named(text, passage.organisation, index) if form != "field" else text
    return make_point(
        rendered("point.jinja", form=form, said=shortened(whose, room), part=used[0].part, dated=source), used
    )


def with_owner(text: str, organisation: str | None, kind: Kind, index: Index) -> str:
    """A statement with its owner's name: for "Förvaltningen", or before it where it names nobody.

    "Förvaltningens medarbetare ska …" → "Miljöförvaltningens medarbetare ska …".
    """
    owner = index.organisations.get(organisation or "")
    if kind == "city-wide":
        return f"Hela staden: {text}"
    if owner is None:
        return text
    text = with_owner_named(text, organisation, index)
    names = fold(owner.name) in fold(text) or re.search(rf"\b{re.escape(owner.abbreviation)}\b", text)
    return text if names else f"{owner.name}: {text}"


def with_owner_named(text: str, organisation: str | None, index: Index) -> str:
    """A statement with its owner's name for "Förvaltningen" or "Bolaget" at its beginning, so that it stands alone."""
    owner = index.organisations.get(organisation or "")
    found = unnamed_organisation(text)
    if owner is None or found is None:
        return text
    end, in_genitive = found
    return (genitive(owner.name) if in_genitive else owner.name) + text[end:]


def statements_of(activity: Activity, records: Records) -> list[Statement]:
    return [entry for passage in records.evidence([activity]) for entry in statements(passage, activity)]


def lead_statement(passage: Passage, index: Index) -> Statement:
    """What a passage says first: its activity's title where that is a sentence, else what follows it."""
    found = statements(passage, index.activities.get(passage.activity or ""))
    title = of_part(found, "title")
    sentence = of_part(found, "sentence")
    if title and (sentence is None or is_sentence(title.display_text) or len(title.display_text.split()) > 6):
        return title
    return sentence or title or Statement(passage, 0, len(passage.text))


def best_lead_statement(query: Query, hit: Hit, records: Records) -> Statement:
    """What a passage says to the question: its title where that says what is done, else its best statement.

    A title that says next to nothing of what is asked gives way to a sentence that does.
    """
    lead = lead_statement(hit.passage, records.index)
    found = best_statements(query, [hit], records, limit=_LOOKED_AT)
    sentences = [entry for entry in found if entry.statement.part == "sentence"]
    sentence = next((entry for entry in sentences if is_sentence(entry.statement.display_text)), None)
    if lead.part == "title" and hit.passage.activity and names_action(lead.display_text):
        best = max((entry.score for entry in found), default=0.0)
        said = any(entry.statement == lead and entry.score >= _ANSWERS * best for entry in found)
        if said or sentence is None or sentence.score < _LEAST_SCORE or repeats(lead, sentence.statement):
            return lead
    return sentence.statement if sentence else sentences[0].statement if sentences else lead


def field_text(statement: Statement | None, words: int = 14) -> str | None:
    return shortened(statement.display_text.rstrip("."), words) if statement else None


def repeats(statement: Statement, other: Statement) -> bool:
    """Whether a statement says little that the other doesn't: bodies often begin with their title again."""
    words, said = set(statement.folded.split()), set(other.folded.split())
    return len(words - said) <= 0.35 * len(words)


def dated_source(passage: Passage, index: Index) -> str:
    """The kind of source and its years: "handlingsplanen 2022–2026", "uppföljningen 2024"."""
    source, years = source_and_years(passage, index)
    return f"{definite(source)} {years}"


def definite(source: str) -> str:
    """ "dokument" → "dokumentet", "handlingsplan" → "handlingsplanen"."""
    return f"{source}et" if source == "dokument" else f"{source}en"


def source_and_years(passage: Passage, index: Index) -> tuple[str, str]:
    """("handlingsplan", "2022–2026"), ("uppföljning", "2024")."""
    document = next(entry for entry in index.collection.documents if entry.id == passage.document)
    years = "–".join(map(str, document.period)) if document.period else "av okänt år"
    if document.kind == "follow-up":
        return "uppföljning", document.date[:4] if document.date else years
    return "handlingsplan" if document.kind == "plans" else "dokument", years


def source_owner(passage: Passage, index: Index) -> Organisation | None:
    """Whose the plan or report is in which a passage stands; None for a plan that is the whole municipality's."""
    plan = index.plans.get(passage.plan or "")
    return index.organisations.get((plan.organisation if plan else passage.organisation) or "")


def names_action(title: str) -> bool:
    """Whether a title by itself says what is to be done: a sentence, or a long name for it."""
    return not title.startswith("För att") and (is_sentence(title) or len(title.split()) >= _TELLING)


def is_sentence(text: str) -> bool:
    """Whether a title says what is done, as against naming a field of work ("Utbildning")."""
    return has_finite_verb(text)
