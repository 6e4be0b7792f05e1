"""What the table decides, said: how many, whose, how it was counted, in plain Swedish and few words."""

import pytest

from assistant.answer import Assistant
from assistant.compose.points import TEXT_WORDS, Summary
from assistant.compose.summary import summarise
from assistant.query.types import CountCondition, FieldCondition, Query, Scope
from tests.queries import (
    ASF,
    FGK,
    HVOF,
    KVINNOFRID,
    MF,
    MKB,
    SEF,
    STK,
    asked,
    found,
)  # fmt: skip

ALL = "räknat på handlingsplanernas 107 egna och gemensamma aktiviteter"


def summary(query: Query, assistant: Assistant) -> Summary:
    """The answer to a query by hand."""
    return summarise([found(query, assistant)], assistant.records)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        pytest.param(
            asked("list", organisations=(SEF,), goals=(3,)),
            f"Serviceförvaltningen har två aktiviteter under mål 3, {ALL}.", id="list",
        ),
        pytest.param(
            asked("list", organisations=(MKB,), goals=(3,), quantifier="whether"),
            f"Ja. MKB Fastighets AB har fem aktiviteter under mål 3: fyra egna och en i samverkan, {ALL}.", id="yes",
        ),
        pytest.param(
            asked("list", organisations=(HVOF,), goals=(5,)),
            "Hälsa-, vård- och omsorgsförvaltningen har inga egna eller gemensamma aktiviteter under mål 5, "
            f"{ALL}. Det stadsövergripande gäller hela staden.", id="none",
        ),
        pytest.param(
            asked("list", organisations=(MF,), fields=(FieldCondition("indicator", False),)),
            f"Miljöförvaltningen har tre aktiviteter utan angiven indikator, {ALL}. De står under mål 3, 4 och 6.",
            id="field missing",
        ),
        pytest.param(
            asked("list", statuses=("delayed",), quantifier="whether"),
            f"Nej. Ingen av 20 uppföljda aktiviteter är rapporterad som försenad, {ALL}. "
            "87 aktiviteter är inte uppföljda.", id="none delayed",
        ),
        pytest.param(
            asked("list", statuses=("completed",)),
            "Arbetsmarknads- och socialförvaltningen har två aktiviteter som är rapporterade som slutförda, "
            f"{ALL}. De står under mål 4 och 6. 87 aktiviteter är inte uppföljda.", id="completed",
        ),
        pytest.param(
            asked("list", organisations=(MKB,), statuses=("completed",)),
            "Det framgår inte: ingen uppföljning av MKB Fastighets AB:s handlingsplan finns i de dokument som är "
            "inlästa.", id="nobody reports",
        ),
        pytest.param(
            asked("status", organisations=(ASF,)),
            f"20 av 20 aktiviteter är uppföljda, {ALL}. Senast rapporterat: 2 slutförda, 2 pågående, "
            "16 utan angivet läge.", id="status",
        ),
        pytest.param(
            asked("most", "organisation"),
            f"Flest aktiviteter har arbetsmarknads- och socialförvaltningen: 20, {ALL}. "
            "Sedan kommer hälsa-, vård- och omsorgsförvaltningen och förskoleförvaltningen: 17 var.", id="most",
        ),
        pytest.param(
            asked("most", "organisation", goals=(2,)),
            "Flest aktiviteter under mål 2 har hälsa-, vård- och omsorgsförvaltningen och stadskontoret: 3 var, "
            f"{ALL}. Sedan kommer arbetsmarknads- och socialförvaltningen, funktionsstödsförvaltningen och "
            "MKB Fastighets AB: 2 var.", id="most, tied",
        ),
        pytest.param(
            asked("most", "goal"),
            "Flest aktiviteter finns under mål 1, ”Staden bedriver ett verkningsfullt våldsförebyggande arbete”: 33, "
            f"{ALL}. Sedan kommer mål 3: 23.", id="goal",
        ),
        pytest.param(
            asked("count", group_by="goal"),
            f"107 aktiviteter, {ALL}: 33 under mål 1, 13 under mål 2, 23 under mål 3, 16 under mål 4, "
            "11 under mål 5, 11 under mål 6.", id="by goal",
        ),
        pytest.param(
            asked("count", group_by="kind"), f"107 aktiviteter, {ALL}: 77 egna, 30 i samverkan.", id="by kind",
        ),
        pytest.param(
            asked("who_has", "organisation", goals=(2,), count=CountCondition("more", than=STK)),
            f"Ingen annan har fler aktiviteter under mål 2 än stadskontoret, som har 3, {ALL}.", id="more than",
        ),
        pytest.param(
            asked("who_has", "organisation", goals=(6,), kinds=("joint",)),
            "Fyra av 14 förvaltningar och bolag har aktiviteter i samverkan under mål 6, "
            "räknat på handlingsplanernas 30 aktiviteter i samverkan: funktionsstödsförvaltningen, "
            "förskoleförvaltningen, fritidsförvaltningen och MKB Fastighets AB. Övriga tio har inga.", id="who has",
        ),
        pytest.param(
            asked("who_has", "goal", organisations=(STK,)),
            f"Stadskontoret har aktiviteter under mål 1, 2 och 4, {ALL}. Under mål 3, 5 och 6 finns inga.", id="goals",
        ),
        pytest.param(
            asked("when", organisations=(MKB,)),
            f"Det framgår inte: planen anger ingen tidplan för någon av nio aktiviteter, {ALL}.", id="no time given",
        ),
        pytest.param(
            asked("who", organisations=(MF,), goals=(3,)),
            "Ansvarig: ”Enheten för trygghetssamordnad tillsyn” och ”Enheten för bostadstillsyn”, enligt "
            f"handlingsplanen 2022–2026. Ansvarig är angiven för alla två aktiviteter under mål 3, {ALL}.", id="who",
        ),
        pytest.param(asked("list", "organisation", organisations=(MKB,)), "Ett bolag: MKB Fastighets AB.", id="bolag"),
        pytest.param(
            asked("define", "goal", goals=(5,)),
            "Mål 5 är ”Stadens arbete bygger på aktuell kunskap och forskning”. Under det står 11 aktiviteter hos sju "
            f"av 14 förvaltningar och bolag, {ALL}.", id="goal defined",
        ),
        pytest.param(
            asked("compare", "goal", goals=(3, 4)),
            "Mål 3 är ”Verksamma i staden ska upptäcka våld och kunna agera”, med 23 aktiviteter. Mål 4 är ”Staden "
            f"erbjuder stöd utifrån den enskildes behov”, med 16 aktiviteter. Det är {ALL}.", id="goals compared",
        ),
        pytest.param(
            asked("list", "programme"),
            "Två program: Fri från våld – en gemensam angelägenhet 2022–2026 (6 inriktningsmål); Plan för kvinnofrid "
            "och mot våld i nära relation 2016–2018 (6 inriktningsmål).", id="programmes",
        ),
        pytest.param(Query("list", unknown=("mål 9",)), "Mål 9 finns inte i de dokument som är inlästa.", id="unknown"),
    ],
)  # fmt: skip
def test_the_answer_says_what_was_counted(query: Query, text: str, assistant: Assistant) -> None:
    """Word by word."""
    assert summary(query, assistant).text == text


