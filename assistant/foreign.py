"""An answer to a question in another language than Swedish → what is said of it in that language."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.language import RIGHT_TO_LEFT
from assistant.sets import Outcome


@dataclass(frozen=True)
class Notice:
    """What is said of an answer to a question in another language, in that language."""

    language: str
    right_to_left: bool
    text: str


def notice_for(language: str, outcome: Outcome) -> Notice | None:
    """The notice for an answer; None in Swedish."""
    if language not in notices():
        return None
    words = notices()[language]
    said = [words.get("badly", ""), words[outcome if outcome in words else "answered"]]
    return Notice(language, language in RIGHT_TO_LEFT, " ".join(entry for entry in said if entry))


@cache
def notices() -> dict[str, dict[str, str]]:
    """The notices, by language and outcome."""
    return tomllib.loads((files("prompts") / "languages.toml").read_text(encoding="utf-8"))
