"""Turn Swedish running text into counts of word pairs, and read those that are shipped.

    python -m corpus.restoration.word_pairs corpus/restoration/data/swedish-pairs.tsv.gz FOLDER_OR_FILE...

The shipped counts come from three Debian packages: cfi-sv (public domain), libreoffice-help-sv (MPL-2.0) and
installation-guide-amd64 (GPL-2; its sv folder).
"""

import gzip
import html
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

from corpus.restoration.lexicon import NUMBER

BOUNDARY = "<s>"
SWEDISH_MARKS = frozenset(
    {"och", "att", "är", "som", "för", "en", "ett", "av", "på", "inte", "kan", "med", "till", "den", "det", "du", "de"}
)
PAIRS = Counter[tuple[str, str]]


@lru_cache(maxsize=1)
def load_pairs() -> tuple[dict[tuple[str, str], int], dict[str, int]]:
    """Return how often a word follows another, and how often a word is followed at all, in the shipped counts."""
    pairs: dict[tuple[str, str], int] = {}
    firsts: dict[str, int] = {}
    shipped = files("corpus.restoration").joinpath("data/swedish-pairs.tsv.gz")
    with gzip.open(str(shipped), "rt", encoding="utf-8") as lines:
        for line in lines:
            first, total, *rest = line.rstrip("\n").split("\t")
            firsts[first] = int(total)
            for item in rest:
                second, _, count = item.rpartition(" ")
                pairs[first, second] = int(count)
    return pairs, firsts


def count_pairs(lines: Iterable[str]) -> PAIRS:
    """Count neighbouring words sentence by sentence; a line seen before and a line in another language are skipped."""
    pairs: PAIRS = Counter()
    seen: set[str] = set()
    for line in lines:
        key = " ".join(line.split())
        if key in seen:
            continue
        seen.add(key)
        for sentence in re.split(r"(?<=[.!?:])\s+(?=[A-ZÅÄÖ])", key):
            words = [fold(word.lower()) for word in re.findall(r"\w+", sentence)]
            if len(words) < 3 or len(SWEDISH_MARKS.intersection(words)) * 12 < len(words):
                continue
            pairs.update(pairwise([BOUNDARY, *words, BOUNDARY]))
    return pairs


def fold(word: str) -> str:
    """Return the key that a word is counted under: all numbers are one."""
    return NUMBER if word.isdecimal() else word


def write_pairs(pairs: PAIRS, target: Path, *, fewest: int = 2) -> None:
    """Write pairs seen `fewest` times or more, grouped by the first word; the same input gives the same bytes."""
    totals: Counter[str] = Counter()
    followers: dict[str, list[str]] = {}
    for (first, second), count in sorted(pairs.items()):
        totals[first] += count
        if count >= fewest:
            followers.setdefault(first, []).append(f"{second} {count}")
    text = "".join(f"{first}\t{totals[first]}\t" + "\t".join(rest) + "\n" for first, rest in sorted(followers.items()))
    target.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


def read_texts(sources: Iterable[Path]) -> Iterator[str]:
    """Yield the lines of text and HTML files, folders searched through."""
    for source in sources:
        paths = sorted(source.rglob("*.htm*")) if source.is_dir() else [source]
        for path in paths:
            raw = path.read_bytes()
            try:
                text = raw.decode("utf-8")
            except UnicodeDecodeError:
                text = raw.decode("latin-1")
            if path.suffix.startswith(".htm"):
                text = re.sub(r"(?is)<(script|style|pre|head)\b.*?</\1>", " ", text)
                text = re.sub(r"\s+", " ", text)
                text = re.sub(r"(?i)</?(p|div|li|h\d|td|th|br|tr|dt|dd|ul|ol|table|body)\b[^>]*>", "\n", text)
                text = html.unescape(re.sub(r"<[^>]+>", "", text))
            yield from text.splitlines()


def main(arguments: list[str]) -> None:
    target, *sources = (Path(argument) for argument in arguments)
    write_pairs(count_pairs(read_texts(sources)), target)


if __name__ == "__main__":
    main(sys.argv[1:])
