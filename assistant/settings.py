"""The environment → settings. Read once, by whoever starts the program."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import corpus
from index.fingerprint import BUNDLED

PREFIX = "PLANASSISTENT_"
_CHECKOUT = Path(corpus.__file__).parent.parent


class SettingError(Exception):
    """A setting has a value that can't be used; the text says which and what to do."""


@dataclass(frozen=True)
class Settings:
    """Where things lie and which model is used. Every path but ``documents`` is below ``data``."""

    documents: Path
    data: Path
    model: str
    model_revision: str | None
    host: str
    port: int


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings in an environment, defaults where it says nothing; raises ``SettingError``."""
    port = environ.get(f"{PREFIX}PORT", "8000")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise SettingError(f"{PREFIX}PORT is {port!r}; give a number between 1 and 65535")
    return Settings(
        documents=Path(environ.get(f"{PREFIX}DOCUMENTS", _CHECKOUT / "corpus" / "documents")),
        data=Path(environ.get(f"{PREFIX}DATA", _CHECKOUT / "data")),
        model=environ.get(f"{PREFIX}MODEL", BUNDLED),
        model_revision=environ.get(f"{PREFIX}MODEL_REVISION"),
        host=environ.get(f"{PREFIX}HOST", "127.0.0.1"),
        port=int(port),
    )
