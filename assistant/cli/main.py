"""The command ``planassistent``: what can be called, and what each call does."""

import argparse
import io
import json
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from rich.table import Table

from assistant.cli.access import add_access, login_of
from assistant.cli.asking import answer_batch, print_answer
from assistant.cli.correcting import add_correcting
from assistant.cli.inventory import documents, print_added, print_documents, print_removed
from assistant.cli.logs import log_to_stderr
from assistant.cli.moving import add_commands
from assistant.cli.preview import add_preview
from assistant.cli.terminal import console, plain, progress, say, wait_for_build
from assistant.compose.structural.records import count_text
from assistant.curation.changes import ingest_document, remove_document
from assistant.errors import Refused, of_files
from assistant.exports.activities import write_csv
from assistant.exports.origin import filters_text, origin, selection_text
from assistant.exports.spreadsheet import write_swedish_xlsx
from assistant.query.filters import Filters, check, matcher
from assistant.schemas.asking import answer_out
from assistant.schemas.records import activity_out
from assistant.service import load_assistant, open_index, serving, the_embedder
from assistant.settings import SettingError, Settings, port_number, read_settings, workers
from corpus.catalogue import load_catalogue
from corpus.errors import CorpusError
from index.build import build
from index.calibration import calibration_for
from index.errors import IndexFault, ModelUnavailable
from index.storage.records import counted

log = logging.getLogger("planassistent")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status: 0, 1 for what went wrong, 2 for a wrong call."""
    logging.basicConfig(format="planassistent: %(message)s", level=logging.WARNING, stream=sys.stderr)
    options = command_parser().parse_args(arguments)
    try:
        settings = read_settings(os.environ)
        status: int = options.run(options, settings)
    except KeyboardInterrupt:
        say("stopped")
        return 130
    except (CorpusError, IndexFault, ModelUnavailable, Refused, SettingError) as error:
        say(str(error))
        return 1
    except BrokenPipeError:
        # Whoever read the output has seen enough; nothing more can be written, not even by Python's exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        say(of_files(error))
        return 1
    return status


def command_parser() -> argparse.ArgumentParser:
    """What the command takes; the man page and the completion of shells are made from it."""
    parser = argparse.ArgumentParser(prog="planassistent", description="What has been committed to.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('planassistent')}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    index = commands.add_parser("index", help="read the documents, build or update the index")
    index.set_defaults(run=_index)

    serve = commands.add_parser("serve", help="the API and the page")
    serve.add_argument("--host", metavar="H")
    serve.add_argument("--port", metavar="P")
    serve.add_argument("--workers", metavar="N", help="processes that answer questions, such as the machine's cores")
    serve.add_argument("--no-office", action="store_true", help="without the pages that change the collection")
    serve.set_defaults(run=_serve)

    mcp = commands.add_parser("mcp", help="the tools for another assistant (MCP), on standard input and output")
    mcp.set_defaults(run=_mcp)

    ask = commands.add_parser("ask", help="an answer at the terminal, with its sources")
    asked = ask.add_mutually_exclusive_group(required=True)
    asked.add_argument("question", metavar="QUESTION", nargs="?")
    asked.add_argument("--batch", metavar="FILE", type=Path, help="a file of questions, one a line; - is the input")
    ask.add_argument("--json", action="store_true", help="the answer as the API gives it; one a line of a batch")
    ask.add_argument("--at-work", action="store_true", help="asked at work: no help text for someone in danger")
    ask.set_defaults(run=_ask)

    activities = commands.add_parser("activities", help="every activity as a record")
    activities.add_argument("--format", choices=("table", "json", "csv", "xlsx"), default="table")
    for name in ("municipality", "programme", "period", "organisations", "documents", "kinds", "statuses"):
        activities.add_argument(f"--{name}", action="append", metavar="VALUE")
    activities.add_argument("--goals", action="append", type=int, metavar="NUMBER")
    activities.set_defaults(run=_activities)

    documents = commands.add_parser("documents", help="what is in, and what is wrong with it")
    documents.add_argument("--json", action="store_true", help="as records")
    documents.set_defaults(run=_documents)

    add = commands.add_parser("add", help="take a document in")
    add.add_argument("path", metavar="PATH", type=Path)
    add.add_argument("--id", metavar="ID", help="what it is called; else a short form of its title")
    add.add_argument("--municipality", metavar="NAME", help="whose it is where the document doesn't say")
    add.add_argument("--draft", action="store_true", help="for keepers only, until it is published")
    add.set_defaults(run=_take_in, supersedes=None)

    add_preview(commands)
    newer = commands.add_parser("replace", help="take a new version of a document in; the old one answers no longer")
    newer.add_argument("supersedes", metavar="ID", help="the document that it replaces")
    newer.add_argument("path", metavar="PATH", type=Path)
    newer.add_argument("--id", metavar="NEW_ID", help="what the new version is called")
    newer.add_argument("--draft", action="store_true", help="the old one answers until the new one is published")
    newer.set_defaults(run=_take_in, municipality=None)

    remove = commands.add_parser("remove", help="take a document out, with every trace of it")
    remove.add_argument("id", metavar="ID")
    remove.add_argument("--versions", action="store_true", help="with the earlier versions that it has replaced")
    remove.set_defaults(run=_remove)
    add_correcting(commands)
    add_access(commands)
    add_commands(commands)
    return parser


def _index(options: argparse.Namespace, settings: Settings) -> int:
    problems: list[str] = []
    with progress() as on_share:
        built = build(
            settings.documents,
            settings.data,
            the_embedder(settings),
            on_share=on_share,
            on_problem=problems.append,
            on_wait=wait_for_build,
        )
    for problem in problems:
        say(problem)
    found = ", ".join(f"{getattr(built, noun)} {noun}" for noun in ("documents", "plans", "commitments", "passages"))
    console.print(f"index {built.fingerprint.version}: {found}", highlight=False)
    return 1 if built.left_out else 0


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    import uvicorn

    from assistant.curation.notes import Notes
    from assistant.curation.office import documents_now, office_of
    from assistant.web.api import create_app
    from assistant.web.connections import BoundedConnection
    from assistant.web.limits import MAX_BODY

    host = options.host or settings.host
    port = settings.port if options.port is None else port_number(options.port)
    if options.workers is not None:
        settings = replace(settings, workers=workers(options.workers))
    settings = replace(settings, office=settings.office and not options.no_office)
    logs = partial(log_to_stderr, as_json=settings.log_requests)
    logs()
    service = serving(settings, on_ready=lambda: log.info("ready: http://%s:%d", host, port), in_processes=logs)
    mcp = _mcp_transports()
    office, login = office_of(settings, host), login_of(settings)
    app = create_app(
        service,
        mounted=[mcp.McpEndpoint(service, max_body=MAX_BODY)] if mcp else [],
        hosts=settings.answered_hosts(host),
        rate=settings.rate,
        logged=settings.log_requests,
        office=office,
        notes=Notes(settings.data),
        login=login,
        folder=partial(documents_now, settings),
    )
    if office is not None:
        where = settings.login.address if settings.login else f"http://{host}:{port}"
        log.info("whoever keeps the collection: %s/forvaltning", where)
    app.root_path = settings.path
    uvicorn.run(
        app,
        host=host,
        port=port,
        http=BoundedConnection,
        ws="none",
        access_log=False,  # an address is nobody's business, and a question in one would be
        log_level="warning",
        log_config=None,
        server_header=False,
        forwarded_allow_ips=[*settings.proxies],
    )
    return 0


def _mcp(options: argparse.Namespace, settings: Settings) -> int:
    mcp = _mcp_transports()
    if mcp is None:
        say("the package 'mcp' is missing; install it: pip install 'planassistent[mcp]'")
        return 1
    mcp.run_stdio(serving(settings))
    return 0


def _mcp_transports() -> ModuleType | None:
    """The module that carries the protocol; None where the package that it needs isn't installed."""
    if not find_spec("mcp"):
        return None
    from assistant.mcp import transports

    return transports


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    with progress() as on_share:
        assistant = load_assistant(settings, on_share=on_share)
    if options.batch:
        return 1 if answer_batch(options.batch, assistant, as_json=options.json, at_work=options.at_work) else 0
    answer = assistant.answer(options.question, at_work=options.at_work)
    if options.json:
        print(answer_out(answer, assistant.index).model_dump_json(by_alias=True, indent=2))
    else:
        print_answer(answer, assistant.index)
    return 0


