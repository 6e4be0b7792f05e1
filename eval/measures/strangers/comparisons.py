"""Comparisons by topic, by people who haven't seen the program → who is said to have it, and who not."""

import json
from dataclasses import dataclass
from typing import Any, Literal

from assistant.answer import Answer, Assistant
from eval.datasets import DATA
from eval.measures.intervals import Share
from eval.reports.markdown import table

Row = dict[str, Any]


@dataclass(frozen=True)
class ComparisonScore:
    """What one question got: whether all were compared, and of organisations and activities how many are right."""

    writer: str
    compared: bool
    right_level: Share
    said_to_lack: Share
    found: Share


def comparison_rows(split: Literal["dev", "test"]) -> list[Row]:
    """The questions of a split, with the abbreviations of those that have it and of whom it is unclear."""
    files = sorted((DATA / "comparisons" / split).glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line]


def comparisons_table(assistant: Assistant, split: Literal["dev", "test"]) -> str:
    """By writer: questions that reach a comparison, organisations in the right level, recall at R of activities.

    ``has`` and ``unclear`` of a row are abbreviations; whoever is unclear counts neither way. ``said to lack`` are of
    those that have it; one that isn't compared is said nothing of, and isn't right.
    """
    scores = [_scored(row, assistant.answer(row["question"]), assistant) for row in comparison_rows(split)]
    groups = {writer: [one for one in scores if one.writer == writer] for writer in sorted({s.writer for s in scores})}
    groups["all"] = scores
    return table(
        ["writer", "questions", "compared", "right level", "said to lack what they have", "activities, recall at R"],
        [
            [
                writer, str(len(own)), str(Share(sum(one.compared for one in own), len(own))),
                *(str(_sum([getattr(one, name) for one in own])) for name in ("right_level", "said_to_lack", "found")),
            ]
            for writer, own in groups.items()
        ],
    )  # fmt: skip


def _sum(shares: list[Share]) -> Share:
    return Share(sum(share.count for share in shares), sum(share.of for share in shares))


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
