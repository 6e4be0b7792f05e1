"""A language model's say, where one is asked, on whether the passages that a search found answer.

It can make an answer uncertain and put the passages that answer first, and nothing else: it never makes an answer of
what the verdict holds for uncertain, and no word of it is shown. Where it gives nothing in time, or what isn't right,
the findings are what they were.
"""

import json
import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

from assistant.answerability.judge import near_passages
from assistant.compose.language_model.endpoint import NoText
from assistant.compose.language_model.messages import numbered_messages
from assistant.retrieve.records import Records
from assistant.types import Finding, Verdict

log = logging.getLogger("planassistent")

_LOOKED_AT = 5  # passages
_SCHEMA = {
    "type": "object",
    "properties": {"answers": {"type": "array", "items": {"type": "integer"}}},
    "required": ["answers"],
    "additionalProperties": False,
}


class VerdictModel(Protocol):
    """What says which passages answer: an address (``Endpoint``)."""

    @property
    def limit(self) -> float:
        """Seconds that a question may take in all."""
        ...

    def complete(
        self, messages: Sequence[dict[str, str]], *, schema: dict[str, Any] | None = None, limit: float | None = None
    ) -> str:
        """What the model writes, by a JSON schema where it knows them; raises ``NoText``."""
        ...


def with_model_verdict(
    question: str, findings: Sequence[Finding], model: VerdictModel, records: Records
) -> list[Finding]:
    """The findings as the model leaves them; those that the records or comparisons decide stay as they are."""
    ends = time.monotonic() + model.limit
    found = []
    for finding in findings:
        asked = finding.way == "search" and finding.outcome in ("answered", "uncertain") and not finding.coverage
        left = ends - time.monotonic()
        chosen = _chosen(finding.query.text or question, finding, model, records, left) if asked and left > 0 else None
        found.append(finding if chosen is None else _by_choice(finding, chosen, records))
    return found


def _chosen(
    question: str, finding: Finding, model: VerdictModel, records: Records, limit: float
) -> tuple[int, ...] | None:
    """The places among the hits of those that answer, best first; None where the model says nothing usable."""
    passages = [hit.passage for hit in finding.hits[:_LOOKED_AT]]
    if not passages:
        return None
    try:
        text = model.complete(
            numbered_messages("verdict.jinja", question, passages, records), schema=_SCHEMA, limit=limit
        )
        numbers = json.loads(text[text.find("{") : text.rfind("}") + 1])["answers"]
    except NoText as error:
        log.warning("the language model gave no verdict, so ours stands: %s", error)
        return None
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        log.warning("the language model's verdict is no JSON as asked for, so ours stands: %s", type(error).__name__)
        return None
    if not isinstance(numbers, list) or any(type(n) is not int or not 1 <= n <= len(passages) for n in numbers):
        log.warning("the language model's verdict names passages that there aren't, so ours stands")
        return None
    return tuple(dict.fromkeys(number - 1 for number in numbers))


def _by_choice(finding: Finding, chosen: tuple[int, ...], records: Records) -> Finding:
    if chosen:
        others = [hit for place, hit in enumerate(finding.hits) if place not in chosen]
        return replace(finding, hits=(*(finding.hits[place] for place in chosen), *others))
    if finding.outcome == "uncertain":
        return finding
    near = near_passages(finding.query, finding.hits, records)
    before = finding.verdict.log_odds if finding.verdict else None
    verdict = Verdict("uncertain", near[0].reason, before, near)
    hits = tuple(entry.hit for entry in near)
    return replace(finding, outcome="uncertain", hits=hits, activities=(), city_wide=(), verdict=verdict)
