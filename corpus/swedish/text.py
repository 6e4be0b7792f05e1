"""Text → the form in which it is compared: lower case, without diacritics or punctuation."""

import re
from functools import lru_cache

_FOLD = str.maketrans("åäàáâãöòóôõøéèêëíìîïüúùû", "aaaaaaooooooeeeeiiiiuuuu")


@lru_cache(maxsize=16384)  # the same lines are asked about again and again
def fold(text: str) -> str:
    """Lower case, no rings or dots, words only: "Övrig information" → "ovrig information"."""
    return " ".join(re.findall(r"\w+", text.lower().translate(_FOLD)))
