"""A question → the same without what tells the program how to work: to ignore its sources, invent, show its inner text.

Nothing here obeys a text, for an answer is quoted. But such words would be searched for like any others.
"""

import re

from corpus.swedish.sentences import sentences
from corpus.swedish.text import fold

_AFTER_COLON = re.compile(r"(?<=:)\s+")
_OWN_WORKING = (
    r"(?:kall\w*|regl\w*|instruktion\w*|prompt\w*|system\w*|begransning\w*|dokument\w*|plan(?:en|erna)?|"
    r"sources?|rules?|instructions?|prompts?)"
)
_ATTEMPT = re.compile(
    rf"^(?:och |men |please |snalla )?(?:"
    rf"(?:ignorera|glom|bortse fran|strunta i|hoppa over|ignore|forget|disregard) (?:\w+ ){{0,5}}?{_OWN_WORKING}\b"
    rf"|(?:skriv ut|skriv|visa|avsloja|upprepa|skriv ner|print|show|reveal|repeat) (?:\w+ ){{0,4}}?"
    r"(?:\w*prompt\w*|instructions?|"
    r"(?:inre|dolda|hemliga|system\w*|dina) (?:\w+ )?(?:instruktion\w*|text\w*|regl\w*))\b"
    rf"|(?:du ar nu|du ska nu|fran och med nu|fran nu|you are now|from now)\b"
    rf"|(?:latsas|spela att|forestall dig|pretend|hitta pa|fantisera|dikta|skriv en (?:dikt|saga|visa))\b"
    rf"|svara (?:alltid |bara )?(?:utan (?:\w+ )?{_OWN_WORKING}|ja|nej|fritt)\b"
    rf")"
)


def without_attempts(question: str) -> str:
    """The sentences (or what follows a colon) that ask about something; "" where none does."""
    parts = (part for sentence in sentences(question, typed=True) for part in _AFTER_COLON.split(sentence))
    kept = [part for part in parts if not _ATTEMPT.match(fold(part))]
    return " ".join(kept)
