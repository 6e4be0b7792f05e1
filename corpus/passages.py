"""An activity or section → passages of at most ``LIMIT`` characters of source; no line is lost."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, cast

from corpus.quality import certain_share
from corpus.types import Activity, Catalogue, CorrectedValue, Document, Line, Passage, Section, Span

if TYPE_CHECKING:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

LIMIT = 1200  # characters of source


@cache
def _splitter() -> "RecursiveCharacterTextSplitter":
    # Imported here: it brings much, and whoever only reads an index splits nothing.
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    return RecursiveCharacterTextSplitter(
        chunk_size=LIMIT,
        chunk_overlap=0,
        separators=["\n\n", "\n", ". ", " ", ""],
        keep_separator="end",
        add_start_index=True,
    )


def split(
    document: Document,
    lines: Sequence[Line],
    activities: Sequence[Activity],
    sections: Sequence[Section],
    catalogue: Catalogue,
) -> list[Passage]:
    """The passages of one document in the order of the document.

    ``lines`` are all lines of the document; ``activities`` and ``sections`` are those in it.
    """
    names = {organisation.id: organisation.name for organisation in catalogue.organisations}
    goals: dict[tuple[str | None, int], str] = {
        (programme.id, goal.number): f"Mål {goal.number} {goal.title}"
        for programme in catalogue.programmes
        for goal in programme.goals
        if goal.number is not None
    }
    items: list[tuple[Activity | Section, tuple[str | None, ...]]] = []
    for activity in activities:
        goal = goals.get((document.programme, activity.goal)) if activity.goal is not None else None
        items.append((activity, (names.get(activity.organisation or ""), goal, activity.title)))
    for section in sections:
        if section.kind == "heading" and len(section.headings) > 1 and not section.empty:
            continue  # "Aktiviteter i samverkan" over activities says nothing that they don't
        items.append((section, (names.get(section.organisation or ""), *section.headings)))
    passages = []
    for item, headings in sorted(items, key=lambda entry: entry[0].lines):
        for span in _stretches(lines, item.lines):
            passages.append(_passage(document, lines, item, tuple(h for h in headings if h), span))
    return passages


def _stretches(lines: Sequence[Line], span: Span) -> Iterator[Span]:
    """The stretches of source, in characters, that a span of lines is cut into."""
    first, last = lines[span[0] - 1], lines[span[1] - 1]
    start = first.start
    source = "\n".join(line.source for line in lines[span[0] - 1 : span[1]])
    if len(source) <= LIMIT:
        yield start, last.start + len(last.source)
        return
    for part in _splitter().create_documents([source]):
        begin = start + part.metadata["start_index"]
        yield begin, begin + len(part.page_content)


def passage_at(document: Document, lines: Sequence[Line], span: Span, line: int) -> str:
    """The id of the passage of an activity or section (``span``) in which a line begins."""
    place = lines[line - 1].start
    found = None
    for start, end in _stretches(lines, span):
        if found is None or start <= place:
            found = f"{document.id}.C{start}-{end}"
    assert found is not None
    return found


def _passage(
    document: Document,
    lines: Sequence[Line],
    item: Activity | Section,
    headings: tuple[str, ...],
    chars: Span,
) -> Passage:
    start, end = chars
    covered = [line for line in lines if line.start < end and start < line.start + len(line.source) + 1]
    text, unsure = read_stretch(covered, chars)
    pages = _pages([line.page for line in covered if line.source.strip()])
    return Passage(
        id=f"{document.id}.C{start}-{end}",
        document=document.id,
        plan=item.plan,
        organisation=item.organisation,
        programme=document.programme,
        goal=item.goal,
        kind=item.kind,
        activity=item.id if isinstance(item, Activity) else None,
        headings=headings,
        text=text,
        unsure=unsure,
        source_text="\n".join(line.source for line in covered)[start - covered[0].start : end - covered[0].start],
        lines=(covered[0].number, covered[-1].number),
        chars=chars,
        pages=pages,
        sheet=covered[0].sheet,
        quality=certain_share(text, unsure),
        machine_read=document.machine_read,
        corrected=_corrected(covered, chars),
        corrected_pages=_corrected_pages(covered, pages),
    )


def _pages(pages: Sequence[int | None]) -> Span | None:
    """From the first page of a stretch to its last."""
    return (pages[0], pages[-1]) if pages and pages[0] is not None and pages[-1] is not None else None


def _corrected_pages(lines: Sequence[Line], pages: Span | None) -> CorrectedValue | None:
    """The pages of a stretch, where a person has made them others than were read."""
    read = [
        cast(int | None, line.corrected_page.read) if line.corrected_page else line.page
        for line in lines
        if line.source.strip()
    ]
    return CorrectedValue("pages", _pages(read), pages) if _pages(read) != pages else None


def _corrected(lines: Sequence[Line], chars: Span) -> tuple[Span, ...]:
    """The stretches of a passage's text that a person has set right."""
    spans, offset = [], 0
    for line in lines:
        begin = to_text(line, max(chars[0] - line.start, 0))
        end = to_text(line, min(chars[1] - line.start, len(line.source)))
        spans += [(a - begin + offset, b - begin + offset) for a, b in line.corrected if begin <= a and b <= end]
        offset += end - begin + 1
    return tuple(spans)


def read_stretch(lines: Sequence[Line], chars: Span) -> tuple[str, tuple[Span, ...]]:
    """What ``chars`` of the source say, and the stretches of that text whose reading is not certain.

    ``lines`` are those that the stretch touches.
    """
    parts: list[str] = []
    unsure: list[Span] = []
    offset = 0
    for line in lines:
        begin = to_text(line, max(chars[0] - line.start, 0))
        end = to_text(line, min(chars[1] - line.start, len(line.source)))
        parts.append(line.text[begin:end])
        unsure += [
            (max(a, begin) - begin + offset, min(b, end) - begin + offset)
            for a, b in line.unsure
            if a < end and begin < b
        ]
        offset += end - begin + 1
    return "\n".join(parts), tuple(unsure)


def to_text(line: Line, position: int) -> int:
    """A position in a line's source → the same place in its text; inside an edit, the edit's beginning."""
    shift = 0
    for source_start, source_end, start, end in line.edits:
        if position < source_end:
            return start if position > source_start else position + shift
        shift = end - source_end
    return position + shift


def to_source(line: Line, position: int, *, end: bool = False) -> int:
    """A position in a line's text → the same place in its source; inside an edit, the edit's beginning or end."""
    shift = 0
    for source_start, source_end, start, stop in line.edits:
        if position <= start and not (end and position == start and start == stop):
            break
        if position < stop:
            return source_end if end else source_start
        shift = source_end - stop
    return position + shift