def _activities(options: argparse.Namespace, settings: Settings) -> int:
    with progress() as on_share:
        index = open_index(settings, the_embedder(settings), on_share=on_share)
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
    made_of = origin(filters_text(filters), index, made=date.today(), count=count_text(found))
    if options.format == "csv":
        text = io.StringIO(newline="")
        write_csv(found, text, made_of)
        sys.stdout.buffer.write(text.getvalue().encode())
        return 0
    if options.format == "xlsx":
        if sys.stdout.isatty():
            say("an Excel file can't be shown here; write it to a file: ... --format xlsx > activities.xlsx")
            return 2
        write_swedish_xlsx(found, sys.stdout.buffer, replace(made_of, asked=selection_text(filters, index)), index)
        return 0
    table = Table("organisation", "goal", "kind", "title", "responsible", "lines")
    for activity in found:
        table.add_row(
            plain(activity.organisation.name if activity.organisation else "–"),
            str(activity.goal or "–"),
            activity.kind,
            plain(activity.title),
            plain(activity.responsible or "–"),
            f"{activity.lines[0]}–{activity.lines[1]}",
        )
    console.print(table)
    of = counted(found)
    said = f"{of.commitments} own and joint activities, {of.city_wide} city-wide, {of.reports} reported on"
    console.print(said, highlight=False)
    return 0


def _documents(options: argparse.Namespace, settings: Settings) -> int:
    if not load_catalogue(settings.documents).documents:
        print("[]") if options.json else console.print("there are no documents; take one in: planassistent add PATH")
        return 0
    with progress() as on_share:
        index = open_index(settings, the_embedder(settings), on_share=on_share, drafts=True)
    records = documents(index)
    if options.json:
        print(json.dumps(records, ensure_ascii=False, indent=2))
    else:
        print_documents(records, index)
    calibration = calibration_for(settings.model)
    if missing := calibration.missing:
        say(
            f"the model {settings.model!r} is not calibrated ({', '.join(missing)}): default numbers are used; "
            f"fit them with: python -m eval fit --model {settings.model}"
        )
    if "danger" in missing:
        say(
            "help for someone in danger goes by words alone; of messages that call for it, "
            f"{calibration.danger.missed:.0%} got none when it was measured"
        )
    return 0


def _take_in(options: argparse.Namespace, settings: Settings) -> int:
    with progress() as on_share:
        taken = ingest_document(
            settings,
            options.path,
            document_id=options.id,
            supersedes=options.supersedes,
            municipality=options.municipality,
            draft=options.draft,
            on_share=on_share,
            on_wait=wait_for_build,
        )
    print_added(taken, options.supersedes)
    return 0


def _remove(options: argparse.Namespace, settings: Settings) -> int:
    with progress() as on_share:
        removed = remove_document(
            settings, options.id, versions=options.versions, on_share=on_share, on_wait=wait_for_build
        )
    print_removed(removed)
    return 0
