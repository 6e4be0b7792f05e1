"""A page as it was printed: its picture with what it was opened for marked, its text, or why there is no picture."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from assistant import page_images
from assistant.service import serving
from assistant.settings import read_settings
from assistant.web.api import create_app
from corpus.errors import UnreadableDocument
from corpus.files import sha256
from corpus.reading.printed.ocr import can_read_pictures
from corpus.reading.printed.page_picture import DrawnPage
from index.embedding.embedder import Embedder
from tests.formats import to_docx, to_pdf, to_scan
from tests.routes import has_headers
from tests.tiny import PLAN, add_document

LONG = PLAN + "\n\nBakgrund om parkerna i staden.\n\n" + "\n\n".join(
    f"Stycke {n} beskriver hur arbetet med parkerna ska gå till under perioden." for n in range(60)
)  # fmt: skip
IDENTITY = PLAN + "\n\nKontakt: Anna Ek 19640823-3234\n"


class Printed:
    """A folder with a document of each kind, and a client of the pages."""

    def __init__(self, path: Path, tiny: Embedder) -> None:
        self.documents = path / "documents"
        add_document(self.documents, "tryckt", to_pdf(LONG, footer="{}(3)"), "pdf")
        add_document(self.documents, "nummer", to_pdf(IDENTITY), "pdf")
        add_document(self.documents, "ord", to_docx(PLAN.replace("lampor", "träd")), "docx")
        add_document(self.documents, "text", f"{PLAN}\f{PLAN}1(2)\n".encode())
        if can_read_pictures():
            add_document(self.documents, "skannad", to_scan(to_pdf(PLAN.replace("lampor", "bänkar"))), "pdf")
        settings = read_settings(
            {
                "PLANASSISTENT_DOCUMENTS": str(self.documents),
                "PLANASSISTENT_DATA": str(path / "data"),
                "PLANASSISTENT_MODEL": tiny.name,
            }
        )
        self.service = serving(settings)
        self.app = create_app(self.service, folder=lambda: self.documents)
        self.client = TestClient(self.app, raise_server_exceptions=False)
        self.service.start()
        self.service.wait()

    def source(self, document: str, word: str) -> dict[str, str]:
        """Where the passage with a word stands."""
        index = self.service.assistant().index
        found = next(p for p in index.collection.passages if p.document == document and word in p.text)
        source: dict[str, str] = self.client.get(f"/api/passages/{found.id}").json()["source"]
        return source


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, tiny: Embedder) -> Iterator[Printed]:
    """One for all tests."""
    found = Printed(tmp_path_factory.mktemp("printed"), tiny)
    yield found
    found.service.stop()


def marks(page: str) -> list[str]:
    """The marks on a picture."""
    return re.findall(r"<rect ", page)


def test_a_passage_leads_to_its_page_with_the_passage_marked(printed: Printed) -> None:
    """The page has its picture, its text with the same lines marked, and leads on."""
    source = printed.source("tryckt", "lampor")
    answer = printed.client.get(source["page_url"])
    page = answer.text
    assert answer.status_code == 200
    assert "Sidan 1 av 3 i filen. Tryckt sidnummer: 1. Stycket är markerat på bilden och i texten." in page
    assert (
        'src="/api/documents/tryckt/pages/1/image" width="1241" height="1754" alt="Sidan 1 som den är tryckt.' in page
    )
    assert len(marks(page)) >= 2
    assert re.search(r'<p id="L\d+" class="marked">.*lampor', page)
    assert 'href="/dokument/tryckt/sida/2" rel="next"' in page
    assert 'rel="prev"' not in page
    assert "<p>Ingen text" not in page
    last = printed.client.get("/dokument/tryckt/sida/3").text
    assert 'rel="next"' not in last
    assert marks(last) == []


def test_answers_and_documents_lead_to_the_page(printed: Printed) -> None:
    """Beside the text; not where there is no such page."""
    index = printed.service.assistant().index
    for document, leads in (("tryckt", True), ("ord", False), ("text", False)):
        entry = next(e for e in index.collection.activities if e.document == document)
        for path in (f"/aktiviteter/{entry.id}", f"/documents/{document}"):
            assert (f'href="/dokument/{document}/sida/1' in printed.client.get(path).text) is leads, path
    answer = printed.client.post("/", data={"question": "Vem är ansvarig för ”Fler lampor i parkerna”?"}).text
    assert 'href="/dokument/tryckt/sida/1?lines=' in answer
    assert "Visa sidan<span" in answer


def test_the_picture_is_asked_after_before_it_is_fetched_again(printed: Printed) -> None:
    """An ETag, for the one who asks alone; HEAD and a browser that has it get no picture."""
    path = "/api/documents/tryckt/pages/2/image"
    answer = printed.client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
    assert answer.headers["cache-control"] == "private, no-cache"
    has_headers(answer, path)
    has_headers(printed.client.get("/dokument/tryckt/sida/2"), "its page")
    assert Image.open(io.BytesIO(answer.content)).format == "WEBP"
    again = printed.client.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    sheets = printed.client.get("/api/documents/tryckt").json()["sheets"]
    assert [entry["image"] for entry in sheets] == [f"/api/documents/tryckt/pages/{n}/image" for n in (1, 2, 3)]
    described = printed.client.get("/api/openapi.json").json()["paths"][
        "/api/documents/{document_id}/pages/{sheet}/image"
    ]
    assert list(described["get"]["responses"]["200"]["content"]) == ["image/webp"]


def test_a_page_with_an_identity_number_has_no_picture(printed: Printed) -> None:
    """The text masks the number; a picture would not."""
    page = printed.client.get("/dokument/nummer/sida/1").text
    assert "Det står ett personnummer på sidan. Därför visas den inte som bild." in page
    assert "<img" not in page
    assert "3234" not in page
    answer = printed.client.get("/api/documents/nummer/pages/1/image")
    assert (answer.status_code, "identity number" in answer.json()["detail"]) == (404, True)


def test_a_document_without_pages_shows_its_text(printed: Printed) -> None:
    """A Word file leads to its text; a text made from a scan has pages, and no picture of them."""
    answer = printed.client.get("/dokument/ord/sida/1?lines=3-4", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/documents/ord?lines=3-4#L3")
    page = printed.client.get("/dokument/text/sida/1?lines=1-3").text
    assert "Det finns ingen bild av sidan, bara texten." in page
    assert 'class="marked"' in page
    assert printed.source("text", "lampor")["page_url"] is None
    assert printed.client.get("/api/documents/text/pages/1/image").status_code == 404


@pytest.mark.parametrize("path", ["tryckt/sida/4", "tryckt/sida/0", "tryckt/sida/x", "nej/sida/1", "tryckt/sida/-1"])
def test_there_is_no_other_page(printed: Printed, path: str) -> None:
    """Nor picture."""
    assert printed.client.get(f"/dokument/{path}").status_code == 404
    assert printed.client.get(f"/api/documents/{path.replace('sida', 'pages')}/image").status_code in (404, 422)


@pytest.mark.skipif(not can_read_pictures(), reason="Tesseract isn't installed")
def test_a_passage_of_a_scan_is_marked(printed: Printed) -> None:
    """Its words are read from the picture once more, to find their places."""
    page = printed.client.get(printed.source("skannad", "bänkar")["page_url"]).text
    assert "Stycket är markerat på bilden" in page
    assert marks(page)


def test_a_passage_that_isnt_found_is_not_marked(printed: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the page says so."""
    monkeypatch.setattr("assistant.web.pages.printed_page.marks_of", lambda *given: [])
    page = printed.client.get(printed.source("tryckt", "lampor")["page_url"]).text
    assert "Det gick inte att hitta var på bilden stycket står." in page
    assert marks(page) == []


