"""A question → whether it names what no document has."""

from assistant.query.types import Query
from assistant.retrieve.records import Records


def has_unknown_name(asked: Query, records: Records) -> bool:
    """Whether something is written as a name, within a sentence, that no document has in any form.

    In a long letter a name may stand by the way, so that this is doubt and no refusal.
    """
    return not all(
        records.contains_phrase(name) if " " in name else records.words.knows(name) for name in asked.need.names
    )
