"""The settings that switch login on → whom to ask who somebody is, and which of their claims is which role."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from assistant.access.roles import ROLES, Role, highest
from assistant.errors import SettingError

NAMES = (
    "ADDRESS", "LOGIN_ISSUER", "LOGIN_CLIENT", "LOGIN_SECRET", "LOGIN_SCOPES", "LOGIN_CLAIM", "LOGIN_ROLES",
    "LOGIN_PAGE", "LOGIN_MINUTES",
)  # fmt: skip
ANYONE = "*"
_PREFIX = "PLANASSISTENT_"


@dataclass(frozen=True)
class LoginSettings:
    """How people log in.

    ``address`` is where people reach the service, without a slash at its end. ``issuer`` is the identity provider,
    ``client`` and ``secret`` what this service is known as there; without a secret it is a public client. ``claim``
    names the claim that has a person's groups or roles ("realm_access.roles": one inside another), ``roles`` what
    each value of it means, "*" whatever somebody has. ``whole_page``: the page and the API are for readers only.
    ``minutes`` is how long a session lasts in which nothing is asked.
    """

    address: str
    issuer: str
    client: str
    secret: str | None = field(repr=False)
    scopes: str
    claim: str
    roles: Mapping[str, Role]
    whole_page: bool
    minutes: int

    @property
    def is_encrypted(self) -> bool:
        """Whether people reach the service by HTTPS."""
        return self.address.startswith("https://")

    @property
    def host(self) -> str:
        """The name that people reach the service by."""
        return urlsplit(self.address).hostname or ""

    def has_claim(self, claims: Mapping[str, Any]) -> bool:
        """Whether claims say anything of roles."""
        return _value(claims, self.claim) is not None

    def role_of(self, claims: Mapping[str, Any]) -> Role | None:
        """The role that a person's claims give, the one that may most; None where they give none."""
        said = _value(claims, self.claim)
        given = [said] if isinstance(said, str) else [entry for entry in said or () if isinstance(entry, str)]
        return highest([self.roles[entry] for entry in (ANYONE, *given) if entry in self.roles])


def _value(claims: Mapping[str, Any], path: str) -> Any:
    """A claim by its name, else by the names of those around it: "realm_access.roles"."""
    if path in claims:
        found = claims[path]
    else:
        found = claims
        for part in path.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    return found if isinstance(found, str | list | tuple) else None


def read_login(given: Mapping[str, str | None], path: str) -> LoginSettings | None:
    """The settings of login; None where no issuer is named. ``path`` is what a proxy has before every address.

    Raises ``SettingError`` for half of them, and for what can't be used.
    """
    issuer, client, address = given["LOGIN_ISSUER"], given["LOGIN_CLIENT"], given["ADDRESS"]
    if issuer is None:
        if left := [name for name in NAMES if name.startswith("LOGIN_") and given[name]]:
            raise SettingError(f"{_PREFIX}LOGIN_ISSUER is missing, and {_PREFIX}{left[0]} is set: nobody can log in")
        if address is not None:
            _address(address, path)
        return None
    if client is None or address is None:
        missing = "LOGIN_CLIENT" if client is None else "ADDRESS"
        raise SettingError(f"{_PREFIX}{missing} is missing; login needs an issuer, a client and our own address")
    return LoginSettings(
        address=_address(address, path),
        issuer=_issuer(issuer),
        client=client,
        secret=given["LOGIN_SECRET"],
        scopes=_scopes(given["LOGIN_SCOPES"] or "openid profile"),
        claim=given["LOGIN_CLAIM"] or "roles",
        roles=_roles(given["LOGIN_ROLES"]),
        whole_page=_page(given["LOGIN_PAGE"]),
        minutes=_minutes(given["LOGIN_MINUTES"]),
    )


def _address(text: str, path: str) -> str:
    address = text.rstrip("/")
    if not _is_safe(address) or urlsplit(address).path != path:
        example = f"https://planer.example.se{path}"
        raise SettingError(f"{_PREFIX}ADDRESS is {text[:80]!r}; give the address that people use, such as {example}")
    return address


def _issuer(text: str) -> str:
    if not _is_safe(text):
        raise SettingError(
            f"{_PREFIX}LOGIN_ISSUER is {text[:80]!r}; give the provider's address, such as https://login.example.se"
        )
    return text


def _is_safe(text: str) -> bool:
    """Whether an address is one of HTTPS, or of the machine itself, and nothing but host and path."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.query or parts.fragment or re.search(r"\s", text):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _scopes(text: str) -> str:
    scopes = text.split()
    return " ".join(scopes if "openid" in scopes else ["openid", *scopes])


def _roles(text: str | None) -> dict[str, Role]:
    """What each value of the claim means: "planer-handl=keeper, *=reader"; without any, each role's own name."""
    if text is None:
        return {role: role for role in ROLES}
    found: dict[str, Role] = {}
    for entry in filter(None, map(str.strip, text.split(","))):
        value, _, named = entry.rpartition("=")
        role = next((role for role in ROLES if role == named.strip()), None)
        if role is None or not value.strip():
            raise SettingError(
                f"{_PREFIX}LOGIN_ROLES has {entry[:80]!r}; write VALUE=ROLE with one of {', '.join(ROLES)}"
            )
        if value.strip() == ANYONE and role != "reader":
            raise SettingError(f"{_PREFIX}LOGIN_ROLES makes everybody {role}; everybody can be a reader only")
        found[value.strip()] = role
    return found


def _page(text: str | None) -> bool:
    if text not in (None, "open", "closed"):
        raise SettingError(
            f"{_PREFIX}LOGIN_PAGE is {text[:20]!r}; write open (anyone may ask) or closed (only who has logged in)"
        )
    return text == "closed"


def _minutes(text: str | None) -> int:
    if text is None:
        return 30
    if not re.fullmatch(r"[0-9]{1,3}", text) or not 5 <= int(text) <= 480:
        raise SettingError(f"{_PREFIX}LOGIN_MINUTES is {text[:20]!r}; give a number of minutes from 5 to 480")
    return int(text)
