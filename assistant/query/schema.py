"""``Query`` ↔ JSON: only what differs from the defaults is written, so that a query reads as what it asks."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from assistant.query.types import Conditions, CountCondition, FieldCondition, Query, Scope


def query_json(query: Query) -> dict[str, Any]:
    """A query as JSON values."""
    written: dict[str, Any] = _json(query)
    written.pop("need", None)  # read of the words, and not a slot of the schema
    return written


def query_from_json(data: Mapping[str, Any]) -> Query:
    """The query that ``query_json`` wrote; raises ``TypeError`` of a key that the schema doesn't have."""
    data = {key: _plain(value) for key, value in data.items()}
    if "scope" in data:
        data["scope"] = Scope(**{key: _plain(value) for key, value in data["scope"].items()})
    if "conditions" in data:
        given = {key: _plain(value) for key, value in data["conditions"].items()}
        if "fields" in given:
            given["fields"] = tuple(FieldCondition(**entry) for entry in given["fields"])
        if given.get("count"):
            given["count"] = CountCondition(**given["count"])
        data["conditions"] = Conditions(**given)
    if "sides" in data:
        data["sides"] = tuple(tuple(side) for side in data["sides"])
    return Query(**data)


def _json(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        made = {entry.name: _json(getattr(value, entry.name)) for entry in fields(value) if _differs(value, entry.name)}
        return made
    return [_json(entry) for entry in value] if isinstance(value, tuple) else value


def _differs(value: Any, name: str) -> bool:
    """Whether a field says something; operation and subject always do."""
    if name in ("operation", "subject", "field", "relation"):
        return True
    default = type(value)() if isinstance(value, Query | Conditions | Scope) else None
    if default is not None:
        return bool(getattr(value, name) != getattr(default, name))
    return getattr(value, name) is not None


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
