"""Question files by stratum → how well questions are understood, sets are whole, and refusals are right."""

from collections.abc import Iterable, Sequence
from typing import Any

from assistant.answer import Assistant
from assistant.compose.answer import Answer
from assistant.query.filters import documents_of, organisations_of, period_of
from assistant.query.parse import Reader
from assistant.query.reading import queries_of
from assistant.query.types import Query
from corpus.types import Catalogue
from eval.datasets.derived import derived_lists
from eval.datasets.questions import Place, Row, hits, load_rows, places
from eval.intervals import Share, mean_of, share_of, total
from eval.markdown import table
from eval.measures.sets import comparisons, goal_lists

_FIELDS = ("intent", "organisations", "goals", "kinds", "statuses", "documents", "period", "ambiguous")


def understanding(rows: Sequence[Row], reader: Reader) -> dict[str, Share]:
    """For each field, and for all at once, in how many questions it was understood as it should be."""
    right = [understood_right(row, queries_of(row["question"], reader)[0], reader.catalogue) for row in rows]
    shares = {
        field: Share(sum(entry[field] for entry in right if field in entry), sum(field in entry for entry in right))
        for field in _FIELDS
    }
    return {**shares, "all of them": Share(sum(all(entry.values()) for entry in right), len(right))}


# The operations that each of the words by which questions were marked stands for.
_OPERATIONS: dict[str, tuple[str, ...]] = {
    "find": ("find", "define", "describe"),
    "commitment": ("find", "list"),
    "list": ("list", "find", "describe", "who_has"),
    "compare": ("compare", "who_has", "who_lacks", "most", "least"),
    "result": ("result", "status"),
}


def understood_right(row: Row, query: Query, catalogue: Catalogue) -> dict[str, bool]:
    """Field by field; ``<field>_may`` are values that are neither owed nor wrong."""
    c = query.conditions
    meant = {
        operation for word in (row["intent"], *row.get("intent_ok", ())) for operation in _OPERATIONS.get(word, (word,))
    }
    understood: dict[str, set[Any]] = {
        "organisations": set(organisations_of(query, catalogue)),
        "goals": set(c.goals), "kinds": set(c.kinds), "statuses": set(c.statuses),
        "documents": set(documents_of(query, catalogue)),
    }  # fmt: skip
    right = {
        "intent": query.operation in meant,
        "period": period_of(query, catalogue) == row["period"],
        "ambiguous": bool(query.choices) == row["ambiguous"],
    }
    for field in ("organisations", "goals", "kinds", "documents", "statuses"):
        if field in row:
            got, owed = understood[field], set(row[field])
            right[field] = owed <= got <= owed | set(row.get(f"{field}_may", ()))
    # "Egna eller gemensamma" are all there are.
    right["kinds"] = right["kinds"] or (not row["kinds"] and set(c.kinds) == {"own", "joint"})
    return right


def wrongly(rows: Iterable[Row], assistant: Assistant, *, outcome: str) -> tuple[Share, list[str]]:
    """In how many questions the outcome is not the one that is owed, and which."""
    rows = list(rows)
    if outcome == "nothing_found":
        wrong = [row["id"] for row in rows if assistant.answer(row["question"]).outcome == "answered"]
    else:
        wrong = [row["id"] for row in rows if assistant.answer(row["question"]).outcome == "nothing_found"]
    return Share(len(wrong), len(rows)), wrong


def asked_back(rows: Iterable[Row], assistant: Assistant) -> Share:
    """Of the questions whose words fit several organisations, how many are asked back with all of those."""
    answers = [(row, assistant.answer(row["question"])) for row in rows if row["ambiguous"]]
    return share_of(
        answer.outcome == "ambiguous" and set(row["choices"]) <= set(answer.choices) for row, answer in answers
    )


def in_parts(rows: Iterable[Row], assistant: Assistant) -> tuple[Share, Share]:
    """Of questions in parts: the parts that get what they are owed, and the questions of which all do."""
    right = []
    for row in rows:
        answer = assistant.answer(row["question"])
        right.append([_part_right(part, answer) for part in row["parts"]])
    return share_of(part for parts in right for part in parts), share_of(all(parts) for parts in right)


def _part_right(part: Row, answer: Answer) -> bool:
    """Whether one of the findings has the part's outcome and shows one of its places."""
    target: tuple[Place, ...] = tuple(places(part["gold"]))
    return any(
        finding.outcome == part["outcome"] and (not target or any(hits(hit.passage, target) for hit in finding.hits))
        for finding in answer.findings
    )


def strata_table(assistant: Assistant, split: str) -> str:
    """Every stratum of a split with its measures and their 95 % intervals."""
    questions = load_rows("understanding", split)
    understood = understanding(questions, assistant.records.reader)
    lists = goal_lists(load_rows("goal-lists", split), assistant)
    compared = comparisons(load_rows("comparisons", split), assistant)
    parts, whole = in_parts(load_rows("two-part", split), assistant)
    answered, _ = wrongly(load_rows("unanswerable", split), assistant, outcome="nothing_found")
    refused, _ = wrongly(load_rows("answerable", split), assistant, outcome="answered")
    rows = [("understanding", field, str(share)) for field, share in understood.items()]
    rows += [
        ("ambiguous", "asked back", str(asked_back(questions, assistant))),
        ("goal lists", "recall", mean_of(entry.recall for entry in lists)),
        ("goal lists", "precision", mean_of(entry.precision for entry in lists)),
        ("goal lists", "F1", mean_of(entry.f1 for entry in lists)),
        ("goal lists", "exactly complete", str(share_of(entry.exact for entry in lists))),
        ("comparisons", "recall at R", mean_of(entry.recall_at_r for entry in compared)),
        ("comparisons", "precision", mean_of(entry.precision for entry in compared)),
        ("comparisons", "organisations, recall", mean_of(entry.organisations_recall for entry in compared)),
        ("comparisons", "organisations, precision", mean_of(entry.organisations_precision for entry in compared)),
        ("comparisons", "organisations in the right one of has and has not", str(total(e.right for e in compared))),
        ("comparisons", "organisations that have it, said to have nothing", str(total(e.missed for e in compared))),
        ("in two parts", "parts right", str(parts)),
        ("in two parts", "both right", str(whole)),
        ("unanswerable", "false answers", str(answered)),
        ("answerable", "false refusals", str(refused)),
    ]
    return table(["stratum", "measure", "value"], rows)


def derived_table(assistant: Assistant) -> str:
    """Every organisation and goal in several wordings, against the gold of the structure."""
    rows = [(wording, str(share)) for wording, share in derived_lists(assistant).items()]
    return table(["wording", "exactly complete"], rows)
