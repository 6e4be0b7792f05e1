"""Questions in other languages: told from Swedish, answered by nearness, and told so in their language."""

import pytest

from assistant.answer import Assistant
from assistant.compose.notices import notice_for, notices
from assistant.query.language import LANGUAGES, asked_in
from eval.measures.languages import languages_table


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("How many apartments does MKB have?", "en"),
        ("Kuinka monta asuntoa MKB:llä on ja mitä ne ovat?", "fi"),
        ("كم عدد شقق شركة MKB؟", "ar"),
        ("Immisa guri ayay MKB leedahay?", "so"),
        ("Ile mieszkań ma MKB?", "pl"),
        ("Vad gör MKB under mål 3?", "sv"),
        ("asf:s föräldrastöd", "sv"),
        ("o mkb", "sv"),
        ("Vad är Compassion focused therapy?", "sv"),
    ],
)
def test_another_language_is_told_from_swedish(question: str, language: str) -> None:
    """Only where it is plainly that: names and short questions stay Swedish."""
    assert asked_in(question) == language


def test_each_language_has_its_notices() -> None:
    """For every outcome; Swedish needs none."""
    assert set(notices()) == set(LANGUAGES) - {"sv"}
    assert all({"answered", "says_none", "nothing_found", "ambiguous"} <= set(words) for words in notices().values())
    assert notice_for("sv", "answered") is None


def test_a_question_in_english_finds_its_swedish_place(assistant: Assistant) -> None:
    """The passage that says "lathund", for a question that has no Swedish word."""
    answer = assistant.answer("What will the Service Department put together to help managers support employees?")
    assert answer.outcome == "answered"
    assert any("lathund" in hit.passage.text for hit in answer.hits[:5])
    assert answer.notice is not None
    assert answer.notice.text.startswith(
        "The nearest passage stands in the action plan 2022–2026 of Serviceförvaltningen, goal "
    )
    assert "The documents are in Swedish" in answer.notice.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Which activities does MKB have under goal 3?", "MKB Fastighets AB has 5 activities under goal 3. "),
        ("Which activities does MKB have under goal 4?", "MKB Fastighets AB has no such activities under goal 4. "),
        ("What is the weather like in Malmö tomorrow?", "I found nothing in the documents"),
    ],
)
def test_what_was_found_is_said_in_english_too(assistant: Assistant, question: str, said: str) -> None:
    """With organisations by name and counts; where nothing was found the notice says so."""
    notice = assistant.answer(question).notice
    assert notice is not None
    assert notice.text.startswith(said)


def test_arabic_is_told_so_from_right_to_left(assistant: Assistant) -> None:
    """Whatever came of the question."""
    notice = assistant.answer("كم عدد شقق شركة MKB؟").notice
    assert notice is not None
    assert (notice.language, notice.right_to_left) == ("ar", True)


def test_a_year_that_no_passage_has_is_not_answered(assistant: Assistant) -> None:
    """The nearest passage is of another year."""
    question = "Kuinka monta miestä tuomittiin pahoinpitelystä vuonna 1999?"
    assert assistant.answer(question).outcome != "answered"


def test_the_table_counts_a_row_for_each_language(assistant: Assistant) -> None:
    """Seven languages and all of them."""
    lines = languages_table(assistant, "dev").splitlines()
    assert [line.split("|")[1].strip() for line in lines[2:10]] == [
        "English", "Finnish", "Arabic", "Somali", "Dari/Persian", "Polish", "Bosnian/Croatian/Serbian", "all",
    ]  # fmt: skip
