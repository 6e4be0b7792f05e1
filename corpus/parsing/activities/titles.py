"""The lines under one heading → activities: which lines are a title, which its body.

Each line is a title's beginning, its continuation, or body. No sign alone decides: empty lines get
lost and stray, titles may end with a full stop and have no body, and bodies may be one sentence. So
the likeliest reading of the whole stretch is sought (Viterbi), from signs that are weighed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz import fuzz

from corpus.parsing.activities.labels import activity_label, number_label
from corpus.parsing.fields.labelled import any_label, field_label, heads_field, labels_in
from corpus.parsing.layout.line_kinds import bare, markdown_level
from corpus.parsing.layout.line_styles import bullet, is_bold, is_open
from corpus.parsing.layout.title_likeness import Fonts
from corpus.swedish.text import fold
from corpus.types import Line, Status

State = Literal["before", "title", "more", "body", "named"]

_SENTENCE_END = re.compile(r"[.!?][\"”’')]*\s*$")
_INNER_STOP = re.compile(r"[a-zåäö0-9][.!?] (?=[A-ZÅÄÖ])")
_NEVER = -1e6
_PROMISE = re.compile(r"\bska(?:ll)?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """How a document sets its titles and bodies: the widths of their lines, in characters, and their fonts.

    This plan's titles are alike: ``promises`` is what it costs one not to say "ska", ``opening`` not to
    begin with the word ``opens``; ``stops`` is what ending with a full stop counts for it, ``bare``
    having no body. ``printed`` are the first lines of titles that several plans print.
    """

    title_width: int = 90
    body_width: int = 100
    fonts: Fonts | None = None
    promises: float = 0.0
    opening: float = 0.0
    opens: str = ""
    stops: float = 0.0
    bare: float = 0.0
    printed: tuple[str, ...] = ()


@dataclass(frozen=True)
class TitledLines:
    """One activity's lines, without footers and empty lines; the rest is what the heading over several says of each."""

    title: tuple[Line, ...]
    body: tuple[Line, ...]
    responsible: str | None = None
    status: Status | None = None


@dataclass
class _Item:
    """A line that holds text, and what stands around it."""

    line: Line
    text: str
    gap: bool = False  # an empty line or a page's end stands before it
    begins: bool = False  # it must begin a title
    may_begin: bool = True
    bullet: bool = False
    label: bool = False
    names: bool = False  # it says who is responsible
    odds: float = 0.0
    above: "_Item | None" = field(default=None, repr=False)


def cut(lines: Sequence[Line], layout: Layout, *, preamble: bool) -> list[TitledLines]:
    """The activities in a stretch of lines, in their order.

    ``preamble``: text may stand before the first title (under a goal's heading, not under
    "Aktiviteter i samverkan").
    """
    items = _items(lines, layout)
    if not items:
        return []
    marked = _mark_beginnings(items)
    states = _best(items, layout, preamble=preamble or marked)
    groups: list[TitledLines] = []
    for item, state in zip(items, states, strict=True):
        if state == "title":
            groups.append(TitledLines((item.line,), ()))
        elif groups and state == "more":
            groups[-1] = TitledLines((*groups[-1].title, item.line), ())
        elif groups and state in ("body", "named"):
            groups[-1] = TitledLines(groups[-1].title, (*groups[-1].body, item.line))
    return groups


def _items(lines: Sequence[Line], layout: Layout) -> list[_Item]:
    items: list[_Item] = []
    gap = True
    for line in lines:
        if not line.text.strip():
            gap = True
            continue
        above = items[-1] if items else None
        text = bare(line.text)
        turned = above is not None and above.line.sheet != line.sheet
        item = _Item(line, text, gap=gap or turned, above=above)
        item.bullet = bullet(line.text) is not None
        item.label = any_label(text) or (heads_field(text) is not None and text[:1].isupper())
        item.names = "responsible" in labels_in(text)
        item.odds = layout.fonts.title_odds(line) if layout.fonts else 0.0
        items.append(item)
        gap = False
    return items


