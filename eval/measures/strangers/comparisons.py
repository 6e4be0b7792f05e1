"""Comparisons by topic, by people who haven't seen the program → who is said to have it, and who not."""

from dataclasses import dataclass
from typing import Literal

from assistant.answer import Assistant
from assistant.compose.answer import Answer
from eval.datasets.questions import Row, split_rows
from eval.intervals import Share, total
from eval.markdown import table


@dataclass(frozen=True)
class ComparisonScore:
    """What one question got: whether all were compared, and of organisations and activities how many are right."""

    writer: str
    compared: bool
    right_level: Share
    said_to_lack: Share
    found: Share


def comparisons_table(assistant: Assistant, split: Literal["dev", "test"]) -> str:
    """By writer: questions that reach a comparison, organisations in the right level, recall at R of activities.

    ``has`` and ``unclear`` of a row are abbreviations; whoever is unclear counts neither way. ``said to lack`` are of
    those that have it; one that isn't compared is said nothing of, and isn't right.
    """
    scores = [_scored(row, assistant.answer(row["question"]), assistant) for row in split_rows("comparisons", split)]
    groups = {writer: [one for one in scores if one.writer == writer] for writer in sorted({s.writer for s in scores})}
    groups["all"] = scores
    return table(
        ["writer", "questions", "compared", "right level", "said to lack what they have", "activities, recall at R"],
        [
            [
                writer, str(len(own)), str(Share(sum(one.compared for one in own), len(own))),
                *(str(total(getattr(one, name) for one in own)) for name in ("right_level", "said_to_lack", "found")),
            ]
            for writer, own in groups.items()
        ],
    )  # fmt: skip


def _scored(row: Row, answer: Answer, assistant: Assistant) -> ComparisonScore:
    short = {entry.id: entry.abbreviation for entry in assistant.index.organisations.values()}
    excepted = {
        short[entry] for finding in answer.findings for entry in finding.query.conditions.excluded_organisations
    }
    asked_of = {short[entry] for entry in assistant.records.with_plan} - excepted
    coverage = answer.coverage
    has = {short[entry] for entry in coverage.has} if coverage else set()
    lacks = {short[entry] for entry in coverage.has_not} if coverage else set()
    owed = set(row["has"]) - excepted
    none = asked_of - owed - set(row["unclear"])
    owed_activities = set(row["activities"])
    first = [entry for compared in answer.comparison if compared.level == "has" for entry in compared.activities]
    first = list(answer.activities or first)[: len(owed_activities)]
    return ComparisonScore(
        row["writer"],
        bool(answer.comparison) or coverage is not None,
        Share(len(owed & has) + len(none & lacks), len(owed | none)),
        Share(len(owed & lacks), len(owed)),
        Share(len(owed_activities & set(first)), len(owed_activities)),
    )
