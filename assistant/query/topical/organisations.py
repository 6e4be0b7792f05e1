"""A question's words → the organisations they name, how certainly, and in which part.

Everything that is known of names comes from the catalogue. An ordinary word that is also a name
("kultur", "service") counts only where a name can stand.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

from corpus.swedish.text import Word, fold, word_set
from corpus.types import Catalogue

Role = Literal["owner", "partner", "excluded"]

CERTAIN = 0.75  # from here on a name decides; below it only weighs

_BODIES = ("forvaltningen", "namnden", "kontoret", "bolaget", "styrelsen")
_ENDINGS = ("forvaltningens", "forvaltning", "namndens", "namnd", "kontorets", "kontor", *_BODIES)
# A name stands after what acts or has, and after "på" and "hos".
_BEFORE_A_NAME = word_set(
    "gor har ska skall vill lovar satsar jobbar arbetar tanker planerar erbjuder pa hos inom for bade an "
    "utom forutom utover och samt aven redovisar finns"
)
_ACTS = word_set("gor har ska skall vill lovar satsar jobbar arbetar tanker planerar erbjuder")
_AFTER_THE_WORD = word_set("ar i till av fran mellan med mot om vid")
_WITH = word_set("med")
_TOGETHER = ("samverk", "samarb", "tillsamman", "ihop", "gemensamt")
_EXCEPT = word_set("an utom forutom utover")
_JOINS = word_set("och samt eller")
_ANY = word_set("vilken vilket nagon nagot varje")
_FUZZY_FROM = 6  # letters; a shorter word with one other letter is another word


@dataclass(frozen=True)
class Mention:
    """Words ``first`` to ``last`` (exclusive) name all of ``organisations``, or one of them."""

    first: int
    last: int
    organisations: tuple[str, ...]
    certainty: float
    means: Literal["all", "one"] = "all"
    role: Role = "owner"


@dataclass(frozen=True)
class _Name:
    words: tuple[str, ...]
    joined: str
    organisations: tuple[str, ...]
    certainty: float
    means: Literal["all", "one"]
    ordinary: bool = False
    definite: bool = False
    capitals: str | None = None


def mentions(words: Sequence[Word], catalogue: Catalogue) -> list[Mention]:
    """The names in order, none overlapping another; the longest and most certain reading wins."""
    names = _names_by_beginning(catalogue)
    found: list[tuple[float, Mention]] = []
    skipped = [i for i, word in enumerate(words) if word.folded != "och"]
    for at in range(len(skipped)):
        for width in range(min(5, len(skipped) - at), 0, -1):
            places = skipped[at : at + width]
            written = "".join(words[i].folded for i in places)
            as_written = words[places[0]].written
            alike = names.get((width, written[:1])) or names.get((width, ""), ())
            scored = [(score, name) for name in alike if (score := _score(name, written, as_written)) > 0]
            if not scored:
                continue
            score, name = max(scored, key=lambda entry: (entry[0], entry[1].certainty, len(entry[1].joined)))
            if name.means == "one" and places[0] and words[places[0] - 1].folded in _ANY:
                continue  # "vilken förvaltning" asks for its name and is none
            rivals = [s for s, n in scored if not set(n.organisations) & set(name.organisations)]
            if score < 100 and max(rivals, default=0) > score - 3:
                continue  # misspelt, and as near to another's name
            certainty = name.certainty * (1.0 if score >= 97 else 0.95)
            if name.ordinary:
                certainty = 0.8 if _can_be_a_name(words, places, definite=name.definite) else 0.3
            mention = Mention(
                places[0], places[-1] + 1, name.organisations, certainty, name.means,
                _role(words, places[0]),
            )  # fmt: skip
            found.append((score * width + certainty, mention))
    kept: list[Mention] = []
    for _, mention in sorted(found, key=lambda entry: -entry[0]):
        if all(mention.last <= other.first or other.last <= mention.first for other in kept):
            kept.append(mention)
    kept.sort(key=lambda mention: mention.first)
    return [_chained(mention, kept, words) for mention in kept]


def unknown_bodies(words: Sequence[Word], found: Sequence[Mention]) -> list[int]:
    """The places of words that name a förvaltning, nämnd or kontor that the catalogue doesn't have."""
    taken = {i for mention in found for i in range(mention.first, mention.last)}
    return [
        i
        for i, word in enumerate(words)
        if i not in taken
        and any(word.folded.endswith(ending) and len(word.folded) > len(ending) + 2 for ending in _ENDINGS)
    ]


def _score(name: _Name, written: str, as_written: str) -> float:
    """0 to 100: how well words, folded and joined, fit a name; ``as_written`` is the first of them."""
    if name.capitals is not None:
        return 100.0 * (as_written in (name.capitals, name.capitals + "s"))
    if written in (name.joined, name.joined + "s"):
        return 100.0
    if len(name.joined) < _FUZZY_FROM or name.ordinary or abs(len(written) - len(name.joined)) > 3:
        return 0.0
    cutoff = 91 if len(name.joined) < 12 else 87
    score = max(fuzz.ratio(written, name.joined), fuzz.ratio(written.removesuffix("s"), name.joined))
    return score if score >= cutoff and written[:2] == name.joined[:2] else 0.0


