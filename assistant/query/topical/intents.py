"""The forms of Swedish questions → what is asked for: intent, kinds, statuses. Patterns over folded text.

Folded: small letters, no rings or dots, words parted by one space. Nothing here knows a document.
"""

import re
from typing import Literal

from corpus.swedish.text import word_set
from corpus.swedish.vocabulary import statuses_in
from corpus.types import Kind, Status

Intent = Literal["find", "commitment", "list", "compare", "who", "when", "result", "plan_vs_followup", "count"]

_BODY = r"(?:forvaltning(?:ar|arna|en)?|namnd(?:er|erna)?|organisation(?:er|erna)?|bolag(?:en)?|aktorer)"
_ACTIVITY = r"(?:aktivitet\w*|atgard\w*|insats\w*|atagande\w*|punkter)"
_PROMISED = r"(?:lova\w*|atagit|planera\w*|sagt)"
# What became of it, as against what was promised.
_LATER = r"(?:gjorts?|gjorde|rapporter\w*|hant|hande|blev|blivit|resultat\w*|gick|gatt|genomfor\w*|uppfolj\w*)"
_PLAN_SAID = (
    r"(?:lova\w*|lofte\w*|utlova\w*|atagit|atagande\w*|planera(?:t|de|des)?|skulle|plan(?:en)?|tank(?:t|te|en))"
)
# A question whether something came about, and the words that say that it was meant to.
_CAME_ABOUT = (
    r"^(?:och |men |sa )?(?:har|fick|far|blev|blir|ar|kom|gick|gjorde|lyckades|hur gick|hur har|vad blev|vad har)\b"
)
_AS_PROMISED = (
    r"\bsom (?:\w+ ){0,3}?(?:sagts?|sa|tankt|lova(?:r|t|de|des|ts)|utlova(?:t|de|des|ts)|planera(?:t|de|des|ts)|"
    r"bestam(?:t|des|ts)|beslutats?|(?:star|stod) i (?:\w+ )?\w*plan\w*|\w*plan\w* (?:sager|sa|anger))$"
)
# Words that only say that a promise and its report are meant.
BOTH_SIDES = word_set(
    """
    jamfor jamfort loftet lofte lovat lovades planerade rapporterats rapporterat rapporteras uppfoljning uppfoljningen
    gatt gar gick hant hande resultat resultatet hittills sedan genomforts genomfort loften hallit hallits vs versus
    fullfoljt uppnatt utlovat utlovats utlovades sagt tankt tanken iden bestamt stod
    """
)
_BECAME = re.compile(
    rf"\b(?:{_LATER}|status\w*|klar[ta]?|fardig\w*|infria\w*|uppfyll\w*|hallit|hallits|kommit|natt|hunnit|verklighet\w*|"
    r"utfall\w*|hittills|paborja(?:t|ts|de|des)|slutfor\w*|i praktiken|faktiskt|laget|tagits|togs|startat|startade)\b"
)
_WENT = re.compile(
    r"\bhur (?:gick|gar|har) det (?:gatt )?(?:\w+ ){0,2}?med\b|\bvad (?:blev|har) (?:det )?(?:blivit )?av\b"
)
_COMPARED = r"(?:stamm\w*|jamfor\w*|skil\w+|motsvar\w*|kontra)"
_DONE = r"(?:genomforts?|gjorts?|skett|tagits|fatt|deltagit|gatt|slutforts|startat|paborjats|borjat)"

