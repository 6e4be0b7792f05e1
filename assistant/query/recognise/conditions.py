"""The shape of a question → the conditions it says: kinds, statuses, fields there or missing, exceptions, numbers.

Patterns over folded text in which names are tokens (ORG, GOAL, YEAR, UNIT, NUM); the words come from the vocabulary.
"""

import re
from collections.abc import Iterator
from functools import cache

from assistant.query.recognise.annotation import Annotation, Shape
from assistant.query.types import Field, FieldCondition, Grouping
from corpus.swedish.numbers import NUMBERS
from corpus.swedish.vocabulary import VOCABULARY

FIELDS: tuple[Field, ...] = ("responsible", "timeline", "indicator", "results", "follow_up_planned")
ACTIVITY = rf"(?:{VOCABULARY.activity}|punkt(?:er|erna)?|sak(?:er|erna)?|grej(?:er|erna)?)"
BODY = rf"(?:{VOCABULARY.organisation}|verksamhet\w*|styrels(?:e|en|er|erna))"
_IN = r"(?:under|i|pa|hos|inom|for|fran|av|till|de under|dem under|det under|de i|dem i)"
_SMALL = r"(?:en enda|ett enda|nagon|nagot|nagra|ngn|ngt|en|ett|den|det|de|som|helt|an|tydlig|uttalad|angiven|angivet|angivna|utsatt|satt|utpekad|namngiven|registrerad|uppgift om|uppgifter om|information om|info om|beskrivning av|nan|nat|alls|sin|sina|sitt|egen|eget)"
_NOT = r"(?:inte|ej|icke|aldrig|inga|ingen|inget|ingenting|utan|saknar|saknas|saknat|saknade|sakna|varken)"
_EXCEPT = (
    r"(?:utom|forutom|utover|undantaget|undantagen|undantag for|med undantag for|med undantag av|bortsett fran|exklusive|exkl|minus|utesluta|utelamna|"
    r"uteslut|rakna bort|raknar bort|raknar man bort|raknat bort|strunta i|strunta helt i|bortse fran|bortser fran|bortser man fran|hoppar over|lamna ute|lamnar ute|plocka bort|dra bort|drar bort|bortraknat|borträknat|inte raknat|ej raknat|rakna inte med|rakna inte in|ta inte med|ta bort|skippa|hoppa over|"
    r"(?:men|dock|fast|och) (?:inte|ej|utan)|ej|an|men ej|bara inte|utan|forutom for)"
)
_GROUPS: dict[Grouping, str] = {
    "goal": r"(?:(?:inriktnings)?mal(?:en|et)?|malomrad\w*)",
    "organisation": BODY,
    "kind": r"(?:sort(?:en|er)?|typ(?:en|er)?|slag(?:et)?|kategori(?:n|er)?|aktivitetstyp(?:er)?|egna)",
    "status": r"(?:status(?:en|ar)?|lage)",
}
_PER = (
    r"(?:per|uppdela\w* (?:pa|per|efter|i|mellan|enligt)|dela\w* upp\w* (?:pa|per|efter|i|mellan|det pa|det per)|fordela\w* (?:pa|per|mellan|over|efter|sig pa|sig mellan|sig over)|"
    r"fordelning\w* (?:pa|per|over|mellan)|for (?:varje|vart och ett av|var och en av|respektive)|(?:inom|under|hos|i|pa) (?:varje|respektive|vart och ett av|var och en av)|"
    r"grupperat (?:pa|per|efter)|sorterat (?:pa|per|efter)|nedbrutet pa|uppdelning pa|uppdelning per|dela det pa|dela upp det pa|pa respektive)"
)
_NUMBER = r"(?P<number>NUM)"
_RELATIONS = (
    ("at_least", r"(?:minst|atminstone|lagst) NUM(?: stycken| st)?|NUM(?: stycken| st)? eller (?:fler|flera|mer)|NUM eller fler\w*|NUM plus|NUM och uppat"),
    ("at_most", r"(?:hogst|max|maximalt|som mest|allra hogst) NUM(?: stycken| st)?|NUM eller (?:farre|mindre)|NUM eller farre"),
    ("more", r"(?:fler|flera|mer|mera) an NUM(?: stycken| st)?|over NUM|fler\w* (?:\w+ )?an NUM"),
    ("fewer", r"(?:farre|mindre|under) an NUM(?: stycken| st)?|farre (?:\w+ )?an NUM"),
    ("exactly", r"(?:exakt|precis|bara|endast|enbart|blott|just) NUM(?: stycken| st)?"),
)  # fmt: skip
_THAN = (
    ("more", r"(?:fler\w*|mer|mera)(?: (?:\w+ ){0,2}?an (?:vad )?(?:hos |i |pa )?ORG)|slar ORG|ligger over ORG|overtraffar ORG"),
    ("fewer", r"(?:farre|mindre)(?: (?:\w+ ){0,2}?an (?:vad )?(?:hos |i |pa )?ORG)|ligger under ORG"),
)  # fmt: skip


