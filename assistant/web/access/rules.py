"""Every route's pattern → who may ask for it, where login is on. A route that isn't here is there for nobody."""

from typing import Literal

from starlette.routing import compile_path

from assistant.access.roles import Role

# anyone: also who hasn't logged in. page: readers where the whole page demands login, else anyone.
Need = Literal["anyone", "page", "keeper", "administrator"]

LOGIN, ANSWER, LOGOUT = "/logga-in", "/logga-in/svar", "/logga-ut"
RULES: dict[str, Need] = {
    "/healthz": "anyone",
    "/readyz": "anyone",
    "/style.css": "anyone",
    "/page.js": "anyone",
    "/tillganglighet": "anyone",  # whoever can't log in has to be able to say so
    LOGIN: "anyone",
    ANSWER: "anyone",
    LOGOUT: "anyone",
    "/": "page",
    "/svar/{exchange_id}": "page",
    "/svar.{ending}": "page",
    "/sok": "page",
    "/oversikt": "page",
    "/planer/{plan_id}": "page",
    "/aktiviteter": "page",
    "/aktiviteter.{ending}": "page",
    "/aktiviteter/{activity_id}": "page",
    "/jamfor": "page",
    "/jamfor/tva": "page",
    "/tidslinje": "page",
    "/om": "page",
    "/documents/{document_id}": "page",
    "/dokument/{document_id}/sida/{sheet}": "page",
    "/stycken/{passage_id}": "page",
    "/stycken/{passage_id}.txt": "page",
    "/inbaddad/aktiviteter": "page",
    "/inbaddad/aktiviteter/{activity_id}": "page",
    "/oembed": "page",
    "/datasets/dcat": "page",
    "/oppna-data/aktiviteter.csv": "page",
    "/oppna-data/aktiviteter.csv-metadata.json": "page",
    "/oppna-data/aktiviteter.jsonld": "page",
    "/anmarkning": "page",
    "/metrics": "page",
    "/mcp": "page",
    "/v1/models": "page",
    "/v1/models/{model}": "page",
    "/v1/chat/completions": "page",
    "/api/openapi.json": "page",
    "/api/ask": "page",
    "/api/ask/export": "page",
    "/api/documents": "page",
    "/api/documents/{document_id}": "page",
    "/api/documents/{document_id}/text": "page",
    "/api/documents/{document_id}/unsure": "page",
    "/api/documents/{document_id}/pages/{sheet}/image": "page",
    "/api/programmes": "page",
    "/api/plans": "page",
    "/api/organisations": "page",
    "/api/goals": "page",
    "/api/activities": "page",
    "/api/activities/{activity_id}": "page",
    "/api/activities/{activity_id}/similar": "page",
    "/api/passages/{passage_id}": "page",
    "/api/passages/{passage_id}/citation": "page",
    "/forvaltning": "keeper",
    "/forvaltning/filer": "keeper",
    "/forvaltning/inkommet/{upload_id}": "keeper",
    "/forvaltning/inkommet/{upload_id}/bild/{sheet}": "keeper",
    "/forvaltning/dokument/{document_id}": "keeper",
    "/forvaltning/dokument/{document_id}/original": "keeper",
    "/forvaltning/dokument/{document_id}/publicera": "keeper",
    "/forvaltning/dokument/{document_id}/andrat/{earlier}": "keeper",
    "/forvaltning/dokument/{document_id}/ta-bort": "keeper",
    "/forvaltning/dokument/{document_id}/rattelse": "keeper",
    "/forvaltning/dokument/{document_id}/text": "keeper",
    "/forvaltning/dokument/{document_id}/rad/{number}": "keeper",
    "/forvaltning/dokument/{document_id}/aktivitet/{number}": "keeper",
    "/forvaltning/anmarkningar": "keeper",
    "/forvaltning/anmarkningar/{note}": "keeper",
    "/forvaltning/logg": "administrator",
    "/forvaltning/logg/fil": "administrator",
}
_STRICTNESS = ("anyone", "page", "keeper", "administrator")
_COMPILED = [(compile_path(pattern)[0], pattern) for pattern in RULES]


def rule_of(path: str) -> tuple[str, Need] | None:
    """Of the patterns that an address fits, the one that asks most, and who may; None where it fits none."""
    found = [(known, RULES[known]) for pattern, known in _COMPILED if pattern.match(path)]
    return max(found, key=lambda rule: _STRICTNESS.index(rule[1]), default=None)


def need_of(path: str) -> Need | None:
    """Who may ask for an address; None where no pattern fits it."""
    found = rule_of(path)
    return found[1] if found else None


def role_for(need: Need, *, whole_page: bool) -> Role | None:
    """The role that is needed; None where none is."""
    if need == "page":
        return "reader" if whole_page else None
    return None if need == "anyone" else need
