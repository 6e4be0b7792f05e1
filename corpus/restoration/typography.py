"""What typesetting does to text, undone: ligatures, soft hyphens, spaces that don't break, words broken over lines.

The source keeps all of it; only what the lines say is tidied.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.types import Span

Edit = tuple[int, int, int, int]  # source start and end, start and end of what stands there instead

_SIGNS = {
    **dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)),
    "\xa0": " ",
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", ""),
}
_SIGN = re.compile(f"[{''.join(_SIGNS)}]|\u00ad(?!\\s*$)")
_BROKEN = re.compile(r"(?<=[a-zåäöé]{2})[-\u2010\u00ad]\s*$")
# "stöd-" before one of these is a word left out, not broken: "stöd- och skyddsmöjligheter".
_REST = re.compile(r"\s*(?!(?:och|eller|samt|respektive|resp|men|till|som)\b)(?P<rest>[a-zåäöé]{2}\S*)\s*")


def tidy(line: str) -> tuple[str, tuple[Edit, ...]]:
    """A line with plain letters, spaces and no hyphens but those that are printed."""
    return _replaced(line, [(*match.span(), _SIGNS.get(match[0], "")) for match in _SIGN.finditer(line)])


def join_broken(texts: Sequence[str]) -> list[tuple[str, tuple[Edit, ...]]]:
    """The lines with each word that a hyphen breaks at a line's end put together on the first of its lines.

    ["våldsföre-", "byggande arbete"] → ["våldsförebyggande", "arbete"]
    """
    pieces: list[list[tuple[int, int, str]]] = [[] for _ in texts]
    for i, (text, below) in enumerate(pairwise(texts)):
        hyphen, rest = _BROKEN.search(text), _REST.match(below)
        # A line that is the rest of a word and itself broken would have to be taken apart twice.
        if hyphen and rest and not _BROKEN.search(rest["rest"]):
            pieces[i].append((*hyphen.span(), rest["rest"]))
            pieces[i + 1].append((rest.start("rest"), rest.end(), ""))
    return [_replaced(text, found) for text, found in zip(texts, pieces, strict=True)]


def compose(first: Sequence[Edit], second: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits that two readings make together: ``first`` from a source to a text, ``second`` from that on."""
    if not first or not second:
        return tuple(first or second)
    stretches: list[list[int]] = []
    for start, end in sorted([(e[2], e[3]) for e in first] + [(e[0], e[1]) for e in second]):
        if stretches and start <= stretches[-1][1]:
            stretches[-1][1] = max(stretches[-1][1], end)
        else:
            stretches.append([start, end])
    backwards = [(start, end, source_start, source_end) for source_start, source_end, start, end in first]
    return tuple(
        (_moved(start, backwards, False), _moved(end, backwards, True),
         _moved(start, second, False), _moved(end, second, True))
        for start, end in stretches
    )  # fmt: skip


def move_unsure(unsure: Sequence[Span], edits: Sequence[Edit]) -> tuple[Span, ...]:
    """Unsure stretches where ``edits`` have moved them; what was taken out is none."""
    moved = [(_moved(start, edits, False), _moved(end, edits, True)) for start, end in unsure]
    return tuple((start, end) for start, end in moved if start < end)


def _moved(position: int, edits: Sequence[Edit], after: bool) -> int:
    """Where a position lies once ``edits`` are made; one in an edit goes to its end where ``after``."""
    shift = 0
    for source_start, source_end, start, end in edits:
        if position < source_start or (position == source_start and not after):
            break
        if position < source_end:
            return end if after else start
        shift = end - source_end
    return position + shift


def _replaced(line: str, pieces: Sequence[tuple[int, int, str]]) -> tuple[str, tuple[Edit, ...]]:
    parts: list[str] = []
    edits: list[Edit] = []
    at = length = 0
    for start, end, new in pieces:
        parts += [line[at:start], new]
        begin = length + start - at
        length, at = begin + len(new), end
        edits.append((start, end, begin, length))
    return "".join([*parts, line[at:]]), tuple(edits)
