"""The shape of a question → the documents it names: a follow-up by whose, of which programme or year, or a title."""

import re
from collections.abc import Mapping
from typing import Any

from assistant.query.recognise.annotation import Annotation, Shape, named
from corpus.types import Catalogue, Document

_WORDS = r"(?:uppfoljning(?:en|ens|ar|srapport\w*|sdokument\w*|sfil\w*)?|rapport(?:en)?|utvardering(?:en)?)"
_JOIN = (
    r"(?:av|fran|for|om|till|pa|over|som|i|ar|handlar|galler|gallde|ror|den|det|handlingsplan\w*|plan|planen|hos|dess|egna|"
    r"arliga|gjorde|ars|och|mot|programmet|program|med|gallande|perioden|aren|gamla|senaste|forra|tidigare|en|ett|dar)"
)
_NAMED = r"(?:ORG|PROG|YEAR)"
_FOLLOW_UP = re.compile(rf"(?:\b{_NAMED} (?:{_JOIN} ){{0,3}}?)*\b\w*{_WORDS}(?: (?:{_JOIN} ){{0,4}}?{_NAMED}\b)*")
_WITH = r"(?: (?:med|om|for|som|heter|alla|samtliga|i|till|inom|enligt))*"
_PLANS = re.compile(
    rf"(?:\b(?:PROG|YEAR) )*\b(?:dokumentet|filen|samlingsdokumentet){_WITH} handlingsplan(?:er|erna|en)?"
    rf"(?:{_WITH} (?:PROG|YEAR))*"
    rf"|\bhandlingsplan(?:er|erna){_WITH}(?: programmet)? PROG(?: YEAR)*|\bPROG handlingsplan(?:er|erna)"
)


def with_document(shape: Shape, catalogue: Catalogue) -> Shape:
    """The shape with a document that is named as one token DOC.

    As it is where a follow-up is only spoken of, or several documents fit.
    """
    documents = [document for document in catalogue.documents if document.superseded_by is None]
    for pattern, kind in ((_FOLLOW_UP, "follow-up"), (_PLANS, "plans")):
        for match in pattern.finditer(shape.text):
            first, last = shape.span(match.start(), match.end())
            said = _names_among(shape, first, last)
            fitting = [d for d in documents if d.kind == kind and _fits(d, said)]
            if len(fitting) == 1 and (kind == "plans" or any(said.values())):
                return named(shape, first, last, Annotation(first, last, "DOC", fitting[0].id))
    return shape


def _names_among(shape: Shape, first: int, last: int) -> dict[str, set[Any]]:
    """The organisations, programmes and years that stand among tokens."""
    values = {
        slot: [name.value for token in shape.tokens[first:last] if token.text == slot for name in token.names]
        for slot in ("ORG", "PROG", "YEAR")
    }
    organisations = {o for value in values["ORG"] for o in value.organisations}
    return {"ORG": organisations, "PROG": set(values["PROG"]), "YEAR": set(values["YEAR"])}


def _fits(document: Document, said: Mapping[str, set[Any]]) -> bool:
    """Whether a document is of everyone and of a programme that is said, and its date or title says the year."""
    own = {document.organisation} if document.kind == "follow-up" else said["ORG"]
    dated = {int(document.date[:4])} if document.date else set()
    period = set(document.period or ())
    years_fit = all(year in dated | period or str(year) in document.title for year in said["YEAR"])
    return said["ORG"] <= own and (not said["PROG"] or document.programme in said["PROG"]) and years_fit
