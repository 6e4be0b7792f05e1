"""The environment → settings. Read once, by whoever starts the program."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import corpus
from assistant.access import login_settings
from assistant.access.login_settings import LoginSettings, read_login
from assistant.compose.language_model.endpoint import LIMIT, Endpoint
from assistant.errors import SettingError as SettingError
from index.storage.fingerprint import BUNDLED

PREFIX = "PLANASSISTENT_"
USES = ("answer", "query", "verdict")  # of a language model
NAMES = (
    "DOCUMENTS", "DATA", "MODEL", "MODEL_REVISION", "MODEL_QUERY_PROMPT", "MODEL_PASSAGE_PROMPT", "RERANKER", "HOST",
    "PORT", "LLM_URL", "LLM_MODEL", "LLM_KEY", "LLM_FOR", "LLM_SECONDS", "FAULT_CONTACT", "PATH", "LICENCE", "HOSTS",
    "PROXIES", "RATE", "LOG", "WORKERS", "OFFICE", "LOG_DAYS", *login_settings.NAMES,
)  # fmt: skip
_MOST_WORKERS = 64
_SECRET = ("LLM_KEY", "LOGIN_SECRET")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
_CHECKOUT = Path(corpus.__file__).parent.parent
_SHIPPED = _CHECKOUT / "corpus" / "documents"
_INSTALLED = not (_CHECKOUT / "pyproject.toml").is_file()


@dataclass(frozen=True)
class Settings:
    """Where things lie, which model is used, where the server listens, and who writes summaries.

    ``writer`` is the address of a language model, None where summaries are extracts, ``interpreter`` of the one that
    is asked what an unclear question asks for, and ``verifier`` of the one that is asked whether passages answer, None
    where none is; ``reranker`` the name of a cross-encoder, None where nothing is ranked again. ``fault_contact`` is
    where users report faults of accessibility: an e-mail address, a web address or words. ``path`` is what stands
    before every address where a proxy passes on what lies below it, such as "/planer", else "". ``licence`` is the
    address of the licence that the open data is published under, None where nobody has said. ``model_prompts`` are
    what questions ("query") and passages ("document") begin with, where that is other than the model's own.
    ``hosts`` are the names that are answered beside those of the machine's own loopback and the one listened on,
    ``proxies`` the addresses and networks whose word on who asks is believed, ``rate`` the questions of one address a
    minute (None: any number), ``log_requests`` whether each request is told of. ``workers`` is how many processes
    answer questions beside the one that serves, 0 where that one does. ``office``: there may be pages that change
    the collection, for the machine itself, or for keepers where ``login`` says how people log in. ``log_days`` is how
    long a line of the log of changes is kept, None where that is for ever.
    ``data`` holds everything that the program writes. ``documents`` is the folder that is read;
    ``own_documents`` the one that commands change, the same unless that would alter what is ``shipped``.
    """

    documents: Path
    own_documents: Path
    shipped: Path
    data: Path
    model: str
    model_revision: str | None
    host: str
    port: int
    writer: Endpoint | None = None
    interpreter: Endpoint | None = None
    verifier: Endpoint | None = None
    fault_contact: str | None = None
    reranker: str | None = None
    path: str = ""
    licence: str | None = None
    model_prompts: Mapping[str, str] = field(default_factory=dict)
    hosts: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    rate: int | None = None
    log_requests: bool = False
    workers: int = 0
    office: bool = True
    login: LoginSettings | None = None
    log_days: int | None = None

    def answered_hosts(self, listening: str) -> frozenset[str]:
        """Every name that requests may be for; ``listening`` is the host that is listened on."""
        own = (self.login.host,) if self.login else ()
        return frozenset((*LOOPBACK, listening.lower(), *own, *self.hosts))


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings in an environment, defaults where it says nothing; raises ``SettingError``."""
    given = {name: environ.get(PREFIX + name) or None for name in NAMES}
    data = Path(given["DATA"] or (_home_data(environ) if _INSTALLED else _CHECKOUT / "data"))
    model = _model(given["LLM_URL"], given["LLM_MODEL"], given["LLM_KEY"], given["LLM_SECONDS"])
    uses = _uses(given["LLM_FOR"])
    path = _path(given["PATH"] or "")
    own = Path(given["DOCUMENTS"]) if given["DOCUMENTS"] else data / "documents"
    return Settings(
        documents=own if given["DOCUMENTS"] or own.is_dir() else _SHIPPED,
        own_documents=own,
        shipped=_SHIPPED,
        data=data,
        model=given["MODEL"] or BUNDLED,
        model_revision=given["MODEL_REVISION"],
        host=given["HOST"] or "127.0.0.1",
        port=port_number(given["PORT"] or "8000"),
        writer=model if "answer" in uses else None,
        interpreter=model if "query" in uses else None,
        verifier=model if "verdict" in uses else None,
        fault_contact=given["FAULT_CONTACT"],
        reranker=given["RERANKER"],
        path=path,
        licence=_licence(given["LICENCE"]),
        model_prompts=_prompts(given["MODEL"], given["MODEL_QUERY_PROMPT"], given["MODEL_PASSAGE_PROMPT"]),
        hosts=_hosts(given["HOSTS"]),
        proxies=_proxies(given["PROXIES"]),
        rate=_rate(given["RATE"]),
        log_requests=_log(given["LOG"]),
        workers=workers(given["WORKERS"] or "0"),
        office=_office(given["OFFICE"]),
        login=read_login(given, path),
        log_days=_log_days(given["LOG_DAYS"]),
    )


