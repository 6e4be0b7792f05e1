"""The patterns of the grammar: none is left untried that would fit."""

import json

import pytest

from assistant.query.recognise.annotation import shape_of
from assistant.query.recognise.grammar import PatternList, beginnings, condition_patterns, cue_patterns
from corpus.swedish.text import words_of
from eval.datasets import DATA


@pytest.mark.parametrize(
    ("pattern", "starts"),
    [
        (r"\b(?:vilka|vem)s?\b", {"vi", "ve"}),
        (r"^(?:och )?hur\b", {"oc", "hu"}),
        (r"\b(?:e|ar) med", {"e ", "ar"}),
        (r"\bx[ab]c", {"xa", "xb"}),
        (r"\bx\w+", {"x"}),
        (r"\b(?:hur)* sen", set()),  # may begin with a space
        (r"\b\w+lista", set()),
    ],
)
def test_a_pattern_tells_what_its_matches_begin_with(pattern: str, starts: set[str]) -> None:
    """Nothing where any word may begin one."""
    assert beginnings(pattern, 2) == starts


@pytest.mark.parametrize("patterns", [cue_patterns(), condition_patterns()], ids=["cues", "conditions"])
def test_what_is_left_untried_would_not_fit(patterns: PatternList) -> None:
    """The annotations of questions are those of trying each pattern on each."""
    rows = [
        json.loads(line)
        for path in sorted((DATA / "records" / "dev").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    for row in rows:
        shape = shape_of(words_of(row["question"]), [])
        tried = [e for p in patterns for e in shape.find(p.slot, p.value, p.expression, p.certainty)]
        assert list(patterns.annotations(shape)) == tried
