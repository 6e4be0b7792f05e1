"""Filters, words and columns → the list of activities, a page of it at a time, and the whole of it as a file.

All that is chosen stands in the address, so that a list can be kept as a link.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import AfterValidator, Field

from assistant.compose.structural.records import count_text
from assistant.exports.activities import write_csv
from assistant.exports.answers import File
from assistant.exports.origin import file_name, filters_text, origin, selection_text
from assistant.exports.spreadsheet import XLSX, write_swedish_csv, write_swedish_xlsx
from assistant.query.filters import listed
from assistant.schemas.labels import FILTER_LABELS
from assistant.schemas.records import activity_out
from assistant.web.dependencies import TheIndex
from assistant.web.pages.overview import PROGRESS, ProgressKey, dated, progress_of
from assistant.web.paths import proxy_path, site_of
from assistant.web.render import WithoutEmpty, download, page_words, render, short_names, wording
from corpus.privacy.identity_numbers import mask_numbers
from corpus.types import ACTIVITY_KINDS, COMMITMENT_KINDS, Activity
from index.storage.store import Index

activity_list = APIRouter(include_in_schema=False)

_ON_PAGE = 50
_SORTS = {"plan": "Som i planerna", "title": "Rubrik", "goal": "Mål", "status": "Status"}
_AFTER_Z = str.maketrans("åäö", "{|}")
Ending = Literal["xlsx", "excel.csv", "csv"]
Column = Literal["organisation", "goal", "kind", "progress", "timeline", "responsible", "indicator", "place"]
_COLUMNS: tuple[Column, ...] = ("organisation", "goal", "kind", "progress")  # where none are chosen


class ListQuery(WithoutEmpty):
    """The form above the list of activities: filters, words to find, an order, columns, and which page of it.

    ``progress`` means commitments that have come so far by their reports, or any that is reported on ("followed").
    """

    q: Annotated[str, AfterValidator(mask_numbers)] = ""  # it stands in the form again
    sort: Literal["plan", "title", "goal", "status"] = "plan"
    progress: ProgressKey | Literal["", "followed"] = ""
    columns: list[Column] = Field(default=[])
    page: int = Field(default=1, ge=1, le=100_000)


TheQuery = Annotated[ListQuery, Query()]


@activity_list.post("/aktiviteter")
def activities_sought(request: Request, index: TheIndex, query: Annotated[ListQuery, Form()]) -> Response:
    """Leads to the list that the form describes, at an address that no identity number stands in."""
    _found(query, index)  # what can't be looked for gets no address
    return RedirectResponse(f"{proxy_path(request.scope)}/aktiviteter{_address(query)}", 303)


@activity_list.get("/aktiviteter")
def activities_page(request: Request, index: TheIndex, query: TheQuery) -> Response:
    """A page of all activities that the form allows; an address with an identity number leads to one without."""
    if request.query_params.get("q", query.q) != query.q:
        return RedirectResponse(f"{proxy_path(request.scope)}/aktiviteter{_address(query)}", 303)
    words = wording(index)
    choices = {name: words[name] for name in FILTER_LABELS} | {"sort": _SORTS}
    choices["kinds"] = {kind: words["kinds"][kind] for kind in ACTIVITY_KINDS}
    chosen = {name: str((getattr(query, name) or [""])[0]) for name in choices if name != "sort"}
    found = _found(query, index)
    last = max(1, -(-len(found) // _ON_PAGE))
    at = min(query.page, last)
    dates = dated(index)
    page = render(
        "activities.html", request,
        activities=found[(at - 1) * _ON_PAGE : at * _ON_PAGE], count=count_text(found), labels=FILTER_LABELS,
        names=words["organisations"], shorts=short_names(index), choices=choices, query=query,
        chosen=chosen | {"sort": query.sort},
        kept=_kept(query, choices), columns=query.columns or list(_COLUMNS), all_columns=page_words()["columns"],
        progress={entry.id: progress_of(entry, index, dates) for entry in found if entry.kind in COMMITMENT_KINDS},
        progress_words=page_words()["progress"],
        at=at, last=last, first_row=(at - 1) * _ON_PAGE + 1, total=len(found),
        address=_address(query), pages={n: _address(query, page=n) for n in (at - 1, at + 1)},
    )  # fmt: skip
    return HTMLResponse(page)


@activity_list.get("/aktiviteter.{ending}")
def activities_file(request: Request, index: TheIndex, ending: Ending, query: TheQuery) -> Response:
    """The list as a file: Excel, CSV as Swedish Excel opens it, or CSV for programs."""
    records = [activity_out(entry, index) for entry in _found(query, index)]
    made = date.today()
    name = file_name("activities", made.isoformat(), ending.removeprefix("excel."))
    base = site_of(request)
    if ending == "xlsx":
        content = io.BytesIO()
        made_of = origin(_selected(query, index), index, made=made, count=count_text(records))
        write_swedish_xlsx(records, content, made_of, index, base=base)
        return download(File(content.getvalue(), XLSX, name))
    text = io.StringIO(newline="")
    if ending == "csv":
        asked = [filters_text(query.to_filters(), query.q), f"progress: {query.progress}" if query.progress else ""]
        made_of = origin("; ".join(filter(None, asked)), index, made=made, count=count_text(records))
        write_csv(records, text, made_of)
    else:
        write_swedish_csv(records, text, index, base=base)
    # A byte order mark, so that Excel takes the file for UTF-8.
    return download(File(("\ufeff" + text.getvalue()).encode(), "text/csv; charset=utf-8", name))


def alphabetical(text: str) -> str:
    """A key that sorts as Swedish does, with å, ä and ö after z."""
    return text.lower().translate(_AFTER_Z)


def _found(query: ListQuery, index: Index) -> list[Activity]:
    """What the form allows, in its order."""
    keys: dict[str, Callable[[Activity], Any]] = {
        "plan": lambda entry: 0,
        "title": lambda entry: alphabetical(entry.title),
        "goal": lambda entry: (entry.goal is None, entry.goal),
        "status": lambda entry: (PROGRESS.index(progress_of(entry, index, dates)), entry.kind not in COMMITMENT_KINDS),
    }
    dates = dated(index)
    found = listed(query.to_filters(), query.q, index)
    if query.progress:
        found = [entry for entry in found if entry.kind in COMMITMENT_KINDS and _is_so_far(entry, query, index, dates)]
    return sorted(found, key=keys[query.sort])


def _is_so_far(entry: Activity, query: ListQuery, index: Index, dates: dict[str, str]) -> bool:
    if query.progress == "followed":
        return bool(entry.followed_by)
    return progress_of(entry, index, dates) == query.progress


def _selected(query: ListQuery, index: Index) -> str:
    """What was chosen, in Swedish."""
    said = selection_text(query.to_filters(), index, query.q)
    words = page_words()
    so_far = f"{words['words']['progress']}: {words['progress'][query.progress]}" if query.progress else ""
    return "; ".join(filter(None, [said, so_far]))


def _kept(query: ListQuery, choices: Mapping[str, Mapping[str, str]]) -> dict[str, tuple[object, ...]]:
    """The filters that are chosen and the form has no field for, so that they stay when another is changed."""
    given = asdict(query.to_filters())
    return {name: values for name, values in given.items() if values and len(choices.get(name, ())) < 2}


def _address(query: ListQuery, **changed: object) -> str:
    """What is chosen as an address, without what is left open: "?goals=3&page=2"; "" where nothing is."""
    given = {"page": 1} | query.model_dump(exclude_defaults=True, exclude={"page"}) | changed
    if given["page"] == 1:
        del given["page"]
    return f"?{urlencode(given, doseq=True)}" if given else ""
