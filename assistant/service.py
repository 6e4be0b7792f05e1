"""The assistant while it starts: loaded or built in the background, so that the process answers at once."""

import logging
import threading
from collections.abc import Callable

from assistant.answer import Assistant
from assistant.errors import CannotStart, NotReady
from assistant.settings import Settings
from corpus.types import HelpContact

log = logging.getLogger("planassistent")


class Service:
    """Gives the assistant once it is there; until then, or if it can't be had, a clear refusal."""

    def __init__(self, load: Callable[[], Assistant], *, help_contacts: tuple[HelpContact, ...] = ()) -> None:
        """``help_contacts`` stand on every page, also while the index loads."""
        self.help_contacts = help_contacts
        self._load = load
        self._assistant: Assistant | None = None
        self._fault: str | None = None
        self._thread = threading.Thread(target=self._run, name="load", daemon=True)

    def start(self) -> None:
        """Begin to load. Returns at once."""
        self._thread.start()

    def wait(self) -> None:
        """Until loading has ended, well or badly."""
        self._thread.join()

    def assistant(self) -> Assistant:
        """The assistant; raises ``NotReady`` while it loads and ``CannotStart`` when it can't be had."""
        if self._fault is not None:
            raise CannotStart(
                f"there is no index to answer from: {self._fault}",
                "Tjänsten kan inte svara: dokumenten kunde inte läsas in. Kontakta den som sköter tjänsten.",
            )
        if self._assistant is None:
            raise NotReady(
                "the index is being loaded; try again in a few seconds",
                "Tjänsten startar. Försök igen om en liten stund.",
            )
        return self._assistant

    def _run(self) -> None:
        try:
            self._assistant = self._load()
        except Exception as error:
            # Whatever it is, the process has to go on and say so; the text is for a person.
            self._fault = str(error)
            log.error("can't load the index: %s", error)


def loader(
    settings: Settings, *, on_progress: Callable[[int, int], None] = lambda done, total: None
) -> Callable[[], Assistant]:
    """How the assistant of these settings is loaded; the index is built where none fits."""

    def load() -> Assistant:
        # Here and not above: importing torch takes seconds in which /healthz has to answer.
        from index.build import load_or_build
        from index.embed import Embedder

        embedder = Embedder(settings.model, settings.model_revision)
        index = load_or_build(
            settings.documents,
            settings.data,
            embedder,
            on_rebuild=lambda reason: log.warning("building the index: %s", reason),
            on_progress=on_progress,
            on_problem=lambda problem: log.warning("left out: %s", problem),
        )
        return Assistant(index, embedder)

    return load