# The first intent of which any pattern fits is the one; none is "find".
_INTENTS: tuple[tuple[Intent, tuple[str, ...]], ...] = (
    (
        "plan_vs_followup",
        (
            rf"\b{_COMPARED}\b.*\buppfolj\w*",
            rf"\buppfolj\w*.*\b{_COMPARED}\b.*\bplan\w*",
            rf"\b(?:gjort|hallit|genomfort|uppfyllt|fullfoljt)\b.*\b(?:{_PROMISED}|skulle)\b",
            r"\bplan\w* (?:mot|vs|versus|kontra|respektive|jamfort med) (?:\w+ )?uppfolj\w*",
            rf"\b(?:{_PROMISED}|plan\w*)\b.*\bkontra\b",
            rf"{_CAME_ABOUT}.*{_AS_PROMISED}",
            r"\b(?:holl|hallit|haller|infria\w*|uppfyll\w*)\b.*\blofte\w*|\blofte\w*\b.*\b(?:hallits?|infria\w*|uppfyll\w*)\b",
            r"\b(?:hant|gjorts?|gatt|gick)\b.*\bjamfort med (?:\w+ ){0,3}?(?:skulle|lova\w*|plan\w*|tankt)\b",
            rf"\b{_PLAN_SAID}\b.*\b(?:och|men|mot|kontra) (?:\w+ ){{0,3}}?{_LATER}\b",
            r"\bhur (?:har det gatt|gick|gar)\b.*\b(?:jamfort med|mot|kontra) (?:\w+ )?(?:plan\w*|lofte\w*)\b",
            r"\bhur (?:har det gatt|gick det|gar det) (?:\w+ ){0,2}?med (?:\w+ ){0,2}?(?:lofte\w*|atagande\w*)\b",
            r"\b(?:lova(?:t|de|des)?|planera(?:t|de|des)?|utlova\w*)\b.*\b(?:blev|gjort\w*|rapporter\w*|hant|genomfort\w*)\b",
        ),
    ),
    ("count", (r"\bhur manga\b", r"\bantal(?:et)?\b", r"\bhow many\b")),
    (
        "compare",
        (
            r"\b(?:vilka|vilken)\s+(?:andra|fler\w*|mer|ovriga)\b",
            r"\b(?:fler|mer|andra)\s+an\b",
            r"\bvem mer\b|\bnagon annan\b",
            r"\bjamfor\w*|\bskil(?:jer|lnad\w*)\b",
            rf"\b(?:vilka|alla)\s+(?:\w+\s+)?{_BODY}\b",
            rf"\bfinns det (?:nagon|nagra)(?: annan| andra| fler| mer| {_BODY})* som\b",
            r"\bwhich (?:departments|organi\w+)\b",
            # "Vilka" and a verb at once: who does it.
            rf"\bvilka (?:har|ska|vill|kan|far|(?!{_ACTIVITY})\w+(?:ar|er)|tar|gor|ger|for|gar)\b"
            r"(?! ansvar)|\bvilka ar (?:med(?! i \w+(?:en|et|na)\b)|delaktiga|inblandade)\b",
        ),
    ),
    ("list", (rf"\bvilka (?:\w+ ){{0,3}}?{_ACTIVITY}(?! ansvar)",)),
    (
        "who",
        (
            r"\bvem\b|\bvems\b|\bav vem\b|\bwho\b",
            r"\bansvar(?:ig\w*|ar|et)?\b",
            r"\bvilk(?:en|a|et) (?:enhet\w*|avdelning\w*|roll|chef\w*|funktion|person\w*)\b",
        ),
    ),
    (
        "when",
        (
            r"\bnar\b(?! det galler)|\bwhen\b",
            r"\btids?plan\w*|\btidsram\w*|\bdatum\w*|\bdeadline\b|\bsenast\b|\bforsena\w*",
            r"\bvilk(?:et|a) ar\b|\bvilken (?:termin|manad)\b|\bhur (?:lange|ofta)\b",
        ),
    ),
    (
        "result",
        (
            r"\bvad blev\b|\bblev det\b|\bresultat\w*|\butfall\w*|\bhur gick\b|\bhur har det gatt\b",
            r"\bvad (?:har )?hant\w*|\bvad hander\b|\bhann\b|\bhunnit\b|\buppna\w+",
            rf"\bhar\b.*\b{_DONE}\b",
            r"\bhur langt\b|\bar det gjort\b|\b(?:gjordes|genomfordes|gav)\b|\bhur ligger\b|\blaget\b",
            r"\buppfoljning\w*",
            r"\bblivit av\b|^har\b.*\btagit fram\b",
            r"^(?:ar|blev)\b.*\b(?:klart?|klara|fardig\w*|framtag(?:en|et|na)|genomford\w*|avslutad\w*|uppdatera\w*)$",
        ),
    ),
    (
        "list",
        (
            r"\blist(?:a|or)\b|\brakna upp\b|\bsammanstall\b|\bsamtliga\b|\ballt\b",
            rf"\balla\b.*{_ACTIVITY}",
        ),
    ),
    (
        "commitment",
        (
            r"\batagit\b|\batagande\w*|\blova\w*|\bforbund\w*|\bcommitted\b|\bansvarar for\b|\bsatsar\b",
            r"\bvad (?:\w+ ){0,3}?(?:gor|ska|skall|tanker|planerar|vill|satsar|gors|erbjuder)\b",
            r"\bhur (?:jobbar|arbetar|ska)\b",
        ),
    ),
)
_KINDS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (
        "own",
        (
            r"\b(?:verksamhets|forvaltnings|namnd)specifik\w*",
            rf"\beg(?:na|et|en) (?={_ACTIVITY}|eller gemensam|och gemensam)",
            r"\b(?:nagot|nat|nagra|vad ar|har) eg(?:et|na)\b",
            r"\bpa egen hand\b|\beg(?:na|et)$|\beg(?:na|et) (?=(?:under|inom|i|hos) )",
        ),
    ),
    (
        "joint",
        (
            r"\bi samverkan\b(?! med)|\bsamverkansaktivitet\w*",
            rf"\bgemensam(?:ma|t)? (?={_ACTIVITY}|(?:under|inom|i) )|\bgemensamma$",
        ),
    ),
    (
        "city-wide",
        (
            rf"\b(?:stads|kommun)overgripande(?: {_ACTIVITY}| (?:under|inom|i)\b|$)",
            rf"\b(?:stads|kommun)gemensamma {_ACTIVITY}",
            r"\b(?:galler|gallande)(?: for)? hela (?:staden|kommunen)\b|\bfor hela (?:staden|kommunen)\b",
        ),
    ),
)
_NEGATED = re.compile(
    rf"\bvilka (?:{_BODY} )?(?:\w+ )?(?:saknar|har (?:inga|ingen|inget|ingenting|inte))\b"
    r"|\bvilka .*\bsom inte\b|\bsaknas\b"
)
_ALL = re.compile(
    r"\b(?:list\w*|rakna upp|allt|alla|samtliga|hela|sammanstall)\b" + rf"|\bvilka (?:\w+ ){{0,3}}?{_ACTIVITY}"
)
_SIMILAR = re.compile(r"\b(?:liknande|liknar|motsvarande|likadan\w*|jamforbar\w*|samma sak)\b")


