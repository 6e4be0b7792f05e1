"""The API against its own description, by generated requests: schemathesis, with all its checks."""

from typing import Any

import pytest

from assistant.service import Service
from assistant.web.api import create_app

_EXAMPLES = 12  # of each kind for each operation: all together stay within a minute
# Which organisations there are, or that a question has to have words, is more than a schema says: 422.
_TAKEN = ["2xx", "404", "422"]
_OPERATIONS = 20  # that there are at least


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["POSITIVE", "NEGATIVE"], ids=["as described", "otherwise"])
def test_the_api_is_as_it_describes_itself(service: Service, mode: str) -> None:
    """Status codes, bodies, headers and content types; what is malformed is refused, what is missing isn't found."""
    schemathesis = pytest.importorskip("schemathesis")
    hypothesis = pytest.importorskip("hypothesis")
    taken = {"checks": {"positive_data_acceptance": {"expected-statuses": _TAKEN}}}
    config = schemathesis.config.SchemathesisConfig.from_dict(taken)
    description = schemathesis.openapi.from_asgi("/api/openapi.json", create_app(service), config=config)
    operations = [found.ok() for found in description.get_all_operations()]
    assert len(operations) >= _OPERATIONS
    bounded = hypothesis.settings(
        max_examples=_EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    faults = []
    for operation in operations:
        drawn = operation.as_strategy(generation_mode=schemathesis.GenerationMode[mode])
        try:
            bounded(hypothesis.given(drawn)(_answers))()
        except hypothesis.errors.Unsatisfiable:
            continue  # of an operation without parameters nothing can be asked otherwise
        except (Exception, BaseExceptionGroup) as error:
            faults.append(f"{operation.label}: {error}")
    assert not faults, "\n\n".join(faults)


def _answers(case: Any) -> None:
    case.call_and_validate(timeout=60)
