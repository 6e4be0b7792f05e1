"""The commands of who may and who did: drafts that are published, tokens, and the log."""

import pytest

from assistant.access.tokens import ApiTokens
from assistant.settings import read_settings
from tests.assistant.cli.folders import NEW, Folder
from tests.tiny import add_document


def test_a_draft_is_for_nobody_but_the_keeper_until_it_is_published(folder: Folder) -> None:
    """The old version answers until then; `documents` says what is a draft."""
    status, said = folder.run("replace", "parkplan", folder.file("ny.txt", NEW), "--draft", "--id", "ny")
    assert status == 0, said
    assert [(entry["id"], entry["draft"], entry["superseded_by"]) for entry in folder.records()] == [
        ("parkplan", False, None), ("ny", True, None),
    ]  # fmt: skip
    listed = folder.run("activities")[1]
    assert ("Fler lampor" in listed, "Fler bänkar" in listed) == (True, False)
    assert "Fler bänkar" not in folder.run("ask", "Vilka aktiviteter finns?")[1]
    status, said = folder.run("publish", "ny")
    assert (status, "ny is published, in the place of parkplan" in said) == (0, True)
    assert [(entry["id"], entry["draft"], entry["superseded_by"]) for entry in folder.records()] == [
        ("parkplan", False, "ny"), ("ny", False, None),
    ]  # fmt: skip
    listed = folder.run("activities")[1]
    assert ("Fler lampor" in listed, "Fler bänkar" in listed) == (False, True)
    status, said = folder.run("publish", "ny")
    assert (status, "ny is no draft" in said) == (1, True)
    assert "publish ny supersedes=parkplan" in folder.run("log")[1]


def test_what_came_in_with_a_draft_that_is_removed_is_told_to_nobody(folder: Folder) -> None:
    """Its programme and organisation stay in the catalogue, for whoever brings it in again."""
    other = NEW.replace("Parkförvaltningen", "Kvastförvaltningen").replace("Trygg stad", "Hel stad")
    assert folder.run("add", folder.file("annan.txt", other), "--draft", "--id", "annan")[0] == 0
    assert folder.run("remove", "annan")[0] == 0
    index = folder.index()
    assert [entry.id for entry in index.collection.catalogue.organisations] == ["parkforvaltningen"]
    assert [entry.id for entry in index.collection.catalogue.programmes] == ["trygg-2020-2024"]
    assert 'came_with = "annan"' in (folder.documents / "catalogue.toml").read_text(encoding="utf-8")


def test_a_catalogue_with_a_draft_in_force_over_a_document_is_refused(folder: Folder) -> None:
    """The document would answer no longer, and what took its place wouldn't yet."""
    path = folder.documents / "catalogue.toml"
    first = path.read_text(encoding="utf-8") + 'superseded_by = "ny"\n'
    path.write_text(first, encoding="utf-8")
    add_document(folder.documents, "ny", NEW.encode())
    path.write_text(path.read_text(encoding="utf-8") + "draft = true\n", encoding="utf-8")
    status, said = folder.run("index")
    assert (status, "write replaces = 'parkplan' in the draft's entry" in said) == (1, True)


def test_a_token_is_shown_once_and_can_be_taken_back(folder: Folder) -> None:
    """What lists them doesn't say it again; the log has what it is for."""
    status, said = folder.run("token", "make", "Eneo", "--role", "keeper", "--days", "30")
    assert (status, "shown this once" in said, "no setting switches login on" in said) == (0, True, True)
    text = next(line for line in said.splitlines() if line.startswith("plan_"))
    held = ApiTokens(folder.data).holder(text)
    assert held is not None
    assert held.role == "keeper"
    listed = folder.run("token", "list")[1]
    assert ("Eneo" in listed, "keeper" in listed, text in listed) == (True, True, False)
    status, said = folder.run("token", "revoke", "Eneo")
    assert (status, "opens nothing any more" in said) == (0, True)
    assert ApiTokens(folder.data).holder(text) is None
    logged = folder.run("log")[1]
    assert ("make token" in logged, "revoke token" in logged, text in logged) == (True, True, False)
    assert folder.run("token", "revoke", "Eneo")[0] == 1


def test_a_backup_has_neither_tokens_nor_keys(folder: Folder) -> None:
    """They lie in the data folder, beside the documents."""
    folder.run("token", "make", "Eneo")
    assert folder.run("backup", folder.inbox / "kopia.zip")[0] == 0
    content = (folder.inbox / "kopia.zip").read_bytes()
    assert b"tokens.json" not in content
    assert b"session.key" not in content


def test_login_that_is_half_set_up_is_said_at_the_start(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """No command begins with it."""
    monkeypatch.setenv("PLANASSISTENT_LOGIN_ISSUER", "https://login.example.se")
    status, said = folder.run("documents")
    assert (status, "PLANASSISTENT_LOGIN_CLIENT is missing" in said) == (1, True)
    assert read_settings({}).login is None
