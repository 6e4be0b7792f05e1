"""A question → what an answer to it must have: a number of the thing, a sum, a time, a name, somebody, a result.

The forms of Swedish questions, over folded words; nothing here knows a document.
"""

import re
from typing import Literal

from assistant.query.recognise.grammar import phrase
from assistant.query.types import AnswerType, Detail, ExpectedAnswer, Operation
from corpus.swedish.text import fold, word_set
from corpus.swedish.vocabulary import VOCABULARY, is_content

_DEFINITE = "(?:en|et|n|t|er|ar|or|na|erna|arna|orna)?"
# Somebody with a task, whose name can be asked for.
_ROLE = (
    r"\w*(?:chef(?:en|er)?|direktor(?:en)?|doktorand(?:en)?|(?:samordnar|forelasar|forskar|ledar|ansvarig|handlaggar)en?|"
    r"ordforande\w*|inspektor\w*|psykolog\w*|konsult(?:en)?|ledamoter\w*|personen?)"
)
# What has a name of its own.
_NAMED = (
    r"(?:omrade|stadsdel|plats|\w*(?:motesplats|skola|skolor|skolorna|foretag|restaurang|forening|forbund|kommuner|parti|"
    rf"natverk|projekt|metod|film|system|modell|(?<!ars)kurs|agare|boende|evenemang|leverantor|jourer|lag|lagar)){_DEFINITE}"
)
# "När ett barn berättar", "när elever berättar": a clause, whose subject comes before its verb; a question has its verb
# first ("När börjar kursen?").
_CLAUSE = (
    r" (?:en|ett|man|jag|du|vi|ni|de|dom|den|det|han|hon|nagon|nagot|nagra|barn|barnet|ens|min|mitt|mina|var|vart|era|"
    r"andra|folk|\w+(?:n|na|or|ar|er) (?!i\b|pa\b|for\b|med\b|av\b|om\b|till\b)\w{3,}(?:ar|er|r)\b)\b"
)
# Each kind with the words that ask for it. The question's first words decide; of those that begin
# at the same word the first kind here.
_KINDS: tuple[tuple[AnswerType, str], ...] = (
    # Further on in a question an address is what it is about: "anställda som har hemlig adress".
    (
        "contact",
        r"^(?:(?:vad|vilk\w+|nar|har|finns|hur|ar|ni|det|nagon|nagot|en|ett|den|till|pa|kan jag fa) )*"
        r"(?:telefonn\w*|telefon\b|mejl\w*|mail\w*|e ?post\w*|(?:\w+adress|adress(?:en)?)\b|oppettid\w*|hemsida\b)"
        r"|^vad heter hemsid\w*",
    ),
    ("diary number", r"(?:vilket |vad ar )?diarien\w*"),
    (
        "money",
        r"(?:(?:vilken |vad har (?:\w+ ){1,6}for )?budget\w*|vad (?:kosta\w*|betala\w*)|kostnad\w*|vilken summa|"
        r"hur dyr\w*|hur mycket (?:\w+ ){0,6}?(?:pengar|betala\w*|kosta\w*|medel|\w*bidrag\w*|\w*anslag\w*)|"
        r"hur stor\w* (?:\w+ ){0,3}?\w*(?:bidrag\w*|anslag\w*|medel|budget\w*))",
    ),
    ("share", r"(?:(?:hur stor )?andel\w*|hur manga procent|(?:vilken )?svarsfrekvens\w*|hur stor del)"),
    ("number", r"(?:hur manga|antal(?:et)?|how many)\b"),
    ("size", r"hur (?:stor\w*|lang|mycket|gammal|gamla|hog\w*)\b"),
    (
        "decision",
        r"(?:nar|vilket datum|vilken dag) (?:(?:har|hade|blev) (?:\w+ )+?(?:anta(?:git|gits|gen)|beslutats|godkan\w+)|"
        r"fatta\w* (?:\w+ )+?beslut\w*|antog\w*|godkan\w+|beslutade\w*|faststall\w*)",
    ),
    ("date", r"(?:vilket datum|vilken dag|datum\w*|nar pa dagen|vilken tid\b)"),
    (
        "time",
        rf"(?:nar(?! det galler)(?!{_CLAUSE})|when|hur (?:ofta|lange)|"
        r"vilket (?:las|kalender|budget|verksamhets|start|slut|program|plan)?ar|"
        r"vilk(?:en|et) (?:manad|termin|period|arstid|kvartal)|"
        r"startar)\b",
    ),
    ("schedule", r"(?:vilken |vad ar )?tids?plan(?:en|ering)?\b"),
    ("indicator", r"(?:vilken indikator\w*|indikator\w*|hur mats|hur mater|vilket matt)"),
    ("opinion", r"(?:vad tyck\w*|hur nojd\w*|vad svarade|hur upplev\w*)"),
    (
        "result",
        r"(?:vad blev|(?:vad ar |finns )?resultat\w*|utfall\w*|hur gick|hur har det gatt|vad visa\w*|"
        r"(?<!\w )(?:blev|har|hade) (?:\w+ ){1,8}?\w{2,}(?:ats|at|its|ford|fort|forts|sett)\b|"
        r"vad (?:kom|har) (?:\w+ )+?fram till|"
        r"(?:har|gav|vilk\w+) (?:\w+ )+?(?:effekt(?:en|er)?|minskat|lett till|forbattrats))",
    ),
    (
        "person",
        rf"(?:vad heter|vem ar|vem var|vilk(?:en|a)|namnet pa) (?!ansvarig)(?:\w+ ){{0,1}}?{_ROLE}\b|heter personen",
    ),
    ("unit", r"vilk(?:en|a) (?=(?:enhet|avdelning|funktion|roll)\w*)"),
    ("responsible", r"(?:(?:vem|vilka) (?:\w+ ){0,4}?)?ansvar(?:ar|ig|iga|et)?\b"),
    ("who", r"(?:vem|vems|who)\b"),
    ("name", rf"(?:vad|vilken|vilka) (?:heter|kallas)|vilk(?:en|et) (?=(?:\w+(?:a|e) ){{0,2}}?{_NAMED}\b)"),
)
_PATTERNS = tuple((kind, re.compile(rf"\b{pattern}")) for kind, pattern in _KINDS)
_ASKS = re.compile(r"\b(?:hur manga|antalet?|vem|vems|vilk(?:en|et|a)|vad (?:heter|kallas)|how many)\b")
_ASKED_BEFORE = re.compile(r"\b(?:vad|vilk(?:en|et|a)|vem|hur|var)\b")
_SKIPPED = word_set("av de det den en ett sin sina s har ska skall kan vill far ar var hade blev")
_NOUNS = 2
_COUNTED = word_set("ar ganger gang")
_LONG = 6  # letters: a longer word that is no word of subject matter ("inriktningsmal") can be counted


