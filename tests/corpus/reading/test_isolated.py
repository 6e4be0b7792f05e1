"""Documents that are made to break their reader: each is refused with a sentence, and nothing else is harmed."""

import io
import os
import resource
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from reportlab.pdfgen.canvas import Canvas

from corpus.errors import UnreadableDocument
from corpus.reading import isolated
from corpus.reading.files import read_file
from corpus.reading.formats import format_of
from corpus.reading.isolated import read_isolated
from corpus.reading.limits import (
    LINE_CHARACTERS,
    LINES,
    PAGES,
    STEP_SECONDS,
    TEXT_CHARACTERS,
    WORD_CHARACTERS,
    file_content,
)
from tests.formats import to_docx

TEXT = "# Plan\n\n## Mål 1: Trygghet\n\nAktivitet: Kurser för alla\n"


def word(document: bytes, **others: bytes) -> bytes:
    """A Word file with this as its main part."""
    source = zipfile.ZipFile(io.BytesIO(to_docx(TEXT)))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in source.infolist():
            data = document if entry.filename == "word/document.xml" else source.read(entry)
            out.writestr(entry.filename, others.get(Path(entry.filename).stem, data))
    return made.getvalue()


def pages(count: int) -> bytes:
    """A PDF with so many pages."""
    file = io.BytesIO()
    canvas = Canvas(file)
    for _ in range(count):
        canvas.drawString(60, 700, "Mål")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_what_is_read_apart_is_what_is_read_here() -> None:
    """Places, encoding and all; pages are told of as they are read."""
    heard: list[float] = []
    for content in (to_docx(TEXT), pages(2), TEXT.encode()):
        assert read_isolated(content, "plan", on_share=heard.append) == read_file(content, "plan")
    assert heard == [0.0, 0.0, 1.0, 1.0]
    with pytest.raises(UnreadableDocument, match=r"^plan: is broken off or damaged"):
        read_isolated(b"PK\x03\x04\x00", "plan")


@pytest.mark.parametrize(
    ("does", "sentence"),
    [
        ("os.abort()", "in a way that breaks the program that reads it"),
        ("os._exit(1)", "in a way that breaks the program that reads it"),
        ("resource.setrlimit(resource.RLIMIT_CPU, (1, 9))\nwhile True: pass", "seconds of processor time for one page"),
        ("print('[' * 100_000)", "in a way that breaks the program that reads it"),
        ("print('{\"sha')", "in a way that breaks the program that reads it"),
        ("print('[]')", "in a way that breaks the program that reads it"),
        ("while True: print('x' * 99, end='')", "in a way that breaks the program that reads it"),
        ('print(\'{"refused": "plan: is bad"}\')', "^plan: is bad$"),
    ],
)
def test_a_reader_that_breaks_takes_nothing_with_it(monkeypatch: pytest.MonkeyPatch, does: str, sentence: str) -> None:
    """What its process ended with is said, however it ended, and no process is left."""
    started = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", f"import os, resource, sys\nsys.stdin.buffer.read()\n{does}"]
        started.append(
            subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        )
        return started[-1]

    monkeypatch.setattr(isolated, "_start", start)
    monkeypatch.setattr(isolated, "_LONGEST_LINE", 1_000_000)
    with pytest.raises(UnreadableDocument, match=sentence):
        read_isolated(b"%PDF-", "plan")
    assert started[0].poll() is not None


def test_a_reader_that_says_nothing_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """And that is what is said of it."""
    command = [sys.executable, "-c", "import sys, time\nsys.stdin.buffer.read()\ntime.sleep(600)"]
    monkeypatch.setattr(isolated, "_start", lambda: subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ))  # fmt: skip
    monkeypatch.setattr(isolated, "_SILENT", 0.5)
    with pytest.raises(UnreadableDocument, match="plan: nothing was heard of it"):
        read_isolated(b"%PDF-", "plan")


def test_all_its_time_spent_is_said_as_such() -> None:
    """The signal that says so comes before the one that only kills."""
    code = (
        "from corpus.reading import isolated\nisolated.READING_SECONDS = isolated.STEP_SECONDS = 1\n"
        "isolated._limit(1, 1)\nisolated._next_step()\nwhile True: pass"
    )
    done = subprocess.run([sys.executable, "-c", code], timeout=60, check=False)
    assert done.returncode == -signal.SIGXCPU


def test_the_process_knows_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key of a language model is nothing that a document's reader needs."""
    given = {}

    def started(command: list[str], **options: object) -> None:
        given.update(options)
        raise OSError

    monkeypatch.setenv("PLANASSISTENT_LLM_KEY", "hemlig")
    monkeypatch.setattr(subprocess, "Popen", started)
    with pytest.raises(OSError):  # noqa: PT011 - ours, to go no further
        read_isolated(b"%PDF-", "plan")
    assert "hemlig" not in str(given["env"])


DEFINES = '<!DOCTYPE a [<!ENTITY b "text">]><w:document xmlns:w="w"><w:body>&b;</w:body></w:document>'


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(f"<!--{'x' * 10_000}-->{DEFINES}".encode(), id="behind a comment"),
        pytest.param(f'<?xml version="1.0" encoding="utf-16"?>{DEFINES}'.encode("utf-16"), id="in UTF-16"),
        pytest.param(f"{' ' * 5_000}{DEFINES}".encode(), id="behind spaces"),
    ],
)
def test_definitions_are_found_wherever_they_stand(markup: bytes) -> None:
    """In whatever encoding, behind whatever comes before them."""
    with pytest.raises(UnreadableDocument, match="definitions of its own"):
        read_file(word(markup), "plan.docx")


