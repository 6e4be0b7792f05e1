"""The command and the server as a person starts them: real processes on a small documents folder."""

import csv
import io
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.processes import COMMAND, fetch, run, serving, wait_for
from tests.tiny import PLAN, add_document

SECRET = "kurs för hemligaparkvakter"


@pytest.fixture(scope="module")
def environ(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Settings for a small documents folder and a data folder, both outside the checkout."""
    folder = tmp_path_factory.mktemp("command")
    add_document(folder / "documents", "parkplan", PLAN.encode())
    return {
        **os.environ,
        "PLANASSISTENT_DOCUMENTS": str(folder / "documents"),
        "PLANASSISTENT_DATA": str(folder / "data"),
        "COLUMNS": "120",
    }


def test_index_says_what_it_holds(environ: dict[str, str]) -> None:
    """And writes nowhere but in the data folder."""
    done = run(environ, "index")
    assert done.returncode == 0, done.stderr
    assert "1 documents, 1 plans, 2 activities" in done.stdout
    documents = sorted(os.listdir(environ["PLANASSISTENT_DOCUMENTS"]))
    assert documents == ["catalogue.toml", "parkplan.txt"]
    assert os.listdir(environ["PLANASSISTENT_DATA"]) == ["index"]


def test_ask_answers_with_its_sources(environ: dict[str, str]) -> None:
    """For a person and, with --json, for a program."""
    done = run(environ, "ask", "Får de som vaktar parken gå en kurs?")
    assert done.returncode == 0, done.stderr
    assert "Kurs för parkvakter [1]" in done.stdout
    assert "[1] parkplan, rad 13–15" in done.stdout
    assert "Parknämnden (2020–2024)" in done.stdout
    answer = json.loads(run(environ, "ask", "--json", "Får de som vaktar parken gå en kurs?").stdout)
    assert answer["passages"][0]["source"]["lines"] == [13, 15]


def test_activities_are_listed_for_people_and_programs(environ: dict[str, str]) -> None:
    """The same filters as the API's."""
    done = run(environ, "activities", "--goals", "1")
    assert "Fler lampor i parkerna" in done.stdout
    assert "Driftenheten" in done.stdout
    records = json.loads(run(environ, "activities", "--format", "json", "--kinds", "own").stdout)
    assert [record["timeline"] for record in records] == ["2021", None]


def test_activities_are_written_as_csv(environ: dict[str, str]) -> None:
    """One row an activity, as RFC 4180 has it; å, ä and ö are UTF-8."""
    rows = list(csv.DictReader(io.StringIO(run(environ, "activities", "--format", "csv").stdout, newline="")))
    assert [row["title"] for row in rows] == ["Fler lampor i parkerna", "Kurs för parkvakter"]
    assert (rows[0]["organisation"], rows[0]["responsible"], rows[1]["timeline"]) == (
        "Parkförvaltningen",
        "Driftenheten",
        "",
    )


def test_activities_are_written_as_an_excel_file_that_sorts(environ: dict[str, str]) -> None:
    """Read back by the library: a header that filters, numbers as numbers, nothing a formula."""
    done = subprocess.run(
        [COMMAND, "activities", "--format", "xlsx"], env=environ, capture_output=True, check=True, timeout=120
    )
    sheet = load_workbook(io.BytesIO(done.stdout)).active
    assert sheet is not None
    header, *rows = sheet.iter_rows(values_only=True)
    assert [row[header.index("title")] for row in rows] == ["Fler lampor i parkerna", "Kurs för parkvakter"]
    assert [row[header.index("first_line")] for row in rows] == [9, 13]
    assert sheet.auto_filter.ref == sheet.dimensions


@pytest.mark.parametrize(
    ("arguments", "setting", "sentence"),
    [
        pytest.param(("ask", " "), {}, "the question is empty", id="empty question"),
        pytest.param(("activities", "--kinds", "egna"), {}, "'kinds' doesn't know 'egna'", id="filter"),
        pytest.param(("index",), {"DOCUMENTS": "nowhere"}, "there is no catalogue.toml", id="documents"),
        pytest.param(("serve",), {"PORT": "x"}, "the port is 'x'", id="port"),
        pytest.param(("serve", "--port", "99999"), {}, "the port is '99999'", id="port too high"),
        pytest.param(("index",), {"MODEL": "./nowhere"}, "the model './nowhere' can't be", id="model"),
        pytest.param(("index",), {"DATA": "/dev/null/x"}, "Not a directory", id="data folder"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    environ: dict[str, str], arguments: tuple[str, ...], setting: dict[str, str], sentence: str
) -> None:
    """On the error stream, with exit status 1 and no stack trace."""
    changed = {f"PLANASSISTENT_{name}": value for name, value in setting.items()}
    done = run({**environ, "HF_HUB_OFFLINE": "1", **changed}, *arguments)
    assert done.returncode == 1
    assert done.stderr.startswith("planassistent: ")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_document_that_cannot_be_read_is_named_and_the_rest_indexed(environ: dict[str, str], tmp_path: Path) -> None:
    """The exit status says that something was left out."""
    add_document(tmp_path / "documents", "parkplan", PLAN.encode())
    add_document(tmp_path / "documents", "trasig", "Våld".encode() + b"\xff")
    settings = {
        "PLANASSISTENT_DOCUMENTS": str(tmp_path / "documents"),
        "PLANASSISTENT_DATA": str(tmp_path / "d"),
    }
    done = run({**environ, **settings}, "index")
    assert done.returncode == 1
    assert "left out: trasig.txt: byte 5 is not UTF-8 text" in done.stderr
    assert "1 documents" in done.stdout


@pytest.fixture
def server(environ: dict[str, str], tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """A server on a free port, and the file that all it prints goes to."""
    with serving(environ, tmp_path / "log") as port:
        yield port, tmp_path / "log"


def test_a_served_question_is_answered_and_stands_in_no_log(server: tuple[int, Path]) -> None:
    """Neither one that is answered nor one that is refused or makes no sense."""
    port, log = server
    wait_for(port, "/healthz")
    wait_for(port, "/readyz")
    status, text = fetch(port, "POST", "/api/ask", json.dumps({"question": SECRET}))
    assert status == 200
    assert json.loads(text)["question"] == SECRET
    assert fetch(port, "POST", "/api/ask", json.dumps({"question": SECRET + "\x00"}))[0] == 422
    assert fetch(port, "POST", "/api/ask", '{"question": "' + SECRET)[0] == 422
    assert fetch(port, "GET", "/api/ask?question=hemligaparkvakter")[0] == 405
    assert f"ready: http://127.0.0.1:{port}" in log.read_text(encoding="utf-8")
    assert "hemliga" not in log.read_text(encoding="utf-8")
