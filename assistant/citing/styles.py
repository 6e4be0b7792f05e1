"""A reference → what the systems of Swedish guides have of it: APA 7, Oxford with footnotes, Harvard.

Each is a template of ``prompts/`` with two texts. The year is of decision or publication, never the years that a plan
is for; an address has the day on which it was read.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

from assistant.citing.reference import Reference, cite_words, reference_word
from corpus.swedish.dates import MONTHS

STYLES = ("apa", "oxford", "harvard")


@dataclass(frozen=True)
class StyledReference:
    """A reference in one system: the whole ``entry``, and the ``short`` one that goes with it, each with its label."""

    style: str
    name: str
    entry_label: str
    entry: str
    short_label: str
    short: str

    @property
    def text(self) -> str:
        """Both, on lines of their own."""
        return f"{self.entry}\n{self.short}"


def styled(source: Reference, style: str) -> StyledReference:
    """A reference in the system of this name."""
    day = source.accessed
    text = (
        _environment()
        .get_template(f"cite-{style}.jinja")
        .render(
            author=source.author,
            title=source.title,
            part=source.part,
            publisher=source.publisher,
            year=source.issued[:4] if source.issued else reference_word("no_year_short"),
            number=source.number,
            place=source.place,
            url=source.url if day else None,
            accessed=f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else None,
            accessed_iso=day.isoformat() if day else None,
            machine_read=reference_word("machine_read") if source.machine_read else None,
        )
    )
    entry, short = (" ".join(part.split()) for part in text.strip().split("\n\n"))
    words = cite_words()["styles"][style]
    return StyledReference(style, words["name"], words["entry"], entry, words["short"], short)


@cache
def _environment() -> Environment:
    folder = files("prompts")
    return Environment(
        loader=FunctionLoader(lambda name: (folder / name).read_text(encoding="utf-8")),
        undefined=StrictUndefined,
        autoescape=False,  # plain text: the page escapes what it shows
    )