@pytest.mark.parametrize("markup", [DEFINES.encode(), DEFINES.encode("utf-16")], ids=["utf-8", "utf-16"])
def test_definitions_are_found_in_parts_of_any_name(markup: bytes) -> None:
    """What a part is called is said by another part, so that no name is safe."""
    source = zipfile.ZipFile(io.BytesIO(to_docx(TEXT)))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        for entry in source.infolist():
            data = source.read(entry).replace(b"word/document.xml", b"word/body.bin")
            out.writestr(entry.filename, data)
        out.writestr("word/body.bin", markup)
    with pytest.raises(UnreadableDocument, match="definitions of its own"):
        read_file(made.getvalue(), "plan.docx")


@pytest.mark.parametrize(
    "content", [b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd"><svg/>', b"\x00<\x12\xff", b"<\x90"]
)
def test_pictures_and_fonts_are_no_definitions(content: bytes) -> None:
    """A picture names its language, and a font begins with any byte."""
    made = io.BytesIO(to_docx(TEXT))
    with zipfile.ZipFile(made, "a") as out:
        out.writestr("word/media/picture.svg", content)
    assert read_file(made.getvalue(), "plan.docx").lines


def test_what_is_no_xml_for_one_parser_is_read_by_none() -> None:
    """The guard and the reader see the same or nothing."""
    with pytest.raises(UnreadableDocument, match="is broken off or damaged"):
        read_file(word(f'<?xml version="1.0" encoding="utf-7"?>{DEFINES}'.encode()), "plan.docx")


def test_styles_that_are_based_on_each_other_end() -> None:
    """As a damaged file may have them."""
    document = docx.Document()
    one, two = (document.styles.add_style(name, 1) for name in ("Ett", "Två"))
    one.base_style = two
    two.base_style = one
    document.add_paragraph("Kurser ska hållas", style=one)
    file = io.BytesIO()
    document.save(file)
    assert read_file(file.getvalue(), "plan.docx").text == "Kurser ska hållas"


def test_a_list_that_counts_from_a_billion_is_printed_in_digits() -> None:
    """Not in a billion letters."""
    document = docx.Document()
    document.add_paragraph("Kurser", style="List Number")
    numbering = document.part.numbering_part.element
    for level in numbering.iter(qn("w:lvl")):
        level.find(qn("w:numFmt")).set(qn("w:val"), "lowerRoman")
        level.find(qn("w:start")).set(qn("w:val"), "1000000000")
    file = io.BytesIO()
    document.save(file)
    assert len(read_file(file.getvalue(), "plan.docx").text) < 100


def test_comments_without_end_are_looked_through_once() -> None:
    """The format of a page is told by what stands after them."""
    started = time.process_time()
    assert format_of(b"<!---->" * 140 + b"text", "plan.txt") == "text"
    assert format_of(b"<?xml?><!-- a --> <html>", "plan.txt") == "html"
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"a\n" * (LINES + 1), rf"at most {LINES} are read\. Split it", id="lines"),
        pytest.param(b"ord " * LINE_CHARACTERS, f"at most {LINE_CHARACTERS} are read", id="one line"),
        pytest.param(b"a" * (WORD_CHARACTERS + 1), f"one word; at most {WORD_CHARACTERS} are read", id="one word"),
        pytest.param(
            (b"a" * 999 + b"\n") * (TEXT_CHARACTERS // 999 + 1), f"at most {TEXT_CHARACTERS}", id="characters"
        ),
        pytest.param(pages(PAGES + 1), f"has {PAGES + 1} pages; at most {PAGES} are read", id="pages"),
    ],
)
def test_what_is_too_large_is_refused_with_the_limit(content: bytes, sentence: str) -> None:
    """Before anything is made of it."""
    started = time.process_time()
    with pytest.raises(UnreadableDocument, match=sentence):
        read_file(content, "plan")
    assert time.process_time() - started < 5


def test_only_files_are_opened(tmp_path: Path) -> None:
    """No link, wherever it leads; no pipe, which would be waited for; no folder."""
    (tmp_path / "plan.txt").write_bytes(b"text")
    (tmp_path / "link.txt").symlink_to(tmp_path / "plan.txt")
    (tmp_path / "nowhere.txt").symlink_to("/etc/nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    assert file_content(tmp_path / "plan.txt") == b"text"
    for name, sentence in (
        ("link.txt", "is a link"), ("nowhere.txt", "is a link"), ("pipe.txt", "a device or a pipe"), ("", "a folder"),
    ):  # fmt: skip
        with pytest.raises(UnreadableDocument, match=sentence):
            file_content(tmp_path / name)
    with (tmp_path / "large.pdf").open("wb") as file:
        file.truncate(101_000_000)
    with pytest.raises(UnreadableDocument, match="at most 100 MB are read"):
        file_content(tmp_path / "large.pdf")


# Over a limit, or nothing left of it.
_REFUSED = r"processor time|memory|far more than a document holds|damaged|no text in it"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["pictures in pictures", "a tree of empty paragraphs"])
def test_a_bomb_is_refused_in_time(kind: str) -> None:
    """Within its limits of processor time and memory, from another process."""
    if kind == "pictures in pictures":
        file = io.BytesIO()
        canvas = Canvas(file)
        canvas.beginForm("f0")
        canvas.drawString(1, 1, "text")
        canvas.endForm()
        for level in range(1, 12):
            canvas.beginForm(f"f{level}")
            for _ in range(12):
                canvas.doForm(f"f{level - 1}")
            canvas.endForm()
        canvas.doForm("f11")
        canvas.save()
        content = file.getvalue()
    else:
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        content = word(f"<w:document {space}><w:body>".encode() + b"<w:p/>" * 9_000_000 + b"</w:body></w:document>")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with pytest.raises(UnreadableDocument, match=_REFUSED):
        read_isolated(content, "plan")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < STEP_SECONDS + 2 * isolated._GRACE
