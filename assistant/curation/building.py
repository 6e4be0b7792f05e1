"""Building the index in a process of its own while the service answers; the service takes the new one up by itself.

Run as a module it is that process: it builds by the settings in its environment, tells what share is done, a line each,
and ends with 1 and a sentence where it can't.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Mapping

from assistant.errors import reason_of
from assistant.service import the_embedder
from assistant.settings import PREFIX, Settings, read_settings
from corpus.catalogue import load_catalogue
from corpus.errors import CorpusError
from index.build import build
from index.errors import IndexFault, ModelUnavailable
from index.storage.store import clear


class IndexBuilder:
    """Builds one index at a time, and once more where it is asked while it builds.

    ``share`` is what is done of the one under way, None where none is; ``fault`` why the last one failed.
    """

    def __init__(self, settings: Settings) -> None:
        self.share: float | None = None
        self.fault: str | None = None
        self._settings = settings
        self._lock = threading.Lock()
        self._asked = False
        self._idle = threading.Event()
        self._idle.set()

    def ask(self) -> None:
        """Have the index built from what is in the folder now. Returns at once."""
        with self._lock:
            self._asked = True
            if not self._idle.is_set():
                return
            self._idle.clear()
            self.share = 0.0
        threading.Thread(target=self._run, name="build", daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Until nothing is being built; False where that takes longer."""
        return self._idle.wait(seconds)

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._asked:
                    self.share = None
                    self._idle.set()
                    return
                self._asked, self.share = False, 0.0
            try:
                self.fault = self._build()
            except (OSError, CorpusError) as error:
                self.fault = reason_of(error)
            except Exception as error:  # else nothing would be built again, and nobody told
                self.fault = f"it stopped ({type(error).__name__})"

    def _build(self) -> str | None:
        """Why it can't be built, None where it has been."""
        if not load_catalogue(self._settings.own_documents).documents:
            clear(self._settings.data)
            return None
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "assistant.curation.building"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env={**_environment(self._settings, os.environ), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )  # fmt: skip
        said = None
        with process:
            assert process.stdout is not None
            for line in process.stdout:
                kind, _, text = line.rstrip("\n").partition(" ")
                if kind == "share":
                    self.share = float(text)
                elif kind == "fault":
                    said = text
        if process.returncode and said is None:
            return f"the process that builds it ended with {process.returncode}"
        return said


def _environment(settings: Settings, environ: Mapping[str, str]) -> dict[str, str]:
    """What the process works by: these settings, where they have been given otherwise than by the environment too."""
    own = {"DOCUMENTS": settings.own_documents, "DATA": settings.data, "MODEL": settings.model}
    own |= {"MODEL_REVISION": settings.model_revision} if settings.model_revision else {}
    return {**environ, **{PREFIX + name: str(value) for name, value in own.items()}}


def main() -> int:
    """Build; returns the exit status."""
    told = 0.0

    def tell(share: float) -> None:
        nonlocal told
        if share >= told + 0.01:
            told = share
            print(f"share {share:.2f}", flush=True)

    os.nice(5)  # who asks goes first
    settings = read_settings(os.environ)
    try:
        build(settings.own_documents, settings.data, the_embedder(settings), on_share=tell)
    except (CorpusError, IndexFault, ModelUnavailable, OSError) as error:
        print(f"fault {' '.join(reason_of(error).split())}", flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
