"""Whether what was found answers: the expected answer, whether a sentence has one, and who is asked about."""

import pytest

from assistant.answer import Assistant
from assistant.answerability.answer_match import counts, matches_answer_type, names_noun
from assistant.answerability.judge import has_unknown_name
from assistant.query.answer_type import expected_answer
from assistant.query.types import ExpectedAnswer
from assistant.retrieve.sentences import Sentence
from corpus.ingest import Collection
from corpus.swedish.text import fold
from eval.datasets.questions import load_rows
from eval.measures.strata import wrongly


@pytest.mark.parametrize(
    ("question", "kind", "nouns"),
    [
        ("Hur många chefer har gått utbildningen?", "number", ("chefer", "gatt")),
        ("Hur många inriktningsmål har planen?", "number", ("inriktningsmal",)),
        ("Hur stor andel av cheferna har gått den?", "share", None),
        ("Vad har MKB för budget för värdarna?", "money", None),
        ("Vilka har ASF sökt pengar av?", "anything", None),
        ("När ska lathunden vara klar?", "time", None),
        ("Vilka synpunkter kom när planen skrevs?", "anything", None),
        ("När antog nämnden planen?", "decision", None),
        ("Vilken tidplan har aktiviteten?", "schedule", None),
        ("Vad heter direktören på miljöförvaltningen?", "person", None),
        ("Vem ansvarar för lathunden?", "responsible", None),
        ("Vilken enhet gör bostadstillsyn?", "unit", ("enhet",)),
        ("Vem leder projektet?", "who", ("leder", "projektet")),
        ("Vilket företag sköter jouren?", "name", ("foretag",)),
        ("Vad blev resultatet av kartläggningen?", "result", None),
        ("Hur nöjda är medarbetarna?", "opinion", None),
        ("Vilket telefonnummer har jouren?", "contact", None),
        ("Vad gäller för anställda som lever med hemlig adress?", "anything", None),
        ("Kan adressen läcka ut via skolan?", "anything", None),
        ("Finns hemsidan på somaliska?", "anything", None),
        ("ensamhet äldre volontär telefon", "anything", None),
        ("besök antal anonyma kvällsöppet", "anything", None),
        ("antal besök kvällsöppet", "number", ()),
        ("I vilka årskurser hålls utbildningen?", "anything", None),
    ],
)
def test_the_form_of_a_question_says_what_an_answer_must_have(
    question: str, kind: str, nouns: tuple[str, ...] | None
) -> None:
    """The expected type, and where it is of use what is counted, named or done."""
    expected = expected_answer(question)
    assert expected.kind == kind
    assert nouns in (None, expected.nouns)


@pytest.mark.parametrize(
    ("sentence", "nouns", "counted"),
    [
        pytest.param("bolaget har drygt 350 anställda", ("anstallda",), True, id="before its noun"),
        pytest.param("bolaget har under 2023 anställt värdar", ("vardar",), False, id="a year is no number"),
        pytest.param("fyra chefer på enheten för lokaler", ("lokaler",), False, id="another thing's"),
        pytest.param("101 barn i familjer", ("familjer",), False, id="across a preposition"),
        pytest.param("68 till 85 kurser", ("foraldrakurser",), True, id="the last part of a compound"),
        pytest.param("en konferens med cirka 300 deltagare", ("deltog",), True, id="people who did it"),
        pytest.param("det finns inga orosanmälningar", ("orosanmalningar",), True, id="none"),
        pytest.param("underlag saknas inte för hur många kurser", ("kurser",), True, id="said to be unknown"),
        pytest.param("många platser för skyddat boende", ("platser",), False, id="many is no number"),
        pytest.param("fyrtio träd planteras", ("trad",), True, id="tens in words"),
        pytest.param("tjugofem nya träd", ("trad",), True, id="tens and ones in words"),
        pytest.param("tonårig publik bland träd", ("trad",), False, id="no number in words"),
        pytest.param("ett tvåårigt bidrag", ("ar",), True, id="years within a word"),
    ],
)
def test_a_number_is_of_the_noun_beside_it(sentence: str, nouns: tuple[str, ...], counted: bool) -> None:
    """What counts one thing says nothing of another."""
    assert counts(fold(sentence).split(), nouns) is counted


