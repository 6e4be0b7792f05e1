"""The cells of a table as a file has them → rows to write: merged cells in every place that they cover.

A row holds one activity: where a cell lists several, with as many entries in the cells beside it, each gets
a row of its own. What is bold at the beginning of a cell and no more stays marked, because it is a title.
"""

import colorsys
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.parsing.fields.labelled import field_label
from corpus.parsing.fields.names import column_of, field_name
from corpus.parsing.layout.line_kinds import goal_heading
from corpus.reading.markdown import Block, Heading, Item, Paragraph, Rows

_HEAD = 30  # characters of the head of a column
_BAND = 3  # columns of a table in which a label and the rest of its row are no row of cells
_MOST_CELLS = 200  # that one cell may cover
_COLOURS = (
    (20, "Röd"),
    (36, "Orange"),
    (70, "Gul"),
    (170, "Grön"),
    (185, ""),
    (255, "Blå"),
    (335, ""),
    (360, "Röd"),
)  # hues up to so many degrees


@dataclass
class TableCell:
    """A cell's blocks, and how many columns and rows it covers; ``colour`` is the name of its own shade."""

    blocks: tuple[Block, ...]
    across: int = 1
    down: int = 1
    colour: str = ""

    def text(self) -> str:
        return cell_text(self.blocks)


@dataclass(frozen=True)
class _Slot:
    """Where a cell stands in the grid: ``first``: in its first column, ``top``: in its first row."""

    cell: TableCell
    first: bool
    top: bool


def table_blocks(rows: Sequence[Sequence[TableCell]]) -> Iterator[Block]:
    """A table, or the blocks in it where it only lays out what stands in it: fields beside what they are fields of."""
    labelled = [cell for row in rows for cell in row if sum(map(_is_field, cell.blocks)) > 1]
    if labelled:
        yield from laid_out([[cell.blocks for cell in row] for row in rows])
        return
    made = table_rows(rows)
    labels = _label_column(made.rows)
    if labels is None:
        yield made
        return
    before: tuple[str, ...] = ()
    for row in made.rows:
        if row[:labels] != before:
            for text in row[:labels]:
                title, _, body = text.removeprefix("**").partition("**")
                yield Paragraph(title, bold=text.startswith("**"))
                yield Paragraph(body.strip())
            before = row[:labels]
        yield Paragraph(f"{row[labels].rstrip(':')}: {' '.join(cell for cell in row[labels + 1 :] if cell)}".strip())


def _is_field(block: Block) -> bool:
    return isinstance(block, Paragraph) and field_label(block.text) is not None


def _label_column(rows: Sequence[Sequence[str]]) -> int | None:
    """The column that names the fields of what merged cells before it say; None where no column does."""
    if len(rows) < 2 or min(map(len, rows)) < 3 or any(column_of(cell) == "title" for cell in rows[0]):
        return None
    for i in range(1, min(map(len, rows)) - 1):
        known = sum(field_name(row[i]) is not None for row in rows)
        if known > 1 and 2 * known >= len(rows) and len({row[:i] for row in rows}) < len(rows):
            return i
    return None


def table_rows(rows: Sequence[Sequence[TableCell]]) -> Rows:
    """The rows of a table; one of a single cell that covers all columns is that cell alone."""
    grid = _grid(rows)
    width = max((len(row) for row in grid), default=0)
    made: list[tuple[str, ...]] = []
    columns: list[str | None] = []
    shades = _telling_shades(grid)
    for row in grid:
        if not any(place is not None and place.top for place in row):
            continue  # a row that the cells above cover wholly
        own = {id(place.cell) for place in row if place is not None}
        if len(own) == 1 and width > 1 and len(row) == width:
            made.append((next(place.cell.text() for place in row if place is not None),))
            continue
        texts = [_shown(place, row, shades) for place in row] + [""] * (width - len(row))
        if (band := _band(row, texts, columns)) is not None:
            made.append((band,))
            continue
        if not columns:
            columns = [column_of(text) for text in texts]
            made.append(tuple(text.replace("**", "") for text in texts))
            continue
        made += _parted(row, texts, columns)
    return Rows(tuple(made))


def laid_out(rows: Sequence[Sequence[Sequence[Block]]]) -> Iterator[Block]:
    """The blocks of a table that only lays out what stands in it, without the heads of columns that it then lacks."""
    for i, row in enumerate(rows):
        texts = [cell_text(cell) for cell in row]
        heads = all(len(text) < _HEAD and not re.search(r"\d", text) for text in texts) and len(row) > 1
        if i == 0 and len(rows) > 1 and heads and any(column_of(text) is not None for text in texts):
            continue
        for cell in row:
            yield from cell


def cell_text(blocks: Sequence[Block]) -> str:
    """What a cell says in one line; a title in bold type before its body is marked."""
    parts = [(_text_of(block), isinstance(block, Paragraph) and block.bold) for block in blocks]
    parts = [(text, bold) for text, bold in parts if text.strip()]
    if len(parts) > 1 and parts[0][1] and not all(bold for _, bold in parts):
        rest = "\n".join(text for text, _ in parts[1:])
        return f"**{parts[0][0]}**\n{rest}"
    return "\n".join(text for text, _ in parts)


