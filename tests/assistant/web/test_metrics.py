"""What Prometheus reads: counts and times by route, and nothing that anybody wrote."""

from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from assistant.answer import Assistant
from assistant.errors import NotReady
from assistant.service import Service
from assistant.web.api import create_app


def samples(client: TestClient) -> dict[str, list[tuple[dict[str, str], float]]]:
    """By name, each sample's labels and value."""
    found: dict[str, list[tuple[dict[str, str], float]]] = {}
    for family in text_string_to_metric_families(client.get("/metrics").text):
        for sample in family.samples:
            found.setdefault(sample.name, []).append((sample.labels, sample.value))
    return found


def test_requests_are_counted_by_route(client: TestClient) -> None:
    """By its pattern, with how they went; an address that no route has is another."""
    (activity,) = client.get("/api/activities?q=lathund").json()
    client.get(f"/api/activities/{activity['id']}")
    client.get("/api/activities/none")
    client.get("/nagot/hemligt")
    counted = {
        (labels["method"], labels["route"], labels["result"]): value
        for labels, value in samples(client)["planassistent_requests_total"]
    }
    assert counted[("GET", "/api/activities", "ok")] == 1
    assert counted[("GET", "/api/activities/{activity_id}", "ok")] == 1
    assert counted[("GET", "/api/activities/{activity_id}", "caller")] == 1
    assert counted[("GET", "other", "caller")] == 1


def test_nothing_that_anybody_wrote_is_in_it(client: TestClient) -> None:
    """Neither a question nor an address, nor whether somebody was met with help."""
    client.post("/api/ask", json={"question": "Min man slår mig och solrosen"})
    client.post("/", data={"question": "Min man slår mig och solrosen"})
    client.post("/", data={"question": "Vad har serviceförvaltningen åtagit sig under mål 3?"}, follow_redirects=False)
    client.get("/solros?fraga=solros")
    text = client.get("/metrics").text
    assert "solros" not in text
    assert "help" not in text.replace("# HELP", "")
    assert 'planassistent_requests_total{method="POST",result="ok",route="/"} 2.0' in text


def test_what_is_served_is_told(client: TestClient, assistant: Assistant) -> None:
    """The index, and how much is in it."""
    found = samples(client)
    assert found["planassistent_ready"] == [({}, 1.0)]
    assert found["planassistent_documents"] == [({}, 3.0)]
    assert found["planassistent_index"][0][0]["version"] == assistant.index.version
    assert found["process_resident_memory_bytes"][0][1] > 0


def test_a_service_that_starts_is_not_ready() -> None:
    """And says so."""

    def loading() -> Assistant:
        raise NotReady("not yet", "Inte än.")

    found = samples(TestClient(create_app(Service(loading))))
    assert found["planassistent_ready"] == [({}, 0.0)]
    assert "planassistent_index" not in found
