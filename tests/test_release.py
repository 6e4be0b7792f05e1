"""What comes with a release: the man page, the completion of shells, and files to run it with."""

import configparser
import subprocess
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
import yaml

from assistant.cli.main import command_parser
from assistant.settings import NAMES, PREFIX, _home_data

ROOT = Path(__file__).parent.parent
# A folder of documentation and no package: the type checker knows its modules by another name.
written = import_module("docs.shell").written
DEPLOY = ROOT / "docs" / "deploy"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_man_page_and_the_completion_are_those_of_the_parser() -> None:
    """`make docs` writes them anew."""
    folder = ROOT / "docs" / "command"
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == written()


def test_the_completion_completes(tmp_path: Path) -> None:
    """Commands and their options, in bash itself."""
    script = tmp_path / "complete"
    script.write_text(
        f"source {ROOT}/docs/command/planassistent.bash\n"
        "COMP_WORDS=(planassistent act) COMP_CWORD=1\n_shtab_planassistent; echo ${COMPREPLY[@]}\n",
        encoding="utf-8",
    )
    done = subprocess.run(["bash", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["activities"]


def test_the_version_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    """The package's, the image's and the changelog's."""
    version = PROJECT["project"]["version"]
    assert f"planassistent:{version}" in (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    assert f"\n## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    with pytest.raises(SystemExit, match="0"):
        command_parser().parse_args(["--version"])
    assert capsys.readouterr().out == f"planassistent {version}\n"


def test_the_compose_file_gives_the_service_no_way_out() -> None:
    """Behind a proxy, on a network without the outside, its files read-only but for the volume."""
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    service = compose["services"]["planassistent"]
    assert "ports" not in service
    assert service["networks"] == ["inside"]
    assert compose["networks"]["inside"]["internal"] is True
    (subnet,) = compose["networks"]["inside"]["ipam"]["config"]
    assert service["environment"]["PLANASSISTENT_PROXIES"] == subnet["subnet"]
    assert service["read_only"]
    assert (DEPLOY / service["build"]["context"] / "Dockerfile").resolve() == ROOT / "Dockerfile"
    assert set(service["build"]["args"]) == {"TORCH_INDEX", "PROGRAMS"}
    assert set(service["environment"]) <= {f"{PREFIX}{name}" for name in NAMES}
    assert (DEPLOY / "Caddyfile").is_file()
    backup = compose["services"]["backup"]
    assert backup["volumes"][0] == "data:/srv/data:ro"
    assert ".venv/bin/planassistent backup" in backup["command"][0]


def test_the_unit_starts_the_command_and_writes_in_one_folder() -> None:
    """Which systemd makes."""
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(DEPLOY / "planassistent.service", encoding="utf-8")
    service = unit["Service"]
    assert service["ExecStart"].endswith("/planassistent serve")
    assert f"PLANASSISTENT_DATA=/var/lib/{service['StateDirectory']}" in service["Environment"]
    assert service["ProtectSystem"] == "strict"


def test_what_is_installed_keeps_its_data_where_programs_do() -> None:
    """Not beside its own code."""
    assert _home_data({"XDG_DATA_HOME": "/data", "HOME": "/home/p"}) == Path("/data/planassistent")
    assert _home_data({"HOME": "/home/p"}) == Path("/home/p/.local/share/planassistent")
