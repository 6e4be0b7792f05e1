"""The collection as open data: its description for data portals, and its activities with what their columns mean."""

import io
import json
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from assistant.compose.structural.records import count_text
from assistant.exports.activities import write_csv
from assistant.exports.dcat import Publication, dcat_catalogue, rdf_xml
from assistant.exports.open_data import csv_metadata, linked_activities, open_data_words
from assistant.exports.origin import filters_text, origin
from assistant.query.filters import listed
from assistant.schemas.records import activity_out
from assistant.web.dependencies import TheAssistant, TheService
from assistant.web.paths import proxy_path, site_of
from assistant.web.render import WithoutEmpty
from corpus.types import Activity

open_data = APIRouter()
_METADATA = "/oppna-data/aktiviteter.csv-metadata.json"


TheFilters = Annotated[WithoutEmpty, Query()]


@open_data.get("/datasets/dcat", response_class=Response)
def catalogue(request: Request, service: TheService, assistant: TheAssistant) -> Response:
    """The collection described as DCAT-AP-SE has it: RDF/XML, or JSON-LD for who accepts that."""
    found = dcat_catalogue(assistant.index, _publication(request, service))
    if "application/ld+json" in request.headers.get("accept", ""):
        answer = _json(found, "application/ld+json")
        answer.headers["Vary"] = "Accept"
        return answer
    return Response(rdf_xml(found), media_type="application/rdf+xml", headers={"Vary": "Accept"})


@open_data.get("/oppna-data/aktiviteter.csv", response_class=Response)
def activities_csv(assistant: TheAssistant, query: TheFilters, request: Request) -> Response:
    """The activities that the filters allow, as CSV; a link leads to what its columns mean."""
    index, filters = assistant.index, query.to_filters()
    records = [activity_out(entry, index) for entry in listed(filters, "", index)]
    text = io.StringIO(newline="")
    made_of = origin(filters_text(filters), index, made=date.today(), count=count_text(records))
    write_csv(records, text, made_of)
    place = f"{proxy_path(request.scope)}{_METADATA}"
    link = f'<{place}>; rel="describedby"; type="application/csvm+json"'
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8; header=present", headers={"Link": link})


@open_data.get(_METADATA, response_class=Response)
def metadata(request: Request, service: TheService, assistant: TheAssistant) -> Response:
    """What the columns of the activities' CSV mean (CSV on the Web)."""
    published, owner = _publication(request, service), assistant.index.collection.catalogue.municipality
    title = open_data_words()["dataset"]["title"]
    url = f"{published.base}/oppna-data/aktiviteter.csv"
    found = csv_metadata(url, title=title, publisher=owner, licence=published.licence)
    return _json(found, "application/csvm+json")


@open_data.get("/oppna-data/aktiviteter.jsonld", response_class=Response)
def activities_linked(request: Request, service: TheService, assistant: TheAssistant, query: TheFilters) -> Response:
    """The activities that the filters allow, as linked data: each an Action (schema.org)."""
    index, records = assistant.index, assistant.records
    found: list[Activity] = listed(query.to_filters(), "", index)
    evidence = {entry.id: records.evidence([entry]) for entry in found}
    base = _publication(request, service).base
    return _json(linked_activities(found, evidence, index, base=base), "application/ld+json")


def _publication(request: Request, service: TheService) -> Publication:
    return Publication(site_of(request), service.licence, service.fault_contact)


def _json(value: dict[str, Any], media_type: str) -> Response:
    return Response(json.dumps(value, ensure_ascii=False, indent=1), media_type=media_type)