def kept_settings(environ: Mapping[str, str]) -> dict[str, str]:
    """The settings given, by name, as a backup keeps them: no key, no folder, no query of a model's address."""
    given = {name: environ.get(PREFIX + name) for name in NAMES if name not in (*_SECRET, "DOCUMENTS", "DATA")}
    return {name: value.partition("?")[0] if name == "LLM_URL" else value for name, value in given.items() if value}


def _home_data(environ: Mapping[str, str]) -> Path:
    """Where programs that were installed keep their data for a person (XDG Base Directory Specification)."""
    home = Path(environ.get("HOME") or Path.home())
    return Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "planassistent"


def port_number(text: str) -> int:
    """A port to listen on; raises ``SettingError`` for what is none."""
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:6]) < 65536):
        raise SettingError(f"the port is {text[:20]!r}; give a number between 1 and 65535")
    return int(text)


def workers(text: str) -> int:
    """How many processes answer questions; raises ``SettingError`` for what is no number of them."""
    if not re.fullmatch(r"[0-9]{1,2}", text) or int(text) > _MOST_WORKERS:
        raise SettingError(
            f"the number of workers is {text[:20]!r}; give one up to {_MOST_WORKERS}, such as the machine's cores, or 0"
        )
    return int(text)


def _office(text: str | None) -> bool:
    """Whether there are pages that change the collection; raises ``SettingError`` for what says neither."""
    if text not in (None, "0", "1"):
        raise SettingError(f"{PREFIX}OFFICE is {text[:20]!r}; write 0 for no pages that change the collection, or 1")
    return text != "0"


def _log_days(text: str | None) -> int | None:
    """How long a line of the log of changes is kept; raises ``SettingError`` for what is no number of days."""
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) < 30:
        raise SettingError(f"{PREFIX}LOG_DAYS is {text[:20]!r}; give a number of days, at least 30, or leave it out")
    return int(text)


def _path(text: str) -> str:
    """What a proxy has before our addresses, without a slash at its end; raises ``SettingError`` for what is none."""
    path = text.rstrip("/")
    if path and not re.fullmatch(r"(/[A-Za-z0-9._~-]+)+", path):
        raise SettingError(f"{PREFIX}PATH is {text[:80]!r}; give a path such as /planer, or leave it out")
    return path


