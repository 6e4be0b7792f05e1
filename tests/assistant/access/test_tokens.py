"""Tokens of programs: shown once, kept as a hash, ended by themselves or taken back, each with its role."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.access.tokens import ApiTokens
from corpus.errors import CorpusError


def test_a_token_is_whoever_it_was_made_for(tmp_path: Path) -> None:
    """With its role; what is on the disk opens nothing, and only its owner may read it."""
    tokens = ApiTokens(tmp_path)
    made, text = tokens.make("Eneo", "reader")
    person = tokens.holder(text)
    assert person is not None
    assert (person.name, person.role, person.machine) == ("Eneo", "reader", True)
    assert text not in tokens.path.read_text()
    assert text.rpartition("_")[2] not in tokens.path.read_text()
    assert tokens.holder(made.sha256) is None
    assert tokens.path.stat().st_mode & 0o777 == 0o600
    assert len({tokens.make(name, "reader")[1] for name in ("a", "b", "c")}) == 3


@pytest.mark.parametrize("text", ["", "plan_", "plan_x_y", "sk-hemligt", "plan_" + "å" * 40, "plan_" + "x" * 5000])
def test_what_is_no_token_is_nobodys(tmp_path: Path, text: str) -> None:
    """Whatever it is."""
    tokens = ApiTokens(tmp_path)
    tokens.make("Eneo", "administrator")
    assert tokens.holder(text) is None


def test_a_token_that_is_taken_back_opens_nothing_at_once(tmp_path: Path) -> None:
    """In a server that has been running all the while, by another process."""
    server, command = ApiTokens(tmp_path), ApiTokens(tmp_path)
    _, text = command.make("Eneo", "keeper")
    other = command.make("Annat", "reader")[1]
    assert server.holder(text) is not None
    command.revoke("Eneo")
    assert server.holder(text) is None
    assert server.holder(other) is not None
    with pytest.raises(CorpusError, match="there is no token"):
        command.revoke("Eneo")


def test_a_token_ends_by_itself(tmp_path: Path) -> None:
    """On the day that it says."""
    made, _ = ApiTokens(tmp_path).make("Eneo", "reader", days=30)
    assert not made.is_over(datetime.now(UTC) + timedelta(days=29))
    assert made.is_over(datetime.now(UTC) + timedelta(days=31))


@pytest.mark.parametrize(("name", "days"), [("", 10), (" ", 10), ("x" * 81, 10), ("a\x00", 10), ("a", 0), ("a", 99999)])
def test_what_no_token_is_made_for(tmp_path: Path, name: str, days: int) -> None:
    """Nothing is written then; nor is there a second one of a name."""
    tokens = ApiTokens(tmp_path)
    with pytest.raises(CorpusError):
        tokens.make(name, "reader", days=days)
    assert tokens.all() == ()
    tokens.make("Eneo", "reader")
    with pytest.raises(CorpusError, match="already"):
        tokens.make("Eneo", "keeper")


def test_a_file_that_cant_be_read_lets_nobody_in(tmp_path: Path) -> None:
    """It is said what is wrong with it."""
    tokens = ApiTokens(tmp_path)
    _, text = tokens.make("Eneo", "reader")
    tokens.path.write_text("[{")
    with pytest.raises(CorpusError, match="can't be read"):
        tokens.holder(text)
