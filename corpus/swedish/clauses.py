"""The clauses of a Swedish sentence: where it may be cut, and whether it stands by itself."""

import re
from collections.abc import Iterator

# Where a sentence can end early: after a clause, and if need be before what joins or qualifies.
_CLAUSE = re.compile(
    r"[,;]?\s+(?=(?:vilket|vilken|vilka|samt|eftersom|genom att|i syfte att|för att|så att|utifrån|"
    r"däribland|till exempel|exempelvis|bland annat|där|men|dock)\b)|;\s+|\s+[–—]\s+"
)
_PHRASE = re.compile(r",\s+|\s+(?=(?:och|eller|som|att|med|inom|från|vid|under|hos|genom|mellan|i|på)\b)")
_LOOSE_END = re.compile(
    r"(?:[\s,;:–—-]|\s\(\S*|\b(?:och|eller|samt|att|som|med|i|av|på|för|till|en|ett|den|det|de|där|ska|är))+$"
)
_FINITE_VERB = re.compile(
    r"\b(?:ska|skall|kommer|har|hade|kan|får|fick|är|var|deltar|erbj\w+|samverkar|samarbetar|arbetar|ställer|ser|bedriver|"
    r"ingår|ingick|innebär|handlar|riktar|finns|fanns|görs|gör|gjordes|sker|ges|ger|blir|blev|hålls|tas|tar|togs|utgår|"
    r"gäller|följer|följs|syftar|bygger|visar|behöver|vill|genomgår|genomför\w*|ansvarar|omfattar|samordna[rs]|"
    r"anordna[rs]|planera[rs]|utbilda[rs]|skapa[rs]|implementeras|använd[se]\w*|testa[rs]|lyfter|pågår|startar|påbörja\w*)\b"
)
# How a sentence begins that says little without the one before it. "Den stadsövergripande …" is no such.
_ANAPHORA = re.compile(
    r"(?:(?:Det|Den|De|Denna|Detta|Dessa|Här|Där|Då) (?:ska|är|var|har|hade|kan|kommer|innebär|gäller|görs|gör|sker|"
    r"finns|bygger|riktar|syftar|handlar|omfattar|ger|blir|också|även|inte|innefattar|består|erbjuds|utgår|visar)\b"
    r"|(?:Detta|Dessa|Dels|Därutöver|Därmed|Därför|Därefter|Därtill|Därigenom|Dessutom|Vidare|Även|Också|Trots det|"
    r"Utöver det|Förutom det|På så sätt|På detta sätt|Av den anledningen|Av dessa|Exempel|Exempelvis|"
    r"Genom d(?:etta|essa|et)|I d(?:etta|enna|essa)|Till d(?:etta|essa)|Sådana?|Samtidigt|Dock)\b"
    r"|(?:\S+ ){1,6}(?:dessa|denna|detta|också|även|heller|dock|därför|därmed|dessutom|däremot)\b)"
)
_UNNAMED_ORGANISATION = re.compile(r"(?:Förvaltningen|Bolaget)(?P<genitive>s?)(?= )")


def clause_ends(text: str) -> Iterator[int]:
    """Where clauses end before a conjunction or a dash: "…, men …" → before "men"."""
    return (match.start() for match in _CLAUSE.finditer(text))


def phrase_ends(text: str) -> Iterator[int]:
    """Where phrases end before what joins or qualifies."""
    return (match.start() for match in _PHRASE.finditer(text))


def without_loose_end(text: str) -> str:
    """A text that was cut, without the signs and function words that it would end in."""
    return _LOOSE_END.sub("", text)


def has_finite_verb(text: str) -> bool:
    """Whether a text tells what is done, as against naming a field of work ("Utbildning")."""
    return _FINITE_VERB.search(text) is not None


def refers_back(sentence: str) -> bool:
    """Whether a sentence begins with an anaphor: "Det innebär …", "Kartläggningen ska också …"."""
    return _ANAPHORA.match(sentence) is not None


def unnamed_organisation(sentence: str) -> tuple[int, bool] | None:
    """Where "Förvaltningen" or "Bolaget" at the beginning ends, and whether it is in the genitive; None without."""
    match = _UNNAMED_ORGANISATION.match(sentence)
    return (match.end(), bool(match["genitive"])) if match else None
