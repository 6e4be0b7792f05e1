"""What whoever keeps the collection works with: files brought in, the index being built, notes, the log."""

import secrets
from dataclasses import replace

from assistant.curation.building import IndexBuilder
from assistant.curation.log import ChangeLog
from assistant.curation.notes import Notes
from assistant.curation.uploads import UploadDesk
from assistant.settings import LOOPBACK, PREFIX, SettingError, Settings


class Office:
    """One a server; ``token`` is in every form of its pages, and is another after each start."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.token = secrets.token_urlsafe(24)
        self.uploads = UploadDesk(self.settings)
        self.builder = IndexBuilder(settings)
        self.notes = Notes(settings.data)
        self.log = ChangeLog(settings.own_documents)

    def settings(self) -> Settings:
        """The settings now: the documents that came with the program are read until any has been changed."""
        own = self._settings.own_documents
        return replace(self._settings, documents=own) if own.is_dir() else self._settings


def office_of(settings: Settings, host: str) -> Office | None:
    """The pages that change things, where they are asked for; raises ``SettingError`` where others may come to them.

    They have to be asked for, because a proxy on the same machine that puts the machine's own address in the place of
    the host, and adds no header, can't be told from the machine itself.
    """
    if not settings.office:
        return None
    if host.lower() not in LOOPBACK or settings.hosts or settings.path:
        raise SettingError(
            "the office is for the machine itself alone, and others are served here; leave out --office, or serve it "
            f"beside this on another port, with the host 127.0.0.1 and without {PREFIX}HOSTS and {PREFIX}PATH"
        )
    return Office(settings)