def _mark_beginnings(items: Sequence[_Item]) -> bool:
    """Mark where titles must begin because a label, a number or a bullet says so; whether that marks all."""
    labelled = [item for item in items if activity_label(item.line.text) is not None]
    if labelled:
        return _only(items, labelled)
    levels = [level for item in items if (level := markdown_level(item.line.text)) is not None]
    if levels:
        return _only(items, [item for item in items if markdown_level(item.line.text) == min(levels)])
    bold = [item for item in items if is_bold(item.line.text) and not item.label]
    if bold:
        return _only(items, bold)
    first = items[0]
    marks = [item for item in items if item.bullet]
    if first.bullet or (first.text.endswith(":") and len(items) > 1 and items[1].bullet and not first.label):
        lead = first if first.bullet else items[1]
        mark = bullet(lead.line.text)
        return _only(items, [item for item in marks if bullet(item.line.text) == mark] or [lead])
    numbered = [item for item in items if number_label(item.text) is not None]
    if number_label(first.text) is not None and len(numbered) > 1:
        return _only(items, numbered)
    for item in numbered:
        item.begins = item.gap
    return False


def _only(items: Sequence[_Item], beginnings: Sequence[_Item]) -> bool:
    for item in items:
        item.begins = any(item is other for other in beginnings)
        item.may_begin = item.begins
    return True


def _best(items: Sequence[_Item], layout: Layout, *, preamble: bool) -> list[State]:
    """The likeliest state of each line."""
    states: tuple[State, ...] = ("before", "title", "more", "body", "named")
    scores: dict[State, float] = dict.fromkeys(states, _NEVER)
    scores["title"] = _begin(items[0], None, layout) if items[0].may_begin else _NEVER
    scores["before"] = _NEVER if not preamble or items[0].begins else -0.5
    if scores["title"] <= _NEVER / 2 and scores["before"] <= _NEVER / 2:
        scores["before"] = 0.0
    back: list[dict[State, State]] = []
    for item in items[1:]:
        new: dict[State, float] = {}
        origins: dict[State, State] = {}
        for state in states:
            options = {
                before: score + _step(before, state, item, layout)
                for before, score in scores.items()
                if score > _NEVER / 2
            }
            origins[state] = max(options, key=lambda entry: options[entry])
            new[state] = max(options.values())
        scores, back = new, [*back, origins]
    last = items[-1]
    for state in ("title", "more"):
        scores[state] += _ends_title(last, layout) - 0.5
    scores["body"] += _ends_paragraph(last)
    scores["named"] += _ends_paragraph(last)
    state = max(scores, key=lambda entry: scores[entry])
    path = [state]
    for origins in reversed(back):
        path.append(origins[path[-1]])
    return path[::-1]


def _step(before: State, state: State, item: _Item, layout: Layout) -> float:
    above = item.above
    assert above is not None
    if state == "before":
        if before != "before" or item.begins:
            return _NEVER
        return -item.odds * 0.5 - (6.0 if item.label else 0.0)
    if state == "title":
        if not item.may_begin:
            return _NEVER
        score = _begin(item, before, layout)
        return score + (
            _ends_title(above, layout, item.text) if before in ("title", "more") else _ends_paragraph(above)
        )
    if item.begins or before == "before":
        return _NEVER
    if state == "more":
        return _NEVER if before in ("body", "named") else _goes_on(item, above, layout)
    # A body that has named who is responsible is "named" from there on; it won't name them twice.
    if (state == "named") != (item.names or before == "named"):
        return _NEVER
    if before in ("title", "more"):
        return _ends_title(above, layout, item.text) + _opens_body(item, above, layout) - item.odds
    score = -item.odds - (6.0 if item.names and before == "named" else 0.0)
    if item.gap:
        score += -0.2 if _lower(item) else _ends_paragraph(above) - 0.3
    elif not _lower(item) and above.gap and not _ended(above) and _had_room(above, item, layout.title_width):
        score -= 2.5  # its first line stands alone, as a title does
    return score