# Details are looked for in what is found, whatever the form of the question.
_DETAILS: dict[Detail, str] = {
    "money": r"\w*kosta\w*|\w*kostnad\w*|betala\w*|betalt|pris\w*|\w*avgift\w*|i hyra|belopp\w*|\w*budget\w*|kronor|"
    r"lon|lonen|tjanar|\w*taxa\w*|dyrt?|(?:ar|e) (?:\w+ ){0,4}gratis|"
    r"hur mycket (?:\w+ ){0,4}(?:pengar|bidrag\w*|medel)",
    "number": r"hur manga|\w*antal\w*|hur (?:stor|hog)\w*|hur (?:lang|langt|langa|mycket|gammal|gamla)|procent|"
    r"(?:\w*s)?andel(?:en|ar|arna)?\b|siffr\w*",
    "clock": r"vecko ?dag\w*|vilken (?:kvall|dag|tid|vecka)|vilka (?:tider|kvallar|eftermiddagar|dagar)|oppet|"
    r"oppettid\w*|oppnar|klockan|hur dags|drop ?in|datum",
    "time": r"nar (?:ska|skall|blir|ar|borjar|startar|kommer|var|kan|far|gick|blev|skulle|kor|antog\w*|besluta\w*)|"
    r"hur ofta|hur lange|vilket ar|vilken (?:manad|termin)|fran vilket ar",
    "contact": r"\w*nummer|\w*numret|telefon\w*|mejl\w*|mail\w*|e ?post\w*|lank\w*|adress\w*|hemsida\w*",
    "place": r"var (?:ligger|finns|ar|halls|kan|nagonstans)|vart|vilken (?:lokal|plats|adress|gata)\w*",
    "person": r"vems?|vad heter|namne?t? pa|heter",
    "which": r"vilk(?:en|et|a)",
}  # fmt: skip
_OF_ONE: tuple[AnswerType, ...] = ("number", "share", "size", "money", "name")  # details that one text has
_DETAIL_PATTERNS = {detail: re.compile(rf"\b(?:{pattern})\b") for detail, pattern in _DETAILS.items()}
# A question that opens with one of these asks for yes or no.
_VERBS = word_set("har kan far finns ska skall maste gor ar blir vill hade kunde ges gar erbjuds jobbar arbetar")
_LATER = r"(?:gjorts?|gjorde|rapporter\w*|hant|hande|blev|blivit|resultat\w*|gick|gatt|genomfor\w*|uppfolj\w*)"
_BECAME = re.compile(
    rf"\b(?:{_LATER}|status\w*|klar[ta]?|fardig\w*|infria\w*|uppfyll\w*|hallit|hallits|kommit|natt|hunnit|verklighet\w*|"
    r"utfall\w*|hittills|paborja(?:t|ts|de|des)|slutfor\w*|i praktiken|faktiskt|laget|tagits|togs|startat|startade)\b"
)
_DONE = r"(?:genomforts?|gjorts?|skett|tagits|fatt|deltagit|gatt|slutforts|startat|paborjats|borjat)"
_CAME_ABOUT = re.compile(
    rf"\bhann\b|\bhunnit\b|\bhar\b.*\b{_DONE}\b|^har\b.*\btagit fram\b|\bhur langt\b|\bhur (?:gar|ligger)\b"
    r"|^(?:ar|blev)\b.*\b(?:klart?|klara|fardig\w*|framtag(?:en|et|na)|genomford\w*|avslutad\w*|uppdatera\w*)$"
)
_WENT = re.compile(
    r"\bhur (?:gick|gar|har) det (?:gatt )?(?:\w+ ){0,2}?med\b|\bvad (?:blev|har) (?:det )?(?:blivit )?av\b"
)
_OF_RECORDS = re.compile(
    rf"\b(?:hur manga|antal(?:et)?) (?:\w+ ){{0,2}}?(?:{VOCABULARY.organisation}|{VOCABULARY.activity}|punkter)\b"
)
_FIELDS: tuple[tuple[Literal["responsible", "timeline"], re.Pattern[str]], ...] = (
    ("responsible", re.compile(r"\bvem\b|\bansvarig\w*|\bvilken enhet\b")),
    ("timeline", re.compile(r"\bnar\b(?! det galler)|\btids?plan\w*")),
)


