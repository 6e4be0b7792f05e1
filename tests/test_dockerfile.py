"""The Dockerfile, as far as it can be held to without Docker; `.ci/dockerfile-steps` runs its steps."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def lines() -> list[str]:
    """The Dockerfile's instructions."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_the_image_does_not_run_as_root(lines: list[str]) -> None:
    """The last stage has a user, which it makes itself, before its command."""
    last = lines[max(i for i, line in enumerate(lines) if line.startswith("FROM")) :]
    users = [line.split()[1] for line in last if line.startswith("USER")]
    assert users == ["planassistent"]
    assert any("useradd" in line and line.endswith("planassistent") for line in last)
    assert last[-1].startswith("CMD")


def test_the_image_is_built_by_a_make_target_and_checks_its_health(lines: list[str]) -> None:
    """The targets are the Makefile's, and the health check asks what the service offers."""
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    made = [match[1] for line in lines if (match := re.match(r"RUN make (\w+)", line))]
    assert made == ["index"]
    assert set(made) <= set(targets)
    assert any(line.startswith("HEALTHCHECK") and "/healthz" in line for line in lines)


def test_the_image_starts_without_a_hub_and_keeps_its_data_in_a_volume(lines: list[str]) -> None:
    """The index is built where the volume is, so that it is inside."""
    places = {line.split("=")[1] for line in lines if line.startswith("ENV PLANASSISTENT_DATA")}
    assert places == {line.split()[1] for line in lines if line.startswith("VOLUME")}
    assert "ENV HF_HUB_OFFLINE=1" in lines
