"""Which column of a table says how far each activity has come, where none is called so."""

import pytest

from eval.datasets.plans import read

TELLS = "# Uppföljning\n\n## Mål 1: Trygghet\n\n{}\n"


@pytest.mark.parametrize("head", ["Resultat", "Utfall", "Kommentar"])
def test_what_a_column_of_results_says_stays_a_result(head: str) -> None:
    """Also where it says nothing but a status, which is read besides; never where there is a column for it."""
    rows = f"| Aktivitet | {head} |\n|---|---|\n| Lysa upp | Klart |\n| Rensa | Pågår |"
    told = [(entry.status, entry.results) for entry in read(TELLS.format(rows), kind="follow-up").activities]
    assert told == [("completed", "Klart"), ("ongoing", "Pågår")]
    rows = f"| Aktivitet | {head} | Status |\n|---|---|---|\n| Lysa upp | Klart | Pågår |\n| Rensa | Pågår | |"
    told = [(entry.status, entry.results) for entry in read(TELLS.format(rows), kind="follow-up").activities]
    assert told == [("ongoing", "Klart"), (None, "Pågår")]


ROW = "| {} | Park | {} |\n"
TWO = "| Aktivitet | Ansvarig | Våren | Hösten |\n|---|---|---|---|\n"
ONE = "| Aktivitet | Ansvarig | Annat |\n|---|---|---|\n"


@pytest.mark.parametrize(
    "rows",
    [
        TWO + ROW.format("Lysa upp", "Pågår | Klart") + ROW.format("Rensa", "Klart | Klart"),
        ONE + "".join(map(ROW.format, ["Lysa upp", "Rensa", "Måla", "Så", "Gräva"], ["Klart", "Klart", "", "", ""])),
    ],
    ids=["two of them", "in fewer than half of the rows"],
)
def test_columns_that_only_might_say_a_status_say_none(rows: str) -> None:
    """Of two which fit neither is chosen, and a word here and there is a remark."""
    assert {entry.status for entry in read(TELLS.format(rows), kind="follow-up").activities} == {None}
