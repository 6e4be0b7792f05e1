"""A question → the organisations and goals that it names. What it doesn't name stays open."""

import re
from dataclasses import dataclass

from corpus.headings import fold
from corpus.types import Catalogue

_GOAL = re.compile(r"\b(?:inriktnings)?mal(?:et)?\s+(\d{1,2})\b")


@dataclass(frozen=True)
class Understood:
    """What a question names: ids of organisations and numbers of goals, in the order of the catalogue."""

    organisations: tuple[str, ...]
    goals: tuple[int, ...]


def understand(question: str, catalogue: Catalogue) -> Understood:
    """What a question names in so many words: "serviceförvaltningen … mål 3" → (that one, 3)."""
    text = f" {fold(question)} "
    organisations = tuple(
        organisation.id
        for organisation in catalogue.organisations
        if any(
            f" {fold(name)}{ending} " in text
            for name in (
                organisation.name,
                organisation.board,
                organisation.abbreviation,
                *organisation.other_names,
            )
            for ending in ("", "s")
            # An abbreviation that is an ordinary word has to be written as the abbreviation.
            if name != organisation.abbreviation or re.search(rf"\b{re.escape(name)}", question)
        )
    )
    known = {goal.number for programme in catalogue.programmes for goal in programme.goals}
    goals = tuple(sorted({int(number) for number in _GOAL.findall(text)} & known - {None}))
    return Understood(organisations, tuple(goal for goal in goals if goal is not None))
