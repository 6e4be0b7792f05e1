"""The office's page of the log: read by whoever says why, which the log says from then on; and given as a file."""

from typing import Any

from fastapi import APIRouter, Request, Response

from assistant.curation.log import BrokenLog, LogEntry, NotLogged
from assistant.curation.office import Office
from assistant.errors import NotReady, Refused
from assistant.web.office.gate import HOME, TheDoer, TheForm, TheOffice, field
from assistant.web.office.words import page, refused

reading_log = APIRouter(include_in_schema=False)

_SHOWN = 500  # lines, newest first
_LEAST, _MOST = 5, 300  # characters of a reason


@reading_log.api_route(f"{HOME}/logg", methods=["GET", "HEAD"])
def ask_why(request: Request, office: TheOffice) -> Response:
    """A field for the reason, and whether the log is what was written."""
    return page("log.html", request, office, reason=None, **{**_state(office), "entries": ()})


@reading_log.post(f"{HOME}/logg")
def read(request: Request, office: TheOffice, form: TheForm, who: TheDoer) -> Response:
    """What has been done, newest first; that it was read, and why, is the first of it."""
    reason = _told("read the log", office, form, who)
    return page("log.html", request, office, reason=reason, **_state(office))


@reading_log.post(f"{HOME}/logg/fil")
def export(request: Request, office: TheOffice, form: TheForm, who: TheDoer) -> Response:
    """The log as it lies on the disk, to be checked elsewhere."""
    _told("export the log", office, form, who)
    headers = {"Content-Disposition": 'attachment; filename="changes.jsonl"'}
    return Response(office.log.path.read_bytes(), media_type="application/x-ndjson", headers=headers)


def _told(did: str, office: Office, form: TheForm, who: TheDoer) -> str:
    """The reason that was given, once it is written down: without that nothing is shown."""
    reason = field(form, "skal")
    if not _LEAST <= len(reason) <= _MOST:
        raise Refused("say why the log is read, in 5 to 300 characters", refused("no_reason"))
    try:
        office.log.add(did, "", via="page", who=who, reason=reason)
    except NotLogged:
        raise NotReady("that the log is read can't be written down", refused("cannot_log")) from None
    return reason


def _state(office: Office) -> dict[str, Any]:
    fault: str | None = None
    entries: tuple[LogEntry, ...] = ()
    try:
        entries = tuple(office.log.entries())
    except BrokenLog as error:
        fault, entries = str(error), error.before
    last = entries[-1].hash if entries else ""
    return {"entries": entries[::-1][:_SHOWN], "count": len(entries), "fault": fault, "last": last}
