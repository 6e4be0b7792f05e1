"""The command and the server as a person starts them: real processes on a small documents folder."""

import csv
import http.client
import io
import json
import os
import resource
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.processes import COMMAND, PATIENCE, fetch, run, serving, wait_for
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
    assert "1 documents, 1 plans, 2 commitments" in done.stdout
    documents = sorted(os.listdir(environ["PLANASSISTENT_DOCUMENTS"]))
    assert documents == ["catalogue.toml", "parkplan.txt"]
    assert os.listdir(environ["PLANASSISTENT_DATA"]) == ["index"]


def test_ask_answers_with_its_sources(environ: dict[str, str]) -> None:
    """For a person and, with --json, for a program."""
    done = run(environ, "ask", "Vad har parkförvaltningen åtagit sig under mål 1?")
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    assert said.startswith("Parkförvaltningen har två aktiviteter under mål 1")
    assert "• Alla parkvakter går en kurs om våld i nära relationer. [2]" in said
    assert "[2] parkplan, rad 13–15" in said
    assert "Parknämnden (2020–2024)" in done.stdout
    answer = json.loads(run(environ, "ask", "--json", "Vad har parkförvaltningen åtagit sig under mål 1?").stdout)
    assert [passage["source"]["lines"] for passage in answer["passages"]] == [[9, 11], [13, 15]]


def test_a_batch_answers_every_line_that_it_can(environ: dict[str, str], tmp_path: Path) -> None:
    """A line that is too long, and one that isn't UTF-8, are named and stop nothing."""
    file = tmp_path / "frågor.txt"
    lines = [
        "Får parkvakter en kurs?".encode(),
        b"",
        b"a" * 2001,
        b"\xff\xfe?",
        "Vad gör parkförvaltningen under mål 1?".encode(),
    ]
    file.write_bytes(b"\n".join(lines))
    done = run(environ, "ask", "--batch", str(file), "--json")
    assert done.returncode == 1
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [entry["line"] for entry in found] == [1, 3, 4, 5]
    assert [("error" in entry, "summary" in entry) for entry in found] == [
        (False, True), (True, False), (True, False), (False, True),
    ]  # fmt: skip
    assert "line 3: the question has 2001 characters" in done.stderr
    assert "line 4: the line is not in UTF-8" in done.stderr
    text = run(environ, "ask", "--batch", str(file))
    assert "Parkförvaltningen har två aktiviteter under mål 1" in text.stdout


def test_a_batch_that_is_not_there_is_named(environ: dict[str, str]) -> None:
    """And a question or a batch has to be given."""
    done = run(environ, "ask", "--batch", "borta.txt")
    assert (done.returncode, "borta.txt" in done.stderr) == (1, True)
    assert run(environ, "ask").returncode == 2


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
        [COMMAND, "activities", "--format", "xlsx"], env=environ, capture_output=True, check=True, timeout=600
    )
    sheet = load_workbook(io.BytesIO(done.stdout)).active
    assert sheet is not None
    header, *rows = sheet.iter_rows(values_only=True)
    assert [row[header.index("Aktivitet")] for row in rows] == ["Fler lampor i parkerna", "Kurs för parkvakter"]
    assert [row[header.index("Mål")] for row in rows] == [1, 1]
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
    assert "planassistent: trasig.txt: byte 5 is not UTF-8 text" in done.stderr
    assert "1 documents" in done.stdout


@pytest.fixture
def server(environ: dict[str, str], tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """A server on a free port, and the file that all it prints goes to."""
    with serving({**environ, "PLANASSISTENT_LOG": "json"}, tmp_path / "log") as port:
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
    end = time.monotonic() + PATIENCE  # a request is told of after its answer has been sent
    while (written := log.read_text(encoding="utf-8")).count('"route": "/api/ask"') < 4 and time.monotonic() < end:
        time.sleep(0.1)
    assert f"ready: http://127.0.0.1:{port}" in written
    assert "hemliga" not in written
    told = [json.loads(line) for line in written.splitlines()]  # every line is one, whoever writes it
    asked = [line for line in told if line.get("route") == "/api/ask"]
    assert [(line["method"], line["status"]) for line in asked] == [
        ("POST", 200),
        ("POST", 422),
        ("POST", 422),
        ("GET", 405),
    ]


def test_a_served_page_is_for_the_hosts_that_are_named(server: tuple[int, Path]) -> None:
    """Those of the machine itself, where nothing is set."""
    port, _ = server
    wait_for(port, "/readyz")
    assert fetch(port, "GET", "/om")[0] == 200
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("GET", "/om/", headers={"Host": "ond.example"})
    assert connection.getresponse().status == 400
    connection.close()


def test_where_files_cant_grow_the_old_index_stays(environ: dict[str, str], tmp_path: Path) -> None:
    """A limit of the system's own, as a full disk would be: a sentence, and the documents as before."""
    settings = {"PLANASSISTENT_DOCUMENTS": str(tmp_path / "documents"), "PLANASSISTENT_DATA": str(tmp_path / "data")}
    add_document(tmp_path / "documents", "parkplan", PLAN.encode())
    assert run({**environ, **settings}, "index").returncode == 0
    new = tmp_path / "ny.txt"
    new.write_text(PLAN.replace("lampor", "bänkar"), encoding="utf-8")
    done = subprocess.run(
        [COMMAND, "add", new], env={**environ, **settings}, capture_output=True, text=True, check=False, timeout=600,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)),
    )  # fmt: skip
    assert done.returncode == 1
    assert "File too large; what was there before is still in use. Make room and run it again" in done.stderr
    assert "Traceback" not in done.stderr
    listed = run({**environ, **settings}, "activities", "--format", "json")
    assert {entry["document"] for entry in json.loads(listed.stdout)} == {"parkplan"}
