"""A finding that is no sure answer → what is said of it: why, where was searched, and which words are missing."""

import tomllib
from functools import cache
from importlib.resources import files

from assistant.compose.phrasing import in_sentence, listing
from assistant.retrieve.records import Records
from assistant.types import Finding, Reason
from corpus.swedish.text import words_of

_WORDS = 3  # of the question's, that are named
_PLACES = {"uncertain": "answer", "nothing_found": "nothing"}


def in_doubt(finding: Finding, records: Records) -> dict[str, object]:
    """What the summary's template says of a finding that is uncertain, or in which nothing was found."""
    if finding.verdict is None or finding.outcome not in _PLACES:
        return {"why": None, "searched": _searched(finding, records), "lacking": [], "known": []}
    if finding.verdict.reason != "another_subject":
        why = _sentences()[_PLACES[finding.outcome]].get(finding.verdict.reason)
        return {"why": why, "searched": _searched(finding, records), "lacking": [], "known": []}
    rest = {entry for word in finding.query.need.terms for entry in word.split("|")}
    said = [word for word in words_of(finding.query.text) if word.folded in rest]
    lacking = [f"”{word.written}”" for word in said if not records.words.knows(word.folded)]
    known = [f"”{word.written}”" for word in said if records.words.knows(word.folded)]
    return {
        "why": _sentences()[_PLACES[finding.outcome]].get(finding.verdict.reason),
        "searched": _searched(finding, records),
        "lacking": list(dict.fromkeys(lacking))[:_WORDS],
        "known": list(dict.fromkeys(known))[:_WORDS],
    }


def doubt_of(reason: Reason) -> str:
    """The sentence by a passage that is no sure answer."""
    return _sentences()["passage"][reason]


def _searched(finding: Finding, records: Records) -> str:
    owners = [records.index.organisations[entry] for entry in finding.query.owners]
    if owners:
        return f"det som {listing([in_sentence(entry) for entry in owners])} har i dokumenten"
    count = sum(document.superseded_by is None for document in records.index.collection.documents)
    return f"{count} dokument" if count > 1 else "det dokument som är inläst"


@cache
def _sentences() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("prompts") / "reasons.toml").read_text(encoding="utf-8"))