@pytest.mark.parametrize(
    ("word", "noun", "alike"),
    [
        ("chefernas", "chefer", True),
        ("diskrimineringslagen", "lag", True),
        ("kurser", "foraldrakurser", True),
        ("tillfallen", "ganger", True),
        ("skolan", "chefer", False),
    ],
)
def test_a_word_is_the_same_inflected_or_as_the_end_of_a_compound(word: str, noun: str, alike: bool) -> None:
    """And "gånger" are "tillfällen"."""
    assert names_noun(word, noun) is alike


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        pytest.param("Partnerskapet tecknas på tre år.", True, id="years"),
        pytest.param("Läkaren är där på torsdagar.", True, id="a day of the week"),
        pytest.param("Städning sker varannan timme.", True, id="hours"),
        pytest.param("Den som är ansvarig för det i planen är chefen.", False, id="no time in ansvarig and är"),
    ],
)
def test_a_time_is_told_in_many_ways(text: str, tells: bool, collection: Collection) -> None:
    """And not by words that only look like one."""
    sentence = Sentence(text, tuple(fold(text).split()), collection.passages[0], None)
    assert matches_answer_type(ExpectedAnswer("time"), sentence, owners=(), own_words=frozenset()) is tells


@pytest.mark.parametrize(
    ("question", "outside"),
    [
        ("Vad har Helsingborg gjort mot våld?", True),
        ("hur jobbar göteborgs stad med våld", True),
        ("Hur arbetar Göteborg mot hedersförtryck?", True),
        ("Vilka gjorde kartläggningen tillsammans med Göteborg?", False),
        ("Har stadsrevisionen en egen handlingsplan?", True),
        ("Vilka aktiviteter har polisen åtagit sig under mål 6?", True),
        ("Vad har Region Skåne åtagit sig?", True),
        ("Vad gör MKB i sin dialog med polisen?", False),
        ("Vilka samverkar med Region Skåne?", False),
        ("Vad gör Malmö stad mot våld?", False),
        ("Vem driver Resurscentrum Heder Skåne?", False),
    ],
)
def test_those_without_a_plan_here_are_outsiders(question: str, outside: bool, assistant: Assistant) -> None:
    """As owners of activities; as somebody that a plan speaks of they may be asked about."""
    asked = assistant.parts(question)[0]
    assert (asked.outside or has_unknown_name(asked, assistant.records)) is outside


@pytest.mark.parametrize(
    ("answered", "unanswered"),
    [
        pytest.param("Hur många anställda har MKB?", "Hur många anställda har serviceförvaltningen?", id="number"),
        pytest.param(
            "Hur många vuxna var hemlösa på grund av våld i familjen 2018?",
            "Hur många vuxna var hemlösa på grund av våld i familjen 2021?",
            id="year",
        ),
        pytest.param(
            "Vem handleder serviceförvaltningens online-utbildning?",
            "vem är hr-chef på serviceförvaltningen",
            id="who",
        ),
        pytest.param(
            "Vilken tidplan gäller för miljöförvaltningens utbildningsinsatser för chefer och medarbetare?",
            "Vilken tidplan har kulturförvaltningens aktivitet Publik verksamhet?",
            id="schedule",
        ),
        pytest.param(
            "Vad kostar Nationellt centrum för kvinnofrids digitala grundutbildning?",
            "Vad kostar MKB:s trygghetsjour?",
            id="money",
        ),
        pytest.param(
            "Vad blev resultatet av enkäten om skyddat boende hösten 2022?",
            "Vad blev resultatet av MKB:s arbete mot oriktiga hyresförhållanden?",
            id="result",
        ),
    ],
)
def test_of_twin_questions_the_one_with_an_answer_is_the_likelier(
    answered: str, unanswered: str, assistant: Assistant
) -> None:
    """It is shown, surely or not, or the records have it; of the other nothing is asserted."""
    shown, refused = assistant.answer(answered), assistant.answer(unanswered)
    assert shown.outcome in ("answered", "uncertain")
    assert refused.outcome in ("uncertain", "nothing_found")
    assert refused.summary.points == ()
    likely, unlikely = shown.findings[0].verdict, refused.findings[0].verdict
    assert unlikely
    if likely is None:
        assert shown.findings[0].way == "records"
    else:
        assert unlikely.reason == "another_year" or (likely.log_odds or 0) > (unlikely.log_odds or 0)


@pytest.mark.parametrize("question", ["asdf qwer zxcv", "Mikä on Suomen pääkaupunki?", "Gdzie mogę kupić bilet?"])
def test_what_is_no_word_or_about_something_else_in_another_language_is_refused(
    question: str, assistant: Assistant
) -> None:
    """Words say nothing there; what decides is what lies nearer than the documents."""
    assert assistant.answer(question, at_work=True).outcome == "nothing_found"


def test_few_development_questions_are_answered_or_refused_wrongly(assistant: Assistant) -> None:
    """At most one in eleven of those without an answer, one in thirty of those with one."""
    false_answers, _ = wrongly(load_rows("unanswerable", "dev"), assistant, outcome="nothing_found")
    false_refusals, _ = wrongly(load_rows("answerable", "dev"), assistant, outcome="answered")
    assert false_answers.count <= false_answers.of / 11
    assert false_refusals.count <= false_refusals.of / 30