def colour_name(code: str) -> str:
    """The name of a colour ("#C6EFCE" → "Grön"), "" where it tells nothing: white, black, grey, violet."""
    match = re.fullmatch(r"#?([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})", code.strip())
    if match is None:
        return ""
    red, green, blue = (int(part, 16) / 255 for part in match.groups())
    hue, _, saturation = colorsys.rgb_to_hls(red, green, blue)
    if saturation < 0.2 or max(red, green, blue) - min(red, green, blue) < 0.12:
        return ""
    return next(name for limit, name in _COLOURS if hue * 360 <= limit)


def _grid(rows: Sequence[Sequence[TableCell]]) -> list[list[_Slot | None]]:
    """Each row's cells by column, those from rows above that reach into it among them."""
    reaching: dict[int, tuple[TableCell, int, bool]] = {}  # column → cell from above, rows left, its first column
    grid: list[list[_Slot | None]] = []
    for row in rows:
        places: list[_Slot | None] = []

        def over(places: list[_Slot | None] = places) -> None:
            while (above := reaching.get(len(places))) is not None:
                cell, left, first = above
                if left > 1:
                    reaching[len(places)] = (cell, left - 1, first)
                else:
                    del reaching[len(places)]
                places.append(_Slot(cell, first, False))

        for cell in row:
            over()
            for column in range(min(cell.across, _MOST_CELLS)):
                if cell.down > 1:
                    reaching[len(places)] = (cell, cell.down - 1, column == 0)
                places.append(_Slot(cell, column == 0, True))
        over()
        grid.append(places)
    return grid


def _band(row: Sequence[_Slot | None], texts: Sequence[str], columns: Sequence[str | None]) -> str | None:
    """A row of a label and one cell over all other columns, as a line; below the head of the table only a goal's."""
    own = {id(place.cell) for place in row if place is not None}
    if len(row) < _BAND or len(own) != 2 or row[1] is None or row[1].cell.across != len(row) - 1 or not all(texts[:2]):
        return None
    line = f"{texts[0].replace('**', '').rstrip(':')}: {texts[1].replace('**', '')}"
    return line if goal_heading(line) is not None or "title" not in columns else None


def _telling_shades(grid: Sequence[Sequence[_Slot | None]]) -> set[str]:
    """The colours of cells without words; blue alone is a table's design."""
    places = (place for row in grid for place in row if place is not None and place.first)
    found = {place.cell.colour for place in places if place.cell.colour and not _worded(place.cell)}
    return found if found != {"Blå"} else set()


def _worded(cell: TableCell) -> bool:
    return re.search(r"\w", cell.text()) is not None


def _shown(place: _Slot | None, row: Sequence[_Slot | None], shades: set[str]) -> str:
    """What a cell says, or its colour where it says nothing in words and is not coloured as the whole row is."""
    if place is None or not place.first:
        return ""
    text = place.cell.text()
    colours = {other.cell.colour for other in row if other is not None}
    if place.cell.colour in shades and not _worded(place.cell) and len(colours) > 1:
        return f"{text} {place.cell.colour}".strip()
    return text


def _parted(row: Sequence[_Slot | None], texts: Sequence[str], columns: Sequence[str | None]) -> list[tuple[str, ...]]:
    """The row, or one for each activity that its cells list side by side."""
    entries = [_entries(place) if place is not None and place.first else [] for place in row]
    entries += [[]] * (len(texts) - len(entries))
    entries = [[] if column == "goal" else entry for entry, column in zip(entries, columns, strict=False)]
    titles = [i for i, column in enumerate(columns) if column == "title" and i < len(entries)]
    title = titles[0] if titles else None
    place = row[title] if title is not None else None
    if title is None or place is None or len(entries[title]) < 2:
        return [tuple(texts)]
    count = len(entries[title])
    alike = [i for i, entry in enumerate(entries) if len(entry) == count]
    listed = all(isinstance(block, Item) for block in place.cell.blocks if _text_of(block).strip())
    if (len(alike) < 2 and not listed) or texts[title].startswith("**"):
        return [tuple(texts)]
    return [tuple(entries[i][n] if i in alike else text for i, text in enumerate(texts)) for n in range(count)]


def _entries(place: _Slot) -> list[str]:
    """The paragraphs and list items of a cell, an item without its bullet; none of a cell that holds more."""
    found: list[str] = []
    for block in place.cell.blocks:
        match block:
            case Rows():
                return []
            case Item(mark, text):
                found.append(text if mark in ("-", "•") else f"{mark} {text}")
            case Paragraph(text) | Heading(_, text):
                found += [line for line in text.split("\n") if line.strip()]
    return [entry.strip() for entry in found if entry.strip()]


def _text_of(block: Block) -> str:
    match block:
        case Item(mark, text):
            return f"{'•' if mark == '-' else mark} {text}"
        case Rows(rows):
            return " ".join(cell for row in rows for cell in row)
        case Heading(_, text) | Paragraph(text):
            return text
