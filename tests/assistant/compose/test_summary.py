"""Summaries: shaped by what is asked, in the documents' words, never more than they say."""

import hashlib
from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.compose.answer import Answer
from assistant.compose.points import POINT_WORDS, TEXT_WORDS
from eval.measures.answers import load_every_question
from index.build import load_or_build
from index.embedding.embedder import Embedder
from tests.tiny import CATALOGUE

PLAN = """Handlingsplan Trygg stad 2020–2024

Parkförvaltningen

Inledning

Parkförvaltningen sköter stadens parker.

Mål 1 - Alla är trygga

Verksamhetsspecifika aktiviteter

Aktivitet: Fler lampor <script>alert("x")</script> i parkerna

Parkförvaltningen sätter upp **lampor** längs gångvägarna. Ansvarig: Driftenheten. Tidplan: 2021.

Aktivitet: Kurs för parkvakter

Kursen om våld i nära relationer hålls för 40 parkvakter under 2021.

Aktivitet: Parkförvaltningen ska ha öppet om natten

""" + "".join(f"Aktivitet: Trygghetsvandring nummer {n} ska hållas i parkerna\n\n" for n in range(1, 19))
REPORT = """Uppföljning av Trygg stad

Mål 1 - Alla är trygga

Kursen om våld i nära relationer hölls för 25 parkvakter under 2021. Deltagarna var nöjda.
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    """A plan with twenty-one activities, and a report that says otherwise."""
    folder = tmp_path_factory.mktemp("documents")
    entries = []
    for name, text, more in (
        ("plan", PLAN, 'kind = "plans"'),
        ("rapport", REPORT, 'kind = "follow-up"\ndate = "2022-05-01"\norganisation = "parkforvaltningen"'),
    ):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        entries.append(
            f'[[documents]]\nid = "{name}"\ntitle = "Trygg stad, {name}"\npublisher = "Parkförvaltningen"\n'
            f'programme = "trygg-2020-2024"\nperiod = [2020, 2024]\nfile = "{name}.txt"\nsha256 = "{digest}"\n{more}\n'
        )
    catalogue = CATALOGUE + "\n" + "\n".join(entries)
    (folder / "catalogue.toml").write_text(catalogue, encoding="utf-8")
    data: Path = tmp_path_factory.mktemp("data")
    return Assistant(load_or_build(folder, data, embedder), embedder)


def said(answer: Answer) -> list[str]:
    """The points' texts."""
    return [point.text for point in answer.summary.points]


def test_many_activities_are_lines_in_groups_with_their_count(small: Assistant) -> None:
    """All twenty-one, each with its source, each no longer than a line."""
    answer = small.answer("Vilka aktiviteter har parkförvaltningen under mål 1?")
    assert answer.summary.text == (
        "Parkförvaltningen har 21 aktiviteter under mål 1, "
        "räknat på handlingsplanernas 21 egna och gemensamma aktiviteter."
    )
    assert len(answer.summary.points) == 21
    assert {(point.group, point.group_count) for point in answer.summary.points} == {("Egna aktiviteter", 21)}
    assert all(point.citations for point in answer.summary.points)


def test_markup_in_a_document_is_text(small: Assistant) -> None:
    """It is said as it stands; the page escapes it."""
    answer = small.answer("Vad har parkförvaltningen åtagit sig under mål 1?")
    assert any('Fler lampor <script>alert("x")</script> i parkerna' in text for text in said(answer))


def test_an_activity_without_a_body_is_its_title(small: Assistant) -> None:
    """Nothing is added."""
    answer = small.answer("Vilka aktiviteter har parkförvaltningen under mål 1?")
    assert "Parkförvaltningen ska ha öppet om natten." in said(answer)