@pytest.mark.parametrize(
    "query",
    [
        asked("list"), asked("count"), asked("list", fields=(FieldCondition("responsible", False),)),
        asked("list", goals=(1, 2, 3)), asked("who_has", "organisation"), asked("who_lacks", "board", goals=(4,)),
        asked("least", "organisation", goals=(4,)), asked("list", "board"), asked("list", "document"),
        asked("describe", "document"), asked("describe", "plan", organisations=(FGK,)), asked("list", "plan"),
        asked("compare", "programme", scope=Scope(programmes=(KVINNOFRID,))), asked("result", organisations=(ASF,)),
    ],
    ids=lambda query: f"{query.operation} {query.subject}",
)  # fmt: skip
def test_an_answer_is_short_and_its_points_are_among_its_passages(query: Query, assistant: Assistant) -> None:
    """At most eighty words, however much there is; every citation is a passage."""
    said = summary(query, assistant)
    assert 3 < len(said.text.split()) <= TEXT_WORDS
    for point in said.points:
        assert len(point.text.split()) <= 40
        assert set(point.citations) <= set(assistant.index.passages)


def test_each_activity_of_a_set_has_its_point(assistant: Assistant) -> None:
    """With a source of its own; none is left out for its length."""
    said = summary(asked("list", goals=(1,)), assistant)
    cited = {assistant.index.passages[citation].activity for point in said.points for citation in point.citations}
    assert len(cited) == 33
