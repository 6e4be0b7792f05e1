"""The lines of each plan of a file → whose it is: who stands on its cover and footers, else who acts in it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process

from corpus.parsing.layout.line_kinds import ALIKE, bare
from corpus.swedish.text import fold
from corpus.types import Catalogue, Line

# What a cover says of an earlier plan.
REPLACES = re.compile(r"^\W*ersätter\b", re.IGNORECASE)
_BODY = "förvaltningen|avdelningen|nämnden|kontoret|styrelsen|bolaget"
_ORGANISATION = re.compile(
    rf"^(?:[\w-]+,? ){{0,6}}[\w-]*(?:{_BODY}|förvaltning|rådet|utskottet|AB)$",
    re.IGNORECASE,
)
# Who has made or decided a plan, in a sentence.
_NAME = rf"((?:[\w-]+,? (?:och )?){{0,4}}[\w-]*(?:{_BODY}))"
_MADE = r"(?:tagit fram|antog|antagit|beslutade om|beslutat om|godkände|fastställde|upprättat)"
_BY = r"(?:tagits fram|framtagen|upprättad|upprättats|antagen|antogs|antagits|beslutad|beslutades|fastställd|godkänd)"
_MAKER = re.compile(
    rf"{_NAME} (?:har )?{_MADE} (?:sin|planen|programmet|handlingsplanen|den här planen|denna plan|uppföljningen)\b"
    rf"|\b{_BY} av {_NAME}(?! och)|\b{_NAME}s (?:\w+ )?(?:handlingsplan|plan)\b",
    re.IGNORECASE,
)
# Who somebody else works with, reports to or is asked by: named, but not the one who speaks. Right after the
# preposition: in "i samband med detta ska socialnämnden" another word stands there. "Av" names who acts in a passive.
_NEAR = rf"((?:(?:[\w-]+-,? (?:och )?){{1,2}}|\w+a (?={_BODY}))?[\w-]*(?:{_BODY}))"
_OTHERS = re.compile(
    rf"\b(?:med|(?:stöd|hjälp) av|till|från|hos|via|genom|mellan|åt|än|enligt|samt) {_NEAR}(?:s\b)?"
    rf"(?:(?:,| och| samt) {_NEAR}\b)?",
    re.IGNORECASE,
)
# "Socialnämndens handlingsplan": whose a plan calls itself.
_GENITIVE = re.compile(
    rf"^(?P<owner>(?:[\w-]+,? ){{0,6}}[\w-]*(?:{_BODY}))s\s+(?:\w+ )?\w*(?:plan|program)", re.IGNORECASE
)
_AND = re.compile(rf"((?:{_BODY}|\bAB))\s*(?:,|;|/|\boch\b|\bsamt\b)\s+")
# "Socialnämnden, Ekby kommun", "Kulturnämnden i Ekby kommun", "Ekby kommun, kulturnämnden".
_PLACE = r"[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+)? (?:kommun|stad)"
_OF_PLACE = re.compile(rf"(?:,\s*| i | – )(?P<after>{_PLACE})$|^(?P<before>{_PLACE})(?:,\s*| – )(?=\w)")


def owners(
    parts: Sequence[Sequence[Line]],
    covers: Sequence[Sequence[Line]],
    footers: Sequence[Line],
    catalogue: Catalogue,
) -> list[str | None]:
    """Whose each part is: the organisation or board on its cover and footers, else the one that acts in it.

    Lines that stand in several parts are the programme's and say nothing of the owner; an organisation that every
    part names (a coordinator) weighs less than one that this part names, and who is only worked with or reported
    to ("i samråd med serviceförvaltningen") weighs nothing.
    A cover that names an organisation which the catalogue doesn't know leaves the owner unknown.
    """
    repeated = Counter(key for part in parts for key in {fold(line.text) for line in part})
    named = []
    for part, cover in zip(parts, covers, strict=True):
        first, last = part[0].number, part[-1].number
        marks = [line.text for line in footers if first <= line.number <= last]
        titles = [line.text for line in cover if not REPLACES.match(line.text)]
        own = [line.text for line in part if len(parts) == 1 or repeated[fold(line.text)] == 1]
        scores = mentions([*marks, *titles], catalogue)
        # A name that has its line to itself is the owner's; in a sentence it may be anyone's.
        scores += Counter({owner: 2 * n for owner, n in mentions(names_alone(titles), catalogue).items()})
        unknown = not scores and bool(names_on(titles))
        acting = [_OTHERS.sub("", " ".join(text.strip() for text in own))]
        named.append((scores, Counter[str]() if unknown else mentions(acting, catalogue)))
    total = sum((own for _, own in named), Counter[str]())
    found = [_most(marks) for marks, _ in named]
    claims = [Counter({owner: n * n / total[owner] for owner, n in own.items()}) for _, own in named]
    # An organisation has one plan: where one names it most surely, another that names it too is not its.
    while True:
        taken = {owner for owner in found if owner is not None}
        best = [
            (claim[owner], i, owner)
            for i, claim in enumerate(claims)
            if found[i] is None and (owner := _most(_free(claim, taken)))
        ]
        if not best:
            return found
        _, i, owner = max(best)
        found[i] = owner


def owner_of(lines: Sequence[Line], named: str | None, footers: Sequence[Line], catalogue: Catalogue) -> str | None:
    """Whose the one plan of a file is: who its cover names (``named``), its running heads, or who made or decided it.

    Never who is only mentioned: "i samråd med serviceförvaltningen".
    """
    if named is not None:
        return _only(mentions([named], catalogue))
    heads = names_alone([part for line in footers for part in re.split(r"\s{2,}|\t|\|", line.text)])
    text = " ".join(line.text.strip() for line in lines)
    makers = [match[1] or match[2] or match[3] for match in _MAKER.finditer(text)]
    for texts in (heads, makers):
        if found := mentions(texts, catalogue):
            return _only(found)
    return None


def _only(found: Mapping[str, int]) -> str | None:
    return next(iter(found)) if len(found) == 1 else None


def in_municipality(catalogue: Catalogue, municipality: str) -> Catalogue:
    """The catalogue without the organisations of other municipalities: each has its own socialnämnd."""
    own = [entry for entry in catalogue.organisations if same_municipality(entry.municipality, municipality)]
    return replace(catalogue, organisations=tuple(own))


def same_municipality(one: str, other: str) -> bool:
    """Whether two names are of one municipality: "Almvik", "Almviks kommun"."""
    first, second = (re.sub(r" (?:kommun|stad)$", "", fold(name)).removesuffix("s") for name in (one, other))
    return first == second


def place_of(text: str) -> str | None:
    """The municipality that stands beside an organisation's name: "Socialnämnden, Ekby kommun" → "Ekby kommun"."""
    match = _OF_PLACE.search(bare(text).strip(" .:"))
    return match["after"] or match["before"] if match and names_alone([text]) else None


