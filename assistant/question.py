"""A question as it comes → the text that is read of it. Raises ``Refused`` where there is none, or too much of it."""

import re
import unicodedata

from assistant.errors import Refused

MAX_CHARACTERS = 1000
MAX_WORDS = 150
MAX_MESSAGE = 2000  # characters that are read of a message's start, and of its end, to see whether it calls for help
MAX_WORD = 200  # characters
MAX_PIECES = 160  # that the model cuts it into, which is what reading it costs: some 650 characters of prose
_WORD = re.compile(r"\w+")


def clean_question(question: str) -> str:
    """The question with its spaces and accents in order; raises ``Refused`` when there is none to answer."""
    text = readable_question(question)
    if (refusal := refusal_of(text)) is not None:
        raise refusal
    return text


def comparison_question(need: str) -> str:
    """The question who has something for a need; raises ``Refused`` where the need can't be read."""
    return f"Vilka har aktiviteter som handlar om {clean_question(need)}?"


def refusal_of(text: str) -> Refused | None:
    """Why a question is more than is read of one, or nothing; None where it is neither."""
    if len(text) > MAX_CHARACTERS:
        return Refused(
            f"the question has {len(text)} characters; at most {MAX_CHARACTERS} are read, so shorten it",
            f"Frågan är {len(text)} tecken lång. Korta den till högst {MAX_CHARACTERS} tecken.",
        )
    words = _WORD.findall(text)
    if not words:
        return Refused("the question has no words; write it in words", "Frågan har inga ord. Skriv den med ord.")
    if len(words) > MAX_WORDS:
        return Refused(
            f"the question has {len(words)} words; at most {MAX_WORDS} are read, so shorten it",
            f"Frågan har {len(words)} ord. Korta den till högst {MAX_WORDS} ord.",
        )
    if (longest := max(map(len, words))) > MAX_WORD:
        return Refused(
            f"the question has a word of {longest} characters; at most {MAX_WORD} are read, so shorten it",
            f"Ett ord i frågan är {longest} tecken långt. Korta det till högst {MAX_WORD} tecken.",
        )
    return None


def check_pieces(pieces: int) -> None:
    """Raise ``Refused`` where a model cuts a question into more pieces than it may have."""
    if pieces > MAX_PIECES:
        raise Refused(
            f"the question has too many long or unusual words ({pieces} pieces for the model; at most {MAX_PIECES} are "
            "read), so shorten it",
            "Frågan har för många långa eller ovanliga ord. Korta den.",
        )


def ends_of(text: str) -> str:
    """A long message without its middle: both ends of it are read for help, and no more."""
    return text if len(text) <= 2 * MAX_MESSAGE else f"{text[:MAX_MESSAGE]} {text[-MAX_MESSAGE:]}"


def readable_question(question: str) -> str:
    """The question with its spaces and accents in order, however long; raises ``Refused`` when there is none."""
    text = unicodedata.normalize("NFC", question).strip()
    if not text:
        raise Refused("the question is empty; write one", "Frågan är tom. Skriv en fråga.")
    control = next((c for c in text if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n\r"), None)
    if control is not None:
        raise Refused(
            f"the question holds the control character U+{ord(control):04X} "
            f"at position {text.index(control) + 1}; take it out",
            f"Frågan innehåller ett styrtecken (U+{ord(control):04X}) på plats {text.index(control) + 1}. Ta bort det.",
        )
    return " ".join(text.split())
