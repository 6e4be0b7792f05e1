"""The numbers that Word prints before paragraphs: counted here, because the file doesn't hold them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.styles.style import BaseStyle
from lxml import etree

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LEVELS = 9
_MOST = 5_000  # entries of a list


@dataclass(frozen=True)
class Number:
    """What is printed before a paragraph: a bullet or a label such as "1.2".

    ``indent`` tells how deep it stands, in twentieths of a point: levels alone don't, where each has a
    list of its own ("List Bullet 2").
    """

    bullet: bool
    label: str
    indent: int


@dataclass(frozen=True)
class _Level:
    form: str
    text: str
    start: int
    indent: int


def style_chain(style: BaseStyle | None) -> Iterator[BaseStyle]:
    """A style and those it is based on, in order; it ends where a damaged file bases them on each other."""
    seen: set[str | None] = set()
    while style is not None and style.style_id not in seen:
        seen.add(style.style_id)
        yield style
        style = getattr(style, "base_style", None)


class Numbering:
    """Counts on through a document: ``next`` has to be asked for each paragraph in their order."""

    def __init__(self, document: WordDocument) -> None:
        self._styles = {style.style_id: style for style in document.styles}
        self._abstract: dict[str, str] = {}  # a list → the definition that it counts in
        self._levels: dict[tuple[str, int], _Level] = {}
        self._restarts: dict[tuple[str, int], int] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        root = getattr(part, "element", None)
        if root is None:
            return
        for definition in root.findall(qn("w:abstractNum")):
            for level in definition.findall(qn("w:lvl")):
                key = definition.get(qn("w:abstractNumId")), int(level.get(qn("w:ilvl"), "0"))
                form = _value(level, "w:numFmt") or "decimal"
                start = int(_value(level, "w:start") or "1")
                indent = _indent(level.find(qn("w:pPr"))) or 0
                self._levels[key] = _Level(form, _value(level, "w:lvlText") or "", start, indent)
        for number in root.findall(qn("w:num")):
            identifier = number.get(qn("w:numId"))
            self._abstract[identifier] = _value(number, "w:abstractNumId") or ""
            for override in number.findall(qn("w:lvlOverride")):
                restart = _value(override, "w:startOverride")
                if restart is not None:
                    self._restarts[identifier, int(override.get(qn("w:ilvl"), "0"))] = int(restart)

    def next(self, paragraph: etree._Element) -> Number | None:
        """The number of the next paragraph, None where it has none."""
        properties = paragraph.find(qn("w:pPr"))
        listed, at = self._listed(properties)
        indent = _indent(properties)
        style = self._styles.get(_value(properties, "w:pStyle") or "")
        for based_on in style_chain(style):
            of_style = based_on.element.find(qn("w:pPr"))
            its_list, deep = self._listed(of_style)
            listed, at = listed or its_list, at if at is not None else deep
            indent = indent if indent is not None else _indent(of_style)
        depth = min(at or 0, _LEVELS - 1)
        level = self._levels.get((self._abstract.get(listed or "", ""), depth))
        if listed in (None, "0") or level is None:
            return None
        counts = self._counts[self._abstract[listed or ""]]
        restart = self._restarts.get((listed or "", depth))
        if restart is not None and (listed or "", depth) not in self._begun:
            counts[depth] = restart - 1
        self._begun.add((listed or "", depth))
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [entry for entry in counts if entry > depth]:
            del counts[deeper]
        label = self._label(listed or "", level, counts)
        return Number(level.form == "bullet", label, indent if indent is not None else level.indent)

    def _listed(self, properties: etree._Element | None) -> tuple[str | None, int | None]:
        found = properties.find(qn("w:numPr")) if properties is not None else None
        if found is None:
            return None, None
        depth = _value(found, "w:ilvl")
        return _value(found, "w:numId"), int(depth) if depth is not None else None

    def _label(self, listed: str, level: _Level, counts: dict[int, int]) -> str:
        """ "%1.%2" with the counts in place."""
        label = level.text if level.form not in ("bullet", "none") else ""
        for depth in range(_LEVELS):
            other = self._levels.get((self._abstract[listed], depth), level)
            label = label.replace(f"%{depth + 1}", _written(counts.get(depth, other.start), other.form))
        return label.strip()


def _value(element: etree._Element | None, name: str) -> str | None:
    found = element.find(qn(name)) if element is not None else None
    return found.get(qn("w:val")) if found is not None else None


def _indent(properties: etree._Element | None) -> int | None:
    found = properties.find(qn("w:ind")) if properties is not None else None
    value = found.get(qn("w:left"), found.get(qn("w:start"))) if found is not None else None
    return int(value) if value is not None and value.lstrip("-").isdecimal() else None


def _written(count: int, form: str) -> str:
    """A count as it is printed; one that no list reaches, which would be printed as a text without end, in digits."""
    if abs(count) > _MOST:
        return str(count)
    match form:
        case "lowerLetter" | "upperLetter":
            letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
            return letter.upper() if form == "upperLetter" else letter
        case "lowerRoman" | "upperRoman":
            roman = ""
            for value, sign in _ROMAN:
                roman += sign * (count // value)
                count %= value
            return roman.upper() if form == "upperRoman" else roman
        case "decimalZero":
            return f"{count:02}"
    return str(count)