def test_a_file_that_is_another_has_no_picture(printed: Printed) -> None:
    """What is shown is what was read."""
    path = printed.documents / "tryckt.pdf"
    content = path.read_bytes()
    try:
        path.write_bytes(to_pdf("# En annan"))
        printed.app.state.pages.keep(())
        assert printed.client.get("/api/documents/tryckt/pages/1/image").status_code == 404
        path.unlink()
        printed.app.state.pages.keep(())
        assert "Det finns ingen bild" in printed.client.get("/dokument/tryckt/sida/1").text
    finally:
        path.write_bytes(content)
        printed.app.state.pages.keep(())


def test_pictures_are_drawn_once_and_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to a bound in bytes; of a file that is gone nothing stays; one that can't be drawn isn't tried again."""
    drawn: list[int] = []

    def draw(content: bytes, sheet: int, *, read_picture: bool) -> DrawnPage:
        drawn.append(sheet)
        if sheet == 9:
            raise UnreadableDocument("is broken")
        return DrawnPage(b"x" * 400, 1, 1, ())

    monkeypatch.setattr(page_images, "draw_isolated", draw)
    pages, digest = page_images.PagePictures(most=1000), sha256(b"%PDF")
    for sheet in (1, 1, 2, 1, 3, 1, 2):
        pages.of(lambda: b"%PDF", digest, sheet)
    assert drawn == [1, 2, 3, 2]
    for _ in range(2):
        with pytest.raises(page_images.NoPicture):
            pages.of(lambda: b"%PDF", digest, 9)
    assert drawn == [1, 2, 3, 2, 9]
    pages.keep({"another"})
    pages.of(lambda: b"%PDF", digest, 2)
    assert drawn == [1, 2, 3, 2, 9, 2]


def test_of_too_many_at_once_the_rest_are_told_to_wait(printed: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a sentence, and when to come back."""
    printed.app.state.pages.keep(())
    monkeypatch.setattr(page_images, "_PATIENCE", 0.01)
    with page_images._drawing, page_images._drawing:
        answer = printed.client.get("/dokument/tryckt/sida/1")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "3")
    assert "Många sidor visas just nu." in answer.text
