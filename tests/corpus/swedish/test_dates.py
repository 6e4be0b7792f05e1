"""Years, as plans print them."""

import pytest

from corpus.swedish.dates import years_covered


@pytest.mark.parametrize(
    ("time", "years"),
    [
        ("2022-2024", [2022, 2023, 2024]),
        ("2022– 2024", [2022, 2023, 2024]),
        ("2023/24", [2023, 2024]),
        ("Under VT-23", [2023]),
        ("Hela perioden med start HT-23", [2023, 2024]),
        ("Hela perioden", [2020, 2021, 2022, 2023, 2024]),
        ("hösten 2023 och därefter löpande", [2023]),
        ("Årligen", []),
    ],
)
def test_a_time_names_its_years(time: str, years: list[int]) -> None:
    """Spans, terms, and the whole period of the programme."""
    assert years_covered(time, (2020, 2024)) == tuple(years)
