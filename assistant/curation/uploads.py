"""Files that have been brought in and are looked at before they are taken in. They lie under no name on disk."""

import secrets
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Literal

from assistant.curation.changes import PutIn, put_in
from assistant.curation.log import Who
from assistant.page_images import PagePictures
from assistant.sessions.expiring_store import ExpiringStore
from assistant.settings import Settings
from corpus.catalogue import load_catalogue
from corpus.errors import Cause, CorpusError, UnreadableDocument
from corpus.files import sha256
from corpus.ingest import restore_apart
from corpus.preview import Preview, preview_apart
from corpus.reading.files import Source, printable
from corpus.reading.isolated import read_isolated
from corpus.reading.limits import check_file

_KEPT = 30 * 60.0  # seconds
_AT_A_TIME = 4  # of 100 MB each at most
_PICTURES = 12_000_000  # bytes of pages that are kept drawn of each


UploadCause = Cause | Literal["there_already", "catalogue"]


@dataclass
class Upload:
    """A file that is being read, or has been: then ``seen`` is what would be taken in, or ``fault`` why it can't be.

    ``cause`` is that in a word, ``pages`` how many pages are read, of how many, where it has such.
    """

    id: str
    name: str
    content: bytes = field(repr=False)
    begun: bool = False
    share: float = 0.0
    seen: Preview | None = None
    fault: str | None = None
    cause: UploadCause = "damaged"
    pages: tuple[int, int] | None = None
    pictures: PagePictures = field(default_factory=lambda: PagePictures(most=_PICTURES), repr=False)
    source: Source | None = field(default=None, repr=False)
    done: threading.Event = field(default_factory=threading.Event)


class UploadDesk:
    """Reads one file at a time; of more than a few that wait the oldest are forgotten."""

    def __init__(self, settings: Callable[[], Settings]) -> None:
        self._settings = settings
        self._kept: ExpiringStore[Upload] = ExpiringStore(lifetime=_KEPT, capacity=_AT_A_TIME)
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="upload")

    def bring(self, name: str, content: bytes) -> Upload:
        """Begin to read a file. Returns at once."""
        upload = Upload(secrets.token_urlsafe(16), printable(name)[:200] or "dokument", content)
        self._kept.put(upload.id, upload)
        self._reader.submit(self._read, upload.id)
        return upload

    def get(self, upload: str) -> Upload | None:
        """A file that has been brought in, None where it has been forgotten."""
        return self._kept.get(upload)

    def take_in(
        self, upload: Upload, *, supersedes: str | None, municipality: str | None, draft: bool = False, who: Who = None
    ) -> PutIn:
        """Put it in the documents folder; raises ``CorpusError`` and ``OSError``."""
        if upload.source is None:
            raise CorpusError(f"{upload.name}: it hasn't been read")
        put = put_in(
            self._settings(), upload.source, upload.content, upload.name, supersedes=supersedes,
            municipality=municipality, draft=draft, via="page", who=who,
        )  # fmt: skip
        self.leave(upload.id)
        return put

    def leave(self, upload: str) -> None:
        """Forget it."""
        self._kept.remove(upload)

    def _read(self, upload_id: str) -> None:
        upload = self._kept.get(upload_id)
        if upload is None:  # forgotten while it waited
            return

        upload.begun = True

        def tell(share: float) -> None:
            upload.share = share

        def count(read: int, pages: int) -> None:
            upload.pages = read, pages

        try:
            check_file(len(upload.content))
            upload.cause = "catalogue"
            catalogue = load_catalogue(self._settings().documents)
            upload.cause = "damaged"
            digest = sha256(upload.content)
            if there := next((entry.id for entry in catalogue.documents if entry.sha256 == digest), None):
                upload.cause = "there_already"
                raise CorpusError(f"{upload.name}: this very file is in already, as {there!r}")
            read = read_isolated(upload.content, upload.name, on_share=lambda share: tell(share / 2), on_page=count)
            upload.source = restore_apart(read, upload.name, on_share=lambda share: tell(0.5 + share / 2))
            upload.seen = preview_apart(upload.source, upload.name, digest, catalogue)
        except UnreadableDocument as error:
            upload.fault, upload.cause = str(error), error.cause
        except CorpusError as error:
            upload.fault = str(error)
        except Exception as error:  # whatever a file breaks, whoever brought it has to hear that it can't be read
            upload.fault = f"{upload.name}: it can't be read ({type(error).__name__})"
        finally:
            if upload.fault:
                upload.content, upload.source = b"", None
            upload.done.set()
