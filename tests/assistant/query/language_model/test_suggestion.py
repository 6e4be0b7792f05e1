"""A language model that is asked for the query: what is named binds, and a bad reply changes nothing."""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import pytest

from assistant.compose.language_model.endpoint import completed
from assistant.query.language_model.suggestion import checked, messages, reply_schema
from assistant.query.parse import Reader, parse
from assistant.query.reading import queries_of
from assistant.query.types import Conditions, FieldCondition, Query
from corpus.ingest import Collection
from eval.measures.strangers.understanding import responsible_units
from tests.language_models import GIVEN_UP, Reply, says, send, serving

KUF = "kulturforvaltningen"
QUESTION = "kulturförvaltningen mål 4 blixtsnabb noll"
NAMED = {"organisations": [KUF], "goals": [4]}
LACKS = {"operation": "list", "subject": "activity", "quantifier": "whether", "conditions": NAMED, "topic": []}


@pytest.fixture(scope="session")
def reads(collection: Collection) -> Reader:
    return Reader(collection.catalogue, responsible_units(collection), knows=lambda word: word == "stod")


@contextmanager
def helped(reads: Reader, reply: Reply) -> Iterator[tuple[Reader, list[dict[str, object]]]]:
    """A reader that asks a model which answers in this way, and what the model was asked."""
    with serving(reply) as (endpoint, asked):
        yield replace(reads, complete=lambda said, schema: completed(endpoint.complete, said, schema)), asked


def test_without_a_model_nothing_is_asked(reads: Reader) -> None:
    """The grammar's query stands."""
    assert parse(QUESTION, reads).operation == "find"


def test_a_model_says_what_is_asked_for_where_the_grammar_is_unsure(reads: Reader) -> None:
    """Also with talk around its JSON; the question's own conditions stay."""
    with helped(reads, says(f"Visst:\n```json\n{json.dumps(LACKS)}\n```")) as (reader, asked):
        query = parse(QUESTION, reader)
    assert len(asked) == 1
    form = asked[0]["response_format"]
    assert form == {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": reply_schema()}}
    assert (query.operation, query.quantifier, query.topic) == ("list", "whether", ())
    assert query.conditions == Conditions(organisations=(KUF,), goals=(4,))
    assert query.text == QUESTION


def test_a_model_is_asked_once_and_what_a_search_weighs_stays(reads: Reader) -> None:
    """Of the whole question, not of its parts again; its reply has no say on anything but the query."""
    said = {**LACKS, "need": {"terms": ["hundar"]}}
    with helped(reads, says(json.dumps(said))) as (reader, asked):
        (query,) = queries_of(QUESTION, reader)
    assert len(asked) == 1
    assert query.operation == "list"
    assert query.need.terms == parse(QUESTION, reads).need.terms


def test_a_model_is_not_asked_where_the_grammar_is_sure(reads: Reader) -> None:
    """Nor about a search on a subject."""
    with helped(reads, says(json.dumps(LACKS))) as (reader, asked):
        parse("Vilka aktiviteter har kulturförvaltningen under mål 4?", reader)
        parse("Vad gör kulturförvaltningen om stöd?", reader)
    assert asked == []


@pytest.mark.parametrize(
    "reply",
    [
        says("Jag vet inte."),
        says("{"),
        says("[" * 5000),
        says('{"operation": "drop", "conditions": {}}'),
        says(json.dumps({**LACKS, "conditions": {}})),
        says(json.dumps({**LACKS, "conditions": {**NAMED, "goals": [5]}})),
        says(json.dumps({**LACKS, "conditions": {**NAMED, "organisations": ["mkb-fastighets-ab"]}})),
        says(json.dumps({**LACKS, "conditions": {**NAMED, "statuses": ["completed"]}})),
        says(json.dumps({**LACKS, "conditions": {**NAMED, "activities": ["x"]}})),
        says(json.dumps({**LACKS, "topic": ["hundar"]})),
        says(json.dumps({**LACKS, "scope": {"programmes": ["kvinnofrid-2016-2018"]}})),
        lambda handler: send(handler, b"", status=500),
    ],
    ids=[
        "no json", "half", "deep", "unknown operation", "no conditions", "another goal", "another organisation",
        "a status", "records", "another subject", "another programme", "an error",
    ],
)  # fmt: skip
def test_a_wrong_or_hostile_reply_changes_nothing(reply: Reply, reads: Reader) -> None:
    """The grammar's query stands."""
    with helped(reads, reply) as (reader, _):
        assert parse(QUESTION, reader) == parse(QUESTION, reads)


def test_a_slow_model_changes_nothing(reads: Reader) -> None:
    """And isn't waited for beyond its limit."""
    started = time.monotonic()
    with helped(reads, lambda handler: time.sleep(60)) as (reader, _):
        assert parse(QUESTION, reader) == parse(QUESTION, reads)
    assert time.monotonic() - started < GIVEN_UP


def test_a_subject_that_documents_have_is_not_left_out(reads: Reader) -> None:
    """Of the words of the subject only those may go that no document has."""
    query = Query(conditions=Conditions(goals=(4,)), topic=("stod", "blixtsnabb"))
    said = {"operation": "list", "subject": "activity", "conditions": {"goals": [4]}}
    assert checked(json.dumps({**said, "topic": []}), query, reads.knows) is None
    kept = checked(json.dumps({**said, "topic": ["stöd"]}), query, reads.knows)
    assert kept is not None
    assert (kept.operation, kept.topic) == ("list", ("stod",))


def test_a_field_may_be_added_and_none_with_a_value(reads: Reader) -> None:
    """Whether it is there is counted; what it says would be the model's word."""
    query = Query(conditions=Conditions(goals=(4,)))
    missing = {"field": "timeline", "present": False}
    said = {"operation": "list", "subject": "activity", "conditions": {"goals": [4], "fields": [missing]}}
    found = checked(json.dumps(said), query, reads.knows)
    assert found is not None
    assert found.conditions.fields == (FieldCondition("timeline", present=False),)
    said["conditions"] = {"goals": [4], "fields": [{**missing, "value": "2024"}]}
    assert checked(json.dumps(said), query, reads.knows) is None


def test_the_model_is_told_the_names_and_the_question_apart(reads: Reader) -> None:
    """The catalogue in what it is told, the question alone in what it is asked."""
    told: Sequence[dict[str, str]] = messages(QUESTION, reads.catalogue)
    assert KUF in told[0]["content"]
    assert QUESTION not in told[0]["content"]
    assert told[1]["content"].strip() == f"Fråga: {QUESTION}"


def test_a_reply_in_the_form_of_the_schema_is_a_query(reads: Reader) -> None:
    """With all its fields, empty where the question says nothing of them."""
    empty: dict[str, list[str]] = {name: [] for name in reply_schema()["properties"]["conditions"]["properties"]}
    said = {**LACKS, "group_by": None, "conditions": {**empty, **NAMED}}
    assert set(said) == set(reply_schema()["required"])
    with helped(reads, says(json.dumps(said))) as (reader, _):
        assert parse(QUESTION, reader).operation == "list"
