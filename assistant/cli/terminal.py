"""What the commands print with: text is shown as text, whatever characters it has."""

from collections.abc import Callable

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

from corpus.reading.files import printable

console = Console()
errors = Console(stderr=True)


def plain(text: str) -> Text:
    """Text from a document, a catalogue or a file's name: no markup and no control sequence in it works."""
    return Text("\n".join(printable(line) for line in text.split("\n")))


def say(sentence: str) -> None:
    """A sentence for the person, on the error stream so that output stays clean."""
    errors.print(plain(f"planassistent: {sentence}"), soft_wrap=True)


def wait_for_build() -> None:
    """Said when another process builds."""
    say("another build is under way; waiting for it to end")


class progress:
    """A bar with the time left where a person watches, on the error stream; hears what share of the work is done."""

    def __enter__(self) -> Callable[[float], None]:
        columns = (TextColumn("reading"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal)
        self._bar.start()
        task = self._bar.add_task("reading", total=1.0)
        return lambda share: self._bar.update(task, completed=share)

    def __exit__(self, *exception: object) -> None:
        self._bar.stop()
