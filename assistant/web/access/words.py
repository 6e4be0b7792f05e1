"""``prompts/access.toml``: what is said of logging in."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def access_words() -> dict[str, Any]:
    """By table, what is said."""
    return tomllib.loads((files("prompts") / "access.toml").read_text(encoding="utf-8"))