def test_documents_that_contradict_each_other_are_both_shown_with_dates(small: Assistant) -> None:
    """The plan says 40, the report 25."""
    answer = small.answer("Hur många parkvakter gick kursen om våld i nära relationer?")
    shown = [(point.group, point.text) for point in answer.summary.points]
    assert any(
        group == "Parkförvaltningen, handlingsplanen 2020–2024" and "40 parkvakter" in said for group, said in shown
    )
    assert any(group == "Parkförvaltningen, uppföljningen 2022" and "25 parkvakter" in said for group, said in shown)
    assert "Uppgifterna skiljer sig åt mellan handlingsplanen 2020–2024 och uppföljningen 2022." in answer.summary.text


def test_a_promise_stands_beside_its_report(assistant: Assistant) -> None:
    """With the years of both."""
    answer = assistant.answer("Vad lovade ASF om normer och värderingar och vad har rapporterats?")
    texts = said(answer)
    assert texts[0].startswith("Utlovat, handlingsplanen 2022–2026: Förvaltningen ska utveckla arbetet med normer")
    assert texts[1].startswith("Rapporterat, uppföljningen 2024: ")
    shown = {hit.passage.id for hit in answer.hits}
    assert all(set(point.citations) <= shown for point in answer.summary.points)


def test_who_is_responsible_is_said_first(assistant: Assistant) -> None:
    """From the labelled field, with the plan it stands in."""
    text = assistant.answer("Vem är ansvarig för tillsynen av bostäder på miljöförvaltningen?").summary.text
    assert text.startswith("Ansvarig: Enheten för bostadstillsyn, enligt miljöförvaltningens handlingsplan 2022–2026")


def test_what_a_plan_does_not_say_is_said_to_be_unsaid(small: Assistant) -> None:
    """The course has nobody responsible."""
    answer = small.answer("Vad har parkförvaltningen åtagit sig under mål 1, och vem är ansvarig?")
    course = next(text for text in said(answer) if "Kurs för parkvakter" in text)
    assert course.endswith("Ansvarig: framgår inte.")
    lamps = next(text for text in said(answer) if "Fler lampor" in text)
    assert "Ansvarig: Driftenheten." in lamps


def test_both_parts_of_a_question_are_answered(assistant: Assistant) -> None:
    """Each in its sentence, within the length of one answer."""
    answer = assistant.answer("Vad har MKB under mål 6, och vad har serviceförvaltningen under mål 3?")
    assert "MKB Fastighets AB har två aktiviteter under mål 6" in answer.summary.text
    assert "Serviceförvaltningen har två aktiviteter under mål 3" in answer.summary.text
    assert len(answer.summary.points) == 4


def test_a_comparison_has_one_row_an_organisation(assistant: Assistant) -> None:
    """And says in whose plan nothing was found."""
    answer = assistant.answer("Vilka arbetar med kompetensutveckling för chefer?")
    assert answer.coverage is not None
    assert len(answer.summary.points) == len(answer.coverage.has)
    named = answer.summary.text.partition("är inget hittat i handlingsplanen: ")[2]
    assert answer.coverage.has_not
    assert all(
        assistant.index.organisations[entry].name.casefold() in named.casefold() for entry in answer.coverage.has_not
    )


def test_a_row_says_what_was_asked_about(assistant: Assistant) -> None:
    """Where the activity's title doesn't: the title of the methods' activity never names the police."""
    answer = assistant.answer("Vilka samarbetar med polisen?")
    rows = {point.statements[0].passage.organisation: point.text for point in answer.summary.points}
    assert "i samarbete med polis, kriminalvård" in rows["arbetsmarknads-och-socialforvaltningen"]


def test_a_goal_is_answered_with_its_wording(assistant: Assistant) -> None:
    """And with who has activities under it."""
    text = assistant.answer("Vad innebär inriktningsmål 2?").summary.text
    assert text.startswith("Mål 2 är ”Staden arbetar aktivt med att förhindra att våld upprepas”. Under det står 13 ")
    assert "hos sex av 14 förvaltningar och bolag" in text


