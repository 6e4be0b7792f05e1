"""Words as they are typed → the organisations and activities whose names and titles have them.

They come by POST and stand in no address. With JavaScript the list alone is fetched while somebody types; without it
the same is a page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict

from assistant.query.filters import MAX_SEARCHED
from assistant.web.dependencies import TheIndex
from assistant.web.render import render, short_names
from corpus.privacy.identity_numbers import mask_numbers
from corpus.swedish.text import fold
from corpus.swedish.text_cache import question_cache
from corpus.types import Activity, Organisation, Plan
from index.storage.store import Index

search = APIRouter(include_in_schema=False)

_AT_ONCE = 8  # activities while somebody types
_ON_PAGE = 50


class SearchForm(BaseModel):
    """What has been typed; ``part`` where only the list is wanted."""

    model_config = ConfigDict(extra="forbid")

    words: str = ""
    part: bool = False


@dataclass(frozen=True)
class SearchedNames:
    """The names and titles of an index, folded, with a space before each word so that words are found by their start.

    ``version`` is the index's, by which it is known whether they still hold.
    """

    version: str
    organisations: tuple[tuple[str, Organisation], ...]
    activities: tuple[tuple[str, Activity], ...]


@dataclass(frozen=True)
class NamesFound:
    """What the words lead to: organisations with their plan, the first activities, and how many there are in all."""

    organisations: tuple[tuple[Organisation, Plan | None], ...]
    activities: tuple[Activity, ...]
    total: int


def named(index: Index) -> SearchedNames:
    """All that can be found by its name."""
    catalogue = index.collection.catalogue
    return SearchedNames(
        index.version,
        tuple((_folded(o.name, o.abbreviation, o.board, *o.other_names), o) for o in catalogue.organisations),
        tuple((_folded(entry.title), entry) for entry in index.collection.activities if entry.kind != "follow-up"),
    )


def find(words: str, names: SearchedNames, index: Index, *, most: int) -> NamesFound:
    """Where every word begins a word of the name or title; of activities those first whose title begins so."""
    with question_cache():
        wanted = [f" {word}" for word in fold(words[:MAX_SEARCHED]).split()]
    if not wanted:
        return NamesFound((), (), 0)
    owners = [entry for text, entry in names.organisations if all(word in text for word in wanted)]
    found = [(text, entry) for text, entry in names.activities if all(word in text for word in wanted)]
    found.sort(key=lambda pair: not pair[0].startswith(wanted[0]))
    plans = {plan.organisation: plan for plan in reversed(index.collection.plans)}
    return NamesFound(
        tuple((entry, plans.get(entry.id)) for entry in owners[:most]),
        tuple(entry for _, entry in found[:most]),
        len(found),
    )


@search.post("/sok")
def search_page(request: Request, index: TheIndex, form: Annotated[SearchForm, Form()]) -> Response:
    """What the words lead to."""
    words = mask_numbers(form.words)  # it stands in the form again
    found = find(words, _known(request, index), index, most=_AT_ONCE if form.part else _ON_PAGE)
    template = "found.html" if form.part else "search.html"
    return HTMLResponse(render(template, request, found=found, sought=words, shorts=short_names(index)))


def _known(request: Request, index: Index) -> SearchedNames:
    """The names of the index in use, made once."""
    known: SearchedNames | None = getattr(request.app.state, "named", None)
    if known is None or known.version != index.version:
        known = request.app.state.named = named(index)
    return known


def _folded(*names: str) -> str:
    return "".join(f" {word}" for name in names for word in _words(name))


def _words(name: str) -> Sequence[str]:
    return fold(name).split()
