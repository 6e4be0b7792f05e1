"""The documentation: what it points to is there, and what it promises about itself holds."""

import re
from pathlib import Path

import pytest

from assistant.settings import NAMES, PREFIX
from eval.reports import tables
from eval.reports.tables import accepted, accepted_share

ROOT = Path(__file__).parent.parent
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_within_the_repository_leads_somewhere(page: Path) -> None:
    """Files and pictures; addresses of other hosts aren't looked up."""
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert missing == []


def test_the_readme_is_read_in_a_few_minutes() -> None:
    """Eight kilobytes at most; the rest is in docs."""
    assert len((ROOT / "README.md").read_bytes()) <= 8_000


def test_every_setting_is_described() -> None:
    """By its whole name, in the table of settings."""
    text = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"`{PREFIX}{name}`" not in text] == []


def test_every_decision_is_in_the_list() -> None:
    """Each page of docs/decisions."""
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"\((\w[\w-]*\.md)\)", (folder / "README.md").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(path.name for path in folder.glob("*.md") if path.name != "README.md")


def test_a_table_that_no_run_has_written_is_named() -> None:
    """Rather than an empty place on a page."""
    with pytest.raises(KeyError, match="no such run"):
        accepted("no such run")


def test_a_share_of_a_table_is_found_by_its_row_and_column(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the first table that has it; where none has it, that is said."""
    text = (
        "2 questions\n\n| writer | right |\n| --- | --- |\n| a | 1/1 (21%–100%) |\n| all | 1/2 (9%–91%) |\n\n"
        "| kind | found |\n| --- | --- |\n| all | 2/2 (34%–100%) |"
    )
    monkeypatch.setattr(tables, "accepted", lambda name: text)
    assert accepted_share("open", "all", "right") == "1 of 2 (9–91 %)"
    assert accepted_share("open", "all", "found") == "2 of 2 (34–100 %)"
    with pytest.raises(KeyError, match="open: b, right"):
        accepted_share("open", "b", "right")
