"""A document's title → what it says that the document is: a plan, a report and on what, made for which year."""

import re

from corpus.swedish.vocabulary import VOCABULARY


def names_plan(title: str) -> bool:
    """Whether a title calls its document a plan with activities: "Handlingsplan mot våld"."""
    return bool(_PLAN.search(title))


def may_name_plan(title: str) -> bool:
    """Whether a title names what may hold goals and activities, without being sure to: "Klimatstrategi"."""
    return bool(_PERHAPS_PLAN.search(title))


def year_planned(title: str) -> int | None:
    """The one year of a plan that is made for a year: "Verksamhetsplan 2026"; "Klimatplan 2030" aims at one."""
    match = _PLAN_OF_YEAR.search(title)
    return int(match["year"]) if match else None


def names_public_body(title: str) -> bool:
    """Whether a title holds the name of a board, an office or a company."""
    return bool(_BODY.search(title))


def is_company(name: str) -> bool:
    """Whether an organisation's name is a company's."""
    return bool(_COMPANY.search(name))


def without_report(title: str) -> str:
    """The title of what a report is on: "Uppföljning 2025 av handlingsplan mot våld" → "handlingsplan mot våld"."""
    return _REPORT_ON.sub("", title)


_PLAN = re.compile(rf"\b{VOCABULARY.titles['plan']}\b", re.IGNORECASE)
_PERHAPS_PLAN = re.compile(rf"{VOCABULARY.titles['perhaps_plan']}\b", re.IGNORECASE)
_PLAN_OF_YEAR = re.compile(
    rf"\b{VOCABULARY.titles['plan_of_year']} (?P<year>(?:19|20)\d\d)\b(?!\s*[-–/])", re.IGNORECASE
)
_BODY = re.compile(VOCABULARY.titles["body"], re.IGNORECASE)
_COMPANY = re.compile(rf"\b{VOCABULARY.titles['company']}$", re.IGNORECASE)
_REPORT_ON = re.compile(
    rf"^{VOCABULARY.titles['report']}(?:\s+(?:19|20)\d\d)?\s+{VOCABULARY.titles['report_on']}\s+(?=\w)", re.IGNORECASE
)