def condition_annotations(shape: Shape) -> Iterator[Annotation]:
    """Everything of a shape that may be a condition."""
    for slot, value, pattern in _patterns():
        yield from shape.find(slot, value, pattern)
    yield from _statuses(shape)


@cache
def _patterns() -> tuple[tuple[str, object, re.Pattern[str]], ...]:
    table: list[tuple[str, object, str]] = [
        ("excluded", None, rf"(?:(?:alla|allt|samtliga|ovriga|andra) (?:{BODY} )?)?{_EXCEPT} (?:{_IN} |de som |det som )?(?P<n>ORG)\w*"),
        ("excluded", None, r"(?:andra|ovriga|annan) (?:\w+ )?an ORG|vilka (?:fler|andra|mer) (?:\w+ )?(?:an|forutom|utover) ORG|inte bara ORG|inte ORG$"),
        ("excluded", None, r"vilka (?:andra|fler|mer)(?: \w+){0,6} an ORG"),
        ("excluded", None, r"ORG (?:undantaget|undantagen|undantagna|exkluderat|exkluderad|borttagen|borttagna|borttaget|raknas inte|borträknad|ska inte (?:vara )?med|oraknat|oraknad|borträknat|bortraknade|bortraknad)"),
        ("excluded_goal", None, rf"{_EXCEPT} (?:har |gor |finns )?(?:{_NOT} )?(?:{_SMALL} )*(?:{ACTIVITY} )?(?:{_IN} )?GOAL"),
        ("excluded_goal", None, r"(?:men|fast|och|dock) (?:som )?(?:de )?(?:inte|saknar|ingen|inget|inga|ingenting)(?: \w+){0,4} (?:under|i|inom|for|pa|om|mot) GOAL|utanfor GOAL|som inte (?:ligger|hor|star|finns|sorterar|lyder|ar|horer|tillhor|ror|galler)(?: \w+){0,2} GOAL|ej GOAL"),
        ("excluded_goal", None, r"GOAL (?:undantaget|undantagen|undantagna|exkluderat|oraknat|oraknad|bortraknat|bortraknade|borttaget|raknas inte|bortsett)"),
        ("excluded", None, r"ORG (?:oraknat|oraknade|bortraknat|bortraknad|bortraknade)"),
        ("both", None, r"bade (?:\w+ ){0,2}GOAL|savAl GOAL|saval (?:\w+ ){0,2}GOAL|(?:vart och ett|var och ett|var och en|samtliga) av GOAL|(?:alla|bada|samtliga)(?: \w+)? GOAL|GOAL samtidigt|GOAL (?:bada|bada tva|allihop)"),
        ("every", None, rf"(?:varje|varenda|samtliga|alla|allihop|var och en|vartenda|varendaste)(?: av)?(?: de| dom| \w*en| enda| enskild)?(?: \w+)? {BODY}|allihopa?|varenda en"),
        *(("count", (relation, None), pattern) for relation, pattern in _RELATIONS),
        *(("than", relation, pattern) for relation, pattern in _THAN),
        *(("group_by", name, rf"{_PER} (?:\w+ ){{0,1}}?{noun}\b") for name, noun in _GROUPS.items()),
        ("group_by", "organisation", r"(?:var och en|per (?:\w+ )?ORG|vardera|var for sig)"),
        ("group_by", "goal", r"mal for mal|malvis|vart? (?:och ett )?av malen|(?:varje|vart) (?:inriktnings)?mal"),
        ("group_by", "organisation", rf"{BODY} for {BODY}|forvaltningsvis"),
        ("group_by", "kind", r"egna respektive (?:gemensamma|i samverkan)|hur manga (?:\w+ )?egna och hur manga"),
        ("group_by", "status", r"hur manga (?:\w+ )?(?:klara|fardiga) och hur manga"),
        ("followed_up", False, rf"(?:{_NOT} |som inte |inte har )(?:annu |an |har |ar |blivit |blev |nagonsin |en enda gang )*(?:uppfoljd\w*|foljts upp|foljs upp|foljt upp|blivit uppfoljd\w*|avrapporterad\w*|rapportera(?:ts|de|d)|redovisa(?:ts|de)|utvarderad\w*|aterrapportera\w*)"),
        ("followed_up", False, rf"(?:saknar|saknas|utan|ingen|inget|inte (?:har |finns )?(?:nagon|nagot)?) ?(?:\w+ ){{0,1}}?(?:uppfoljning(?:en|ar|srapport\w*)?|rapport(?:er|en|ering)?|aterrapportering\w*|uppfoljningsrapport\w*|avrapportering)"),
        ("followed_up", False, r"(?:uppfoljning(?:en|srapport)?|rapport(?:en|er|ering)?|uppfoljningar) (?:\w+ ){0,2}?(?:saknas|inte finns|fattas|inte har gjorts|inte gjorts)|ouppfoljda|oredovisade|orapporterade"),
        ("followed_up", True, r"(?:redan |faktiskt )?(?:uppfoljda|har foljts upp|foljts upp|blivit uppfoljd\w*|ar uppfoljd\w*|rapporterade(?! som)|har rapporterats|finns (?:nagon |en )?rapport\w*|har (?:en |nagon )?(?:uppfoljning|rapport|uppfoljningsrapport)\b|med (?:en )?(?:rapport|uppfoljning|uppfoljningsrapport)\b|(?:finns|har|med) (?:\w+ ){0,2}?(?:rapport|uppfoljning) (?:om|for|pa|kring)|avrapporterade|aterrapporterade|foljdes upp|rapport finns|ha rapporterats)"),
        ("ignored", None, r"oavsett (?:\w+ ){0,20}\w+$"),
    ]
    for field in FIELDS:
        noun = rf"(?:{VOCABULARY.fields[field].nouns})"
        missing = FieldCondition(field, present=False)
        table += [
            ("field", missing, rf"{_NOT} (?:har |ar |star |finns |angett |angivit |anger |namner |nagra |med |uppger |sager |framgar |fatt |{_SMALL} )*(?:uppgift\w* (?:om |pa )?|information om |info om |plan for |besked om )?{noun}(?: angiv\w+| angett| utsatt\w*| satt| inskriv\w*| utpekad\w*| namngiv\w*| ar)*"),
            ("field", missing, rf"(?:det )?(?:{noun})(?: (?!men|och|fast|utom)\w+){{0,3}}? (?:saknas|fattas|inte (?:ar |har |finns |star |framgar |anges )?\w*|inte|ej angiv\w*|ej angett|ar tom\w*|ar blank\w*|tomt|blankt|okand|oklar\w*|oklart|ar okant)\b"),
            ("field", FieldCondition(field), rf"(?:som har|har|med|finns|dar det finns|dar det star|innehaller|anger|angett|som anger|som faktiskt har|faktiskt har|redovisar|som har fatt)(?: {_SMALL}| faktiskt)* {noun}(?: angiv\w+| angett| utsatt\w*| satt| inskriv\w*| utpekad\w*| namngiv\w*| uppskriv\w*| ifylld\w*| finns| framgar)*"),
            ("field", FieldCondition(field), rf"{noun} (?:\w+ )?(?:angiv\w+|finns angiv\w+|ar angiv\w+|ar satt|ar utsatt|framgar|ar ifylld|inskriv\w+|finns med|finns(?! det)|utsatt|utpekad|namngiven)"),
        ]  # fmt: skip
    table += [
        ("field", FieldCondition("timeline", present=False), r"(?:inte|ej) (?:ar )?tids?satta?|odaterade|(?:inte|ej) sager nar|inte framgar nar|star inte nar|inte vet nar|(?:inte|ej) (?:star|anges|sags|angett|angivit|angivet|star det|framgar det|sagt|skrivit|bestamt|talar om) nar\w*(?: (?:det|de|den|dom))?(?: ska\w*)?(?: (?:ske|goras|vara klart?|vara klara|vara fardig\w*|genomforas|handa))?"),
        ("field", FieldCondition("responsible", present=False), r"(?:ingen|inte nagon) (?:\w+ ){0,2}?(?:ansvarar|ar ansvarig|har ansvar\w*|pekats ut|utpekad)|(?:inte|ej) (?:star|anges|sags|angett|angivit|framgar|framgar det|star det|talar om|namner) (?:vem|vilka|nagon)(?: som)?(?: \w+){0,2}|(?:inte|ej) (?:pekar|pekat|utpekat|utsett) (?:ut )?(?:vem|nagon)(?: som)?(?: \w+){0,2}|ingen ansvarar"),
        ("field", FieldCondition("indicator", present=False), r"(?:inte|ej) (?:gar att|kan) mata\w*|inte mats\w*|omatbara|(?:inte|ej) (?:star|anges|sags|framgar|angett|sager) hur (?:\w+ ){0,3}?mat(?:s|as)"),
        ("field", FieldCondition("follow_up_planned", present=False), r"(?:inte|ej) (?:star|anges|sags|framgar|angett|sager|star det|beskriver|beskrivs|beskrivit|talar om|bestamt|planerat|angivit)(?: \w+){0,2}? hur (?:\w+ ){0,4}?(?:folj(?:as|s|a|er) upp|uppfolj\w*)|(?:saknar|saknas|utan|ingen|inte) (?:\w+ ){0,3}?(?:for |om |pa |kring |av )?(?:hur (?:\w+ ){0,4}?(?:folj(?:as|s|a|er) upp|uppfolj\w*)|uppfoljningsplan\w*|planerad uppfoljning|plan for uppfoljning\w*)"),
        ("field", FieldCondition("follow_up_planned"), r"(?:har|med|finns|star|beskriver|angett|anger|beskrivs|framgar|sager)(?: \w+){0,3}? hur (?:\w+ ){0,4}?(?:folj(?:as|s|a|er) upp|uppfoljning\w*)|(?:med|har) (?:en )?planerad uppfoljning|har (?:en )?plan for (?:uppfoljning\w*|hur \w+ ska foljas upp)"),
        ("field", FieldCondition("results", present=False), r"(?:inte|ej) (?:har )?(?:rapporterat|redovisat|redovisar) (?:nagra |nagot )?resultat\w*"),
        ("unit", None, r"(?:(?:som |dar |med )?(?:ansvarig\w*|ansvarar|ansvar|har ansvar\w*|ligger (?:ansvaret )?pa|ar ansvarig\w*|skots av|drivs av|utfors av|ags av|ansvaret)(?: (?:ar|for|som|enligt planen|hos|pa|av|det ar|anges|star|ligger|ligger pa|uppges|angiven|angivet|anges som|till|vara))* )?UNIT(?: (?:som ansvarig\w*|ansvarar(?: for)?|ar ansvarig\w*(?: for)?|har ansvar\w*(?: for)?|star som ansvarig\w*(?: for)?|star for|anges som ansvarig\w*|har hand om|bar ansvaret(?: for)?|ska ansvara(?: for)?|skoter|haller i|angetts som ansvarig\w*|som ska gora|far ansvar\w*))?"),
    ]  # fmt: skip
    for kind, words in VOCABULARY.kinds.items():
        table += [
            ("kind", kind, rf"\b{words.before_activity}(?= {ACTIVITY}| atagand\w*)"),
            ("kind", kind, rf"(?:aktiviteter |insatser |de som |nagot |som ar |som sker |som gors |bara |enbart |endast )?\b{words.alone}(?! med ORG)"),
        ]  # fmt: skip
    table.append(("kind", "own", r"(?:ORG|deras|sina|dess|egna) eg(?:et|na)"))
    table.append(("kind", "joint", r"(?:(?:i|med|ingen|nagon|nan) )?(?<!om )(?<!kring )(?:samverkan|samarbete(?:n|na|t)?)(?! (?:med|mellan|kring))"))
    return tuple((slot, value, re.compile(rf"\b(?:{pattern})(?!\w)")) for slot, value, pattern in table)


