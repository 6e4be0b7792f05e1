"""Answers at the terminal: one, well set, with its sources; or a file of questions, one a line."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.padding import Padding
from rich.table import Table

from assistant.answer import Assistant
from assistant.citing.places import rows
from assistant.cli.terminal import console, plain, say
from assistant.compose.answer import Answer
from assistant.compose.statements import UNSURE_MEANS
from assistant.errors import Refused
from assistant.exports.answers import LEVELS
from assistant.schemas.asking import AskResponse, answer_out
from assistant.schemas.passages import PassageOut
from index.storage.store import Index

_QUOTED = 300  # characters of a source that are shown


def print_answer(answer: Answer, index: Index) -> None:
    """The answer, its points, and its sources by number: those that are cited in full, others by place."""
    found = answer_out(answer, index)
    if found.help:
        console.print(plain(f"{found.help.heading}\n{found.help.text}"))
        for contact in found.help.contacts:
            console.print(plain(f"• {contact.name} {contact.number or ''} ({contact.about})"))
        if found.help.unsure:
            console.print(plain(f"{found.help.labels['at_work']}: ask --at-work"))
    else:
        if found.help_line:
            contacts = ", ".join(f"{entry.name} {entry.number}" for entry in found.help_line.contacts)
            console.print(plain(f"{found.help_line.text} {contacts}\n"))
        if found.notice:
            console.print(plain(f"{found.notice.text}\n"))
        console.print(plain(found.summary.text))
    if found.tabled:
        _print_comparison(found)
    else:
        _print_points(found)
    if found.says_unsure:
        console.print(plain(f"\n{UNSURE_MEANS}"))
    if found.corrected:
        console.print(plain(f"\n{found.corrected}"))
    cited = {citation for point in found.summary.points for citation in point.citations}
    if found.passages:
        console.print("\nDet här ligger närmast" if found.outcome == "uncertain" else "\nKällor", style="bold")
    for passage in found.passages:
        if passage.id in cited or passage.doubt:
            _print_source(passage)
    others = [passage for passage in found.passages if passage.id not in cited and not passage.doubt]
    if others:
        console.print("\nNärliggande", style="bold")
    for passage in others:
        console.print(plain(f"[{passage.rank}] {_place(passage)}"), soft_wrap=True)


def _print_points(response: AskResponse) -> None:
    ranks = {passage.id: passage.rank for passage in response.passages}
    heading = None
    for i, point in enumerate(response.summary.points):
        if i == 0 or point.heading != heading:
            console.print()
            if point.heading:
                console.print(plain(point.heading), style="bold")
        heading = point.heading
        sources = " ".join(f"[{ranks[citation]}]" for citation in point.citations)
        line = Table.grid(padding=(0, 1))
        line.add_row("•", plain(f"{point.text} {sources}"))
        console.print(line)


def _print_comparison(response: AskResponse) -> None:
    """A row for every organisation: its name, how sure it is, and the sentence that says it or the nearest one."""
    ranks = {passage.id: passage.rank for passage in response.passages}
    lines = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for row in response.comparison:
        place = f"mål {row.goal}" if row.goal and row.level == "has" else ""
        rank = ranks.get(row.passages[0]) if row.passages else None
        place_of = f"[{rank}]" if rank else f"({row.source.document}, {rows(row.source.lines)})" if row.source else ""
        said = f"”{row.display}” {place_of}" if row.display else ""
        lines.add_row(
            plain(row.short), plain(", ".join(e for e in (LEVELS[row.level], place) if e)),
            plain(said if row.level == "has" or not said else f"närmast: {said}"),
        )  # fmt: skip
    console.print()
    console.print(lines)


def _print_source(passage: PassageOut) -> None:
    console.print(plain(f"[{passage.rank}] {_place(passage)}"), soft_wrap=True)
    if passage.doubt:
        console.print(Padding(plain(passage.doubt), (0, 0, 0, 4)), style="italic")
    text = passage.sentence_quotation or " ".join(passage.text.split())
    quoted = text if len(text) <= _QUOTED else text[:_QUOTED].rsplit(" ", 1)[0] + " …"
    console.print(Padding(plain(quoted), (0, 0, 0, 4)))
    for sentence in passage.corrected:
        console.print(Padding(plain(sentence), (0, 0, 0, 4)), style="italic")
    console.print(Padding(plain(passage.reference), (0, 0, 0, 4)), style="dim")


def _place(passage: PassageOut) -> str:
    return f"{passage.source.document}, {rows(passage.source.lines)}"


def answer_batch(path: Path, assistant: Assistant, *, as_json: bool, at_work: bool = False) -> int:
    """Answer a file's questions, one a line; "-" is the standard input. Returns how many couldn't be answered.

    As JSON each line of output is an object with ``line`` and an answer, or ``line`` and an ``error``.
    """
    failed = 0
    for number, line in _lines(path):
        try:
            question = line.decode("utf-8-sig")
            answer = assistant.answer(question, at_work=at_work)
        except (Refused, UnicodeDecodeError) as error:
            failed += 1
            reason = str(error) if isinstance(error, Refused) else "the line is not in UTF-8; save the file as UTF-8"
            if as_json:
                _print_json({"line": number, "error": reason})
            say(f"line {number}: {reason}")
            continue
        if as_json:
            shown = answer_out(answer, assistant.index).model_dump(mode="json", by_alias=True)
            _print_json({"line": number, **shown})
        else:
            console.rule(plain(answer.question), align="left")
            print_answer(answer, assistant.index)
            console.print()
    return failed


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that have anything on them, with their numbers."""
    content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    for number, line in enumerate(content.splitlines(), start=1):
        if line.strip():
            yield number, line


def _print_json(record: dict[str, object]) -> None:
    print(json.dumps(record, ensure_ascii=False), flush=True)
