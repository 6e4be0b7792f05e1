"""A question → the language it is written in, by how common its words are in each.

Word frequencies come from wordfreq; it has no Somali, whose commonest words stand here.
"""

import re
from functools import cache
from math import log10

import wordfreq

from corpus.swedish.text import fold, word_set

# Code → the list that wordfreq has it under.
LANGUAGES = {"sv": "sv", "en": "en", "fi": "fi", "ar": "ar", "so": None, "fa": "fa", "pl": "pl", "bs": "sh"}
RIGHT_TO_LEFT = frozenset({"ar", "fa"})

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SOMALI = word_set(
    """
    waxaan wuxuu waxay waxaa waxa wuu way waan waa ayaa ayuu ayay ayaan ayaad iyo oo ee inaan inuu inay in ka ku la
    u i soo aan ma maxaa maxay muxuu sidee goorma yaa haddii hadii marka mar kasta ninkayga ninkaygu ninkeyga xaaskayga
    xaaskaygu aabbahay aabahay hooyaday hooyo walaalkay walaashay carruurta carruurtayda caruurta guriga gurigayga qof
    qoyskaygu qoyska caawi caawin caawimaad fadlan waan baqayaa garaacaa garaacay dilayaa rabaa doonayaa igu iga
    aniga adiga iyada isaga uu ay aad leh lahayn jira jirto mid kale badan degmada magaalada qorshaha qorshuhu yiri
    tahay yahay ahay saaxiibtay saaxiibkay deriskaygu leeyahay samayn sameeyaa halkee meel baahanahay
    loo lagu kala immisa imisa intee kuma ayuu ugu uga sababta muxuu maxaad xarunta waxyaabaha sanadkii dadka
    """
)
# A question is asked in another language where so many of its words are that language's, or so many more
# than are Swedish, and on average so much commoner in it: names and technical words belong to all.
_LEAST_WORDS = 3
_LEAST_MORE = 2
_LEAST_MARGIN = 0.25
_SOMALI_COMMONNESS = 5.5  # on wordfreq's scale of Zipf; about that of a language's hundredth word
_UNKNOWN = 1.5  # what a word loses in a language that doesn't have it
_FOLDED = 0.6  # Swedish without its rings and dots is less certain than with them

# Serbian may be written in either alphabet; the frequencies are of Latin letters.
_CYRILLIC = str.maketrans(
    {
        **dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True)),
        "љ": "lj", "њ": "nj", "џ": "dž",
    }
)  # fmt: skip


def language_of(text: str) -> str:
    """The code of the language, one of ``LANGUAGES``; Swedish where nothing tells: "Isä lyö äitiä" → fi."""
    words = [word.replace("’", "'") for word in _WORD.findall(latin(text.casefold()))][:200]
    # One pass over the languages in their order: the first of equals wins.
    return max(LANGUAGES, key=lambda code: sum(_commonness(word, code) for word in words))


def asked_in(text: str) -> str:
    """The language that a question is asked in: another than Swedish only where it is plainly that."""
    code = language_of(text)
    words = [word.replace("’", "'") for word in _WORD.findall(latin(text.casefold())) if len(word) > 1]
    known, swedish = (sum(_commonness(word, entry) > 0 for word in words) for entry in (code, "sv"))
    margin = sum(_commonness(word, code) - _commonness(word, "sv") for word in words) / max(1, len(words))
    theirs = known >= _LEAST_WORDS or known - swedish >= _LEAST_MORE
    return code if theirs and margin >= _LEAST_MARGIN else "sv"


def latin(folded: str) -> str:
    """Serbian in Latin letters; other text as it is."""
    return folded.translate(_CYRILLIC)


def _commonness(word: str, code: str) -> float:
    if code == "so":
        return _SOMALI_COMMONNESS if word in _SOMALI else -_UNKNOWN
    share = wordfreq.get_frequency_dict(LANGUAGES[code] or "", "small").get(word)
    if share is not None:
        return log10(share) + 9  # Zipf's scale: about 7.5 for the commonest word, 3 for a rare one
    if code == "sv" and word in _folded_swedish():
        return log10(_folded_swedish()[word]) + 9 - _FOLDED
    return -_UNKNOWN


@cache
def _folded_swedish() -> dict[str, float]:
    """How common those Swedish words are that lose something when they are folded."""
    shares = wordfreq.get_frequency_dict("sv", "small")
    return {fold(word): share for word, share in shares.items() if fold(word) != word}
