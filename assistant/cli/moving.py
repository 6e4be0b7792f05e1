"""The commands ``backup`` and ``restore``: the documents in one file, and a working installation from it."""

import argparse
import os
import time
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from assistant.backup import restore_backup, write_backup
from assistant.cli.terminal import console, plain, progress, say, wait_for_build
from assistant.service import the_embedder
from assistant.settings import PREFIX, Settings, kept_settings
from index.build import build


def add_commands(commands: Any) -> None:
    """Name the two commands to the parser."""
    backup = commands.add_parser("backup", help="the documents, their catalogue and the settings in one file")
    backup.add_argument("file", metavar="FILE", type=Path)
    backup.add_argument("--overwrite", action="store_true", help="also where FILE is there already")
    backup.set_defaults(run=_backup)

    restore = commands.add_parser("restore", help="put a backup's documents in place and build the index")
    restore.add_argument("file", metavar="FILE", type=Path)
    restore.add_argument("--overwrite", action="store_true", help="also where there are documents, which are kept")
    restore.set_defaults(run=_restore)


def _backup(options: argparse.Namespace, settings: Settings) -> int:
    kept = kept_settings(os.environ)
    program = version("planassistent")
    made, left_out = write_backup(
        settings.documents, options.file, program=program, settings=kept, overwrite=options.overwrite
    )
    if left_out:
        say(
            f"{left_out} files are not in it: hidden or half written ones, links, what is no file, and what a "
            "change left that was broken off"
        )
    console.print(plain(f"{options.file}: {len(made.files)} files of {settings.documents}"), soft_wrap=True)
    return 0


def _restore(options: argparse.Namespace, settings: Settings) -> int:
    started = time.monotonic()
    folder = settings.own_documents
    backup, kept = restore_backup(options.file, folder, overwrite=options.overwrite)
    if kept is not None:
        say(f"what was there before is kept in {kept}; remove it when it is no longer needed")
    settings = replace(settings, documents=folder)
    with progress() as on_share:
        built = build(folder, settings.data, the_embedder(settings), on_share=on_share, on_wait=wait_for_build)
    now = kept_settings(os.environ)
    for name, value in backup.settings.items():
        if now.get(name) != value:
            say(f"the backup was made with {PREFIX}{name}={value}, which isn't set so now")
    for name, value in now.items():
        if name not in backup.settings:
            say(f"the backup was made without {PREFIX}{name}, which is set now ({value})")
    console.print(
        plain(
            f"{folder}: {len(backup.files)} files as they were on {backup.made} (version {backup.program}); "
            f"index {built.fingerprint.version} with {built.documents} documents, after "
            f"{time.monotonic() - started:.0f} s"
        ),
        soft_wrap=True,
    )
    return 1 if built.left_out else 0
