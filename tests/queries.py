"""Queries by hand, and what answers them."""

from assistant.answer import Assistant
from assistant.query.types import Conditions, Query
from assistant.retrieve.collection import collection_found
from assistant.retrieve.structured import asks_of_collection, records_found
from assistant.types import Finding

ASF = "arbetsmarknads-och-socialforvaltningen"
FSF = "funktionsstodsforvaltningen"
HVOF = "halsa-vard-och-omsorgsforvaltningen"
FSKF = "forskoleforvaltningen"
GRF = "grundskoleforvaltningen"
GYVF = "gymnasie-och-vuxenutbildningsforvaltningen"
FRI = "fritidsforvaltningen"
KUF = "kulturforvaltningen"
MF = "miljoforvaltningen"
SBK = "stadsbyggnadskontoret"
FGK = "fastighets-och-gatukontoret"
SEF = "serviceforvaltningen"
STK = "stadskontoret"
MKB = "mkb-fastighets-ab"
KVINNOFRID = "kvinnofrid-2016-2018"


def asked(operation: str, subject: str = "activity", **conditions: object) -> Query:
    """A query by hand; what is no condition is a part of the query itself."""
    own = {name: conditions.pop(name) for name in ("scope", "quantifier", "group_by", "defined") if name in conditions}
    return Query(operation, subject, conditions=Conditions(**conditions), **own)  # type: ignore[arg-type]


def found(query: Query, assistant: Assistant) -> Finding:
    """What answers it."""
    answer = collection_found if asks_of_collection(query) else records_found
    return answer(query, assistant.records)
