"""The shape of a question → the documents it names: a follow-up by whose, of which programme or year, or a title."""

import re

from assistant.query.recognise.annotation import Shape
from corpus.swedish.text import fold
from corpus.types import Catalogue, Document

_WORDS = r"(?:uppfoljning(?:en|ens|srapport\w*|sdokument\w*|sfil\w*)?|rapport(?:en)?|utvardering(?:en)?|uppfoljningar)"
_JOIN = r"(?:av|fran|for|om|till|pa|over|som|i|ar|handlar|galler|ror|den|det|handlingsplan\w*|plan|planen|hos|dess|egna|arliga|gjorde|ars|ar|och|mot|programmet|program|med|gallande|gamla|senaste|forra|tidigare|en|ett|perioden|aren)"
_FOLLOW_UP = re.compile(
    rf"(?:\b(?:ORG|PROG|YEAR) (?:{_JOIN} ){{0,3}}?)*\b\w*{_WORDS}(?: (?:{_JOIN} ){{0,3}}?(?:ORG|PROG|YEAR)\b)*"
)
_PLANS = re.compile(r"(?:\b(?:PROG|YEAR) )*\b(?:dokumentet|filen|samlingsdokumentet|dokumentet med)(?: (?:med|om|for|som|heter|alla|samtliga))* handlingsplan(?:er|erna|en)?(?: (?:for|i|till|inom|om|med|enligt) (?:PROG|YEAR))*|\bhandlingsplan(?:er|erna)(?: (?:for|till|inom|i|enligt))? (?:programmet )?PROG(?: (?:YEAR))*|\bPROG handlingsplan(?:er|erna)")


def documents_named(shape: Shape, catalogue: Catalogue) -> tuple[tuple[str, ...], set[int]]:
    """The ids, and the tokens that name them; nothing where a follow-up is only spoken of."""
    documents = [document for document in catalogue.documents if document.superseded_by is None]
    for match in _FOLLOW_UP.finditer(shape.text):
        first, last = shape.span(match.start(), match.end())
        values = {slot: [n.value for t in shape.tokens[first:last] if t.text == slot for n in t.names] for slot in ("ORG", "PROG", "YEAR")}
        if not any(values.values()):
            continue
        fitting = [d for d in documents if d.kind == "follow-up" and _fits(d, values, catalogue)]
        if len(fitting) == 1:
            return (fitting[0].id,), set(range(first, last))
    if match := _PLANS.search(shape.text):
        first, last = shape.span(match.start(), match.end())
        named = [n.value for t in shape.tokens[first:last] if t.text == "PROG" for n in t.names]
        fitting = [d for d in documents if d.kind == "plans" and (not named or d.programme in named)]
        if len(fitting) == 1:
            return (fitting[0].id,), set(range(first, last))
    return (), set()


def _fits(document: Document, values: dict[str, list[object]], catalogue: Catalogue) -> bool:
    """Whether a follow-up is of everyone, programme and year that is said."""
    organisations = {o for named in values["ORG"] for o in named.organisations}  # type: ignore[attr-defined]
    own = {document.organisation} if fold(document.title).find("programmet") < 0 else set()
    period = document.period or (0, 0)
    dated = int(document.date[:4]) if document.date else None
    years_fit = all(year == dated or year in period or period[0] <= int(str(year)) <= period[1] for year in values["YEAR"])
    exact = not values["YEAR"] or any(str(year) in document.title or year == dated for year in values["YEAR"])
    return (
        organisations <= own
        and (not values["PROG"] or document.programme in values["PROG"])
        and years_fit
        and exact
    )
