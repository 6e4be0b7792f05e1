"""Two activities → in plain Swedish where they differ, from what their plans say of each."""

from corpus.types import Activity

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


def _one_line(text: str) -> str:
    return " ".join(text.split()).rstrip(".")
