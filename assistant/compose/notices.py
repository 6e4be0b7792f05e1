"""An answer to a question in another language than Swedish → what is said of it in that language."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.compose.points import source_and_years, source_owner
from assistant.compose.templates import rendered
from assistant.query.language import RIGHT_TO_LEFT
from assistant.types import Finding, Outcome
from corpus.types import Passage
from index.storage.store import Index

# The languages in which it is also said what was found, by their templates in ``prompts/``.
_OUTCOMES = {"en": "outcome-en.jinja"}


@dataclass(frozen=True)
class Notice:
    """What is said of an answer to a question in another language, in that language."""

    language: str
    right_to_left: bool
    text: str


def notice_for(
    language: str, outcome: Outcome, findings: Sequence[Finding] = (), index: Index | None = None
) -> Notice | None:
    """The notice for an answer: what was found, where the language has words for it, and how far to trust it.

    None in Swedish.
    """
    if language not in notices():
        return None
    words = notices()[language]
    found = [_found(finding, _OUTCOMES[language], index) for finding in findings if index and language in _OUTCOMES]
    said = [*found, words.get("badly", ""), words[outcome if outcome in words else "answered"]]
    return Notice(language, language in RIGHT_TO_LEFT, " ".join(entry for entry in said if entry))


def _found(finding: Finding, template: str, index: Index) -> str:
    """What was found for one part of a question, in a sentence; organisations keep their names."""

    def names(organisations: Sequence[str]) -> list[str]:
        return [index.organisations[entry].name for entry in organisations if entry in index.organisations]

    coverage, asked = finding.coverage, finding.query
    return rendered(
        template,
        outcome=finding.outcome,
        way=finding.way,
        wants_none=asked.operation == "who_lacks",
        goals=[str(goal) for goal in asked.conditions.goals],
        activities=len(finding.activities),
        has=names(coverage.has if coverage else ()),
        has_not=names(coverage.has_not if coverage else ()),
        unclear=names(coverage.unclear if coverage else ()),
        of=coverage.of if coverage else 0,
        choices=names(finding.choices),
        place=_place(finding.hits[0].passage, index) if finding.hits else None,
    )


def _place(passage: Passage, index: Index) -> dict[str, object]:
    owner = source_owner(passage, index)
    source, years = source_and_years(passage, index)
    return {
        "owner": owner.name if owner and passage.kind != "city-wide" else None,
        "source": source,
        "years": years,
        "goal": passage.goal,
    }


@cache
def notices() -> dict[str, dict[str, str]]:
    """The notices, by language and outcome."""
    return tomllib.loads((files("prompts") / "languages.toml").read_text(encoding="utf-8"))
