"""Passages and activities → Markdown, as another assistant's model and its user read them."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.exports.answers import plain
from assistant.exports.reply import help_line, help_text, place_link
from assistant.schemas.asking import HelpLineOut, HelpOut
from assistant.schemas.labels import KIND_LABELS, STATUS_LABELS
from assistant.schemas.passages import PassageOut
from assistant.schemas.records import ActivityOut


def passages_text(
    passages: Sequence[PassageOut],
    *,
    base: str | None,
    help_first: HelpOut | None = None,
    line_first: HelpLineOut | None = None,
) -> str:
    """Passages by number; the help alone where someone seems to be in danger, the line above them in doubt."""
    if help_first:
        return help_text(help_first) + "\n"
    parts = [help_line(line_first)] if line_first else []
    parts.append(f"**{_words()['found']}**" if passages else _words()["nothing"])
    parts += [f"[{passage.rank}] {passage_text(passage, base=base)}" for passage in passages]
    return "\n\n".join(parts) + "\n"


def passage_text(passage: PassageOut, *, base: str | None) -> str:
    """A passage as a quotation under its reference, with its id."""
    quoted = "\n".join(f"> {line}".rstrip() for line in plain(passage.quotation).splitlines())
    return f"{plain(passage.reference)} ({place_link(passage, base)}, id {passage.id})\n\n{quoted}"


def list_text(activities: Sequence[ActivityOut], total: int) -> str:
    """One line an activity, under how many they are."""
    rows = [f"- {plain(entry.title)} ({plain(_where(entry))}, id {entry.id})" for entry in activities]
    return "\n".join([_words()["of_all"].format(shown=len(activities), total=total), "", *rows]) + "\n"


def activity_text(
    activity: ActivityOut, passages: Sequence[PassageOut], reports: Sequence[ActivityOut], *, base: str | None
) -> str:
    """What a plan says of an activity, field by field, what is reported of it, and the passages that say so."""
    said = {
        "organisation": activity.organisation.name if activity.organisation else None,
        "goal": f"{activity.goal}: {activity.goal_title}" if activity.goal and activity.goal_title else activity.goal,
        "kind": KIND_LABELS[activity.kind],
        "status": STATUS_LABELS.get(activity.status or ""),
    }
    fields = ((label, said.get(name, getattr(activity, name))) for name, label in _labels().items())
    rows = [f"- {label}: {plain(str(value))}" for label, value in fields if value]
    reported = [f"- {plain(report.results or report.title)}" for report in reports]
    parts = [f"**{plain(activity.title)}**", "\n".join(rows)]
    parts += [f"**{_words()['reported']}**", "\n".join(reported)] if reported else []
    parts += [f"**{_words()['sources']}**", *(passage_text(passage, base=base) for passage in passages)]
    return "\n\n".join(parts) + "\n"


def _where(activity: ActivityOut) -> str:
    owner = activity.organisation.name if activity.organisation else None
    goal = f"mål {activity.goal}" if activity.goal else None
    return ", ".join(filter(None, (owner, goal, KIND_LABELS[activity.kind])))


@cache
def wording() -> dict[str, Any]:
    """``prompts/tools.toml``."""
    return tomllib.loads((files("prompts") / "tools.toml").read_text(encoding="utf-8"))


def _words() -> dict[str, str]:
    words: dict[str, str] = wording()["words"]
    return words


def _labels() -> dict[str, str]:
    labels: dict[str, str] = wording()["fields"]
    return labels
