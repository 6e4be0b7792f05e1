"""Labels, columns and legends → fields: what a wording names, and what a sign means."""

import pytest

from corpus.parsing.fields.legend import legend_of
from corpus.parsing.fields.names import column_of, field_name
from corpus.parsing.fields.unlabelled import responsible_and_time, responsible_for_all
from corpus.reading.files import split_lines
from eval.datasets.plans import read

COLUMNS = {
    "Nr": "number",
    "#": "number",
    "Åtgärd": "title",
    "Vad ska göras?": "title",
    "Aktivitet/insats": "title",
    "Huvudansvarig": "responsible",
    "Vem ansvarar?": "responsible",
    "Medverkande": None,
    "När?": "timeline",
    "Klart": "timeline",
    "Start": None,
    "Hur vet vi att det är gjort?": "indicator",
    "KPI": "indicator",
    "Målvärde": None,
    "Mål": "goal",
    "Vad har hänt under 2025?": "results",
    "Kommentar": "results",
    "Ansvarig för uppföljning": None,
    "Kostnad": None,
}


@pytest.mark.parametrize(("head", "column"), COLUMNS.items(), ids=COLUMNS)
def test_head_says_what_a_column_holds(head: str, column: str | None) -> None:
    """By the vocabulary, whatever the document is about."""
    assert column_of(head) == column


def test_words_of_columns_are_no_labels_elsewhere() -> None:
    """ "Bakgrund" heads a chapter, "När barnet berättar" a paragraph."""
    assert [field_name(text) for text in ("Bakgrund", "Enhet", "När barnet berättar")] == [None, None, None]


LEGENDS = {
    "list": "- ● Grön – pågår enligt tidplan\n- ● Röd – försenad, har inte kommit i gång\n- ✓ Genomförd\n",
    "table": "| Tecken | Betydelse |\n|---|---|\n"
    "| ● Grön | Insatsen pågår |\n| ● Röd | Insatsen är försenad |\n| ✓ | Klar |\n",
    "sentence": "Grönt betyder att insatsen pågår, rött att den är försenad.\n✓ Klar\n",
}


@pytest.mark.parametrize("text", LEGENDS.values(), ids=LEGENDS.keys())
def test_legend_says_what_signs_and_colours_mean(text: str) -> None:
    """What it doesn't explain says nothing."""
    legend = legend_of(split_lines(text))
    assert [legend.status(value) for value in ("● Grön", "● Röd", "✓", "○", "")] == [
        *("ongoing", "delayed", "completed", None, None),
    ]


def test_words_of_a_status_field_need_no_legend() -> None:
    """Of several boxes the ticked one counts."""
    legend = legend_of([])
    assert [legend.status(value) for value in ("Ej påbörjad", "☐ Ej påbörjad ☒ Pågår ☐ Klar", "Gul")] == [
        *("planned", "ongoing", None),
    ]


def test_who_and_when_may_stand_in_one_field() -> None:
    """A comma parts them where a time follows it."""
    assert responsible_and_time("HR-avdelningen, 2026–2027") == ("HR-avdelningen", "2026–2027")
    assert responsible_and_time("Socialnämnden, kulturnämnden") is None


@pytest.mark.parametrize(
    "text",
    [
        "Ansvar\n\nKommunstyrelsen ansvarar för samtliga insatser. De följs upp årligen.",
        "Ansvarig för alla åtgärder är Kommunstyrelsen.",
    ],
)
def test_plan_may_say_who_is_responsible_for_all(text: str) -> None:
    """Then each activity has them."""
    assert responsible_for_all(split_lines(text)) == "Kommunstyrelsen"


LABELS = {
    "tab": "Ansvar: HR    Tid: 2026",
    "blank": "Ansvar: HR Tid: 2026",
    "bars": "Ansvar: HR | Tid: 2026 | Resurs: Inom ram",
    "dots": "Tid: 2026 · Ansvar: HR · Kostnad: 2 mnkr",
    "bold": "**Ansvar:** HR\n**Tid:** 2026",
}


@pytest.mark.parametrize("line", LABELS.values(), ids=LABELS.keys())
def test_labels_may_share_a_line(line: str) -> None:
    """Labels of other things end a value too."""
    text = f"Åtgärd 1. Kurser ges\n{line}\n\nÅtgärd 2. Frågor ställs\n{line}\n"
    found = read(f"Plan\nSocialförvaltningen\n\nMål 1: Skydd\n\n{text}")
    assert [(entry.title, entry.responsible, entry.timeline) for entry in found.activities] == [
        ("Kurser ges", "HR", "2026"),
        ("Frågor ställs", "HR", "2026"),
    ]


def test_empty_field_takes_nothing_from_what_follows() -> None:
    """The comment tells of a part that is done: the status stays unknown, and the comment is the result."""
    found = read(
        """# Uppföljning

## Mål 1: Skydd

### Aktivitet 1: Kurser

Ansvarig: HR

Status:

Kommentar: Två av fyra kurser är genomförda.

### Aktivitet 2: Frågor

Ansvarig: –

Status: Klar

Kommentar:
""",
        kind="follow-up",
    )
    assert [(entry.responsible, entry.status, entry.results) for entry in found.activities] == [
        ("HR", None, "Två av fyra kurser är genomförda."),
        (None, "completed", None),
    ]


def test_results_are_those_that_are_called_so() -> None:
    """Where a report has a heading for results, "Vad har gjorts" is another thing, and a heading ends a field."""
    found = read(
        """# Uppföljning

## Mål 1. Skydd

### 1.1 Kurser

**Status:** Pågår

#### Vad har gjorts

Kurser har hållits.

#### Resultat

Fler frågar.

#### Fortsatt arbete

En kurs till.

### 1.2 Frågor

**Status:** Ej påbörjad

#### Vad har gjorts

Inget.
""",
        kind="follow-up",
    )
    assert [(entry.number, entry.status, entry.results) for entry in found.activities] == [
        ("1.1", "ongoing", "Fler frågar."),
        ("1.2", "planned", None),
    ]