def _begin(item: _Item, before: State | None, layout: Layout) -> float:
    """How likely a title begins here."""
    if item.begins:
        return 8.0
    score = item.odds + _too_wide(item, layout)
    if item.label or item.bullet:
        score -= 8.0
    if item.text.endswith(":"):
        score -= 4.0
    if _lower(item):
        score -= 6.0
    if before is None:
        return score
    above = item.above
    assert above is not None
    if not item.gap:
        score -= 4.0
    if is_open(above.text, item.text):
        score -= 4.0
    if layout.opens and fold(item.text).split()[:1] != [layout.opens]:
        score -= layout.opening
    if _is_printed(item, layout):
        score += 6.0
    if before in ("body", "named"):
        score -= 0.5
        if field_label(above.text):
            score += 0.8
    elif before in ("title", "more"):
        score -= 2.0 - layout.bare
    if before in ("body", "named") and above.text.endswith(":"):
        score -= 3.0
    return score


def _is_printed(item: _Item, layout: Layout) -> bool:
    """Whether several plans have a title that begins with this line."""
    folded = fold(item.text)
    return any(fuzz.ratio(folded, other, score_cutoff=92) for other in layout.printed)


def _goes_on(item: _Item, above: _Item, layout: Layout) -> float:
    """How likely a title that is not yet ended goes on here."""
    score = item.odds + _too_wide(item, layout) - 0.1
    if item.label or item.bullet:
        return score - 8.0
    if _is_label_alone(above):
        return score + 8.0
    if markdown_level(above.line.text) is not None:
        return _NEVER
    if _INNER_STOP.search(item.text):
        score -= 1.5
    if _lower(item):
        return score - (0.3 if item.gap else 0.0)
    if _SENTENCE_END.search(above.text):
        score -= 5.0 if item.gap else 1.0
    if item.gap:
        score -= 0.5 if is_open(above.text, item.text) else 4.0
    elif _had_room(above, item, layout.title_width) and not is_open(above.text, item.text):
        score -= 3.0
    elif not is_open(above.text, item.text):
        score -= 1.5
    return score


def _is_label_alone(item: _Item) -> bool:
    """Whether a line is a label with no title after it, as "Aktivitet 1.1" over its title."""
    label = activity_label(item.line.text)
    return label is not None and label[1] >= len(item.line.text.rstrip())


def _opens_body(item: _Item, above: _Item, layout: Layout) -> float:
    """How likely the first line of a body stands here."""
    if item.label or item.bullet:
        return 0.0
    if _lower(item):
        return -6.0
    if item.gap:
        return 0.0
    if _SENTENCE_END.search(above.text):
        return -0.5
    return -1.0 if _had_room(above, item, layout.title_width) else -1.5


def _ends_title(item: _Item, layout: Layout, below: str = "") -> float:
    """How likely a title's last line is this one."""
    score = -0.6 + layout.stops if _SENTENCE_END.search(item.text) else 0.8 - layout.stops
    if is_open(item.text, below):
        score -= 4.0
    if item.text.endswith(":"):
        score -= 3.0
    if layout.promises and not item.begins:
        score -= 0.0 if _promises(item) else layout.promises
    return score


def _promises(item: _Item) -> bool:
    """Whether the paragraph that ends with this line says "ska"."""
    part: _Item | None = item
    while part is not None:
        if _PROMISE.search(part.text):
            return True
        part = None if part.gap and not _lower(part) else part.above
    return False


def _ends_paragraph(item: _Item) -> float:
    """How likely a paragraph of body ends with this line: bodies end their sentences."""
    if _SENTENCE_END.search(item.text) or item.bullet or item.label:
        return 0.0
    if item.text.endswith(":"):
        return 0.0
    alone = item.gap or (item.above is not None and item.above.gap)
    if item.gap and len(item.text) < 80 and item.text[:1].isupper():
        return -3.0  # a line of its own
    return -2.0 if alone else -1.0


def _ended(item: _Item) -> bool:
    return bool(_SENTENCE_END.search(item.text)) or item.bullet or item.label or item.text.endswith(":")


def _too_wide(item: _Item, layout: Layout) -> float:
    return -min(6.0, max(0, len(item.text) - layout.title_width - 2) / 3)


def _lower(item: _Item) -> bool:
    letters = re.sub(r"^[\W_]+", "", item.text)
    return letters[:1].islower()


def _had_room(above: _Item, item: _Item, width: int) -> bool:
    """Whether the line above was broken off although the next word would have fitted."""
    word = item.text.split()[0]
    return len(above.text) + len(word) + 1 < width - 2
