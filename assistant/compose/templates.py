"""Templates of ``prompts/`` → sentences. The wording lies there, where whoever answers for it can read it."""

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from assistant.compose.phrasing import listing, opening

_NUMBERS = ("Noll", "En", "Två", "Tre", "Fyra", "Fem", "Sex", "Sju", "Åtta", "Nio", "Tio", "Elva", "Tolv")


def rendered(template: str, **values: Any) -> str:
    """A template filled in, on one line."""
    return " ".join(filled(template, **values).split())


def filled(template: str, **values: Any) -> str:
    """A template filled in, with its line breaks."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    folder = files("prompts")
    environment = Environment(
        loader=FunctionLoader(lambda name: (folder / name).read_text(encoding="utf-8")),
        undefined=StrictUndefined,
        autoescape=False,  # plain text: the page escapes what it shows
    )
    environment.filters["number"] = lambda n: _NUMBERS[n] if n < len(_NUMBERS) else str(n)
    environment.filters["listing"] = listing
    environment.filters["opening"] = opening
    environment.filters["said_as"] = lambda keys, words: [words[key] for key in keys]
    environment.filters["ended"] = lambda text: text if text.endswith((".", "!", "?", "…", ":")) else f"{text}."
    return environment
