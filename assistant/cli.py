"""The command ``planassistent``: index, serve, ask, activities."""

import argparse
import io
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from assistant.answer import Answer
from assistant.errors import Refused
from assistant.export import write_csv, write_xlsx
from assistant.filters import Filters, check, matcher
from assistant.render import rows
from assistant.schemas import activity_out, answer_out
from assistant.service import load_assistant, open_index, serving, the_embedder
from assistant.settings import SettingError, Settings, port_number, read_settings
from corpus.errors import CorpusError
from index.build import build
from index.errors import IndexFault, ModelUnavailable
from index.store import Index

log = logging.getLogger("planassistent")
console = Console()
errors = Console(stderr=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status: 0, 1 for what went wrong, 2 for a wrong call."""
    logging.basicConfig(format="planassistent: %(message)s", level=logging.WARNING, stream=sys.stderr)
    options = _parser().parse_args(arguments)
    try:
        settings = read_settings(os.environ)
        status: int = options.run(options, settings)
    except KeyboardInterrupt:
        _say("stopped")
        return 130
    except (CorpusError, IndexFault, ModelUnavailable, Refused, SettingError) as error:
        _say(str(error))
        return 1
    except BrokenPipeError:
        # Whoever read the output has seen enough; nothing more can be written, not even by Python's exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        _say(f"{error.filename or 'a file'}: {error.strerror}")
        return 1
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="planassistent", description="What has been committed to.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    index = commands.add_parser("index", help="read the documents, build or update the index")
    index.set_defaults(run=_index)

    serve = commands.add_parser("serve", help="the API and the page")
    serve.add_argument("--host", metavar="H")
    serve.add_argument("--port", metavar="P")
    serve.set_defaults(run=_serve)

    ask = commands.add_parser("ask", help="an answer at the terminal, with its sources")
    ask.add_argument("question", metavar="QUESTION")
    ask.add_argument("--json", action="store_true", help="the answer as the API gives it")
    ask.add_argument("--at-work", action="store_true", help="asked at work: no help text for someone in danger")
    ask.set_defaults(run=_ask)

    activities = commands.add_parser("activities", help="every activity as a record")
    activities.add_argument("--format", choices=("table", "json", "csv", "xlsx"), default="table")
    for name in ("municipality", "programme", "period", "organisations", "documents", "kinds", "statuses"):
        activities.add_argument(f"--{name}", action="append", metavar="VALUE")
    activities.add_argument("--goals", action="append", type=int, metavar="NUMBER")
    activities.set_defaults(run=_activities)
    return parser


def _index(options: argparse.Namespace, settings: Settings) -> int:
    problems: list[str] = []
    with _progress() as on_progress:
        built = build(
            settings.documents,
            settings.data,
            the_embedder(settings),
            on_progress=on_progress,
            on_problem=problems.append,
            on_wait=lambda: _say("another build is under way; waiting for it to end"),
        )
    for problem in problems:
        _say(f"left out: {problem}")
    found = ", ".join(f"{getattr(built, noun)} {noun}" for noun in ("documents", "plans", "activities", "passages"))
    console.print(f"index {built.fingerprint.version}: {found}", highlight=False)
    return 1 if problems else 0


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    import uvicorn

    from assistant.api import create_app

    host = options.host or settings.host
    port = settings.port if options.port is None else port_number(options.port)
    service = serving(settings, on_ready=lambda: log.info("ready: http://%s:%d", host, port))
    logging.getLogger("planassistent").setLevel(logging.INFO)
    uvicorn.run(
        create_app(service),
        host=host,
        port=port,
        access_log=False,  # an address is nobody's business, and a question in one would be
        log_level="warning",
        server_header=False,
    )
    return 0


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    with _progress() as on_progress:
        assistant = load_assistant(settings, on_progress=on_progress)
    answer = assistant.answer(options.question, at_work=options.at_work)
    if options.json:
        print(answer_out(answer, assistant.index).model_dump_json(by_alias=True, indent=2))
    else:
        _print_answer(answer, assistant.index)
    return 0


def _activities(options: argparse.Namespace, settings: Settings) -> int:
    with _progress() as on_progress:
        index = open_index(settings, the_embedder(settings), on_progress=on_progress)
    given = {
        name: tuple(values)
        for name, values in vars(options).items()
        if values is not None and name not in ("run", "format")
    }
    filters = check(replace(Filters(), **given), index)
    matches = matcher(filters, index)
    found = [activity_out(activity, index) for activity in index.collection.activities if matches(activity)]
    if options.format == "json":
        records = [activity.model_dump(mode="json") for activity in found]
        print(json.dumps(records, ensure_ascii=False, indent=2))
        return 0
    if options.format == "csv":
        text = io.StringIO(newline="")
        write_csv(found, text)
        sys.stdout.buffer.write(text.getvalue().encode())
        return 0
    if options.format == "xlsx":
        if sys.stdout.isatty():
            _say("an Excel file can't be shown here; write it to a file: ... --format xlsx > activities.xlsx")
            return 2
        write_xlsx(found, sys.stdout.buffer)
        return 0
    table = Table("organisation", "goal", "kind", "title", "responsible", "lines")
    for activity in found:
        table.add_row(
            Text(activity.organisation.name if activity.organisation else "–"),
            str(activity.goal or "–"),
            activity.kind,
            Text(activity.title),
            Text(activity.responsible or "–"),
            f"{activity.lines[0]}–{activity.lines[1]}",
        )
    console.print(table)
    console.print(f"{len(found)} activities", highlight=False)
    return 0


def _print_answer(answer: Answer, index: Index) -> None:
    found = answer_out(answer, index)
    ranks = {passage.id: passage.rank for passage in found.passages}
    if found.help:
        console.print(Text(f"{found.help.heading}\n{found.help.text}"))
        for contact in found.help.contacts:
            console.print(Text(f"• {contact.name} {contact.number or ''} ({contact.about})"))
        if found.help.unsure:
            console.print(Text(f"{found.help.labels['at_work']}: ask --at-work"))
    else:
        console.print(Text(found.summary.text))
    for point in found.summary.points:
        sources = " ".join(f"[{ranks[citation]}]" for citation in point.citations)
        console.print(Text(f"• {point.text} {sources}"))
    if found.passages:
        console.print("\nKällor", style="bold")
    for passage in found.passages:
        place = f"{passage.source.document}, {rows(passage.source.lines)}"
        console.print(Text(f"[{passage.rank}] {place}"))
        console.print(Text("    " + " ".join(passage.text.split())[:300]), soft_wrap=False)
        console.print(Text("    " + passage.reference), style="dim")


class _progress:
    """A progress bar where a person watches, on the error stream so that output stays clean."""

    def __enter__(self) -> Callable[[int, int], None]:
        columns = (
            TextColumn("reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("texts"),
            TimeRemainingColumn(),
        )
        self._bar = Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal)
        self._bar.start()
        task = self._bar.add_task("reading", total=None)
        return lambda done, total: self._bar.update(task, completed=done, total=total)

    def __exit__(self, *exception: object) -> None:
        self._bar.stop()


def _say(sentence: str) -> None:
    errors.print(Text(f"planassistent: {sentence}"), soft_wrap=True)