def _prompts(model: str | None, query: str | None, passage: str | None) -> dict[str, str]:
    """What a model's questions and passages begin with, "\\n" for a new line; raises ``SettingError``."""
    given = {name: text.replace("\\n", "\n") for name, text in (("query", query), ("document", passage)) if text}
    if given and model in (None, BUNDLED):
        raise SettingError(
            f"the bundled model has prompts of its own; name another in {PREFIX}MODEL, or take them away"
        )
    return given


def _licence(text: str | None) -> str | None:
    """A licence by its address; raises ``SettingError`` for what is none."""
    if text is not None and not re.fullmatch(r"https?://[^\s<>\"]+", text):
        example = "https://creativecommons.org/publicdomain/zero/1.0/"
        raise SettingError(f"{PREFIX}LICENCE is {text[:80]!r}; give the licence's address, such as {example}")
    return text


def _hosts(text: str | None) -> tuple[str, ...]:
    """The names that are answered, "*" for any; raises ``SettingError`` for what is none."""
    hosts = [_ascii(host).lower().removesuffix(".") for host in _listed(text)]
    for host in hosts:
        if not re.fullmatch(r"\*|[a-z0-9._-]+|[0-9a-f:]+", host):
            raise SettingError(
                f"{PREFIX}HOSTS has {host[:80]!r}; give names such as planer.example.se, with commas, without a port"
            )
    return tuple(hosts)


def _ascii(host: str) -> str:
    """A name as browsers send it: "räksmörgås.se" → "xn--rksmrgs-5wao1o.se"; what is no name as it stands."""
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _proxies(text: str | None) -> tuple[str, ...]:
    """Addresses and networks of proxies; raises ``SettingError`` for what is none.

    Not any: who is believed to be a proxy may say that somebody else asks.
    """
    if text is None:
        return Settings.proxies
    proxies = _listed(text)
    for proxy in proxies:
        try:
            everyone = ipaddress.ip_network(proxy).prefixlen == 0
        except ValueError:
            everyone = True
        if everyone:
            example = "10.0.0.5 or 172.30.0.0/24"
            raise SettingError(f"{PREFIX}PROXIES has {proxy[:80]!r}; give addresses or networks, such as {example}")
    return proxies


def _rate(text: str | None) -> int | None:
    """Questions a minute; raises ``SettingError`` for what is no number of them."""
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) == 0:
        raise SettingError(f"{PREFIX}RATE is {text[:20]!r}; give a number of questions a minute, such as 30")
    return int(text)


def _log(text: str | None) -> bool:
    """Whether requests are logged; raises ``SettingError`` for another form than there is."""
    if text not in (None, "json"):
        raise SettingError(f"{PREFIX}LOG is {text[:20]!r}; write json, or leave it out")
    return text == "json"


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(entry.strip() for entry in (text or "").split(",") if entry.strip())


def _uses(text: str | None) -> tuple[str, ...]:
    """What a language model is used for; raises ``SettingError`` for what it can't be."""
    uses = tuple(entry.strip() for entry in (text or "answer").split(","))
    unknown = [entry for entry in uses if entry not in USES]
    if unknown:
        raise SettingError(f"{PREFIX}LLM_FOR has {unknown[0][:40]!r}; it may have, with commas: {', '.join(USES)}")
    return uses


def _model(url: str | None, model: str | None, key: str | None, seconds: str | None) -> Endpoint | None:
    """The language model's address; raises ``SettingError`` for half a setting or what is no address."""
    if url is None and model is None:
        return None
    if url is None or model is None:
        missing = "LLM_URL" if url is None else "LLM_MODEL"
        raise SettingError(f"{PREFIX}{missing} is missing; a language model needs both an address and a name")
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or "@" in url:
        raise SettingError(f"{PREFIX}LLM_URL is {url[:80]!r}; give an address such as http://127.0.0.1:8080/v1")
    if seconds is not None and not (re.fullmatch(r"[0-9]{1,3}(\.[0-9]+)?", seconds) and float(seconds) > 0):
        raise SettingError(f"{PREFIX}LLM_SECONDS is {seconds[:20]!r}; give a number of seconds above 0, such as 20")
    return Endpoint(url, model, key, float(seconds) if seconds else LIMIT)