def test_what_two_organisations_have_is_two_lists(assistant: Assistant) -> None:
    """Each under its own heading, by kind."""
    answer = assistant.answer("Vad är skillnaden mellan fritidsförvaltningens och serviceförvaltningens åtaganden?")
    assert list(dict.fromkeys((point.group, point.group_count) for point in answer.summary.points)) == [
        ("Fritidsförvaltningen, egna aktiviteter", 2),
        ("Fritidsförvaltningen, aktiviteter i samverkan", 1),
        ("Serviceförvaltningen, egna aktiviteter", 3),
    ]


def test_the_plan_in_force_is_said_before_an_earlier_one(assistant: Assistant) -> None:
    """Where no time is asked about; the earlier one may follow, with its year."""
    answer = assistant.answer("Vad ska göras för barn som lever med våld?")
    assert "uppföljning 2019" not in answer.summary.text
    assert "kvinnofrid" not in answer.summary.text


def test_of_two_organisations_each_is_answered_for(assistant: Assistant) -> None:
    """In a row and a sentence each."""
    answer = assistant.answer("Jämför hur miljöförvaltningen och serviceförvaltningen utbildar sina chefer.")
    owners = [point.statements[0].passage.organisation for point in answer.summary.points]
    assert sorted(filter(None, owners)) == ["miljoforvaltningen", "serviceforvaltningen"]
    assert "Enligt miljöförvaltningens handlingsplan 2022–2026" in answer.summary.text
    assert "nligt serviceförvaltningens handlingsplan 2022–2026" in answer.summary.text


@pytest.mark.parametrize("about", ["områdesvärdar", "oriktiga hyresförhållanden"])
def test_of_two_organisations_one_that_has_nothing_is_named(assistant: Assistant, about: str) -> None:
    """Rather than passed over; and never the one whose plan has the very words."""
    answer = assistant.answer(f"Vad gör MKB och kulturförvaltningen med {about}?")
    assert answer.coverage is not None
    assert answer.coverage.has_not == ("kulturforvaltningen",)
    assert answer.summary.text.endswith("Hos kulturförvaltningen är inget hittat om det.")


def test_what_a_commitment_lacks_is_said(small: Assistant) -> None:
    """The lamps have somebody responsible and a time, the course has a time in its sentence only."""
    lamps = small.answer("Vad ska parkförvaltningen göra med fler lampor längs gångvägarna i parkerna?").summary.text
    assert lamps.endswith("Ansvarig: Driftenheten. Tidplan: 2021.")
    course = small.answer("Vad ska parkförvaltningen göra med kurs om våld i nära relationer?").summary.text
    assert "hålls för 40 parkvakter under 2021. Ansvarig framgår inte." in course


def test_a_list_says_under_which_goals_it_stands(assistant: Assistant) -> None:
    """Where it isn't one goal's; in groups by kind."""
    answer = assistant.answer("Lista alla aktiviteter för grundskoleförvaltningen.")
    assert "har fyra aktiviteter: tre egna och en i samverkan, räknat på" in answer.summary.text
    assert answer.summary.text.endswith("De står under mål 1 och 5.")
    assert [(point.group, point.group_count) for point in answer.summary.points] == [
        *[("Egna aktiviteter", 3)] * 3, ("Aktiviteter i samverkan", 1)
    ]  # fmt: skip
    assert all(point.text.endswith(("(Mål 1.)", "(Mål 5.)")) for point in answer.summary.points)


@pytest.mark.parametrize("name", ["sample", "facts", "comparisons", "goal-lists", "two-part", "unanswerable"])
def test_an_answer_keeps_to_its_length(name: str, assistant: Assistant) -> None:
    """Eighty words, and forty a point."""
    for row in [row for row in load_every_question("dev") if row["file"] == name]:
        summary = assistant.answer(row["question"]).summary
        assert len(summary.text.split()) <= TEXT_WORDS
        assert all(len(point.text.split()) <= POINT_WORDS for point in summary.points)
