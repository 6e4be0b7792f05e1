"""The pages to look around in: overview, plans, activities, comparisons, about. All are ordinary links."""

import io
from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import AfterValidator

from assistant.compose.structural.records import count_text
from assistant.errors import Refused
from assistant.exports.activities import write_csv
from assistant.exports.answers import File
from assistant.exports.origin import file_name, filters_text, origin, selection_text
from assistant.exports.spreadsheet import XLSX, write_swedish_csv, write_swedish_xlsx
from assistant.lookup import activity_by_id, plan_by_id
from assistant.query.filters import listed
from assistant.question import comparison_question
from assistant.retrieve.similar import similar
from assistant.schemas.labels import FILTER_LABELS
from assistant.schemas.passages import passage_out
from assistant.schemas.records import activity_out
from assistant.web.dependencies import TheService
from assistant.web.pages.ask import help_page
from assistant.web.pages.differences import contrasts, differences
from assistant.web.pages.evaluation import results
from assistant.web.pages.overview import overviews, plan_by_goal, progress
from assistant.web.paths import proxy_path, site_of
from assistant.web.render import WithoutEmpty, download, render, wording
from assistant.web.requests import note_verdict
from corpus.privacy.identity_numbers import mask_numbers
from corpus.quality import lines_quality
from corpus.types import ACTIVITY_KINDS, COMMITMENT_KINDS, Activity, Organisation
from index.calibration import calibration_for
from index.storage.store import Index

browse = APIRouter(include_in_schema=False)

_SORTS = {"plan": "Som i planerna", "title": "Rubrik", "goal": "Mål", "status": "Status"}
_AFTER_Z = str.maketrans("åäö", "{|}")
Ending = Literal["xlsx", "excel.csv", "csv"]


class ListQuery(WithoutEmpty):
    """The form above the list of activities: filters, words to find, and an order."""

    q: Annotated[str, AfterValidator(mask_numbers)] = ""  # it stands in the form again
    sort: Literal["plan", "title", "goal", "status"] = "plan"


TheQuery = Annotated[ListQuery, Query()]


@browse.get("/oversikt")
def overview_page(request: Request, service: TheService) -> Response:
    """Goals by organisations, as counts that lead to the activities."""
    found = overviews(service.assistant().index)
    most = max((row.count for overview in found for row in overview.rows), default=0)
    return HTMLResponse(render("overview.html", request, overviews=found, most=most))


@browse.get("/planer/{plan_id}")
def plan_page(request: Request, service: TheService, plan_id: str) -> Response:
    """One organisation's plan by goal, with what has been followed up."""
    index = service.assistant().index
    plan = plan_by_id(plan_id, index)
    organisation = index.organisations.get(plan.organisation or "")
    parts = plan_by_goal(plan, index)
    page = render(
        "plan.html",
        request,
        plan=plan,
        organisation=organisation,
        parts=parts,
        activities=index.activities,
        progress=progress(plan, index),
        dates=_dates(index),
    )
    return HTMLResponse(page)


@browse.get("/aktiviteter.{ending}")
def activities_file(request: Request, service: TheService, ending: Ending, query: TheQuery) -> Response:
    """The list as a file: Excel, CSV as Swedish Excel opens it, or CSV for programs."""
    index = service.assistant().index
    records = [activity_out(entry, index) for entry in _found(query, index)]
    made = date.today()
    name = file_name("activities", made.isoformat(), ending.removeprefix("excel."))
    base = site_of(request)
    if ending == "xlsx":
        selected = selection_text(query.to_filters(), index, query.q)
        content = io.BytesIO()
        made_of = origin(selected, index, made=made, count=count_text(records))
        write_swedish_xlsx(records, content, made_of, index, base=base)
        return download(File(content.getvalue(), XLSX, name))
    text = io.StringIO(newline="")
    if ending == "csv":
        selected = filters_text(query.to_filters(), query.q)
        made_of = origin(selected, index, made=made, count=count_text(records))
        write_csv(records, text, made_of)
    else:
        write_swedish_csv(records, text, index, base=base)
    # A byte order mark, so that Excel takes the file for UTF-8.
    return download(File(("\ufeff" + text.getvalue()).encode(), "text/csv; charset=utf-8", name))


@browse.get("/aktiviteter")
def activities_page(request: Request, service: TheService, query: TheQuery) -> Response:
    """All activities that the form allows."""
    index = service.assistant().index
    words = wording(index)
    choices = {name: words[name] for name in FILTER_LABELS} | {"sort": _SORTS}
    choices["kinds"] = {kind: words["kinds"][kind] for kind in ACTIVITY_KINDS}
    chosen = {name: str((getattr(query, name) or [""])[0]) for name in choices if name != "sort"}
    found = _found(query, index)
    page = render(
        "activities.html", request, activities=found, count=count_text(found), labels=FILTER_LABELS,
        names=words["organisations"],
        choices=choices, query=query,
        chosen=chosen | {"sort": query.sort},
        address=mask_numbers(f"?{request.url.query}") if request.url.query else "",
    )  # fmt: skip
    return HTMLResponse(page)