def _can_be_a_name(words: Sequence[Word], places: Sequence[int], *, definite: bool) -> bool:
    """Whether an ordinary word stands where a name can: first of all, or after what acts or has.

    "Kulturen" only after what acts: "på fritiden" is no organisation, "på miljö" is one.
    """
    before, after = places[0] - 1, places[-1] + 1
    if definite:
        return before >= 0 and words[before].folded in _ACTS
    follows = after < len(words) and words[after].folded in _AFTER_THE_WORD
    if before < 0:
        return not follows
    if words[before].folded in ("och", "samt", "eller"):
        before -= 1
        return before <= 0 or not follows
    return words[before].folded in _BEFORE_A_NAME or after >= len(words)


def _role(words: Sequence[Word], first: int) -> Role:
    before = [word.folded for word in words[max(0, first - 4) : first]]
    if before and (before[-1] in _EXCEPT or (before[-1] == "som" and "andra" in before[:-1])):
        return "excluded"
    if before and before[-1] in _WITH and any(word.startswith(_TOGETHER) for word in before[:-1]):
        return "partner"
    # "Vad samverkar FSF med HVOF om": what acts stands between the verb and its partner.
    far = [word.folded for word in words[max(0, first - 6) : first]]
    return "partner" if far[-1:] == ["med"] and any(w.startswith(("samverk", "samarb")) for w in far) else "owner"


def _chained(mention: Mention, kept: Sequence[Mention], words: Sequence[Word]) -> Mention:
    """What "och" joins has the role of the first: "utom MKB och serviceförvaltningen"."""
    before = next((other for other in kept if other.last == mention.first - 1), None)
    if before and before.role != "owner" and words[mention.first - 1].folded in _JOINS:
        return Mention(
            mention.first, mention.last, mention.organisations, mention.certainty, mention.means, before.role
        )
    return mention


@lru_cache(maxsize=4)
def _names_by_beginning(catalogue: Catalogue) -> Mapping[tuple[int, str], Sequence[_Name]]:
    """The names by how many words they have and their first letter.

    Those in capitals are compared as they are written, so that they stand below each letter, and alone below "".
    """
    names: dict[tuple[int, str], list[_Name]] = {}
    every = list(_all_names(catalogue))
    letters = {"", *(name.joined[:1] for name in every)}
    for name in every:
        for letter in letters if name.capitals is not None else {name.joined[:1]}:
            names.setdefault((len(name.words), letter), []).append(name)
    return names


def _all_names(catalogue: Catalogue) -> Iterator[_Name]:
    ordinary = {word for programme in catalogue.programmes for word in fold(programme.title).split()}
    for organisation in catalogue.organisations:
        one = (organisation.id,)
        if fold(organisation.abbreviation) in ordinary:
            yield _name(organisation.abbreviation, one, 1.0, capitals=organisation.abbreviation)
        else:
            yield _name(organisation.abbreviation, one, 1.0)
        for name in (organisation.name, organisation.board):
            yield _name(name, one, 1.0)
            stem = next((fold(name)[: -len(body)] for body in _BODIES if fold(name).endswith(body)), None)
            if stem:
                for ending in ("forvaltningen", "forvaltning", "namnden", "namnd", "kontoret", "kontor"):
                    yield _name(stem + ending, one, 0.95)
        for part in organisation.name.replace(",", " ").split():
            if part.endswith("-") and len(part) > 7:
                yield _name(part, one, 0.8)
        for name in organisation.other_names:
            official = fold(name).endswith(_ENDINGS)
            bare = len(fold(name).split()) == 1 and len(name) <= 8 and not fold(name).endswith(("an", "et"))
            yield _name(name, one, 0.95 if official else 0.8, ordinary=bare and not official)
            if bare and not official:  # "vad gör kulturen"
                yield _name(name + "en", one, 0.8, ordinary=True, definite=True)
    for group in catalogue.groups:
        for name in group.names:
            yield _name(name, group.members, 0.95, means=group.means)
    for body in _BODIES:
        members = tuple(
            organisation.id
            for organisation in catalogue.organisations
            if fold(organisation.name).endswith(body) or fold(organisation.board).endswith(body)
        )
        if len(members) > 1:
            yield _name(body, members, 0.5, means="one")
        elif members:
            yield _name(body, members, 0.8)


def _name(
    name: str,
    organisations: tuple[str, ...],
    certainty: float,
    *,
    means: Literal["all", "one"] = "all",
    ordinary: bool = False,
    definite: bool = False,
    capitals: str | None = None,
) -> _Name:
    words = tuple(word for word in fold(name).split() if word != "och")
    return _Name(words, "".join(words), organisations, certainty, means, ordinary, definite, capitals)
