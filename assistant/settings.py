"""The environment → settings. Read once, by whoever starts the program."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import corpus
from assistant.compose.language_model.endpoint import LIMIT, Endpoint
from index.storage.fingerprint import BUNDLED

PREFIX = "PLANASSISTENT_"
USES = ("answer", "query", "verdict")  # of a language model
NAMES = (
    "DOCUMENTS", "DATA", "MODEL", "MODEL_REVISION", "MODEL_QUERY_PROMPT", "MODEL_PASSAGE_PROMPT", "RERANKER", "HOST",
    "PORT", "LLM_URL", "LLM_MODEL", "LLM_KEY", "LLM_FOR", "LLM_SECONDS", "FAULT_CONTACT", "PATH", "LICENCE",
)  # fmt: skip
_CHECKOUT = Path(corpus.__file__).parent.parent
_SHIPPED = _CHECKOUT / "corpus" / "documents"
_INSTALLED = not (_CHECKOUT / "pyproject.toml").is_file()


class SettingError(Exception):
    """A setting has a value that can't be used; the text says which and what to do."""


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


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings in an environment, defaults where it says nothing; raises ``SettingError``."""
    given = {name: environ.get(PREFIX + name) or None for name in NAMES}
    data = Path(given["DATA"] or (_home_data(environ) if _INSTALLED else _CHECKOUT / "data"))
    model = _model(given["LLM_URL"], given["LLM_MODEL"], given["LLM_KEY"], given["LLM_SECONDS"])
    uses = _uses(given["LLM_FOR"])
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
        path=_path(given["PATH"] or ""),
        licence=_licence(given["LICENCE"]),
        model_prompts=_prompts(given["MODEL"], given["MODEL_QUERY_PROMPT"], given["MODEL_PASSAGE_PROMPT"]),
    )


def _home_data(environ: Mapping[str, str]) -> Path:
    """Where programs that were installed keep their data for a person (XDG Base Directory Specification)."""
    home = Path(environ.get("HOME") or Path.home())
    return Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "planassistent"


def port_number(text: str) -> int:
    """A port to listen on; raises ``SettingError`` for what is none."""
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:6]) < 65536):
        raise SettingError(f"the port is {text[:20]!r}; give a number between 1 and 65535")
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
