"""Who may come into the office: keepers who have logged in; without login, whoever sits at the machine itself.

A form has to come from a page of the office. Where login is on, the gatekeeper of ``access`` has let in who asks, and
here it is looked at again. Where it isn't, nothing asks who it is: a request is taken for the machine's own where its
connection and its host are the loopback's and no header says that somebody passed it on. A proxy that hides itself
can't be told from the machine: where there is one, whoever starts the server says that there is no office. What a page
of somebody else sends is refused by the headers that browsers set, and by the token that only the office's pages know.
"""

import ipaddress
import secrets
from collections.abc import AsyncIterator
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from assistant.curation.log import Who
from assistant.curation.office import Office
from assistant.errors import NotFound, Refused
from assistant.settings import LOOPBACK
from assistant.web.dependencies import TheService, who_asks
from assistant.web.limits import host_name
from assistant.web.office.words import form_token, refused
from assistant.web.paths import own_path
from corpus.reading.limits import FILE_MB
from index.storage.store import Index

HOME = "/forvaltning"
UPLOADS = f"{HOME}/filer"
_PASSED_ON = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
_FIELD = 200_000  # bytes of one field


class Forbidden(Refused):
    """A form that no page of ours has sent."""

    status = 403


def the_office(request: Request) -> Office:
    """The office, for a keeper or the machine itself; for anybody else there is nothing at this address."""
    office: Office | None = request.app.state.office
    person = who_asks(request)
    may = _is_own(request) if request.app.state.login is None else person is not None and person.may("keeper")
    if office is None or not may:
        raise NotFound("there is nothing at this address", "Sidan finns inte.")
    return office


TheOffice = Annotated[Office, Depends(the_office)]


def who_does(request: Request) -> Who:
    """What the log says of who asks."""
    person = who_asks(request)
    return person.who if person else None


TheDoer = Annotated[Who, Depends(who_does)]


def the_kept_index(service: TheService) -> Index:
    """All that is in, drafts too: they are for keepers."""
    return service.kept_index()


TheIndex = Annotated[Index, Depends(the_kept_index)]


async def the_form(request: Request, office: TheOffice) -> AsyncIterator[FormData]:
    """A form that was sent from a page of the office; another is read no further than its headers, or its token."""
    person = who_asks(request)
    is_machine = person is not None and person.machine  # its token is sent by itself alone, never by a page
    if not is_machine and not _is_from_here(request):
        raise Forbidden("this form doesn't come from a page of the office", refused("foreign_form"))
    try:
        sent = await request.form(max_files=1, max_fields=80, max_part_size=_FIELD)
    except HTTPException as error:
        if error.status_code == 413 and own_path(request.scope) == UPLOADS:
            raise TooLarge(f"a document has {FILE_MB} MB at most", refused("too_large").format(most=FILE_MB)) from None
        raise
    try:
        token = form_token(request, office)
        if not is_machine and not secrets.compare_digest(str(sent.get("token", "")).encode(), token.encode()):
            raise Forbidden("the form is of a page from before the last start; open it again", refused("old_form"))
        yield sent
    finally:
        await sent.close()


TheForm = Annotated[FormData, Depends(the_form)]


class TooLarge(Refused):
    """A file with more than a document may have."""

    status = 413


def _is_from_here(request: Request) -> bool:
    """Whether the headers that browsers set say that a form is of a page of ours.

    Our pages send no referrer, and of those a browser says ``Origin: null``: then the other header has to say it.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site not in (None, "same-origin"):
        return False
    if origin is None or (origin == "null" and site == "same-origin"):
        return True
    return urlsplit(origin).netloc == request.headers.get("host")


def _is_own(request: Request) -> bool:
    """Whether a request comes from the machine itself, for a name of it, and through nobody."""
    if any(name in request.headers for name in _PASSED_ON) or request.scope.get("http_version") == "1.0":
        return False
    if host_name(request.headers.get("host", "")) not in LOOPBACK or request.client is None:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def field(form: FormData, name: str) -> str:
    """A text of a form, on one line; "" where it has none."""
    value = form.get(name, "")
    return " ".join(value.split()) if isinstance(value, str) else ""