_BEFORE_STATUS = r"(?:rapportera\w* som |redovisa\w* som |marker\w+ som |anges som |helt |redan |fortfarande |annu |status |statusen )?"
_NEGATES = r"(?:inte|ej|icke)(?: (?:annu|an|helt|alls|blivit|ar|har|redan|som|har blivit|rapporterade som|rapporterats som|ens|riktigt|markerade som))*"
_ALL_BUT = (
    r"(?:utom|forutom|undantaget|(?:annan|annat|andra|nagot annat) (?:status |lage )?an|(?:dock|men|fast|och|bara|skippa|hoppa over|inte|ej|minus|bortsett fran) "
    r"(?:inte |ej )?(?:de|dom|dem|det|den|sadana|sadant)(?: \w+)? (?:som|dar)|(?:dock|men|fast) (?:inte|ej))(?: (?:de|det|dem|dom|som|ar|redan|har|status|statusen|vara|blivit|rapporterade))*"
)


def _statuses(shape: Shape) -> Iterator[Annotation]:
    """ "klara", "inte påbörjade" (planned), "inte klara", "alla utom de som pågår"."""
    for entry in VOCABULARY.statuses:
        plain = re.compile(rf"\b{_BEFORE_STATUS}{entry.pattern}(?!\w)")
        negated = re.compile(rf"\b{_NEGATES} {entry.pattern}(?!\w)")
        excepted = re.compile(rf"\b{_ALL_BUT} {entry.pattern}(?!\w)|\b{entry.pattern} (?:kan du lamna|vill jag inte|ska inte|kan du skippa|undantagna|undantaget|raknas inte|behover jag inte)")
        yield from shape.find("status", entry.status, plain)
        yield from shape.find("not_status", entry.status, excepted, 1.02)
        if entry.status == "ongoing":
            begun = re.compile(rf"\b{_NEGATES} (?:paborja\w*|starta\w*|inled\w*|inletts|igang\w*|i gang|borja\w*|kommit igang|dragit igang|satts igang)(?! som)")
            yield from shape.find("status", "planned", begun, 1.05)
            negated = re.compile(rf"\b{_NEGATES} (?:paga\w*|lopande|fortgar)(?!\w)")
        yield from shape.find("not_status", entry.status, negated, 1.02)


def number_of_token(text: str) -> int | None:
    """A number beside something that is counted: "5", "fem", "en"."""
    if text.isdecimal() and len(text) < 4:
        return int(text)
    return 1 if text in ("en", "ett") else NUMBERS.get(text)
