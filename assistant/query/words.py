"""The grammar of Swedish questions: words with their place, and which of them carry no subject matter.

Nothing here is about what the documents say; names and goals come from the catalogue.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from corpus.swedish.text import fold

_WORD = re.compile(r"\w+")
_DEFINITE = re.compile(r"(?<=\w{4})(?<!it)(?<!h)ets?$")
_stemmer = Stemmer.Stemmer("swedish")


def set_of(words: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(words.split())


# Words of any question: they ask, join, point or hedge. Folded, so that å ä ö may be missing.
FUNCTION = set_of(
    """
    a about activities activity administration
    aktivitet aktiviteten aktiviteter aktiviteterna aktiviteters aktorer all alla
    allt an and andra ange anges annan annars annat annu ansvar ansvarar ansvaret ansvarig ansvariga
    antal antalet any ar arbeta arbetar arbetat arbete arbetet are at atagande ataganden atagit atar
    atgard atgarden atgarder atgarderna atminstone att av aven bade bara behover beratta beskriv beslut
    beslutade beslutat bidrar blev bli blir blivit bolag bolagen bolaget bor borde by can committed da
    dar de delmal dels dem den denna departments deras dess dessa det detta did dig din dina ditt do dock does
    dokument dokumenten dokumentet dom du efter eftersom egen egentligen eget egna eller en endast enhet
    enligt er era ert ett exakt fa fanns far fatt fick finns fler flera flest for forbindelse forbinder
    forbundit fore forvaltning forvaltningar forvaltningarna forvaltningarnas forvaltningen
    forvaltningens fraga fragan fragor fram framgar fran fri ga galla gallande galler ge gemensam
    gemensamma gemensamt genom ger get gick give gjorde gjort gjorts god goda gor gora goras gors hade haller han
    hand handlar handlingsplan handlingsplanen handlingsplanens handlingsplaner handlingsplanerna har
    has have hej hela helt her hitta hjalp hon hos how hur i ifran igang igen ihop in inga ingen ingenting inget
    inklusive innan innebar inne innehaller inom inriktningsmal inriktningsmalen inriktningsmalet insats
    insatsen insatser insatserna inte is it ja jag jamfor jamfora jobba jobbar jobbat just kan kanner kanske kolla
    komma kommer kommun kommunen kommunens koppla kopplat kort kring kunde kunna list lista listan
    listas lite liknande liknar litet lova lovade lovar
    lovat mal malen malet malets man manga maste med
    mellan men mer mera mest mig min mina mitt mot my mycket nagon nagonstans nagonting nagot nagra namn
    namnd namnden namndens namnder namnderna namnge nan nar nara nat ni nog nu ny nya och ocksa of olika
    om omrade on organisation organisationen organisationer
    organisationerna organisations organizations oss over ovriga pa per
    period perioden plan planen planens planer planera planerar planerat planerna precis punkt punkter
    radande rakna redan redovisa redovisar respektive sa sada sadana sadant saga sager saknar saknas
    samma samman sammanlagt sammanstall samt samtliga samverkan satsa satsar satsning se sen sett sig
    sin sina sitt sjalv sjalva ska skall skiljer skillnad skillnaden skillnader skriv skulle slags snalla
    snart som stad staden stadens stadsovergripande stamma stammer star svar svara ta tack tag tagit tanker
    tankt tar tell than that
    the their them there they till tja to totalt trots tva typ typer under undrar upp uppge upptagna ur
    ut utan utifran utover va vad vander var vara varfor varit varje vars vart vem vems verkar verkligen
    verksamhet verksamheten verksamheter verksamhetsspecifik verksamhetsspecifika vet veta vi vid vilja
    vilka vilkas vilken vilket vill visa visar was we what when where which who will with you your
    """
)
NUMBERS = {
    "ett": 1, "tva": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "atta": 8, "nio": 9, "tio": 10,
    "elva": 11, "tolv": 12, "ettan": 1, "tvaan": 2, "trean": 3, "fyran": 4, "femman": 5, "sexan": 6,
    "forsta": 1, "andra": 2, "tredje": 3, "fjarde": 4, "femte": 5, "sjatte": 6, "sjunde": 7, "attonde": 8,
    "nionde": 9, "tionde": 10, "elfte": 11, "tolfte": 12,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
}  # fmt: skip
ORDINALS = set_of("forsta andra tredje fjarde femte sjatte sjunde attonde nionde tionde elfte tolfte")


@dataclass(frozen=True)
class Word:
    """A word of a question: as written, folded (lower case, no rings or dots), and where it stands."""

    written: str
    folded: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words in order; the genitive's lone s ("MKB:s") is none."""
    return [
        Word(match[0], fold(match[0]), match.start(), match.end())
        for match in _WORD.finditer(text)
        if not (match[0] in "sS" and match.start() > 0 and text[match.start() - 1] in ":'’")
    ]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a folded word: "utbildningar" and "utbildningen" → the same."""
    # Snowball's Swedish leaves the ending of "våldet".
    stemmed: str = _stemmer.stemWord(_DEFINITE.sub("", word))
    return stemmed


def is_content(folded: str) -> bool:
    """Whether a folded word carries subject matter."""
    return len(folded) > 1 and not folded.isdecimal() and folded not in FUNCTION
