"""What other sites show of ours: an activity or a list in a small frame, and the oEmbed answer that leads to it.

A frame has no script, no form and a policy of its own, which lets any site show it; its links open the page.
"""

from html import escape
from typing import Annotated, Literal
from urllib.parse import parse_qs, urlencode, urlsplit

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field, ValidationError

from assistant.citing.reference import reference
from assistant.compose.structural.records import count_text
from assistant.errors import NotFound, Refused
from assistant.lookup import activity_by_id
from assistant.query.filters import listed
from assistant.web.dependencies import TheService
from assistant.web.paths import site_of
from assistant.web.render import WithoutEmpty, render, wording

frames = APIRouter()

_POLICY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors *"
}
_SHOWN = 50  # activities in the frame of a list
_WIDTH, _HEIGHT = 640, 420


class FrameSize(BaseModel):
    """What is asked of oEmbed (oembed.com): the address of a page of ours, and the room that there is for it."""

    url: str
    maxwidth: int = Field(default=_WIDTH, ge=100)
    maxheight: int = Field(default=_HEIGHT, ge=100)
    format: Literal["json"] = "json"


class FrameOut(BaseModel):
    """The frame, as oEmbed names it."""

    version: Literal["1.0"] = "1.0"
    type: Literal["rich"] = "rich"
    title: str
    provider_name: str = "Planassistenten"
    provider_url: str
    html: str
    width: int
    height: int


@frames.get("/inbaddad/aktiviteter/{activity_id}", include_in_schema=False)
def activity_frame(request: Request, service: TheService, activity_id: str) -> Response:
    """One activity with what its plan says of it and where."""
    assistant = service.assistant()
    index = assistant.index
    activity = activity_by_id(activity_id, index)
    page = render(
        "frame.html",
        request,
        title=activity.title,
        activity=activity,
        owner=index.organisations.get(activity.organisation or ""),
        sources=[reference(passage, index) for passage in assistant.records.evidence([activity])[:1]],
        page=f"/aktiviteter/{activity.id}",
    )
    return HTMLResponse(page, headers=_POLICY)


@frames.get("/inbaddad/aktiviteter", include_in_schema=False)
def list_frame(request: Request, service: TheService, query: Annotated[WithoutEmpty, Query()]) -> Response:
    """A list of activities by filters; a long one ends with a link to the rest."""
    index = service.assistant().index
    found = listed(query.to_filters(), "", index)
    page = render(
        "frame.html", request, title=count_text(found), activity=None, activities=found[:_SHOWN],
        rest=len(found) - len(found[:_SHOWN]), names=wording(index)["organisations"],
        page=f"/aktiviteter?{request.url.query}",
    )  # fmt: skip
    return HTMLResponse(page, headers=_POLICY)


@frames.get("/oembed")
def oembed(request: Request, service: TheService, asked: Annotated[FrameSize, Query()]) -> FrameOut:
    """The frame for the address of an activity or of a list of activities, as oEmbed gives it."""
    index = service.assistant().index
    ours = site_of(request)
    given, own = urlsplit(asked.url), urlsplit(ours)
    path = given.path.removeprefix(own.path)
    _, room, *rest = path.split("/") if path.startswith("/") else ("", "")
    if given.netloc != own.netloc or not given.path.startswith(own.path) or room != "aktiviteter" or len(rest) > 1:
        raise NotFound("this address has no frame; activities and lists of them have", "Adressen kan inte bäddas in.")
    if rest:
        title, query = activity_by_id(rest[0], index).title, ""
    else:
        filters = _filters_of(given.query)
        title = count_text(listed(filters.to_filters(), "", index))
        query = urlencode(filters.model_dump(exclude_none=True), doseq=True)
    width, height = min(asked.maxwidth, _WIDTH), min(asked.maxheight, _HEIGHT)
    source = escape(f"{ours}/inbaddad{path}{'?' if query else ''}{query}")
    html = (
        f'<iframe src="{source}" title="{escape(title)}" width="{width}" height="{height}" loading="lazy" '
        'referrerpolicy="no-referrer" style="border:0"></iframe>'
    )
    return FrameOut(title=title, provider_url=f"{ours}/", html=html, width=width, height=height)


def _filters_of(query: str) -> WithoutEmpty:
    """The filters in the address of a list; its order, columns and pages mean nothing in a frame."""
    given = {key: value for key, value in parse_qs(query).items() if key not in ("sort", "columns", "page")}
    try:
        return WithoutEmpty.model_validate(given)
    except ValidationError:
        raise Refused(
            "only filters can be shown in a frame; this address has something else, such as words that are looked for",
            "Bara listor med filter kan bäddas in, inte sökord.",
        ) from None
