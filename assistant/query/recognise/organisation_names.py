"""A question's words → the organisations they name: officially, by board, group, abbreviation, or as people say.

Everything that is known of names comes from the catalogue; everyday forms are made from the names ("kulturen",
"grundskolan", "HVO", "gymn"). A short form that is also an ordinary word counts fully only where a name can stand.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

from assistant.query.recognise.annotation import Annotation
from corpus.swedish.text import Word, fold, word_set
from corpus.swedish.vocabulary import VOCABULARY
from corpus.swedish.words import zipf
from corpus.types import Catalogue

Means = Literal["all", "one"]
CERTAIN = 0.75  # from here on a name decides; below it only where nothing else explains the word

_BODIES = ("forvaltningen", "namnden", "kontoret", "bolaget", "styrelsen")
_LISTING = word_set("och samt eller o el respektive resp plus")
_ENDINGS = ("forvaltning", "namnd", "kontor", "forvaltningen", "namnden", "kontoret")
# A name stands after what acts or has, and after "på", "hos" and the like.
_BEFORE_A_NAME = word_set(
    "gor har ska skall vill lovar satsar jobbar arbetar tanker planerar erbjuder pa hos inom for bade an saknar "
    "utom forutom utover och samt aven redovisar finns inte bara hade fick jamfor mellan mot fran utan "
    "galler aktiviteter kolla visa lista ta stall"
)
ABOUT = word_set("om kring angaende gallande rorande ang betraffande")  # what follows is a subject
_NO_NAME_AFTER = ABOUT | word_set("med mot sin av egen egna")
_AFTER_THE_WORD = word_set("ar i till av fran mellan med mot om vid for at hos")
_ACTS = word_set(
    "gor har ska skall vill lovar satsar jobbar arbetar tanker planerar erbjuder saknar hade fick gjort foretar "
    "foretager skriver skrivit skrev sager sagt atar atagit driver haller tar tog tagit utlovar utlovade lovade lovat "
    "planerat tankt ansvarar redovisar redovisat rapporterar rapporterat anger angett gjorde star skulle bor kan "
    "bidrar deltar missat glomt"
)
_NOT_BETWEEN = word_set("och")
_EXCEPT = word_set("utom forutom inte ej skippa undantaget")
_COUNTED_OUT = ("oraknat", "oraknade", "bortraknat", "bortraknade", "undantaget", "undantagna", "exkluderat")
_BODY_WORDS = ("forvalt", "forv", "namnd", "styrels", "organisation")
_FUZZY_FROM = 6  # letters; a shorter word with one other letter is another word
_CLIPPED_FROM = 4  # letters of a word that is the beginning of a name
_ORDINARY = 3.7  # so common a word (Zipf) is one also where it is a name
_COMMON = 3.2  # so common a word (Zipf) is no clipping


@dataclass(frozen=True)
class OrganisationName:
    """Words that stand for all of ``organisations``, or for one of them that isn't told."""

    words: tuple[str, ...]
    joined: str
    organisations: tuple[str, ...]
    certainty: float
    means: Means = "all"
    ordinary: bool = False
    capitals: str | None = None


@dataclass(frozen=True)
class Named:
    """What an annotation of slot ORG says."""

    organisations: tuple[str, ...]
    means: Means = "all"


def organisation_annotations(words: Sequence[Word], catalogue: Catalogue) -> list[Annotation]:
    """What may name organisations; the value is a ``Named``."""
    names = _names(catalogue)
    found: list[Annotation] = []
    counted = [i for i, word in enumerate(words) if word.folded not in _NOT_BETWEEN]
    for at in range(len(counted)):
        for width in range(min(6, len(counted) - at), 0, -1):
            places = counted[at : at + width]
            if places[-1] - places[0] >= width + 2:
                continue
            annotation = _annotated(words, places, names)
            if annotation and not _speaks_of_bodies(words, annotation):
                found.append(annotation)
    return [_beside(entry, found, words) for entry in found]


