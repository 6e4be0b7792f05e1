"""Open data, read back by others' readers: rdflib for the descriptions and linked data, csvw for the table."""

import csv
import io
from pathlib import Path

import pytest
from csvw import Table
from fastapi.testclient import TestClient
from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, Namespace, URIRef
from rdflib.compare import isomorphic

from assistant.answer import Assistant
from assistant.exports.activities import COLUMNS
from assistant.exports.open_data import open_data_words
from assistant.service import Service
from assistant.settings import SettingError, read_settings
from assistant.web.api import create_app

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
SITE = "http://testserver"
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
# What each class has to have, as the specification's example with what is obligatory has it, and the recommended
# properties that are known (github.com/diggsweden/DCAT-AP-SE, exempel/obligatoriskt.ttl and rekommenderat.ttl).
PROPERTIES = {
    DCAT.Catalog: (
        DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.dataset, DCTERMS.license, DCTERMS.language,
        FOAF.homepage,
    ),
    FOAF.Agent: (FOAF.name, DCTERMS.type),
    DCAT.Dataset: (
        DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.distribution, DCAT.contactPoint, DCAT.theme,
        DCAT.keyword, DCTERMS.temporal,
    ),
    DCAT.Distribution: (DCAT.accessURL, DCAT.downloadURL, DCTERMS["format"], DCTERMS.license),
    DCAT.DataService: (
        DCTERMS.title, DCAT.endpointURL, DCAT.endpointDescription, DCTERMS.license, DCTERMS.accessRights,
    ),
    VCARD.Organization: (VCARD.fn, VCARD.hasEmail),
}  # fmt: skip
# rdflib's own reader of JSON-LD makes one.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


def linked(content: bytes) -> Graph:
    """JSON-LD as a graph."""
    return Graph().parse(data=content, format="json-ld")


@pytest.fixture(scope="module")
def publisher(assistant: Assistant) -> TestClient:
    """A client of an application whose data has a licence, and an address to turn to."""
    service = Service(lambda: assistant, licence=LICENCE, fault_contact="oppnadata@example.se")
    service.start()
    service.wait()
    return TestClient(create_app(service), raise_server_exceptions=False)


def test_the_description_has_what_a_portal_asks_for(publisher: TestClient) -> None:
    """DCAT-AP-SE's mandatory properties, and the recommended ones that are known."""
    response = publisher.get("/datasets/dcat")
    assert response.headers["content-type"] == "application/rdf+xml"
    graph = Graph().parse(data=response.content, format="xml")
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    (dataset,) = graph.objects(catalogue, DCAT.dataset)
    for kind, wanted in PROPERTIES.items():
        subjects = list(graph.subjects(RDF.type, kind))
        assert subjects
        assert [(one, name) for one in subjects for name in wanted if graph.value(one, name) is None] == []
    assert str(graph.value(graph.value(dataset, DCTERMS.publisher), FOAF.name)) == "Malmö stad"
    distributions = list(graph.objects(dataset, DCAT.distribution))
    assert len(distributions) == 4
    assert [graph.value(entry, DCAT.accessService) is not None for entry in distributions].count(True) == 1
    assert {str(graph.value(entry, DCTERMS.license)) for entry in distributions} == {LICENCE}
    for entry in distributions:
        address = str(graph.value(entry, DCAT.downloadURL))
        assert publisher.get(address.removeprefix(SITE)).status_code == 200


def test_both_forms_of_the_description_say_the_same(publisher: TestClient) -> None:
    """RDF/XML, and JSON-LD for who asks for it."""
    found = publisher.get("/datasets/dcat", headers={"Accept": "application/ld+json"})
    assert found.headers["content-type"] == "application/ld+json"
    graphs = [
        linked(found.content),
        Graph().parse(data=publisher.get("/datasets/dcat").content, format="xml"),
    ]
    assert len(graphs[0]) > 50
    assert isomorphic(*graphs)


def test_a_refusal_is_a_sentence_for_programs(publisher: TestClient) -> None:
    """As the API says it, in the language that is asked for."""
    for place in ("/oppna-data/aktiviteter.csv?goals=x", "/datasets/none"):
        response = publisher.get(place, headers={"Accept-Language": "sv"})
        assert response.headers["content-type"] == "application/problem+json"
        assert response.headers["content-language"] == "sv"


def test_what_nobody_has_said_is_left_out(client: TestClient) -> None:
    """No licence and no contact are made up."""
    graph = Graph().parse(data=client.get("/datasets/dcat").content, format="xml")
    assert not list(graph.triples((None, DCTERMS.license, None)))
    assert not list(graph.triples((None, DCAT.contactPoint, None)))


def test_the_table_is_what_its_description_says(publisher: TestClient, tmp_path: Path) -> None:
    """Every row, read by the description's own types."""
    table = publisher.get("/oppna-data/aktiviteter.csv?goals=3")
    assert table.headers["link"].startswith('</oppna-data/aktiviteter.csv-metadata.json>; rel="describedby"')
    metadata = publisher.get("/oppna-data/aktiviteter.csv-metadata.json")
    assert metadata.json()["dc:license"] == {"@id": LICENCE}
    (tmp_path / "aktiviteter.csv").write_bytes(table.content)
    text = metadata.text.replace(f"{SITE}/oppna-data/", "")
    (tmp_path / "metadata.json").write_text(text, encoding="utf-8")
    rows = list(Table.from_file(tmp_path / "metadata.json"))
    plain = list(csv.DictReader(io.StringIO(table.text)))
    assert len(rows) == len(plain) == len(publisher.get("/api/activities?goals=3").json())
    assert {row["goal"] for row in rows} == {3}
    assert isinstance(rows[0]["first_line"], int)


def test_every_column_is_described() -> None:
    """Whatever columns come."""
    assert [name for name in COLUMNS if name not in open_data_words()["columns"]] == []


def test_activities_are_linked_as_actions(publisher: TestClient) -> None:
    """Each of an organisation that has a name, with its goal and the lines where it stands."""
    response = publisher.get("/oppna-data/aktiviteter.jsonld?organisations=serviceforvaltningen&goals=3")
    graph = linked(response.content)
    schema = "https://schema.org/"
    actions = list(graph.subjects(RDF.type, URIRef(schema + "Action")))
    assert len(actions) == 2
    for action in actions:
        agent = graph.value(action, URIRef(schema + "agent"))
        assert str(graph.value(agent, URIRef(schema + "name"))) == "Serviceförvaltningen"
        assert graph.value(action, DCTERMS.bibliographicCitation)
        source = str(graph.value(action, DCTERMS.source))
        assert publisher.get(source.removeprefix(SITE)).status_code == 200


def test_a_licence_is_an_address() -> None:
    """Or a sentence says so."""
    assert read_settings({"PLANASSISTENT_LICENCE": LICENCE}).licence == LICENCE
    with pytest.raises(SettingError, match="give the licence's address"):
        read_settings({"PLANASSISTENT_LICENCE": "CC0"})
