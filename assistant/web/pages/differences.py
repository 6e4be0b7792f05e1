"""Activities → in plain Swedish where they differ, from what their plans say of each."""

from collections.abc import Callable, Sequence
from operator import attrgetter

from assistant.compose.phrasing import in_sentence, listing, numbers
from corpus.types import Activity, Organisation

_FIELDS = (
    ("responsible", "ansvarig"),
    ("timeline", "tidsplan"),
    ("indicator", "indikator"),
    ("follow_up_planned", "hur den ska följas upp"),
)
_KINDS = {"own": "en egen aktivitet", "joint": "en aktivitet i samverkan"}


def differences(one: Activity, other: Activity) -> list[str]:
    """What ``other`` has and ``one`` hasn't, the other way round, and where both say different things.

    "other" is spoken of as "den här". A field that neither plan has is no difference.
    """
    found = []
    if one.kind != other.kind and other.kind in _KINDS and one.kind in _KINDS:
        found.append(f"Den här är {_KINDS[other.kind]}, den valda är {_KINDS[one.kind]}.")
    if one.goal != other.goal and one.goal is not None and other.goal is not None:
        found.append(f"Den här står under mål {other.goal}, den valda under mål {one.goal}.")
    for field, word in _FIELDS:
        here, there = getattr(other, field), getattr(one, field)
        if here and not there:
            found.append(f"Den här anger {word}: {_one_line(here)}. Den valda gör det inte.")
        elif there and not here:
            found.append(f"Den valda anger {word}, den här gör det inte.")
        elif here and there and _one_line(here) != _one_line(there):
            found.append(f"Olika {word}: {_one_line(here)} mot {_one_line(there)}.")
    if bool(one.followed_by) != bool(other.followed_by):
        which = ("Den här", "den valda") if other.followed_by else ("Den valda", "den här")
        found.append(f"{which[0]} är uppföljd i de dokument som är inlästa, {which[1]} är det inte.")
    return found


def contrasts(groups: Sequence[tuple[Organisation, Sequence[Activity]]]) -> list[str]:
    """How organisations that have something for one need differ: in goals, in what they state, in what is reported."""
    if len(groups) < 2:
        return []
    goals = {organisation.id: tuple(sorted({a.goal for a in found if a.goal})) for organisation, found in groups}
    found = []
    if len(set(goals.values())) > 1:
        parts = [f"{in_sentence(o)} under mål {numbers(goals[o.id])}" for o, _ in groups if goals[o.id]]
        found.append(f"De arbetar under olika mål: {listing(parts)}.")
    has: list[tuple[str, Callable[[Activity], object]]] = [
        ("har något i samverkan", lambda activity: activity.kind == "joint"),
        *((f"anger {word}", attrgetter(field)) for field, word in _FIELDS),
        ("har uppföljts i de dokument som är inlästa", lambda activity: activity.followed_by),
    ]
    for what, says in has:
        those = [organisation for organisation, activities in groups if any(map(says, activities))]
        others = [organisation for organisation, _ in groups if organisation not in those]
        found.append(_who(those, others, what))
    return found


def _who(those: Sequence[Organisation], others: Sequence[Organisation], what: str) -> str:
    """ "Ingen anger tidsplan.", "Alla utom a och b anger tidsplan.", by whichever is shorter."""
    if not those:
        return f"Ingen {what}."
    if not others:
        return f"Alla {what}."
    if len(others) < len(those):
        return f"Alla utom {listing([in_sentence(entry) for entry in others])} {what}."
    names = listing([in_sentence(entry) for entry in those])
    return f"{names[0].upper()}{names[1:]} {what}, de övriga inte."


def _one_line(text: str) -> str:
    return " ".join(text.split()).rstrip(".")