def _speaks_of_bodies(words: Sequence[Word], entry: Annotation) -> bool:
    """ "Vilka förvaltningar och bolag" asks for organisations and doesn't name the companies."""
    if not words[entry.last - 1].folded.startswith("bolag") or words[entry.first - 1].folded in _EXCEPT:
        return False
    if entry.last < len(words) and words[entry.last].folded.endswith(_COUNTED_OUT):
        return False
    beside = [*words[max(0, entry.first - 4) : entry.first], *words[entry.last : entry.last + 3]]
    return any(word.folded.startswith(_BODY_WORDS) for word in beside)


def _beside(entry: Annotation, annotations: Sequence[Annotation], words: Sequence[Word]) -> Annotation:
    """An ordinary word in a list with names is one: "miljö, stadskontoret o MKB"."""
    if entry.certainty >= CERTAIN or (entry.first and words[entry.first - 1].folded in _NO_NAME_AFTER):
        return entry
    for other in annotations:
        if other.certainty < CERTAIN and not (
            other.value.organisations != entry.value.organisations and other.certainty < CERTAIN
        ):
            continue
        gap = words[entry.last : other.first] if other.first >= entry.last else words[other.last : entry.first]
        if other.first < entry.last and other.last > entry.first:
            continue
        comma = (
            not gap and abs(words[max(entry.first, other.first)].start - words[min(entry.last, other.last) - 1].end) > 1
        )
        if comma or (len(gap) == 1 and gap[0].folded in _LISTING):
            return replace(entry, certainty=0.85)
    return entry


def _annotated(
    words: Sequence[Word], places: Sequence[int], names: Mapping[str, Sequence[OrganisationName]]
) -> Annotation | None:
    written = "".join(words[i].folded for i in places)
    scored = [
        (_score(name, written, words[places[0]].written, len(places)), name) for name in names.get(written[:2], ())
    ]
    scored = [(score, name) for score, name in scored if score]
    if not scored:
        return None
    score, name = max(scored, key=lambda entry: (entry[0], entry[1].certainty, len(entry[1].joined)))
    if score < 100 and all(words[i].folded in VOCABULARY.everyday_words for i in places):
        return None  # "namnen" is no "nämnden"
    rivals = [s for s, n in scored if not set(n.organisations) & set(name.organisations)]
    if score < 100 and max(rivals, default=0) > score - 3:
        return None  # misspelt, and as near to another's name
    certainty = name.certainty * (1.0 if score >= 97 else 0.93)
    genitive = written == f"{name.joined}s" or _lone_s(words, places[-1])
    if name.ordinary:
        certainty = 0.85 if _can_be_a_name(words, places, genitive=genitive) else 0.3
    return Annotation(places[0], places[-1] + 1, "ORG", Named(name.organisations, name.means), certainty)


def _lone_s(words: Sequence[Word], at: int) -> bool:
    """Whether a genitive's s stands by itself after a word, as in "soc:s", which is no word of its own."""
    return at + 1 < len(words) and words[at + 1].start - words[at].end == len(":s ")


def _score(name: OrganisationName, written: str, as_written: str, width: int) -> float:
    """0 to 100: how well words, folded and joined, fit a name; ``as_written`` is the first of them."""
    if name.capitals is not None:
        return 100.0 * (width == 1 and as_written in (name.capitals, name.capitals + "s"))
    if written in (name.joined, name.joined + "s"):
        return 100.0
    if len(name.joined) < _FUZZY_FROM or name.ordinary or abs(len(written) - len(name.joined)) > 3:
        return 0.0
    if width > len(name.words):
        return 0.0
    cutoff = 91 if len(name.joined) < 12 else 87
    score = max(fuzz.ratio(written, name.joined), fuzz.ratio(written.removesuffix("s"), name.joined))
    return score if score >= cutoff else 0.0


def _can_be_a_name(words: Sequence[Word], places: Sequence[int], *, genitive: bool = False) -> bool:
    """Whether an ordinary word stands where a name can: first, last, or after what acts or has."""
    before, after = places[0] - 1, places[-1] + 1
    follows = after < len(words) and words[after].folded in _AFTER_THE_WORD
    if genitive:
        return True
    if before < 0:
        return not follows
    if words[before].folded in _NO_NAME_AFTER:
        return False
    if words[before].folded in ("pa", "i") and words[places[-1]].folded.endswith("en"):  # "på fritiden"
        return False
    if after < len(words) and words[after].folded in _ACTS and words[before].folded not in _NO_NAME_AFTER - ABOUT:
        return words[before].folded not in ABOUT
    if words[before].folded in _ACTS or words[places[-1]].folded.endswith("ens"):
        return True
    if words[before].folded in ("och", "samt", "eller"):
        before -= 1
        return before <= 0 or not follows
    return words[before].folded in _BEFORE_A_NAME or after >= len(words)


