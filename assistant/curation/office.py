"""What whoever keeps the collection works with: files brought in, the index being built, notes, the log."""

import secrets
from dataclasses import replace
from pathlib import Path

from assistant.curation.building import IndexBuilder
from assistant.curation.log import log_of
from assistant.curation.notes import Notes
from assistant.curation.uploads import UploadDesk
from assistant.settings import LOOPBACK, Settings


class Office:
    """One a server; ``token`` is in every form of its pages, and is another after each start."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.token = secrets.token_urlsafe(24)
        self.uploads = UploadDesk(self.settings)
        self.builder = IndexBuilder(settings)
        self.notes = Notes(settings.data)
        self.log = log_of(settings)

    def settings(self) -> Settings:
        """The settings now: the documents that came with the program are read until any has been changed."""
        return replace(self._settings, documents=documents_now(self._settings))


def documents_now(settings: Settings) -> Path:
    """The folder that documents are read from: that of the program until any has been changed."""
    return settings.own_documents if settings.own_documents.is_dir() else settings.documents


def office_of(settings: Settings, host: str) -> Office | None:
    """The pages that change things; None where a setting says so, and where others than the machine itself are served
    and nobody logs in.

    The machine itself: it alone is listened to, and no proxy is told of. A proxy that isn't told of, puts the machine's
    own address in the place of the host and adds no header can't be told from the machine.
    """
    alone = host.lower() in LOOPBACK and not settings.hosts and not settings.path
    return Office(settings) if settings.office and (alone or settings.login) else None
