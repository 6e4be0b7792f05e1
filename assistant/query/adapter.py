"""A query that the records answer → the shape that answers, conversations and the page still carry."""

from dataclasses import replace

from assistant.query.types import Query
from assistant.query.understand import Understood
from corpus.types import Catalogue


def understood_of(query: Query, catalogue: Catalogue, *, before: Understood | None = None) -> Understood:
    """What a query asks for; ``before`` is the same part of the question as the search by meaning reads it."""
    c, scope = query.conditions, query.scope
    programme = scope.programmes[0] if len(scope.programmes) == 1 else None
    span = scope.period or next((p.period for p in catalogue.programmes if p.id == programme), None)
    return replace(
        before or Understood("list", text=query.text),
        organisations=c.organisations,
        goals=c.goals,
        kinds=c.kinds,
        statuses=c.statuses,
        documents=scope.documents,
        programme=programme,
        period=f"{span[0]}-{span[1]}" if span else None,
        years=c.years,
        owners=c.organisations,
        excluded=c.excluded_organisations,
        choices=query.choices,
        unknown=query.unknown,
        rest=query.topic,
        wants_none=query.operation == "who_lacks",
        language=query.language,
    )
