"""Which text layers of PDF pages are no text."""

import pytest

from corpus.reading.printed.text_layer import fault_of_text

SWEDISH = "Frågor om våld ställs vid alla nybesök på öppenvården och följs upp varje år av nämnden i en rapport. " * 3


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param(SWEDISH, None, id="Swedish"),
        pytest.param("1 234 567 89 12,5 % " * 20, None, id="figures"),
        pytest.param("Kort rad", None, id="too little to tell"),
        pytest.param(
            "\x01\x04\x05\x06\x07\x08\t" * 20, "its fonts don't tell which letters they show", id="no mapping"
        ),
        pytest.param("- ! # $% & '' (* " * 20, "it holds signs instead of letters", id="punctuation"),
        pytest.param("Вопросы о насилии задаются всем " * 10, "it is in another script than ours", id="script"),
        pytest.param("Jvåkw rq yåog vwåoov yle doou qbehvrn " * 12, "it makes no words", id="other letters"),
    ],
)
def test_text_layer_that_is_no_text_is_told(text: str, fault: str | None) -> None:
    """The reason is for whoever adds the file."""
    assert fault_of_text(text) == fault