def _free(claim: Mapping[str, float], taken: set[str]) -> dict[str, float]:
    """A plan's claims without those of organisations that have their plan; none where its own was weak."""
    free = {owner: score for owner, score in claim.items() if owner not in taken}
    top = max(claim.values(), default=0.0)
    return {owner: score for owner, score in free.items() if score * 4 >= top}


def names_alone(texts: Sequence[str]) -> list[str]:
    """The names of the lines that are nothing but an organisation's, its municipality left out."""
    names = (_OF_PLACE.sub("", bare(text).strip(" .:")) for text in texts)
    return [name for name in names if _ORGANISATION.match(name)]


def names_on(texts: Sequence[str]) -> list[str]:
    """The organisations that a cover names as those whose it is: alone on a line, or as "Socialnämndens plan"."""
    return names_alone(texts) + [owner for text in texts if (owner := genitive_owner(text)) is not None]


def genitive_owner(text: str) -> str | None:
    """Whose plan a title calls itself: "Socialnämndens handlingsplan" → "Socialnämnden"."""
    match = _GENITIVE.match(bare(text))
    return match["owner"] if match else None


def several_names(value: str) -> list[str]:
    """The organisations of a field, one by one: "Socialnämnden samt kultur- och fritidsnämnden" → two."""
    return names_alone([part.strip() for part in _AND.sub(r"\1\n", value).split("\n")])


def mentions(texts: Sequence[str], catalogue: Catalogue) -> Counter[str]:
    """How often the texts name each organisation, by name, board or abbreviation; longer names first."""
    text = "\n".join(texts)
    words = fold(text).split()
    counts = Counter[str]()
    # Boards stand in the genitive too: "socialnämndens".
    names = [
        (fold(name).removesuffix("s"), entry.id)
        for entry in catalogue.organisations
        for name in (entry.name, entry.board)
        if name
    ]
    for width in sorted({len(name.split()) for name, _ in names}, reverse=True):
        like = {name: owner for name, owner in names if len(name.split()) == width}
        i = 0
        while i <= len(words) - width:
            window = " ".join(words[i : i + width]).removesuffix("s")
            # The likest of them: "förskole-" and "grundskoleförvaltningen" are alike too.
            best = process.extractOne(window, like.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
            if best is not None:
                counts[like[best[0]]] += 1
                words[i : i + width] = [""] * width
            i += width if best is not None else 1
    for entry in catalogue.organisations:
        # In capitals only: an abbreviation in small letters may be a word ("fri").
        if entry.abbreviation and (count := len(re.findall(rf"\b{re.escape(entry.abbreviation)}\b", text))):
            counts[entry.id] += count
    return counts


def _most(scores: Mapping[str, float]) -> str | None:
    """The organisation with the highest score, or None when there is none or two share it."""
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]