def intent_of(folded: str) -> Intent:
    """What a question asks for: "hur manga aktiviteter …" → ``count``."""
    return next((i for i, patterns in _INTENTS if any(re.search(p, folded) for p in patterns)), "find")


def asks_what_became(folded: str) -> bool:
    """Whether a question asks how something has gone, in whatever form: "har loftet infriats"."""
    return bool(_BECAME.search(folded))


def asks_how_it_went(folded: str) -> bool:
    """Whether a question asks how it went with something, and not for one result of it: "hur gick det med kursen"."""
    return bool(_WENT.search(folded))


def kinds_of(folded: str) -> tuple[Kind, ...]:
    """The kinds of activities that are meant; "egna eller gemensamma" are two."""
    if re.search(r"\beg(?:na|et|en) (?:eller|och) gemensam", folded):
        return ("own", "joint")
    return tuple(kind for kind, patterns in _KINDS if any(re.search(p, folded) for p in patterns))


def statuses_of(folded: str) -> tuple[Status, ...]:
    """The status that the activities asked for have: "vilka aktiviteter ar forsenade" → ``delayed``."""
    for status, start, end in statuses_in(folded):
        before, after = folded[:start], folded[end:]
        # "Aktiviteter planeras" tells what is done, "aktiviteter pågår" how far it has come.
        follows = r"\b(?:ar|status)\b" if status == "planned" else r"(?:\b(?:ar|status)\b|(?: som)? $)"
        if re.match(rf" {_ACTIVITY}", after) or re.search(rf"\b{_ACTIVITY}.*{follows}|\bar\b.*\b{_ACTIVITY} $", before):
            return (status,)
    return ()


def wants_all(folded: str) -> bool:
    """Whether everything is asked for: "rakna upp allt"."""
    return bool(_ALL.search(folded))


def wants_none(folded: str) -> bool:
    """Whether those are asked for that have nothing: "vilka saknar"."""
    return bool(_NEGATED.search(folded))


def counts_records(folded: str) -> bool:
    """Whether organisations or activities are counted, and not what the documents count themselves."""
    return bool(re.search(rf"\b(?:hur manga|antal(?:et)?) (?:\w+ ){{0,2}}?(?:{_BODY}|{_ACTIVITY})\b", folded))


def wants_similar(folded: str) -> bool:
    """Whether what is like something else is asked for: "nagot liknande"."""
    return bool(_SIMILAR.search(folded))
