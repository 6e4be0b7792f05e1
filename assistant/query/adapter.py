"""A query → the shape that the topical search still reads."""

from assistant.query.recognise.intents import Intent
from assistant.query.types import Operation, Query
from assistant.query.understand import Understood
from corpus.types import Catalogue

_INTENTS: dict[Operation, Intent] = {
    "find": "find", "list": "list", "count": "count", "who_has": "list", "who_lacks": "list", "most": "list",
    "least": "list", "who": "who", "when": "when", "status": "result", "result": "result", "indicator": "find",
    "follow_up": "find", "plan_vs_followup": "plan_vs_followup", "compare": "compare", "define": "find",
    "describe": "find",
}  # fmt: skip


def understood_of(query: Query, catalogue: Catalogue) -> Understood:
    """What a query asks for, as the search by meaning and the memory of a conversation read it."""
    c, scope = query.conditions, query.scope
    programme = scope.programmes[0] if len(scope.programmes) == 1 else None
    span = scope.period or next((p.period for p in catalogue.programmes if p.id == programme), None)
    return Understood(
        intent=_INTENTS[query.operation],
        organisations=c.organisations,
        goals=c.goals,
        kinds=c.kinds,
        statuses=c.statuses,
        documents=scope.documents,
        programme=programme,
        period=f"{span[0]}-{span[1]}" if span and programme else None,
        years=c.years,
        owners=c.organisations,
        excluded=c.excluded_organisations,
        choices=query.choices,
        unknown=query.unknown,
        municipality=scope.municipalities,
        rest=query.topic,
        wants_none=query.operation == "who_lacks",
        language=query.language,
        text=query.text,
    )
