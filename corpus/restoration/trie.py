"""Sorted words → a tree of their letters, grown only where somebody walks."""

from bisect import bisect_left
from collections.abc import Sequence

from corpus.restoration.confusion import Unit

LAST = "\uffff"  # no word has a letter behind this one


class Node:
    """The words that begin alike: the one that ends here, if any, and those that go on, by their next letter.

    ``moves`` is for whoever walks: by what is seen, where its readings lead, at which price and by which unit.
    """

    __slots__ = ("_depth", "_lists", "kids", "moves", "word")

    def __init__(self, lists: Sequence[tuple[Sequence[str], int, int]], depth: int = 0) -> None:
        """``lists`` are sorted words, each with the first and behind the last of those that begin alike."""
        self.word: str | None = None
        self.kids: dict[str, Node] | None = None
        self.moves: dict[str, list[tuple[Node, float, Unit]]] = {}
        self._depth = depth
        self._lists: list[tuple[Sequence[str], int, int]] = []
        for words, start, stop in lists:
            if start < stop and len(words[start]) == depth:
                self.word = words[start]
                start += 1
            if start < stop:
                self._lists.append((words, start, stop))

    def grow(self) -> "dict[str, Node]":
        """The nodes by the letters that can follow, in the letters' order; empty where all words end."""
        depth = self._depth
        found: dict[str, list[tuple[Sequence[str], int, int]]] = {}
        for words, start, stop in self._lists:
            while start < stop:
                word = words[start]
                behind = bisect_left(words, word[: depth + 1] + LAST, start, stop)
                found.setdefault(word[depth], []).append((words, start, behind))
                start = behind
        self.kids = {letter: Node(found[letter], depth + 1) for letter in sorted(found)}
        return self.kids


def grow_trie(*lists: Sequence[str]) -> Node:
    """The root of a tree over several sorted lists of words."""
    return Node([(words, 0, len(words)) for words in lists])
