"""Containers, as far as they can be held to without Docker; `.ci/dockerfile-steps` runs the Dockerfile's steps."""

import os
import re
import subprocess
import textwrap
import time
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


@pytest.mark.parametrize("works", [True, False])
def test_old_backups_go_only_once_there_is_a_new_one(tmp_path: Path, works: bool) -> None:
    """The nightly loop as it stands, over a folder of backups of both kinds; the new one is the service's to read."""
    text = (ROOT / "docs" / "deploy" / "compose.yaml").read_text(encoding="utf-8")
    loop = textwrap.dedent(text.partition("      - |\n")[2].partition("    volumes:")[0]).replace("$$", "$")
    backups, programs = tmp_path / "backup", tmp_path / "programs"
    backups.mkdir()
    programs.mkdir()
    for name, days in (("planassistent-1.zip", 40), ("planassistent-1.tar.gz", 40), ("planassistent-2.zip", 2)):
        (backups / name).touch()
        os.utime(backups / name, (time.time() - days * 86400,) * 2)
    for name, does in (
        ("planassistent", f'{"touch" if works else "false"} "$3"'),
        ("chown", f'echo "$@" > {tmp_path}/owned'),
        ("sleep", "kill $PPID"),
    ):
        (programs / name).write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    loop = loop.replace(".venv/bin/planassistent", "planassistent").replace("/backup", str(backups))
    subprocess.run(["sh", "-c", loop], env={"PATH": f"{programs}:{os.environ['PATH']}"}, timeout=30, check=False)
    left = {path.name for path in backups.iterdir()}
    if works:
        assert len(left) == 2
        assert not left & {"planassistent-1.zip", "planassistent-1.tar.gz"}
        assert (tmp_path / "owned").read_text(encoding="utf-8").startswith(f"10001 {backups}/planassistent-20")
    else:
        assert left == {"planassistent-1.zip", "planassistent-1.tar.gz", "planassistent-2.zip"}
