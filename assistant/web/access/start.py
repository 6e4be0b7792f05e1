"""Login for an application: the desk that its settings make, and what stands before its routes then."""

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

from assistant.access.tokens import ApiTokens
from assistant.curation.log import log_of
from assistant.settings import Settings
from assistant.web.access.desk import LoginDesk
from assistant.web.access.gatekeeper import Gatekeeper
from assistant.web.access.login import login
from assistant.web.access.sessions import session_key
from corpus.library import own_folder


def login_desk(settings: Settings) -> LoginDesk:
    """What login works with by these settings, which have it on; raises ``OSError``.

    The log of who came in lies with the documents that may be changed, so those are there from now on.
    """
    assert settings.login is not None
    own_folder(settings.documents, settings.own_documents)
    key = session_key(settings.data)
    return LoginDesk(settings.login, ApiTokens(settings.data), log_of(settings), key=key, path=settings.path)


def guard(app: FastAPI, desk: LoginDesk) -> None:
    """Let nothing through to an application's routes but what who asks may ask for."""
    app.add_middleware(Gatekeeper, desk=desk)
    app.add_middleware(
        SessionMiddleware,
        secret_key=desk.key,
        session_cookie=desk.cookie,
        max_age=desk.sessions.seconds,
        path=desk.path or "/",
        same_site="lax",  # strict would leave out the way back from the provider
        https_only=desk.settings.is_encrypted,
    )
    app.include_router(login)