def unknown_bodies(words: Sequence[Word], taken: frozenset[int]) -> list[int]:
    """The places of words that name a förvaltning, nämnd or kontor that the catalogue doesn't have."""
    endings = (*_ENDINGS, "forvaltningens", "namndens", "kontorets")
    return [
        i
        for i, word in enumerate(words)
        if i not in taken and any(word.folded.endswith(end) and len(word.folded) > len(end) + 2 for end in endings)
    ]


@lru_cache(maxsize=4)
def _names(catalogue: Catalogue) -> Mapping[str, Sequence[OrganisationName]]:
    """The names by their first two letters; a misspelt name has at least those right."""
    names: dict[str, list[OrganisationName]] = {}
    for name in dict.fromkeys(_all_names(catalogue)):
        names.setdefault(name.joined[:2], []).append(name)
    return names


def _all_names(catalogue: Catalogue) -> Iterator[OrganisationName]:
    ordinary = {word for programme in catalogue.programmes for word in fold(programme.title).split()}
    taken = {fold(name) for o in catalogue.organisations for name in (o.name, o.board, *o.other_names)}
    for organisation in catalogue.organisations:
        one = (organisation.id,)
        short = organisation.abbreviation
        yield _name(short, one, 1.0, capitals=short if fold(short) in ordinary else None)
        if len(short) >= 4 and fold(short).endswith("f"):  # "HVO", "FSK"
            yield _name(short[:-1], one, 0.9)
        for name in (organisation.name, organisation.board):
            yield _name(name, one, 1.0)
            if fold(name).startswith("styrelsen for "):
                for body in (short, *organisation.other_names, fold(organisation.name).removesuffix(" ab")):
                    yield _name(f"styrelsen för {body}", one, 1.0)
                    yield _name(f"{body}s styrelse", one, 1.0)
                    yield _name(f"styrelsen i {body}", one, 1.0)
            yield from _everyday(name, one)
        for name in organisation.other_names:
            yield from _other_bodies(name, one, taken)
            official = fold(name).endswith(_ENDINGS)
            is_short = len(fold(name).split()) == 1 and len(name) <= 8
            bare = is_short and zipf(name.lower()) >= _ORDINARY and not fold(name).endswith(("an", "et", "is"))
            yield _name(name, one, 0.95 if official else 0.9, ordinary=bare and not official)
            if bare and not official:  # "vad gör kulturen"
                yield _name(name + "en", one, 0.8, ordinary=True)
    for group in catalogue.groups:
        for name in group.names:
            yield _name(name, group.members, 0.97, means=group.means)
            for form in _members(fold(name)):
                yield _name(form, group.members, 0.97, means=group.means)
            if fold(name).startswith("de ") and len(name.split()) > 2:
                yield _name(name[3:], group.members, 0.97, means=group.means)
                yield _name(f"dom {name[3:]}", group.members, 0.97, means=group.means)
    yield from _bodies(catalogue)
    yield from _clipped(catalogue)


def _other_bodies(name: str, one: tuple[str, ...], taken: Set[str]) -> Iterator[OrganisationName]:
    """ "Socialförvaltningen" → "socialnämnden", where that is nobody's name."""
    folded = fold(name)
    stem = next((folded[: -len(body)] for body in _BODIES[:2] if folded.endswith(body)), "")
    for body in _BODIES[:2] if len(stem) > 2 else ():
        if f"{stem}{body}" not in taken:
            yield _name(f"{stem}{body}", one, 0.9)


