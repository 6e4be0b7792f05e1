"""Counts: the same on the page, in what is handed out, by the API and in answers."""

from fastapi.testclient import TestClient


def test_an_answer_of_the_records_says_what_it_counted(client: TestClient) -> None:
    """By group, with the records it was counted on; the whole set is in ``activities``."""
    answer = client.post("/api/ask", json={"question": "Vilket mål har flest aktiviteter?"}).json()
    assert answer["understood"]["operation"] == "most"
    (counted,) = answer["counted"]
    assert (counted["by"], counted["records"], counted["kinds"]) == ("goal", 107, ["own", "joint"])
    assert [group["count"] for group in counted["groups"]] == [33, 13, 23, 16, 11, 11]
    assert [group["meets"] for group in counted["groups"]] == [True, False, False, False, False, False]
    assert len(answer["activities"]) == 33


def test_the_same_number_stands_everywhere(client: TestClient) -> None:
    """In the list on the page, in what is handed out, in the answer and by the API."""
    said = "107 egna och gemensamma aktiviteter, 7 stadsövergripande och 20 uppföljningar av enskilda aktiviteter"
    assert said in client.get("/aktiviteter").text
    assert said in client.get("/aktiviteter.csv").text
    kinds = [activity["kind"] for activity in client.get("/api/activities").json()]
    assert kinds.count("own") + kinds.count("joint") == 107
    answer = client.post("/api/ask", json={"question": "Hur många aktiviteter finns det?"}).json()
    assert "107 egna och gemensamma aktiviteter" in answer["summary"]["text"]
    assert len(answer["activities"]) == 107
