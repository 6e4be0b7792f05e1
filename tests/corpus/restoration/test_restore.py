"""What the restorer promises about misread Swedish, told by small documents."""

import re
from collections.abc import Callable

import pytest

from corpus.quality import certain_share
from corpus.restoration.restore import Reading, restore, tidy_lines
from corpus.swedish.language import is_other_language

MISREAD = """\
Arbetet mot véald och fortryck dr hela stadens angeldgenhet och insatser £6r att férhindra och férebygga
vild behéver finnas pa samhaills-, niromrades- och individniva.

Planen giller for tidsperioden 2022-2026 och omfattar alla Malmé stads nimnder och styrelser. Alla nimnder och
styrelser har ansvar f6r att genomféra insatser utifrin sitt uppdrag, pa egen hand och tillsammans med andra.

Vild 1 nira relation ska férebyggas. Den som utsitts f6r vald ska fa hjilp av férvaltningen 1 Malmé.
e  Stirka barns rittigheter
e  Utveckla det vildsférebyggande arbetet""".splitlines()

ANSWER = """\
Arbetet mot våld och förtryck är hela stadens angelägenhet och insatser för att förhindra och förebygga
våld behöver finnas på samhälls-, närområdes- och individnivå.

Planen gäller för tidsperioden 2022-2026 och omfattar alla Malmö stads nämnder och styrelser. Alla nämnder och
styrelser har ansvar för att genomföra insatser utifrån sitt uppdrag, på egen hand och tillsammans med andra.

Våld i nära relation ska förebyggas. Den som utsätts för våld ska få hjälp av förvaltningen i Malmö.
•  Stärka barns rättigheter
•  Utveckla det våldsförebyggande arbetet""".splitlines()


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return restore(MISREAD)


def test_misread_letters_are_read_as_the_page_says(readings: list[Reading]) -> None:
    """Å, ä and ö come back in words, compounds and words cut at a hyphen; "1" is "i" where a word is due."""
    assert [reading.text for reading in readings] == ANSWER


def test_edits_turn_the_source_into_the_text(readings: list[Reading]) -> None:
    """Outside its edits a line is its source, to the letter."""
    for line, reading in zip(MISREAD, readings, strict=True):
        source_at = at = 0
        for source_start, source_end, start, end in reading.edits:
            assert line[source_at:source_start] == reading.text[at:start]
            assert line[source_start:source_end] != reading.text[start:end]
            source_at, at = source_end, end
        assert line[source_at:] == reading.text[at:]


def test_unsure_stretches_are_whole_words(readings: list[Reading]) -> None:
    """No unsure stretch begins or ends inside a word."""
    for reading in readings:
        for start, end in reading.unsure:
            assert re.fullmatch(r"\w+", reading.text[start:end])
            assert not re.match(r"\w", reading.text[end : end + 1])


def test_same_document_is_read_the_same_way_twice(readings: list[Reading]) -> None:
    """Nothing depends on chance or on what was read before."""
    assert restore(MISREAD) == readings


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(ANSWER, id="the answer itself"),
        pytest.param([], id="no lines"),
        pytest.param(["", "   ", "\t"], id="blank lines"),
        pytest.param(["  Indraget stycke om våld i nära relation.", ""], id="leading space"),
        pytest.param(["Verksamheten har fått en ny samtalsmottagnig på Amphi."], id="an author's own slip"),
        pytest.param(["Läs mer på www.malmo.se/heder eller skriv till malmo@malmo.se."], id="addresses"),
        pytest.param(["Hon tog ett lån, han var i sitt rum och såg på en film från förr."], id="everyday Swedish"),
        pytest.param(["o Punkt ett", "o Punkt två"], id="hollow bullets of a clean text"),
    ],
)
def test_clean_text_stays_as_it_is(lines: list[str]) -> None:
    """What needs no reading isn't touched, and all of it is sure."""
    assert restore(lines) == [Reading(line, (), ()) for line in lines]


def test_letters_of_another_script_are_mended_in_clean_text() -> None:
    """A stray Arabic or Cyrillic letter in a clean text is a damaged one; the word is given as unsure."""
    reading = restore(
        [*ANSWER * 4, "Kommunen har på frivillig väg \u0430nsvarat för arbetet mot våld i nära relation."]
    )[-1]
    assert reading.text == "Kommunen har på frivillig väg ansvarat för arbetet mot våld i nära relation."
    assert [reading.text[start:end] for start, end in reading.unsure] == ["ansvarat"]


def test_bullets_come_back_where_lines_were_wrapped_anew() -> None:
    """A lone "e" is a bullet at a line's head, and before a capital inside a line."""
    line = "e Stirka barns rittigheter e Utveckla det vildsférebyggande arbetet"
    assert (
        restore([*MISREAD, "", line])[-1].text == "• Stärka barns rättigheter • Utveckla det våldsförebyggande arbetet"
    )


def test_english_inside_a_misread_document_stands_as_it_is() -> None:
    """A quotation in another language isn't bent into Swedish; what it says is unsure."""
    line = "The programme is called responding to violence against older people with care."
    reading = restore([*MISREAD, "", line])[-1]
    assert reading.text == line
    assert reading.unsure


@pytest.mark.parametrize("name", ["HVOF", "RFSU", "NOOMI", "ThaiWise", "TERMA", "Evonhuset", "Stratsys", "2023-2024"])
def test_names_and_numbers_are_not_made_words(name: str) -> None:
    """What no dictionary has and no misreading explains stands as it stood."""
    line = f"Uppfoljningen gors tillsammans med {name} under aret."
    assert name in restore([*MISREAD, "", line])[-1].text


@pytest.mark.parametrize(
    "line",
    [
        "This is a plan in plain English that nobody should turn into Swedish, whoever reads it.",
        "Kommunens plan mot vold i nære relasjoner gjelder for alle nemnder og alle som arbeider med barn.",
        "Kommunens handleplan mod vold i nære relationer gælder for alle udvalg og alle, der arbejder med børn.",
        "Kunnan suunnitelma koskee kaikkia lautakuntia ja kaikkien lasten kanssa työskentelevien tulee kysyä.",
        "Der Plan der Gemeinde gegen häusliche Gewalt gilt für alle Ausschüsse und alle, die mit Kindern arbeiten.",
        "خطة البلدية لمناهضة العنف في العلاقات القريبة تنطبق على جميع المجالس يجب على كل من يعمل مع الأطفال",
    ],
    ids=["English", "Norwegian", "Danish", "Finnish", "German", "Arabic"],
)
@pytest.mark.parametrize("read", [restore, tidy_lines], ids=["read", "born digital"])
def test_another_language_is_never_certain(line: str, read: Callable[[list[str]], list[Reading]]) -> None:
    """It stands as it is written, and no word of it is sure: nothing here knows its words."""
    (reading,) = read([line])
    assert reading.text == line
    assert certain_share(reading.text, reading.unsure) == 0.0


def test_swedish_without_diacritics_is_misread_swedish() -> None:
    """What a scan leaves of "för" and "på" are words of the neighbours' languages."""
    assert not is_other_language(MISREAD)


def test_the_language_is_told_from_all_of_a_text() -> None:
    """Not from its beginning alone: a page of English before a Swedish plan makes it no other language."""
    english = "the plan for the whole city and all of its people who live there "
    swedish = "planen ska gälla för hela staden och alla som bor där eller inte är hemma "
    assert not is_other_language([english * 200, swedish * 800])
    assert is_other_language([swedish * 200, english * 10_000])
