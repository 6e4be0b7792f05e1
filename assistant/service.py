"""The assistant of a server: loaded in the background, at the start and whenever another index is put in use."""

import logging
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from assistant.answer import Assistant
from assistant.answering_processes import AnsweringProcesses, AssistantInProcesses, LoadAssistant
from assistant.compose.language_model.endpoint import Endpoint
from assistant.errors import CannotStart, NotReady
from assistant.sessions.conversations import Conversations
from assistant.sessions.replay import ReplayedTurns
from assistant.settings import Settings
from corpus.catalogue import load_catalogue
from corpus.types import HelpContact
from index.build import load_or_build
from index.embedding.embedder import Embedder
from index.embedding.reranker import Reranker
from index.errors import NothingPublished
from index.storage.fingerprint import Fingerprint, fingerprint
from index.storage.store import Index, has_drafts, in_use, is_cleared, load

log = logging.getLogger("planassistent")

# Asked once before others ask: one for the search by meaning with a misspelt word, one in another language.
_FIRST = ("Hur förebygs våld i nära relationer?", "What is done for children?")
_NOTHING_PUBLISHED = "no document is published yet"
_LOOK = 1.0  # seconds between looks for another index


class Service:
    """Gives the assistant once it is there; until then, or if it can't be had, a clear refusal.

    Where another index is put in use, it is taken up in the background: a request that is under way
    ends with the assistant it began with.
    """

    def __init__(
        self,
        load: Callable[[], Assistant],
        *,
        reload: Callable[[], Assistant] | None = None,
        in_use: Callable[[], str | None] = lambda: None,
        cleared: Callable[[], bool] = lambda: False,
        on_cleared: Callable[[], None] = lambda: None,
        with_drafts: Callable[[], Index | None] = lambda: None,
        help_contacts: tuple[HelpContact, ...] = (),
        writer: Endpoint | None = None,
        interpreter: Endpoint | None = None,
        verifier: Endpoint | None = None,
        fault_contact: str | None = None,
        licence: str | None = None,
    ) -> None:
        """``load`` is for the start; ``reload`` takes up what ``in_use`` names, each time that changes. Where that is
        nothing, what is loaded answers on, unless the index was ``cleared``: its documents have been removed, and
        ``on_cleared`` lets go of what else has them. ``with_drafts`` gives the index with its drafts, which are for
        keepers only, None where it has none.

        ``help_contacts`` stand on every page, also while the index loads, and so do the language models that write
        summaries, read unclear questions or judge passages, where there are such. ``fault_contact`` is where faults
        are reported, ``licence`` the address of the licence that open data is published under.
        """
        self.help_contacts = help_contacts
        self.conversations = Conversations()
        self.replayed = ReplayedTurns()
        self.fault_contact = fault_contact
        self.licence = licence
        self.writer = writer
        self.interpreter = interpreter
        self.verifier = verifier
        self._load = load
        self._reload = reload or load
        self._in_use = in_use
        self._cleared = cleared
        self._on_cleared = on_cleared
        self._with_drafts = with_drafts
        self._assistant: Assistant | None = None
        self._kept: Index | None = None
        self._fault: str | None = None
        self._loaded = threading.Event()
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin to load, and to watch for another index. Returns at once."""
        self._stopped.clear()
        threading.Thread(target=self._run, name="load", daemon=True).start()

    def stop(self) -> None:
        """Watch no longer."""
        self._stopped.set()

    def wait(self) -> None:
        """Until the first loading has ended, well or badly."""
        self._loaded.wait()

    def assistant(self) -> Assistant:
        """The assistant; raises ``NotReady`` while it loads and ``CannotStart`` when it can't be had."""
        if self._assistant is not None:
            return self._assistant
        if self._fault == _NOTHING_PUBLISHED:
            raise CannotStart(
                _NOTHING_PUBLISHED, "Inget dokument är publicerat än. Försök igen när det finns något att fråga om."
            )
        if self._fault is not None:
            raise CannotStart(
                f"there is no index to answer from: {self._fault}",
                "Tjänsten kan inte svara: dokumenten kunde inte läsas in. Kontakta den som sköter tjänsten.",
            )
        raise NotReady(
            "the index is being loaded; try again in a few seconds",
            "Tjänsten startar. Försök igen om en liten stund.",
        )

    def kept_index(self) -> Index:
        """All that is in, drafts too: for keepers only. Raises as ``assistant`` does."""
        return self._kept if self._kept is not None else self.assistant().index

    def version(self) -> str | None:
        """Of the index that questions are answered from; None where there is none."""
        return None if self._assistant is None else self._assistant.index.version

    def _run(self) -> None:
        # Read before loading, so that what is put in use meanwhile is seen as another.
        loaded = self._in_use()
        if not self._take(self._load):
            loaded = None  # to be tried again
        self._loaded.set()
        while not self._stopped.wait(_LOOK):
            now = self._in_use()
            if now is None and self._assistant is not None and self._cleared():
                self._assistant, self._kept, self._fault = None, None, "all documents have been removed"
                self._on_cleared()
                log.warning("the index has been taken away: there is nothing to answer from")
            if now == loaded:
                continue
            loaded = now
            if now is not None:
                if not self._take(self._reload):
                    loaded = None  # to be tried again
            elif self._assistant is not None:
                log.warning("the index is no longer in the data folder; what is loaded answers on")

    def _take(self, load: Callable[[], Assistant]) -> bool:
        """Put what ``load`` gives in the place of what is there; where it can't, what is there stays.

        False where it may be possible in a moment.
        """
        try:
            assistant = load()
            self._kept = self._with_drafts()
        except NothingPublished:
            # What was published may have been removed, and is quoted no longer.
            self._kept, self._assistant, self._fault = self._with_drafts(), None, _NOTHING_PUBLISHED
            self._on_cleared()
            log.warning("nothing to answer from: %s", self._fault)
            return True
        except NotReady as error:
            self._fault = str(error)
            log.error("can't load the index yet: %s", error)
            return False
        except Exception as error:
            # Whatever it is, the process has to go on and say so; the text is for a person.
            self._fault = str(error)
            log.error("can't load the index: %s", error)
            return True
        self.help_contacts = assistant.index.collection.catalogue.help_contacts
        if self._assistant is not None and self._assistant.index.version != assistant.index.version:
            log.info("answering from the index %s", assistant.index.version)
        self._assistant = assistant
        self._fault = None
        return True


