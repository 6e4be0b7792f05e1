"""Personal identity numbers: found in every shape, and nothing else.

The numbers are ones that stand in public examples or follow the same rule.
"""

import random
import time

import pytest

from corpus.privacy.identity_numbers import find_numbers, mask_numbers
from eval.measures.reading.identity_numbers import (
    SHAPES,
    UNUSUAL,
    by_hands,
    false_alarms,
    misread,
    recall,
    total,
    write_number,
)

NUMBERS = {
    "ten digits": "640823-3234",
    "over a hundred years old": "121212+1212",
    "no sign": "6408233234",
    "a space": "640823 3234",
    "twelve digits": "19640823-3234",
    "twelve digits, no sign": "196408233234",
    "century apart": "19 640823-3234",
    "samordningsnummer": "640883-3231",
    "spaces at the sign": "640823 - 3234",
    "a dash": "640823–3234",
    "over a line's end": "640823-\n3234",
    "the sign on the next line": "640823\n-3234",
    "date with hyphens": "1964-08-23-3234",
    "O for 0": "64O823-3234",
    "l for 1": "l2l212-12l2",
    "S for 5": "S50101-1236",
    "soft hyphen inside": "6408\u00ad23-3234",
    "wide digits": "６４０８２３-３２３４",
}


@pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS.keys())
def test_a_number_is_found_in_every_shape(number: str) -> None:
    """All of it and nothing beside."""
    text = f"Beslut för {number}, se akten."
    assert find_numbers(text) == [(11, 11 + len(number))]


OTHERS = {
    "wrong checksum": "640823-3235",
    "no such month": "641323-3236",
    "organisation number": "556036-0793",
    "diary number": "Dnr 640823-3234",
    "phone number": "Tel. 6408233234",
    "part of a longer number": "12-640823-3234",
    "more digits": "640823-32345",
    "period": "2022-2026",
    "letters": "OSLOZI-BIlO",
    "already masked": "██████-████",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_what_is_no_number_is_left_alone(text: str) -> None:
    """Ordinary numbers stay readable."""
    assert mask_numbers(text) == text


def test_a_wrong_checksum_after_the_word_is_masked() -> None:
    """A slip of the pen doesn't make it harmless."""
    assert mask_numbers("Personnummer: 640823-3235") == "Personnummer: ██████-████"


def test_two_numbers_side_by_side_are_both_masked() -> None:
    """The end of one is no beginning of another."""
    assert mask_numbers("640823-3234, 121212-1212") == "██████-████, ██████-████"


def test_a_mask_is_as_long_as_what_it_hides() -> None:
    """Places in a document stay what they were."""
    generator = random.Random(5)
    for shape in SHAPES.values():
        text = f"a {misread(write_number(generator, shape), 0.05, generator)} b"
        assert len(mask_numbers(text)) == len(text)
        assert mask_numbers(text).count("\n") == text.count("\n")


def test_the_synthetic_set_holds_what_it_is_to_measure() -> None:
    """Clean numbers are all found; misread ones mostly; what is none hardly ever alarms."""
    assert total("", recall(0.0, each=40)).alarms == 40 * len(SHAPES)
    some = total("", recall(0.1, each=40))
    assert 0.7 * some.of < some.alarms < some.of
    others = total("", false_alarms(each=100))
    assert others.alarms <= 0.01 * others.of


@pytest.mark.parametrize(
    "number",
    [
        "1985-07-09 9805", "1985 07 09 9805", "850709.9805", "850709/9805", "850709-98 05", "850709_9805",
        "8 5 0 7 0 9 9 8 0 5", "1 9 8 5 0 7 0 9 - 9 8 0 5", "(850709)9805", "850709\n9805",
    ],
)  # fmt: skip
def test_a_number_is_found_in_spacings_that_people_use(number: str) -> None:
    """And glued to a word, before it and behind."""
    assert not any(digits in mask_numbers(f"För {number} gäller") for digits in ("85", "98", "8 5", "9 8"))
    assert "850709" not in mask_numbers("pnr850709-9805 och 850709-9805:s akt")


@pytest.mark.parametrize("shape", UNUSUAL)
def test_every_unusual_spacing_is_found(shape: str) -> None:
    """All numbers of a shape, whatever their date."""
    (row,) = recall(0.0, each=40, shapes={shape: UNUSUAL[shape]})
    assert (row.alarms, row.of) == (40, 40)


@pytest.mark.parametrize(
    "text",
    [
        "För 850709, sista fyra är 9805 och", "född 1985-07-09, de fyra sista 9805", "85-7-9 9805", "1985/7/9-9805",
        "850709 streck 9805", "[19850709]-[9805]", "850709 - 9 8 0 5", "mitt nr är 85 07 09 98 05", "pnr 8S07O9-9BO5",
        "hela personnumret, mitt e 85 07 09 98 05", "född 9 juli 1985, de fyra sista 9805", "(9 juli 1985 – 9805)",
        "Född: 1985-07-09\nDe fyra sista: 9805", "850709, nr 9805", "momsreg.nr SE850709980501",
    ],
)  # fmt: skip
def test_a_number_is_found_where_words_or_brackets_part_it(text: str) -> None:
    """And with a month of one figure, in pairs, and misread all over where a word says that it is one."""
    assert not any(map(str.isdigit, mask_numbers(text).removesuffix("01")))


@pytest.mark.parametrize(
    "text",
    [
        "Mötet 23-1-5 1430 i sal 2", "den 1985-07-09 gäller 9804 kr", "850709 deltog, fyra av 9806 svarade",
        "Ring 070 85 07 98 05", "85-7-9 2022", "från 1985-07-09 9805 kr om året",
    ],
)  # fmt: skip
def test_dates_before_other_numbers_are_left_alone(text: str) -> None:
    """A clock, a sum, a year."""
    assert mask_numbers(text) == text


def test_writers_numbers_are_found() -> None:
    """Those that were looked at while it was made; ``python -m eval identity`` measures what others wrote since."""
    rows = list(by_hands("dev"))
    found = total("", [row for row in rows if row.name.startswith("found")])
    assert found.alarms >= 0.9 * found.of
    assert total("", [row for row in rows if not row.name.startswith("found")]).alarms <= 1


def test_rows_of_tables_are_no_numbers() -> None:
    """A column of single figures has ten digits too."""
    assert mask_numbers("8 5 0 7 0 9 9 8 0 5 3") == "8 5 0 7 0 9 9 8 0 5 3"
    assert mask_numbers("85 07 09 98 05") == "85 07 09 98 05"


def test_looking_for_numbers_takes_time_in_proportion() -> None:
    """Spaces and digits in any number don't make it search again and again."""
    for text in ("1   " * 9_000, "1 " * 18_000, "1-\n" * 12_000, "O" * 30_000, "12 " * 12_000):
        started = time.process_time()
        mask_numbers(text)
        assert time.process_time() - started < 5.0
