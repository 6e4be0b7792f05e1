"""Answers as files: opened by other people's programs, with sources and what they were made from."""

import io
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from fastapi.testclient import TestClient
from markdown_it import MarkdownIt

from assistant.answer import Assistant
from assistant.exports.answers import answer_file
from assistant.query.filters import Filters

_COUNTED = (
    "Serviceförvaltningen har två aktiviteter under mål 3, "
    "räknat på handlingsplanernas 107 egna och gemensamma aktiviteter."
)
QUESTION = "Vad har serviceförvaltningen åtagit sig under mål 3?"
REFERENCE = "Servicenämnden (2022–2026). Handlingsplan Fri från våld – en gemensam angelägenhet 2022–2026, mål 3, "


def made(assistant: Assistant, form: str, question: str = QUESTION) -> bytes:
    """The file of an answer."""
    assert form in ("docx", "md")
    answer = assistant.answer(question)
    return answer_file(answer, assistant.index, form, filters=Filters(), made=date(2026, 11, 22)).content  # type: ignore[arg-type]


def test_a_word_file_has_real_headings_points_and_sources(assistant: Assistant) -> None:
    """In the order of the answer, with a reference and a quotation for each source."""
    document = Document(io.BytesIO(made(assistant, "docx")))
    headings = [p.text for p in document.paragraphs if p.style is not None and p.style.name.startswith("Heading")]
    assert headings == [QUESTION, "Källor", "Om svaret"]
    text = [paragraph.text for paragraph in document.paragraphs]
    assert _COUNTED in text
    assert sum(entry.startswith(f"[1] {REFERENCE}") for entry in text) == 1
    assert any("[osäker läsning" in entry for entry in text)


@pytest.mark.parametrize("form", ["docx", "md"])
def test_a_file_says_what_it_was_made_from(form: str, assistant: Assistant) -> None:
    """Question, selection, date, index and model, so that it can be made again."""
    content = made(assistant, form)
    text = (
        "\n".join(p.text for p in Document(io.BytesIO(content)).paragraphs) if form == "docx" else content.decode()
    ).replace("\\", "")
    for said in (
        f"Fråga: {QUESTION}",
        "Urval: alla",
        "Datum: 2026-11-22",
        f"Index: {assistant.index.version}",
        assistant.index.fingerprint.documents_sha256,
        f"Sökmodell: {assistant.index.fingerprint.model}",
        "utdrag ur dokumenten",
    ):
        assert said in text


def test_signs_in_a_question_are_no_markup(assistant: Assistant) -> None:
    """Neither HTML nor emphasis nor a heading, as a Markdown parser sees it."""
    question = "# Vad har *serviceförvaltningen* <b>åtagit</b> sig under mål 3?"
    html = MarkdownIt().render(made(assistant, "md", question).decode())
    assert "<b>" not in html
    assert "<em>" not in html
    assert html.count("<h1>") == 1
    assert "# Vad har *serviceförvaltningen* &lt;b&gt;åtagit&lt;/b&gt;" in html
    assert html.count("<blockquote>") == 2


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (libreoffice-writer-nogui)")
@pytest.mark.slow
def test_libreoffice_opens_and_converts_the_word_file(assistant: Assistant, tmp_path: Path) -> None:
    """To text, with the answer and its sources in it."""
    (tmp_path / "svar.docx").write_bytes(made(assistant, "docx"))
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), str(tmp_path / "svar.docx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    text = (tmp_path / "svar.txt").read_text(encoding="utf-8")
    assert _COUNTED in text
    assert REFERENCE in text


def test_a_heading_says_how_many_stand_under_it(assistant: Assistant) -> None:
    """In the file; for programs it is a number of its own."""
    text = made(assistant, "md", "Lista alla aktiviteter för grundskoleförvaltningen.").decode()
    assert "## Egna aktiviteter (3)\n" in text
    assert "## Aktiviteter i samverkan (1)\n" in text


def test_an_answer_is_exported_over_http_by_post_only(client: TestClient) -> None:
    """A question never stands in an address, and neither does a file's name repeat it."""
    answer = client.post("/api/ask/export", params={"format": "md"}, json={"question": QUESTION})
    assert answer.headers["content-type"] == "text/markdown; charset=utf-8"
    named = f'attachment; filename="planassistenten-svar-{date.today()}.md"'
    assert answer.headers["content-disposition"] == named
    assert answer.headers["cache-control"] == "no-store"
    assert QUESTION in answer.text
    assert client.get("/api/ask/export").status_code == 405
    assert client.post("/api/ask/export", params={"format": "pdf"}, json={"question": QUESTION}).status_code == 422


def test_the_page_saves_the_answer_it_shows(client: TestClient) -> None:
    """With the filters that were chosen."""
    page = client.post("/", data={"question": QUESTION}).text
    assert 'action="/svar.docx"' in page
    saved = client.post("/svar.docx", data={"question": QUESTION, "goals": "6"})
    text = "\n".join(p.text for p in Document(io.BytesIO(saved.content)).paragraphs)
    assert "Mål: 6" in text
    assert client.post("/svar.docx", data={"question": " "}).status_code == 422


def test_the_export_of_a_follow_up_is_the_answer_it_had_in_its_conversation(client: TestClient) -> None:
    """And what is exported before it is asked leans on the last question; neither adds a turn."""
    conversation = client.post("/api/ask", json={"question": "Vad har MKB under mål 3?"}).json()["conversation"]
    body = {"question": "Och mål 6?", "conversation": conversation}

    def exported() -> str:
        return client.post("/api/ask/export", params={"format": "md"}, json=body).text.replace("\\", "")

    text = "MKB Fastighets AB har två aktiviteter under mål 6"
    assert text in exported()
    assert client.post("/api/ask", json=body).json()["summary"]["text"].startswith(text)
    assert text in exported()


@pytest.mark.parametrize("form", ["docx", "md"])
def test_a_comparison_is_a_table_with_a_row_for_every_organisation(form: str, assistant: Assistant) -> None:
    """Fourteen under a row of headings, each with its level."""
    content = made(assistant, form, "Vilka har rutiner för skyddade personuppgifter?")
    if form == "docx":
        (table,) = Document(io.BytesIO(content)).tables
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        assert "w:tblHeader" in table.rows[0]._tr.xml
    else:
        lines = [line for line in content.decode().splitlines() if line.startswith("| ")]
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "---" not in line]
    assert rows[0][:2] == ["Förvaltning eller bolag", "I handlingsplanen"]
    assert len(rows) == 15
    assert {row[1] for row in rows[1:]} <= {"har", "osäkert", "inget hittat i handlingsplanen"}
