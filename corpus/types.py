"""The nouns: what a municipality, its programmes, plans and activities are. No behaviour.

Positions are of the *source reading*: the document's text exactly as its file has it.
``lines`` are 1-based and inclusive, of that text split on "\\n"; ``chars`` are ``[start, end)``.
``None`` always means that the documents don't say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["own", "joint", "city-wide", "follow-up", "background", "heading"]
DocumentKind = Literal["plans", "follow-up"]
Status = Literal["completed", "ongoing", "planned", "delayed"]
Audience = Literal["danger", "exposed", "young", "uses_violence"]
Span = tuple[int, int]
Value = str | int | Span | None
Change = Literal["set", "add", "remove", "split", "join"]
OnShare = Callable[[float], None]  # hears what share of a work is done, 0 to 1
OnPage = Callable[[int, int], None]  # hears how many pages are read, of how many

# What an organisation has itself committed to, as against what holds for the whole city.
COMMITMENT_KINDS: tuple[Kind, ...] = ("own", "joint")
ACTIVITY_KINDS: tuple[Kind, ...] = ("own", "joint", "city-wide", "follow-up")


@dataclass(frozen=True)
class Goal:
    """A goal of a programme; ``number`` is None where the programme doesn't number its goals."""

    number: int | None
    title: str


@dataclass(frozen=True)
class Programme:
    """What the council decided, with its goals. ``period`` is its first and last year."""

    id: str
    title: str
    municipality: str
    period: Span
    goals: tuple[Goal, ...]
    came_with: str | None = None


@dataclass(frozen=True)
class Organisation:
    """A förvaltning or a bolag, with the board that decides its plan and the names people use.

    ``came_with`` is the draft that it was entered with: until that is published nobody else is told of it.
    """

    id: str
    name: str
    abbreviation: str
    board: str
    form: Literal["förvaltning", "bolag"]
    municipality: str
    other_names: tuple[str, ...]
    units: tuple[str, ...]
    came_with: str | None = None


@dataclass(frozen=True)
class HelpContact:
    """Somewhere to turn in danger or need; ``number`` is None where only the name is certain.

    ``audience`` are those it is for, ``anonymous`` says that it is free and that nobody has to give a name.
    """

    name: str
    number: str | None
    about: str
    audience: tuple[Audience, ...] = ()
    anonymous: bool = False


@dataclass(frozen=True)
class Correction:
    """What a person has set right at one place of a document.

    ``on`` a document, a plan, an activity, a word or a page. ``line`` is where it begins (of a page any line that
    stands on it), and ``text`` that line as the file has it, by which the place is found again when lines have moved;
    of an activity that is added ``rows`` says how many lines it has. ``values`` are the fields and what they are to
    say; None where the document says nothing.
    """

    on: Literal["document", "plan", "activity", "word", "page"]
    change: Change = "set"
    line: int = 0
    text: str = ""
    rows: int = 1
    values: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True)
class CorrectedValue:
    """A field of a record, or the number of a page, that a person has set right: what was read, and what it says now.

    ``field`` may also be "added", "split" or "joined", of an activity that is one only since then.
    """

    field: str
    read: Value = None
    now: Value = None


@dataclass(frozen=True)
class Document:
    """A file and what is known beside it. One file may hold many plans.

    Without a ``kind`` its text can only be searched; without a ``programme`` its activities belong to
    no set. ``superseded_by`` is the document that is in force in its place: then it can be opened and
    answers nothing. ``corrections`` are laid over what is read of it; those of its own fields have been already.
    ``fault`` is why they can't be read: then nothing is read of it, as what was set right would be wrong again.
    A ``draft`` is for those who keep the collection only, until it is published; it ``replaces`` another from then on.
    """

    id: str
    title: str
    publisher: str | None
    municipality: str
    kind: DocumentKind | None
    programme: str | None
    organisation: str | None
    period: Span | None
    date: str | None
    file: str
    sha256: str
    url: str | None
    machine_read: bool
    superseded_by: str | None = None
    corrections: tuple[Correction, ...] = ()
    fault: str | None = None
    draft: bool = False
    replaces: str | None = None


@dataclass(frozen=True)
class Group:
    """A word that stands for several organisations; ``means`` says whether for all or for one untold."""

    names: tuple[str, ...]
    members: tuple[str, ...]
    means: Literal["all", "one"]


