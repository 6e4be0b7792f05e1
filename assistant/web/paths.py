"""The path of a request, and the one that a proxy has before ours."""

from starlette.requests import Request
from starlette.types import Scope


def proxy_path(scope: Scope) -> str:
    """The path that the application lies under behind a proxy; "" at the root."""
    path: str = scope.get("root_path", "")
    return path


def own_path(scope: Scope) -> str:
    """The path of a request below ``proxy_path``."""
    path: str = scope["path"]
    return path.removeprefix(proxy_path(scope)) or "/"


def site_of(request: Request) -> str:
    """The address of the start page, without a slash at its end."""
    return str(request.base_url).rstrip("/")