def _members(group: str) -> tuple[str, ...]:
    """ "Socialförvaltningarna" → what each of them is called, and several: "varje socialförvaltning"."""
    for ending, one in (("forvaltningarna", "forvaltning"), ("namnderna", "namnd")):
        if group.endswith(ending) and " " not in group and len(group) > len(ending) + 2:
            return (group.removesuffix("na"), group.removesuffix(ending) + one)
    return ()


def _bodies(catalogue: Catalogue) -> Iterator[OrganisationName]:
    """ "Nämnden" is one of many; "bolaget" is the only one; "bolagen" are all companies."""
    for body in _BODIES:
        members = tuple(
            entry.id
            for entry in catalogue.organisations
            if fold(entry.name).endswith(body) or fold(entry.board).endswith(body)
        )
        if len(members) == 1 and body != "styrelsen":
            yield _name(body, members, 0.8)
        elif len(members) > 1:  # which one isn't told
            yield _name(body, members, 0.5, means="one")
    companies = tuple(entry.id for entry in catalogue.organisations if entry.form == "bolag")
    if companies:
        for name in ("bolagen", "de kommunala bolagen", "kommunala bolag", "kommunala bolagen", "våra bolag", "bolag"):
            yield _name(name, companies, 0.9)
        yield _name("bolaget", companies, 0.9, means="all" if len(companies) == 1 else "one")


def _everyday(name: str, one: tuple[str, ...]) -> Iterator[OrganisationName]:
    """Forms made from an official name: another body, the bare subject matter, its definite form."""
    folded = fold(name)
    stem = next((folded[: -len(body)] for body in _BODIES if folded.endswith(body)), None)
    if not stem or len(stem) < 3:
        stem = next((folded[: -len(body)] for body in (" ab",) if folded.endswith(body)), None)
        if stem:
            yield _name(stem, one, 0.97)
        return
    for ending in _ENDINGS:
        yield _name(stem + ending, one, 0.95)
    bare = stem.strip()
    for part in re.findall(r"(\w{4,})-", name):  # "gymnasienämnden", "fastighetskontoret"
        for ending in _ENDINGS:
            yield _name(fold(part) + ending, one, 0.9)
        if fold(part).endswith("ie"):  # "gymnasie-" → "gymnasium"
            for ending in ("um", "et", "erna"):
                yield _name(fold(part)[:-1] + ending, one, 0.85)
    if " " in bare:  # "gymnasie och vuxenutbildning"
        yield _name(bare.removesuffix("s"), one, 0.9)
        return
    forms = {bare.removesuffix("s"), bare}
    if bare.endswith("skole"):
        forms |= {bare[:-1] + "a", bare[:-1] + "an", bare[:-1] + "orna"}
    base = bare.removesuffix("s")
    ordinary = len(base) <= 8
    for form in (*sorted(forms), base + "en"):
        if form in VOCABULARY.function_words or base in ("stad", "kommun"):
            continue
        yield _name(form, one, 0.8 if ordinary else 0.88, ordinary=ordinary)


def _clipped(catalogue: Catalogue) -> Iterator[OrganisationName]:
    """ "gymn", "grundsk", "funk": the beginning of one organisation's name alone, and no common word."""
    home = fold(catalogue.municipality).split()[0]  # "i Älvsbro" isn't "Älvsbrohem"
    starts: dict[str, set[str]] = {}
    for organisation in catalogue.organisations:
        parts = {fold(organisation.name).split()[0], *(p for p in fold(organisation.name).split()[1:] if len(p) > 8)}
        for part in parts:
            for length in range(_CLIPPED_FROM, min(len(part), 14)):
                starts.setdefault(part[:length], set()).add(organisation.id)
    for start, ids in starts.items():
        if (
            len(ids) == 1
            and not f"{home}s".startswith(start)
            and zipf(start) < _COMMON
            and not start.endswith("forvaltning")
        ):
            yield _name(start, tuple(ids), 0.8)


def _name(
    name: str,
    organisations: tuple[str, ...],
    certainty: float,
    *,
    means: Means = "all",
    ordinary: bool = False,
    capitals: str | None = None,
) -> OrganisationName:
    words = tuple(word for word in fold(name).split() if word not in _NOT_BETWEEN)
    return OrganisationName(words, "".join(words), organisations, certainty, means, ordinary, capitals)