@dataclass(frozen=True)
class Catalogue:
    """Everything that is known beside the files; ``quick_exit`` is a page to leave for in haste."""

    municipality: str
    programmes: tuple[Programme, ...]
    organisations: tuple[Organisation, ...]
    documents: tuple[Document, ...]
    help_contacts: tuple[HelpContact, ...]
    groups: tuple[Group, ...] = ()
    quick_exit: str | None = None


@dataclass(frozen=True)
class Line:
    """One line of a document.

    ``start`` is the offset of its first character in the source reading, ``source`` the line as
    the file has it (without "\\n"), ``text`` what it says, ``unsure`` stretches of ``text``,
    ``edits`` the stretches that differ: (source start, source end, text start, text end).
    ``sheet`` is the page of the file, ``page`` the printed page number, ``corrected`` are stretches of ``text`` that
    a person has set right, ``corrected_page`` is the number of its page where that was.
    """

    number: int
    start: int
    source: str
    text: str
    sheet: int | None = None
    page: int | None = None
    unsure: tuple[Span, ...] = ()
    edits: tuple[tuple[int, int, int, int], ...] = ()
    corrected: tuple[Span, ...] = ()
    corrected_page: CorrectedValue | None = None


@dataclass(frozen=True)
class Plan:
    """One organisation's handlingsplan within a programme."""

    id: str
    document: str
    programme: str | None
    title: str
    organisation: str | None
    board: str | None
    decided: str | None
    diary_number: str | None
    status: str | None
    lines: Span
    corrected: tuple[CorrectedValue, ...] = ()


@dataclass(frozen=True)
class Printing:
    """One place where an activity stands."""

    plan: str
    lines: Span


@dataclass(frozen=True)
class Activity:
    """What a plan commits to, or (kind ``follow-up``) an item that reports on it.

    ``body`` is all text under the title, labelled fields included. ``printed_in`` has one place,
    or for a city-wide activity every plan that prints it. ``lines`` runs from title to end of body.
    ``alike`` are the joint activities of other organisations that say nearly the same.
    """

    id: str
    document: str
    plan: str | None
    organisation: str | None
    performed_by: tuple[str, ...]
    printed_in: tuple[Printing, ...]
    programme: str | None
    goal: int | None
    kind: Kind
    number: str | None
    title: str
    body: str | None
    responsible: str | None
    timeline: str | None
    indicator: str | None
    results: str | None
    follow_up_planned: str | None
    status: Status | None
    status_source: str | None
    follows: tuple[str, ...]
    followed_by: tuple[str, ...]
    lines: Span
    title_lines: Span
    body_lines: Span | None
    pages: Span | None
    goal_title: str | None = None
    alike: tuple[str, ...] = ()
    corrected: tuple[CorrectedValue, ...] = ()


@dataclass(frozen=True)
class Section:
    """A stretch of a document that is no activity: background, or a heading and what it shows.

    A section with ``empty`` is a fact: it has a heading for activities with none under it, and
    ``empty_kinds`` are the kinds of activities that it shows to be missing.
    """

    document: str
    plan: str | None
    organisation: str | None
    goal: int | None
    kind: Kind
    headings: tuple[str, ...]
    lines: Span
    empty: bool = False
    empty_kinds: tuple[Kind, ...] = ()


@dataclass(frozen=True)
class IdentityPlace:
    """Where a document holds a personal identity number. Never the number."""

    document: str
    line: int
    page: int | None


@dataclass(frozen=True)
class Passage:
    """What is found and quoted: one activity or section, or a part of one that is long.

    ``source_text`` is exactly ``chars`` of the source reading; ``text`` is the same stretch read
    correctly; ``unsure`` are stretches of ``text``. ``headings`` lead from the organisation down to
    the passage and go into the embedding only. ``quality`` is the share of words whose reading is
    certain, ``corrected`` are stretches of ``text`` that a person has set right, ``corrected_pages`` are its pages
    where the number of one was.
    """

    id: str
    document: str
    plan: str | None
    organisation: str | None
    programme: str | None
    goal: int | None
    kind: Kind
    activity: str | None
    headings: tuple[str, ...]
    text: str
    unsure: tuple[Span, ...]
    source_text: str
    lines: Span
    chars: Span
    pages: Span | None
    sheet: int | None
    quality: float
    machine_read: bool
    corrected: tuple[Span, ...] = ()
    corrected_pages: CorrectedValue | None = None
