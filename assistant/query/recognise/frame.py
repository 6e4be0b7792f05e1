"""The shape of a question → its frame: cues of what is asked for, of what the answer consists, and how it is asked.

A cue is an annotation like any other: its words are no topic. What the cues say together is decided in
``assistant/query/operation.py``.
"""

import re
from collections.abc import Iterator
from functools import cache

from assistant.query.recognise.annotation import Annotation, Shape
from assistant.query.recognise.conditions import ACTIVITY, BODY

_DO = r"(?:har|gor|ska|skall|vill|kan|far|jobbar|arbetar|satsar|planerar|erbjuder|lovar|lovade|tanker|bidrar|deltar|driver|haller|tar|bedriver|genomfor|utbildar|nagot|inte|ar|tagit|gjort|lagt|atagit|kommer|star|hade|jobba|finns|far|gav|ger|ligger|sitter|utan|med|saknar|bara|endast)"
_WHICH = r"(?:vilka|vilken|vilket|vika|vilk|vad for|vad har \w+ for|vem|hur manga|hur manga av|hos vilka|hos vilken|vilka som ar|nagon|which)"
_OF = r"(?:av|de|alla|olika|andra|vara|era|stadens|kommunens|kommunala|ar det for|det|som|ovriga|fler|enda|den|bada|program\w*|for|dom|har|ni|i)"
# Cue → patterns. Their order doesn't matter.
CUES: dict[str, tuple[str, ...]] = {
    "count": (r"hur (?:pass )?(?:manga|mycket|mang|manag)", r"antal(?:et)?", r"how many", r"(?:totalt|sammanlagt|samlat) antal", r"summan av", r"rakna (?:ihop|samman)", r"hur stort antal", r"hur mangs?a?", r"totalsiffra\w*", r"antal st"),
    "most": (r"(?:allra )?(?:flest|fles)(?:t)?\w*", r"mest(?! (?:NUM|hela))", r"(?:hogst|storst|storsta|hogsta) antal\w*", r"ligger (?:i topp|hogst|framst)", r"toppar", r"i topp", r"vinner", r"(?:ar|har) (?:varst|storst|fullast)", r"maxantal\w*", r"leder"),
    "least": (r"(?:allra )?minst(?! (?:NUM|en\b|ett\b))(?: antal)?", r"(?:allra )?(?:farst|farsta)(?: antal)?", r"(?:lagst|lagsta|minsta) antal\w*", r"ligger (?:i botten|lagst|sist)", r"i botten", r"tunnast", r"samst"),
    "lacks": (
        r"(?:saknar|sakna|saknas|saknade|saknat|fattas)(?: helt)?",
        r"(?:inte|ej|icke|aldrig) (?:\w+ )?(?:har|gor|jobbar|arbetar|star|finns|haft|nagot|nagon|nagra|med)",
        r"(?:har|gor|hade|finns|har dom|har de|jobbar|arbetar|planerar|satsar|erbjuder|tar|ska|har lagt) (?:\w+ )?(?:inte|ej|inga|ingen|inget|ingenting|noll)",
        r"(?:star|gar|ar|blir) (?:helt )?utan", rf"utan (?:{ACTIVITY}|nagot|nagon|nagra)", r"(?:ingenting|inget|inga|noll|nada|varken|ingen)", r"tomhant\w*", r"tomt", r"(?:inte|ej)(?! bara)", r"utan", r"blankt", r"tomma?",
    ),
    "which_organisation": (rf"(?:{_WHICH}|namnen pa|namn pa|nagon|nagra|finns det|de|alla|samtliga|antal|antalet) (?:{_OF} )*(?:\w+ (?:och|eller|o|el) )?{BODY}", rf"^{BODY} (?:som|med|utan|dar|i|under|pa|inom|mal)", rf"{BODY} (?:som|med|utan|dar|under|inom|GOAL|i GOAL|ar med|ingar|finns|omfattas|deltar)", rf"vem av (?:\w+ )?{BODY}"),
    "which_members": (r"(?:vilka|vilket|hur manga|lista|namn pa|vad heter|vad for)(?: av| alla| de)? (?:kommunala )?ORG(?: som)?(?: (?:ingar|finns|ar|omfattas|deltar|medverkar|har en plan|med|i samlingen|i programmet|det|heter|star)\b|$)",),
    "which_of": (r"(?:vilka|vilket|hur manga) (?:kommunala )?ORG (?:har|saknar|gor|arbetar|jobbar|inte|planerar|erbjuder|ska|satsar|ligger)", r"(?:vilka|vilken|vem|nagon|nagra|hur manga|hos vilka) av (?:de |dom |dem |alla )?(?:ORG|de|dem|dom|dessa|dessa) (?:har|saknar|gor|som|arbetar|jobbar|ar|inte|planerar|ligger|erbjuder|ska|hade|star|satsar|haller)",),
    "who_acts": (rf"(?:^|so |sa |och |men )(?:\w+ ){{0,3}}?(?:vilka|vem|vilken|who|vika) (?:av ORG )?(?:\w+ )?{_DO}\b", r"hos (?:vilka|vem)(?! ansvar)", r"(?:vilka|vem|vilken)(?: \w+)? (?:saknar|har|gor|star)\b", r"vilka (?:ar|som)\b", r"vem (?:mer|annan|har|gor|av)", r"vilka (?=GOAL|under|som|i|pa|inom)", r"de som (?:har|inte|saknar)", r"nagon (?:annan )?som (?:har|gor|inte|saknar)", r"nan som", r"vilka"),
    "which_board": (rf"(?:{_WHICH}|vad heter|namn pa|de|lista|visa|alla|samtliga|nagon|nagra|ge mig|antal|antalet|finns det)(?: mig)? (?:{_OF} )*(?:politisk\w* )?(?:namnd|namnder|namnderna|styrelse|styrelser|styrelserna)", r"^(?:namnder|namnderna|styrelser)", r"(?:namnder|namnderna)(?= som| utan| med)", r"\w* ?(?:namnder)", r"namnden(?= som (?:beslut|har|ans|styr))"),
    "which_goal": (rf"(?:{_WHICH}|hur manga|nagot|nagra|alla|lista|de|antal|antalet|av|pa) (?:{_OF} )*(?:inriktnings)?(?:mal|malen|malet|delmal|malomrad\w*)(?! GOAL)", r"^(?:inriktnings)?(?:mal|malen)", r"(?:inriktnings)?malen", r"inriktningsmal"),
    "which_programme": (rf"(?:{_WHICH}|hur manga|antal|antalet|alla|lista|de|nagra|visa|ge mig|samtliga)(?: mig)? (?:{_OF} )*(?:program|programmen|programmet|styrdokument\w*)", r"^program(?:men)?", "programmen"),
    "which_plan": (rf"(?:(?:{_WHICH}|hur manga|antal|antalet|alla|lista|de|nagra|visa|ge mig|samtliga|rakna upp|av)(?: mig)? )?(?:{_OF} )*(?:handlingsplan(?:er|erna)|planer|planerna)",),
    "which_document": (rf"(?:(?:{_WHICH}|hur manga|antal|antalet|alla|lista|de|nagra|visa|ge mig|samtliga|rakna upp)(?: mig)? )?(?:{_OF} )*(?:dokument(?:en|et)?|filer(?:na)?|fil|underlag(?:en)?|kallor(?:na)?|pdf\w*|dok)",),
    "which_follow_up": (rf"(?:(?:{_WHICH}|hur manga|antal|antalet|alla|lista|de|nagra|visa|ge mig|samtliga|rakna upp)(?: mig)? )?(?:{_OF} )*(?:uppfoljningar(?:na)?|uppfoljningsrapporter(?:na)?|uppfoljningsdokument\w*|rapporter(?:na)?)",),
    "activities": (rf"{ACTIVITY}",),
    "list": (r"(?:forteckning|forteckna|rada upp|rad upp|upprakning|uppraknade|uppraknat|be om|allihop|allihopa|dra fram|lista|listan|lista upp|list|visa|visa mig|rakna upp|radda upp|rabbla|ge mig|skriv ut|plocka fram|ta fram|sammanstall|alla|allt|allting|samtliga|hela listan|fullstandig lista|komplett lista|skulle vilja (?:se|ha)|vill (?:se|ha)|behover|dra upp|skicka|fa (?:se|en lista)|kan jag fa|sok (?:fram|ut)|hamta)",),
    "who": (r"vem\w* (?:\w+ ){0,4}?(?:ansvar\w*|ansvarig\w*|gor|ska gora|ser till|haller i|skoter|driver|har hand om|utfor|genomfor|leder|ager|star for|svarar for|jobbar med|tar hand om|ligger det pa|ar det som|bar)", r"(?:vilken|vilka|vad for) (?:\w+ )?(?:enhet\w*|avdelning\w*|roll\w*|chef\w*|funktion\w*|person\w*|tjansteman\w*|handlaggare|befattning\w*)(?: (?:\w+ ){0,3}?(?:ansvar\w*|ansvarig\w*))?", r"(?:ar |star |som )?(?:ansvarig\w*|ansvarar|ansvaret|ansvar|huvudansvar\w*)", r"av vem", r"vems", r"vem (?:ska|skall|som|har|pa|hos|i|ar|tar)", r"vem ligger", r"pa vems bord", r"hos vem", r"vem"),
    "when": (r"nar\b(?! det galler| det kommer till)", r"(?:vilken |vad ar |vad har )?(?:tidplan\w*|tidsplan\w*|tidplanering\w*|tidsplanering\w*|tidsram\w*|tidtabell\w*|tidsschema\w*|tidsangivelse\w*|slutdatum|startdatum|deadline\w*|datum)", r"hur (?:lange|ofta|lang tid)", r"vilket ar\b(?! (?:det|mal))|vilken (?:termin|manad|tid|tidpunkt|period)", r"senast", r"tidpunkt\w*", r"when", r"sattes igang|drar igang", r"tider"),
    "status": (r"hur langt (?:\w+ ){0,8}?(?:kommit|kommet|ar|har|natt|gatt|hunnit)(?: (?:\w+ )?kommit)?", r"hur langt", r"(?:vad ar )?(?:status|statusen|statuslage\w*)", r"(?:vad ar |hur ar |hur ser )?(?:nulaget|laget|lage)(?: ut)?", r"hur ligger (?:\w+ ){0,4}?till", r"hur (?:gar|rullar|fortskrider|flyter|framskrider) (?:det|arbetet)(?: (?:\w+ )?(?:med|for|pa|under|i|hos|inom|framat))?", r"hur star det till", r"hur ser det ut(?: (?:med|for|i|hos|pa|under))?", r"ligger (?:\w+ ){0,4}?(?:i fas|efter|fore|till)", r"i fas", r"framdrift\w*", r"progress\w*", r"hunnit", r"kommit(?: \w+)? med", r"kommit igang", r"gar framat", r"(?:ar|blivit) (?:det )?(?:klart|fardigt|igang)", r"hur (?:\w+ ){0,3}kommit"),
    "result": (r"(?:vad ar |vad blev |vilka |vilket )?(?:resultat\w*|utfall\w*|effekt|effekter|effekterna|effekten)", r"vad (?:har )?(?:hant|hande|blev|blivit|gav|gett|gjordes|gjorts|uppnaddes|uppnatts|astadkommits|astadkoms|skett|skedde|kom ut|kommit ut|lett till|ledde)(?: (?:det )?(?:av|till|med))?", r"vad (?:\w+ ){0,6}?(?:ledde till|lett till|gett|gav|resulterade i|resulterat i|mynnade ut i|mynnat ut i|utmynnat i)", r"hur (?:gick|har det gatt|blev) ?(?:det)?", r"vad (?:sager|rapportera\w*|star det i|visar|berattar) (?:\w+ ){0,2}?(?:uppfoljning\w*|rapport\w*)(?: om)?", r"vad rapportera\w*(?: det)?", r"rapportera(?:s|ts|t|des|r|de)?(?! som)", r"ledde (?:\w+ ){0,4}?till", r"lett till", r"vad har (?:\w+ ){0,6}?(?:gjort|astadkommit|uppnatt|hunnit|genomfort|fatt gjort)(?: hittills)?", r"enligt uppfoljning\w*", r"hittills", r"har man (?:natt|fatt|uppnatt)", r"uppfoljningen", r"i uppfoljning\w*", r"vad kom (?:det )?(?:ut )?(?:ut )?av", r"redovisas", r"redovisats", r"utvardering\w*", r"hur har det gatt", r"uppfoljning\w* (?:av|for|om|kring|till)", r"blev det", r"fick (?:det|man|ORG)"),
    "indicator": (r"(?:vilken |vilka |vad ar )?(?:indikator\w*|matetal\w*|nyckeltal\w*|matvarde\w*|matpunkt\w*|matmetod\w*)", r"(?:vilket |vilka |vad ar |med vilket )?(?:matt|mattet|matten)", r"(?:hur|vad)(?: \w+){0,8}? (?:mats|mater|matas|mata|matt)(?: med| pa| av)?", r"(?:mats|mater|matas|mata)(?: med)?", r"utvarderas mot"),
    "follow_up": (r"hur (?:\w+ ){0,10}?(?:folj(?:as|s|a|er)(?: (?:\w+ ){0,8}?)upp|uppfolj\w*|folj(?:as|s|a|er) upp)", r"hur (?:\w+ ){0,3}?(?:uppfoljning\w*) (?:\w+ ){0,3}?(?:ske|sker|ga till|gar till|planerad|tankt|goras|gors|ut|upplagd)", r"planera\w* (?:\w+ )?(?:uppfoljning|folja upp|att folja)\w*", r"(?:ska|skall|tankt|tanker|tanks|planeras) (?:\w+ ){0,8}?(?:foljas upp|folja upp|utvarderas|stammas av)", r"uppfoljningsplan\w*", r"uppfoljningssatt\w*", r"plan\w* for uppfoljning\w*", r"pa vilket satt (?:\w+ ){0,6}?folj\w* upp", r"folj(?:s|as|er) (?:\w+ ){0,6}?upp", r"hur kollar"),
    "plan_vs_followup": (
        r"(?:lovade\w*|lovat|lovats|lovas|utlova\w*|lofte\w*|lovar|atagit sig|atog|skulle|plan(?:en|erna)|handlingsplan\w*|atagande\w*|utfastelse\w*|ambition\w*|foresatt\w*) (?:\w+ ){0,12}?(?:och|mot|jamfort med|kontra|vs|versus|gentemot|men|respektive|eller|i forhallande till|med|stamm\w*|kontra med) (?:\w+ ){0,6}?(?:rapporter\w*|uppfolj\w*|gjort\w*|gjorde\w*|blev|blivit|hant|hande|hallit|resultat\w*|utfall\w*|verklighet\w*|genomfor\w*|levere\w*|redovis\w*|skett|skedde)",
        r"(?:hallit|holl|haller|infria\w*|uppfyll\w*|levt upp till|leva upp till|lever upp till|fullfoljt|levererat|leverera) (?:\w+ ){0,5}?(?:lofte\w*|lovade|lovat|utlova\w*|plan\w*|atagande\w*|sagt|sa|skulle)", r"(?:lofte\w*|lovade\w*|lovat|utlova\w*|planerade|planen|atagande\w*|sagt|skulle|tankt) (?:\w+ ){0,8}?(?:hallits?|infria\w*|uppfyll\w*|blev av|blivit av|gjorts?|gjorde|genomfor\w*|rapportera\w*|hant|hande|verklighet\w*|blev det|utfall\w*|uppfoljning\w*)",
        r"^(?:blev|har|gick|kom|gjorde|fick|hur gick) (?:\w+ ){0,9}?som (?:\w+ ){0,3}?(?:lova\w*|utlova\w*|sagts?|sa|tankt|planen|planerat)",
        r"(?:gjort|genomfort|uppnatt|fatt gjort|gjordes|gjorts) (?:\w+ ){0,4}?(?:det|vad|som|allt) (?:\w+ ){0,3}?(?:lova\w*|utlova\w*|skulle|planera\w*|sa|sagt|tankt\w*|atagit|atog)", r"plan(?:en|er|erna)? (?:mot|vs|versus|kontra|jamfort med|stalld mot|stallt mot|och) (?:\w+ ){0,2}?(?:uppfolj\w*|utfall\w*|resultat\w*|rapport\w*|verklighet\w*)", r"rapportera\w* (?:\w+ ){0,8}?(?:jamfort med|mot|kontra|gentemot|i forhallande till|vs) (?:\w+ ){0,5}?(?:lova\w*|plan\w*|utlova\w*|skulle|sa|sagt|lofte\w*)", r"(?:jamfor|stall) (?:\w+ ){0,8}?(?:lova\w*|plan\w*|utlova\w*|lofte\w*|atagande\w*) (?:\w+ ){0,8}?(?:rapport\w*|uppfolj\w*|utfall\w*|resultat\w*|gjort\w*|blev|blivit|hant|hande)", r"(?:jamfort med|mot) (?:\w+ ){0,3}?(?:lova\w*|utlova\w*|planera\w*|skulle)", r"uppfolj\w* (?:\w+ ){0,5}?(?:mot|jamfort med|kontra|stamm\w*) (?:\w+ ){0,3}?(?:plan\w*|lofte\w*|lova\w*)",
    ),
    "compare": (r"(?:jamfor\w*|jmf|jfr|bredvid varann|sida vid sida|parallellt|mot varann|skillnad\w*|skiljer|skilja|skilj|stall (?:\w+ ){0,4}?mot|bredvid varandra|sida vid sida|kontra|versus|vs|gentemot|mot varandra|olika|olik\w*|likhet\w*|lika|parallellt|satt (?:\w+ ){0,3}?mot)",),
    "define": (r"vad (?:ar|e|var|betyder|star|innebar|menas med|i hela friden ar) (?:det|den|detta|de|det dar|nu det)(?: egentligen)?(?: for)?(?: (?:nagot|nat|slags|en|ett|nanting|organisation|forvaltning|program|nagonting|for nat|\w+))?(?: egentligen)?$", r"TERM (?:betyder|star for|star \w+ for|ar vad|ar for)", r"(?:betyder|star|ar|menas med|forkortningen|uttrycket|begreppet|bokstaverna|uttytt|uttyds) TERM", r"forkortningen", r"vad star \w+ for", r"vad (?:ar|e) (?:egentligen )?(?:ORG|PROG|DOC|GOAL|TERM) (?:egentligen )?for \w+",r"vad (?:ar det |ar |var |i hela friden ar )?(?:\w+ ){0,2}?(?:heter|het|kallas|betyder|innebar|menas(?: med)?|avses(?: med)?)(?: (?:egentligen|nu igen|exakt))?", r"(?:heter|lyder|betyder|kallas|formulera\w*|formulering\w*|definition\w*|definiera\w*|forkortning\w*|uttyd\w*|innebord\w*|utlas\w*|ordalydelse\w*|lydelse\w*|rubrik(?:en)?)", r"star (?:\w+ ){0,4}?(?:for|det for)(?: nagot| nat)?$", r"(?:ar|var) (?:\w+ ){0,4}?(?:for nat|for nagot|for (?:en|ett|slags)(?: \w+)?)$", r"^(?:\w+ )?vad (?:ar|e) (?:det )?(?:\w+ )?(?:GOAL|ORG|PROG|DOC)(?: (?:egentligen|for \w+))*$", r"forklara(?: (?:vad|begreppet|namnet|ordet))?", r"vad (?:gar|handlar|ror) GOAL (?:ut pa|om)?", r"vad (?:sager|star det i|star|star i) GOAL", r"hur (?:lyder|later|ar) GOAL(?: (?:formulera\w*|skriv\w*))?", r"vad handlar (?:det )?GOAL om", r"vad (?:stod|star) (?:\w+ ){0,3}?for", r"vad ska GOAL", r"vad (?:vill|siktar) (?:man )?(?:med )?GOAL", r"vilket (?:ar|var) GOAL", r"vad (?:ar|var) (?:det )?(?:for )?(?:GOAL|PROG|DOC)", r"^(?:vad|va|ad) (?:ar|e|r) \w+(?: (?:for nat|for nagot|egentligen))?$", r"vem ar ORG$"),
    "describe": (r"(?:vad )?(?:innehaller|finns i|omfattar) (?:den har |hela )?(?:samlingen|databasen|tjansten|materialet|systemet)", r"samlingen", r"(?:oversikt\w*|overblick\w*|sammanfatt\w*|summera|resume|beskriv\w*|presentera|presentation\w*|kort om|berattar? (?:\w+ )?(?:om|lite|kort)|beratta|introduktion|orientera\w*|ge en bild av|en bild av|i stora drag|i korthet|grovt sett|i grova drag|huvuddragen|huvudinnehall\w*|innehallsforteckning\w*)", r"vad (?:\w+ )?(?:innehaller|omfattar|tar|rymmer|bestar)(?: (?:\w+ ){0,6}?(?:upp|av))?", r"vad (?:handlar|ror) (?:\w+ ){0,1}?(?:PROG|DOC|ORG) om", r"vad (?:finns det|finns|kan) (?:har|i PROG|i DOC|du(?: \w+){0,4}?|i (?:samlingen|databasen|tjansten|systemet|verktyget|materialet))(?: (?:\w+ ){0,2}?(?:material|svara pa|hjalpa \w+ med))?", r"vad (?:star|finns) (?:det )?(?:i|med i) (?:PROG|DOC|ORG plan\w*|ORG handlingsplan\w*|ORG)", r"innehall(?:et|er)?", r"vad (?:har ni|finns) (?:\w+ )?(?:for )?material", r"vad ar (?:det har|detta)", r"vad vet du", r"vad gar (?:PROG|DOC|ORG \w*plan\w*) ut pa", r"vad (?:handlar|ror) (?:\w+ ){1,4}?om$"),
    "plan": (r"(?:handlingsplan|handlingsplanen|handlingsplans|handlingsplanens|planen|plan|hp)\b",),
    "decided": (r"(?:beslutades|besluta|beslutats|beslut(?:et|ade)?|antog\w*|antagen|antagits|antas|antagit|klubba\w*|faststall\w*|fattades|fattat|beslutad|godkan\w*|togs|beslutar|beslutat|tog beslut)",),
    "wh_activity": (rf"(?:vilka|vilken|vad for|vilka av ORG|vilka av) (?:\w+ ){{0,2}}?{ACTIVITY}", r"vad (?:gor|har|ska|lovar|planerar|tanker|vill|gors|sker|hander|star|finns)(?: det)?", r"vad"),
    "about": (r"(?:vad (?:sager|star|skriver|namns|sags|finns|vet)|star (?:det|nagot)|namns|skriver|tas upp|hur (?:jobbar|arbetar|hanterar|tanker|resonerar|gor|beskrivs|ska|vill|arbeta)|pa vilket satt|finns (?:det )?(?:nagot|nat|nagonting) (?:om|kring)|handlar (?:\w+ ){0,2}?om|om|kring|angaende|gallande|rorande|mot|nar det galler|ror|beror|avseende|med fokus pa|fokus|inriktad\w*|kopplat till|kopplad\w* till|temat|amnet|info|information|hitta|sok)",),
    "have": (r"(?:har|finns|ar|gor|ingar|hade|jobbar|arbetar|ligger|existerar|forekommer|star)",),
}  # fmt: skip
_WHETHER = re.compile(
    r"(?:^|\b(?:undrar|undrade|saga|veta|kolla|vet du|och|men|sa|da|just|fraga|fragan) )(?:\w+ )??(?:om |ifall |huruvida |det )?(?:(?:ORG|GOAL|aktivitet\w*) )*"
    r"(?P<what>har|finns|(?<!\w )ar|gor|ska|star|ingar|arbetar|jobbar|planerar|existerar|forekommer|erbjuder|satsar|fanns|hade)"
    r"(?= (?!du\b|ni\b|jag\b|man\b|vi\b|snall|da\b))"
    r"|\b(?:om|ifall|huruvida)(?: det)?(?: \w+){0,3}? (?:har|finns|existerar|ligger|pagar)\b|\bfinns (?:det )?(?:nagon|nagot|nagra|ngn|ngt|nan|nat|en enda)\b"
)
_YES_OR_NO = re.compile(
    r"\b(?:j n|ja nej|ja el nej|ja eller nej|j eller n|ja resp nej|sant eller falskt|stammer det(?: att)?|eller inte|eller ej|eller hur|eller$|visst$|val$|alls eller)\b"
)
_WH = re.compile(
    r"\b(?:vad|vilk\w+|vem\w*|nar|hur|var|varfor|lista|visa|rakna upp|ge mig|antal|antalet|beskriv|beratta|jamfor|vika|sammanfatta)\b"
)


def frame_annotations(shape: Shape) -> Iterator[Annotation]:
    """The cues of a shape."""
    for cue, pattern in _cues():
        yield from shape.find("cue", cue, pattern)


def asks_whether(text: str) -> bool:
    """Whether a shape asks for yes or no."""
    if _YES_OR_NO.search(text):
        return True
    found = _WHETHER.search(text)
    return found is not None and not _WH.search(text[: found.end()])


@cache
def _cues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (cue, re.compile(rf"\b(?:{pattern})(?!\w)" if not pattern.startswith("^") else rf"(?:{pattern})(?!\w)"))
        for cue, patterns in CUES.items()
        for pattern in patterns
    )