def open_index(
    settings: Settings,
    embedder: Embedder,
    *,
    on_share: Callable[[float], None] = lambda share: None,
    drafts: bool = False,
) -> Index:
    """The index of these settings, built where none fits; the log says why, and whether something is wrong with it.

    Without drafts, unless they are asked for.
    """
    problems: list[str] = []
    index = load_or_build(
        settings.documents,
        settings.data,
        embedder,
        on_rebuild=lambda reason: log.warning("%s: building it", reason),
        on_share=on_share,
        on_problem=problems.append,
        on_wait=lambda: log.warning("another build is under way; waiting for it to end"),
        drafts=drafts,
    )
    if problems:
        log.warning("not all is well with the documents (%d remarks): see 'planassistent documents'", len(problems))
    return index


def the_embedder(settings: Settings) -> Embedder:
    """The model of these settings; what is fetched from a hub is kept in the data folder."""
    cache = settings.data / "models"
    return Embedder(settings.model, settings.model_revision, cache=cache, prompts=settings.model_prompts)


def the_reranker(settings: Settings) -> Reranker | None:
    """The cross-encoder of these settings, None where they name none."""
    return Reranker(settings.reranker, cache=settings.data / "models") if settings.reranker else None


def load_assistant(
    settings: Settings,
    *,
    embedder: Embedder | None = None,
    reranker: Reranker | None = None,
    on_share: Callable[[float], None] = lambda share: None,
) -> Assistant:
    """The assistant of these settings, ready to answer."""
    embedder = embedder or the_embedder(settings)
    reranker = reranker or the_reranker(settings)
    index = open_index(settings, embedder, on_share=on_share)
    embedder.load()
    if reranker is not None:
        reranker.load()
    return _assistant(index, embedder, reranker, settings)


def warmed(assistant: Assistant) -> Assistant:
    """An assistant whose first question is as quick as the tenth: all that is looked up once has been."""
    assistant.records.spelling.warm()
    for question in _FIRST:
        assistant.answer(question, models=False)
    return assistant


def _assistant(index: Index, embedder: Embedder, reranker: Reranker | None, settings: Settings) -> Assistant:
    return Assistant(
        index, embedder, settings.writer, reranker, interpreter=settings.interpreter, verifier=settings.verifier
    )


def _loader(settings: Settings, program: Fingerprint, begin: Callable[[], None]) -> LoadAssistant:
    """For a process that answers: loads the assistant of the index in use, each time with the same model."""
    begin()
    embedder, reranker = the_embedder(settings), the_reranker(settings)

    def load_again() -> Assistant:
        return warmed(_assistant(load(settings.data, program, any_documents=True), embedder, reranker, settings))

    return load_again


def _contacts(folder: Path) -> tuple[HelpContact, ...]:
    """The contacts of a documents folder; none where it is empty, and the page says that there is nothing yet."""
    empty = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    return () if empty else load_catalogue(folder).help_contacts


def _nothing() -> None:
    """Of what a process may begin with; has a name, so that it can be sent there."""


def serving(
    settings: Settings, *, on_ready: Callable[[], None] = _nothing, in_processes: Callable[[], None] = _nothing
) -> Service:
    """The service of these settings, which takes up whatever index is put in use in their data folder.

    ``in_processes`` is what each process that answers begins with.
    """
    embedder = the_embedder(settings)
    reranker = the_reranker(settings)
    # Taken now: the program on disk may be another by the time another index is there.
    program = fingerprint(None, model=embedder.name, revision=embedder.revision)

    loader = partial(_loader, settings, program, in_processes)
    processes = AnsweringProcesses(loader, settings.workers) if settings.workers else None

    def ready(index: Index) -> Assistant:
        if processes is None:
            return warmed(_assistant(index, embedder, reranker, settings))
        processes.take_up(index.version)
        return AssistantInProcesses(index, embedder, processes, reranker)

    def first() -> Assistant:
        assistant = ready(open_index(settings, embedder))
        on_ready()
        return assistant

    def with_drafts() -> Index | None:
        return (
            load(settings.data, program, any_documents=True, drafts=True)
            if has_drafts(settings.data, program)
            else None
        )

    return Service(
        first,
        reload=lambda: ready(load(settings.data, program, any_documents=True)),
        in_use=lambda: in_use(settings.data),
        cleared=lambda: is_cleared(settings.data),
        with_drafts=with_drafts,
        on_cleared=processes.let_go if processes else _nothing,
        help_contacts=_contacts(settings.documents),
        writer=settings.writer,
        interpreter=settings.interpreter,
        verifier=settings.verifier,
        fault_contact=settings.fault_contact,
        licence=settings.licence,
    )
