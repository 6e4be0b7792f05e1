"""The parser of the command → its man page and its completion in shells, which ``python -m docs.shell`` writes."""

import argparse
import os
from importlib.metadata import version
from pathlib import Path
from unittest.mock import patch

import shtab
from argparse_manpage.manpage import Manpage

from assistant.cli.main import command_parser
from assistant.settings import NAMES, PREFIX

FOLDER = Path(__file__).parent / "command"
_ABOUT = "finds, compares and cites what a municipality has committed to in its plans"


def written() -> dict[str, str]:
    """By file name, what it holds; no day and no machine is in it."""
    parser = command_parser()
    with patch.dict(os.environ, COLUMNS="80"):  # what argparse wraps usage at
        shells = {f"planassistent.{shell}": shtab.complete(parser, shell=shell) for shell in ("bash", "zsh")}
        return {"planassistent.1": man_page(parser), **shells}


def man_page(parser: argparse.ArgumentParser) -> str:
    """The man page, with the settings that the environment holds."""
    page = Manpage(
        parser,
        format="pretty",
        _data={
            "prog": "planassistent",
            "project_name": "Planassistenten",
            "description": _ABOUT,
            "date": f"Planassistenten {version('planassistent')}",
            "manual_section": "1",
            "manual_title": "Planassistenten",
        },
    )
    names = "\n".join(f".TP\n.B {PREFIX}{name}" for name in NAMES)
    settings = (
        f".SH ENVIRONMENT\n{names}\n.PP\nWhat each means stands in docs/install.md.\n"
        ".SH EXIT STATUS\n0; 1 where something went wrong, which is said in a sentence; 2 for a wrong call.\n"
    )
    return f"{str(page).rstrip()}\n{settings}"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in written().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
