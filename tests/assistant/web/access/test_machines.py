"""Programs log in with a token, and may what its role may."""

import pytest

from assistant.access.roles import Role
from assistant.access.tokens import ApiTokens
from tests.assistant.web.access.conftest import Guarded


def bearer(folder: Guarded, name: str, role: Role) -> dict[str, str]:
    """The header of a program with a token of its own."""
    return {"Authorization": f"Bearer {ApiTokens(folder.settings.data).make(name, role)[1]}"}


def test_a_program_with_a_readers_token_reads(closed: Guarded) -> None:
    """The API, the open data, the figures for Prometheus and /mcp; never what a keeper may."""
    client, headers = closed.visitor(), bearer(closed, "Eneo", "reader")
    for path in ("/api/documents", "/v1/models", "/metrics", "/datasets/dcat"):
        assert client.get(path).status_code == 401
        assert client.get(path, headers=headers).status_code == 200
    assert client.post("/api/ask", json={"question": "Vad görs?"}, headers=headers).status_code == 200
    assert client.post("/mcp", json={}).status_code == 401
    assert client.post("/mcp", json={}, headers=headers).status_code not in (401, 403)
    assert client.get("/forvaltning", headers=headers).status_code == 403
    assert "set-cookie" not in client.get("/api/documents", headers=headers).headers


def test_a_program_with_a_keepers_token_keeps(guarded: Guarded) -> None:
    """Without a form's token: no page of somebody else can send what it has. The log says which program it was."""
    client, headers = guarded.visitor(), bearer(guarded, "Diariet", "keeper")
    assert client.get("/forvaltning", headers=headers).status_code == 200
    assert client.get("/forvaltning/logg", headers=headers).status_code == 403
    line = next(iter(guarded.service.kept_index().activities.values())).lines[0]
    data = {"om": "activity", "rad": str(line), "fore_indicator": "", "indicator": "Antal lampor"}
    answer = client.post("/forvaltning/dokument/parkplan/rattelse", data=data, headers=headers)
    assert (answer.status_code, "corrected" in answer.headers["location"]) == (303, True)
    said = guarded.lines("correct")[-1]
    assert (said["name"], said["machine"], str(said["subject"]).startswith("token ")) == ("Diariet", "yes", True)
    guarded.office.builder.wait(60)


@pytest.mark.parametrize("text", ["Bearer plan_x_y", "Bearer", "Basic plan_x_y", "bearer  x", "plan_x_y"])
def test_another_token_opens_nothing(closed: Guarded, text: str) -> None:
    """And where nothing needs one it doesn't matter: clients of /v1 send whatever key they have."""
    assert closed.visitor().get("/api/documents", headers={"Authorization": text}).status_code == 401


def test_a_key_that_nobody_asks_for_does_no_harm(guarded: Guarded) -> None:
    """On a page that is open."""
    assert guarded.visitor().get("/v1/models", headers={"Authorization": "Bearer sk-hemligt"}).status_code == 200


def test_who_tries_tokens_is_written_down_without_them(closed: Guarded) -> None:
    """Never the token itself, nor whose address it came from."""
    closed.forget_refusals()
    closed.visitor().get("/api/documents/hemlig-plan", headers={"Authorization": "Bearer plan_gissning_hemligt"})
    said = closed.lines("refused")[-1]
    assert (said["why"], said["route"]) == ("token", "/api/documents/{document_id}")
    content = (closed.settings.documents / "changes.jsonl").read_text()
    assert "gissning" not in content
    assert "192.0.2.7" not in content
