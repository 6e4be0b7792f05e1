"""The pages to look around in: overview, plans, activities, comparisons, about. All are ordinary links."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from assistant.compose.structural.records import count_text
from assistant.errors import Refused
from assistant.lookup import activity_by_id, plan_by_id
from assistant.question import comparison_question
from assistant.retrieve.similar import similar
from assistant.schemas.corrected import corrections_of
from assistant.schemas.labels import STATUS_LABELS
from assistant.schemas.passages import passage_out
from assistant.web.dependencies import TheService
from assistant.web.pages.around.side_by_side import comparable
from assistant.web.pages.ask import help_page
from assistant.web.pages.differences import contrasts, differences
from assistant.web.pages.evaluation import results
from assistant.web.pages.overview import VIEWS, CountView, dated, overviews, plan_by_goal, progress, progress_of
from assistant.web.paths import proxy_path
from assistant.web.render import page_words, render
from assistant.web.requests import note_verdict
from corpus.privacy.identity_numbers import mask_numbers
from corpus.quality import lines_quality
from corpus.types import COMMITMENT_KINDS, Activity, Organisation
from index.calibration import calibration_for
from index.storage.store import Index

browse = APIRouter(include_in_schema=False)


@browse.get("/oversikt")
def overview_page(request: Request, service: TheService, view: CountView = "all") -> Response:
    """Goals by organisations, as counts that lead to the activities; ``view`` says what is counted."""
    index = service.assistant().index
    found, words = overviews(index, view), page_words()["views"]
    dates = dated(index)
    known = {progress_of(e, index, dates) for e in index.collection.activities if e.kind in COMMITMENT_KINDS}
    views = {name: words[name] for name in VIEWS if name not in STATUS_LABELS or name in known or name == view}
    return HTMLResponse(render("overview.html", request, overviews=found, view=view, views=views))


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
        corrected=corrections_of(activity, index),
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
    page = render("compare.html", request, answer=None, need="", groups=groups, comparable=comparable(index))
    return HTMLResponse(page)


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
