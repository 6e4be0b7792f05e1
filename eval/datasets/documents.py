"""Documents of invented municipalities, with what is right to read of each beside it; also as PDFs and as scans.

Each folder ``hand*`` is by one hand, with documents that are looked at (``dev``) or that are not (``held``); ``own``
are by whoever wrote the reader, ``cases`` single faults that have been met.
"""

import hashlib
import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Literal

from eval.datasets import DATA

Split = Literal["dev", "held", "cases"]
Through = Literal["pdf", "scan"]

_FOLDER = DATA / "documents"
_DPI = 200  # what an office scanner is set to
_JPEG = 75


@dataclass(frozen=True)
class InventedDocument:
    """A file as it is read: its name and content, who wrote it (``hand``), its format, and the gold."""

    name: str
    hand: str
    format: str
    gold: dict[str, Any] = field(repr=False)
    path: Path

    @property
    def content(self) -> bytes:
        return self.path.read_bytes()


def documents(split: Split, *, through: Through | None = None, cache: Path) -> Iterator[InventedDocument]:
    """The documents of a split; ``through``: those in DOCX made into PDFs or scans, kept in the folder ``cache``."""
    folders = [_FOLDER / "cases"] if split == "cases" else sorted(_FOLDER.glob(f"*/{split}"))
    for folder in folders:
        hand = "cases" if split == "cases" else folder.parent.name
        for gold in sorted(folder.glob("*.json")):
            path = gold.with_suffix("")
            kind = path.suffix.removeprefix(".")
            if through is not None:
                if kind != "docx":
                    continue
                kind = f"docx > {through}"
                path = _scanned(_as_pdf(path, cache), cache) if through == "scan" else _as_pdf(path, cache)
            yield InventedDocument(path.name, hand, kind, json.loads(gold.read_text(encoding="utf-8")), path)


def _as_pdf(path: Path, cache: Path) -> Path:
    """A Word file, printed by LibreOffice."""
    return _kept(path, cache, ".pdf", partial(_print, path))


def _print(path: Path) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"  # it runs beside another that is open
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(path)],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return (Path(folder) / f"{path.stem}.pdf").read_bytes()


def _scanned(path: Path, cache: Path) -> Path:
    """A PDF as pictures of its pages."""
    return _kept(path, cache, "-scan.pdf", partial(_photograph, path))


def _photograph(path: Path) -> bytes:
    import pypdfium2

    with tempfile.TemporaryDirectory() as folder:
        document = pypdfium2.PdfDocument(path)
        pictures = [page.render(scale=_DPI / 72, grayscale=True).to_pil() for page in document]
        target = Path(folder) / "scan.pdf"
        pictures[0].save(target, save_all=True, append_images=pictures[1:], resolution=_DPI, quality=_JPEG)
        document.close()
        return target.read_bytes()


def _kept(path: Path, cache: Path, ending: str, make: Callable[[], bytes]) -> Path:
    """The file that is made of another, made once for each content."""
    cache.mkdir(parents=True, exist_ok=True)
    target = cache / f"{path.stem}-{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}{ending}"
    if not target.exists():
        target.write_bytes(make())
    return target