def expected_answer(question: str, operation: Operation = "find") -> ExpectedAnswer:
    """The answer that a question expects: "Hur många chefer har gått …?" → a number of "chefer"."""
    folded = fold(question)
    kind, nouns, words = _demanded(folded)
    if operation == "plan_vs_followup":  # the promise is an answer: that no report is there is said beside it
        kind, nouns, words = "anything", (), frozenset()
    several = bool(phrase("asks_of_several").search(folded))
    return ExpectedAnswer(
        kind,
        nouns,
        words,
        details=frozenset(detail for detail, pattern in _DETAIL_PATTERNS.items() if pattern.search(folded)),
        fields=tuple(field for field, pattern in _FIELDS if pattern.search(folded)),
        yes_no=folded.partition(" ")[0] in _VERBS,
        of_report=bool(VOCABULARY.answers["report"].search(folded)),
        became=bool(_BECAME.search(folded) or _CAME_ABOUT.search(folded)),
        went=bool(_WENT.search(folded)),
        of_records=bool(_OF_RECORDS.search(folded)),
        of_one=not several and _is_of_one(folded, kind),
        of_several=several,
        of_records_named=bool(phrase("asks_of_records").search(folded)),
    )


def _is_of_one(folded: str, kind: AnswerType) -> bool:
    """Whether one activity is asked about: which one it is, what it means, a detail of it, what became of it."""
    if kind in _OF_ONE and not _OF_RECORDS.search(folded):
        return True
    return bool(phrase("asks_of_one").search(folded) or _BECAME.search(folded) or _WENT.search(folded))


def _demanded(folded: str) -> tuple[AnswerType, tuple[str, ...], frozenset[str]]:
    """The kind of answer, its nouns, and the words that only say what is asked for."""
    found = [(match.start(), kind, match[0]) for kind, pattern in _PATTERNS if (match := pattern.search(folded))]
    # "Vilka synpunkter togs med när planen skrevs": the first word that asks decides.
    found = [
        entry for entry in found if entry[1] not in ("time", "number") or not _ASKED_BEFORE.search(folded[: entry[0]])
    ]
    asking_words = {word for _, _, words in found for word in words.split()}
    # Bare words ask where they begin with it.
    if not any(word in VOCABULARY.function_words - asking_words for word in folded.split()):
        found = [entry for entry in found if entry[0] == 0]
    if not found:
        return "anything", (), frozenset()
    _, kind, asking = min(found, key=lambda entry: entry[0])
    words = frozenset() if kind in ("name", "person", "who", "result") else frozenset(asking.split())
    nouns = _nouns(folded)
    if kind == "unit":
        nouns = tuple(re.findall(r"\bvilk(?:en|a) (\w+)", folded)[:1])
    if kind == "name":
        nouns = tuple(word for word in nouns if re.fullmatch(_NAMED, word)) or nouns
    return kind, nouns, words


def _nouns(folded: str) -> tuple[str, ...]:
    """The words of subject matter that stand at once after what asks, at most two."""
    asks = _ASKS.search(folded)
    found: list[str] = []
    for word in folded[asks.end() :].split() if asks else ():
        if is_content(word) or (not found and (word in _COUNTED or len(word) > _LONG)):
            found.append(word)
        elif word not in _SKIPPED and word in VOCABULARY.function_words:
            break
        if len(found) == _NOUNS:
            break
    return tuple(found)
