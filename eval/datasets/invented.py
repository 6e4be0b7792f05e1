"""Activities of invented plans, each with four questions in as many manners.

They were written for training an adapter (see the changelog), before anybody had tried to answer them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.datasets import DATA

_UNDER_A_GOAL = 40


@dataclass(frozen=True)
class Invented:
    """An activity and what is asked about it, a question of each of ``eval.measures.invented.KINDS``."""

    title: str
    body: str
    responsible: str
    questions: tuple[str, ...]


def invented() -> list[Invented]:
    """All of them, in the order of their files."""
    return list(_read())


def invented_plan(path: Path) -> tuple[str, str]:
    """A file's activities as one plan in Markdown, and the municipality of the last one."""
    activities = list(_of_file(path))
    return plan_of(activities), activities[-1].responsible.split()[-1].strip(",.")


def _read() -> Iterator[Invented]:
    for path in sorted((DATA / "invented").glob("*.txt")):
        yield from _of_file(path)


def _of_file(path: Path) -> Iterator[Invented]:
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        first, *questions = block.strip().split("\n")
        responsible, *_, title, body = (part.strip() for part in first.split("›"))
        yield Invented(title, body, responsible, tuple(questions))


def plan_of(activities: list[Invented]) -> str:
    """One plan of them all, as Markdown."""
    lines = ["# Handlingsplan 2024–2027", ""]
    for number, activity in enumerate(activities):
        goal, place = number // _UNDER_A_GOAL + 1, number % _UNDER_A_GOAL + 1
        if place == 1:
            lines += [f"## Mål {goal}: Ett tryggt liv, del {goal}", ""]
        lines += [f"### Aktivitet {goal}.{place}: {activity.title}", "", activity.body, ""]
        lines += [f"Ansvarig: {activity.responsible}", ""]
    return "\n".join(lines)