@browse.get("/aktiviteter/{activity_id}")
def activity_page(request: Request, service: TheService, activity_id: str) -> Response:
    """One activity with what its plan says of it, what has been reported, and what others do that is like it."""
    assistant = service.assistant()
    index = assistant.index
    activity = activity_by_id(activity_id, index)
    groups = similar(activity, assistant.records)
    page = render(
        "activity.html",
        request,
        activity=activity,
        owner=index.organisations.get(activity.organisation or ""),
        performers=[index.organisations[entry].name for entry in activity.performed_by if entry in index.organisations],
        plan=index.plans.get(activity.plan or ""),
        reports=[index.activities[entry] for entry in activity.followed_by],
        reported=[index.activities[entry] for entry in activity.follows],
        dates=_dates(index),
        passages=[passage_out(passage, index) for passage in assistant.records.evidence([activity])],
        similar=[
            (
                index.organisations[group.organisation],
                [(s, differences(activity, s.activity)) for s in group.activities],
            )
            for group in groups
        ],
    )
    return HTMLResponse(page)


@browse.api_route("/jamfor", methods=["GET", "HEAD"])
def compare_form(request: Request, service: TheService, aktivitet: str = "") -> Response:
    """Where a need is described, to see who has something for it, or an activity is picked, which is led to."""
    index = service.assistant().index
    if aktivitet:
        found = activity_by_id(aktivitet, index)
        return RedirectResponse(f"{proxy_path(request.scope)}/aktiviteter/{found.id}#liknande", 303)
    groups = _by_owner(index.collection.activities, index)
    return HTMLResponse(render("compare.html", request, answer=None, need="", groups=groups))


@browse.post("/jamfor")
def compare_page(request: Request, service: TheService, need: Annotated[str, Form()] = "") -> Response:
    """What each organisation has for a need, side by side, and in whose plan nothing was found."""
    need = mask_numbers(need)  # it stands in the form again
    try:
        assistant = service.assistant()
        answer = assistant.answer(comparison_question(need))
    except Refused as error:
        page = render("compare.html", request, answer=None, need=need, fault=error.swedish, groups=[])
        return HTMLResponse(page, error.status)
    note_verdict(request, answer)
    index = assistant.index
    if answer.help:
        return help_page(request, answer, need, index)
    groups = _by_owner([index.activities[entry] for entry in answer.activities], index)
    coverage = answer.coverage
    page = render(
        "compare.html", request, answer=answer, need=need, help_line=answer.help_line,
        groups=groups,
        contrasts=contrasts(groups),
        unclear=[index.organisations[entry].name for entry in (coverage.unclear if coverage else ())],
        without=[index.organisations[entry].name for entry in (coverage.has_not if coverage else ())],
    )  # fmt: skip
    return HTMLResponse(page)


@browse.get("/om")
def about_page(request: Request, service: TheService) -> Response:
    """What is in, how answers are made, how well it works, and what is kept about whoever asks: nothing."""
    index = service.assistant().index
    documents = [
        {
            "document": document,
            "quality": lines_quality(index.collection.lines[document.id]),
            "plans": sum(plan.document == document.id for plan in index.collection.plans),
            "count": count_text(entry for entry in index.collection.activities if entry.document == document.id),
        }
        for document in index.collection.documents
    ]
    calibration = calibration_for(index.fingerprint.model)
    missing = calibration.missing
    page = render(
        "about.html", request, documents=documents, index=index, results=results(),
        uncalibrated=bool(missing), help_by_words="danger" in missing,
        help_missed=calibration.danger.missed,
    )  # fmt: skip
    return HTMLResponse(page)


@browse.get("/tillganglighet")
def accessibility_page(request: Request, service: TheService) -> Response:
    """The accessibility statement that the law asks for."""
    return HTMLResponse(render("accessibility.html", request, contact=service.fault_contact))


def _by_owner(activities: Iterable[Activity], index: Index) -> list[tuple[Organisation, list[Activity]]]:
    """The commitments among activities by the organisation whose they are, in the order they come."""
    groups: dict[str, list[Activity]] = {}
    for activity in activities:
        if activity.organisation in index.organisations and activity.kind in COMMITMENT_KINDS:
            groups.setdefault(activity.organisation or "", []).append(activity)
    return [(index.organisations[entry], found) for entry, found in groups.items()]


def _dates(index: Index) -> dict[str, str | None]:
    return {document.id: document.date for document in index.collection.documents}


def _found(query: ListQuery, index: Index) -> list[Activity]:
    """What the form allows, in its order."""
    keys: dict[str, Callable[[Activity], Any]] = {
        "plan": lambda entry: 0,
        "title": lambda entry: alphabetical(entry.title),
        "goal": lambda entry: (entry.goal is None, entry.goal),
        "status": lambda entry: (entry.status is None, entry.status),
    }
    return sorted(listed(query.to_filters(), query.q, index), key=keys[query.sort])


def alphabetical(text: str) -> str:
    """A key that sorts as Swedish does, with å, ä and ö after z."""
    return text.lower().translate(_AFTER_Z)
