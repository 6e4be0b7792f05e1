"""Strong and irregular Swedish verbs: a past form → its present, so that "deltog" meets "deltar" and "deltagare"."""

from types import MappingProxyType

# Folded. Weak verbs need no table: their stem stays.
_PRESENT = {
    "haller": "holl holls hallit hallits hallen", "innehaller": "innehall inneholl innehallit",
    "deltar": "deltog deltagit", "tar": "tog togs tagit tagits tagen", "antar": "antog antogs antagit antagits",
    "skriver": "skrev skrevs skrivit skrivits skriven", "slar": "slog slogs slagit slagits slagen slagna",
    "drar": "drog drogs dragit dragits", "bjuder": "bjod bjods bjudit bjudits", "ligger": "lag legat",
    "sitter": "satt suttit", "star": "stod statt", "skjuter": "skot skots skjutit skjutits",
    "driver": "drev drevs drivit drivits", "bedriver": "bedrev bedrevs bedrivit bedrivits",
    "sprider": "spred spreds spridit", "forsvinner": "forsvann forsvunnit", "vinner": "vann vanns vunnit",
    "hinner": "hann hunnit", "finner": "fann fanns funnit", "binder": "band bands bundit",
    "bryter": "brot brots brutit", "flyter": "flot flutit", "bestar": "bestod bestatt",
    "foreslar": "foreslog foreslogs foreslagit foreslagits", "ingar": "ingick ingatt",
    "pagar": "pagick pagatt", "genomgar": "genomgick genomgatt", "anger": "angav angavs angett angetts",
    "foljer": "foljde foljdes foljt foljts", "leder": "ledde leddes lett letts", "saljer": "salde salt",
    "valjer": "valde valdes valt valts", "vaxer": "vaxte vuxit", "soker": "sokte soktes sokt sokts",
}  # fmt: skip
_OF = MappingProxyType({past: verb for verb, forms in _PRESENT.items() for past in forms.split()})


def present(folded: str) -> str:
    """The present of a past form: "deltog" → "deltar"; any other word as it is."""
    return _OF.get(folded, folded)
