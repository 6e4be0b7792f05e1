"""A question → its query: names, conditions and the form of the question, whatever the order and the spelling."""

from dataclasses import replace

import pytest

from assistant.query.parse import Reader, parse
from assistant.query.recognise.goal_titles import GoalMeaning
from assistant.query.types import Conditions, CountCondition, FieldCondition, InformationNeed, Query
from corpus.catalogue import load_catalogue
from corpus.swedish.text import fold
from eval.datasets import DATA

MKB = "mkb-fastighets-ab"
SEF = "serviceforvaltningen"
MF = "miljoforvaltningen"
FRI = "fritidsforvaltningen"
KUF = "kulturforvaltningen"
HVOF = "halsa-vard-och-omsorgsforvaltningen"
SCHOOLS = ("forskoleforvaltningen", "grundskoleforvaltningen", "gymnasie-och-vuxenutbildningsforvaltningen")


def asked(operation: str, subject: str = "activity", quantifier: str = "which", **conditions: object) -> Query:
    return Query(operation, subject, conditions=Conditions(**conditions), quantifier=quantifier)  # type: ignore[arg-type]


CASES = {
    "vilka av kulturförvaltningens aktiviteter har ingen tidplan?": asked(
        "list", organisations=(KUF,), fields=(FieldCondition("timeline", present=False),)
    ),
    "allt i tvåan men inte bolagets": asked("list", goals=(2,), excluded_organisations=(MKB,)),
    "vem har minst under fyran?": asked("least", "organisation", goals=(4,)),
    "har varje förvaltning något eget under mål 1?": asked(
        "who_has", "organisation", "every", goals=(1,), kinds=("own",), excluded_organisations=(MKB,)
    ),
    "vad heter mål 2 egentligen": asked("define", "goal", goals=(2,)),
    "vilka nämnder är med?": asked("list", "board"),
    "hur många är rapporterade som färdiga?": asked("count", statuses=("completed",)),
    "Vilka har samverkansaktiviteter under mål 6?": asked("who_has", "organisation", goals=(6,), kinds=("joint",)),
    "Vilka aktiviteter saknar ansvarig?": asked("list", fields=(FieldCondition("responsible", present=False),)),
    "Vilka av miljöförvaltningens aktiviteter saknar indikator?": asked(
        "list", organisations=(MF,), fields=(FieldCondition("indicator", present=False),)
    ),
    "Vilka aktiviteter är klara?": asked("list", statuses=("completed",)),
    "Vilka aktiviteter är påbörjade?": asked("list", statuses=("ongoing",)),
    "Är några aktiviteter försenade?": asked("list", quantifier="whether", statuses=("delayed",)),
    "Vilken förvaltning har flest aktiviteter?": asked("most", "organisation", excluded_organisations=(MKB,)),
    "Vad vågar ni lova att kulturförvaltningen gör under mål 2?": asked("list", organisations=(KUF,), goals=(2,)),
    "Vilka aktiviteter är helt eller delvis genomförda?": asked("list", statuses=("ongoing", "completed")),
    "Vilka aktiviteter är sjösatta?": asked("list", statuses=("ongoing",)),
    "Vilken förvaltning har flest egna respektive gemensamma aktiviteter?": asked(
        "most", "organisation", kinds=("own", "joint"), excluded_organisations=(MKB,)
    ),
    "Vilken förvaltning eller vilket bolag har flest?": asked("most", "organisation"),
    "Vilket mål har flest aktiviteter?": asked("most", "goal"),
    "Vilka bolag ingår?": asked("list", "organisation", organisations=(MKB,)),
    "Vad är skillnaden mellan mål 3 och mål 4?": asked("compare", "goal", goals=(3, 4)),
    "Lista alla utom MKB under mål 3": asked("list", goals=(3,), excluded_organisations=(MKB,)),
    "När ska MKB vara klar?": asked("when", organisations=(MKB,)),
    "Lista samverkansaktiviteter från mål 4 till och med mål 6": asked("list", goals=(4, 5, 6), kinds=("joint",)),
    "Vilka har något under mål 3 men varken under mål 1 eller mål 5?": asked(
        "who_has", "organisation", goals=(3,), excluded_goals=(1, 5)
    ),
    "samverkan i tvåan, inte från MKB": asked(
        "list", goals=(2,), kinds=("joint",), excluded_organisations=(MKB,)
    ),
    "vem drar tyngsta lasset under mål 5?": asked("most", "organisation", goals=(5,)),
    "Vilka har flest egna aktiviteter, och hur många?": asked("most", "organisation", kinds=("own",)),
    "Hur många egna mot hur många gemensamma aktiviteter finns det?": replace(asked("count"), group_by="kind"),
    "Vilka aktiviteter har uppföljningen tappat bort?": asked("list", followed_up=False),
    "Har varje skolförvaltning något under mål 5?": asked(
        "who_has", "organisation", "every", organisations=SCHOOLS, goals=(5,)
    ),
    "Lista MKB:s trea": asked("list", organisations=(MKB,), goals=(3,)),
    "Vilka aktiviteter är avbockade?": asked("list", statuses=("completed",)),
    "Har samtliga aktiviteter hos MKB både ansvarig och tidplan?": asked(
        "list", "activity", "every", organisations=(MKB,),
        fields=(FieldCondition("responsible"), FieldCondition("timeline")),
    ),
    "Vilka saknar aktiviteter under mål 6?": asked("who_lacks", "organisation", goals=(6,)),
    "vilka av skolförvaltningarna har inget under sista målet": asked(
        "who_lacks", "organisation", organisations=SCHOOLS, goals=(6,)
    ),
    "vilka har fler aktiviteter än kultur under mål 2": asked(
        "who_has", "organisation", goals=(2,), count=CountCondition("more", than=KUF)
    ),
    "Vilka har aktiviteter under både mål 2 och mål 3?": asked("who_has", "organisation", goals=(2, 3), all_goals=True),
    "fritid o kultur mål 5": asked("list", organisations=(FRI, KUF), goals=(5,)),
    "vilken nämnd beslutar om serviceförvaltningens plan?": asked("list", "board", organisations=(SEF,)),
    "Hur många aktiviteter har varken ansvarig eller tidplan?": asked(
        "count", fields=(FieldCondition("responsible", present=False), FieldCondition("timeline", present=False))
    ),
    "Hur stor andel av aktiviteterna saknar ansvarig?": asked(
        "count", fields=(FieldCondition("responsible", present=False),)
    ),
    "vilka har satt upp en tidplan": asked("who_has", "organisation", fields=(FieldCondition("timeline"),)),
    "Vilka saknar tidplan?": asked("who_lacks", "organisation", fields=(FieldCondition("timeline"),)),
    "Vilka nämnder har aktiviteter i samtliga sex mål?": asked(
        "who_has", "board", goals=(1, 2, 3, 4, 5, 6), all_goals=True
    ),
    "Vilka har helt förbigått mål 5?": asked("who_lacks", "organisation", goals=(5,)),
    "vem har minst i ettan av de som har något": asked(
        "least", "organisation", goals=(1,), count=CountCondition("at_least", 1)
    ),
    "mål 2 och mål 5, vilket har flest aktiviteter": asked("most", "goal", goals=(2, 5)),
    "är det fler aktiviteter i mål 1 än i mål 2": asked("compare", "goal", goals=(1, 2)),
    "hur många fler aktiviteter har kultur än fritid?": asked("compare", "organisation", organisations=(FRI, KUF)),
    "har alla aktiviteter en ansvarig": asked("list", "activity", "every", fields=(FieldCondition("responsible"),)),
    "Vilka aktiviteter saknar uttalad status?": asked(
        "list", excluded_statuses=("completed", "ongoing", "planned", "delayed")
    ),
    "Hur många aktiviteter sker i samverkan, hela staden sammantaget?": asked("count", kinds=("joint",)),
    "mål 1 och 2 men inte samverkan": asked("list", goals=(1, 2), kinds=("own",)),
    "Vilka löften saknas i uppföljningen?": asked("list", followed_up=False),
    "vad har MKB från och med mål 4": asked("list", organisations=(MKB,), goals=(4, 5, 6)),
    "MKB, tredje målet och nedåt": asked("list", organisations=(MKB,), goals=(1, 2, 3)),
    "kulturens aktiviteter upp till mål 2": asked("list", organisations=(KUF,), goals=(1, 2)),
    "lista MKB från tvåan till fyran": asked("list", organisations=(MKB,), goals=(2, 3, 4)),
    "aktiviteter i målen mellan 3 och 5": asked("list", goals=(3, 4, 5)),
    "Vilka har något i tvåan utan att ha en enda aktivitet i sexan?": asked(
        "who_has", "organisation", goals=(2,), excluded_goals=(6,)
    ),
    "Vilka har mellan tre och sex aktiviteter?": asked(
        "who_has", "organisation", count=CountCondition("at_least", 3, at_most=6)
    ),
    "vilka har lägst två och högst fyra aktiviteter i mål 1": asked(
        "who_has", "organisation", goals=(1,), count=CountCondition("at_least", 2, at_most=4)
    ),
    "vad gör man på skolsidan under mål 5": asked("list", organisations=SCHOOLS, goals=(5,)),
    "aktiviteter på gymnasiesidan under mål 1": asked("list", organisations=SCHOOLS[2:], goals=(1,)),
    "fritid kontra kultur, vem har flest?": asked("most", "organisation", organisations=(FRI, KUF)),
    "om vi stryker MKB, vad finns då i tvåan?": asked("list", goals=(2,), excluded_organisations=(MKB,)),
    "Vilka delar jumboplatsen under mål 4?": asked("least", "organisation", goals=(4,)),
    "Vilken nämnd bär flest aktiviteter, ange talet också": asked("most", "board"),
    "HVOF?? vad står det för, alla slänger sig med det": asked("define", "organisation", organisations=(HVOF,)),
}  # fmt: skip


@pytest.mark.parametrize("question", CASES)
def test_a_question_is_read_as_its_query(question: str, reads: Reader) -> None:
    """Exactly, and nothing of it is left to search for."""
    assert replace(parse(question, reads), text="", need=InformationNeed()) == CASES[question]


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Finns det något om hundar?", ("hundar",)),
        ("Vilka saknar aktiviteter om barnrätt?", ("barnratt",)),
        ("Jag är lite nyfiken på en sak, så vad står det i planerna om föräldrastöd?", ("foraldrastod",)),
        ("tack på förhand! vilka aktiviteter har MKB?", ()),
        ("Vilken mat serverar serviceförvaltningen i skolorna?", ("mat", "serverar")),
    ],
)
def test_only_the_subject_is_the_topic(question: str, topic: tuple[str, ...], reads: Reader) -> None:
    """Not politeness, nor how somebody came to ask."""
    assert parse(question, reads).topic == topic


@pytest.mark.parametrize("who", ["medborgare", "politiker", "ledamöter", "journalister"])
def test_those_an_activity_is_for_are_its_subject(who: str, reads: Reader) -> None:
    """People are no turn of phrase, so that not every activity is listed."""
    assert parse(f"Vilka insatser finns för {who}?", reads).topic == (fold(who),)


def test_what_is_said_beside_a_question_is_no_topic(reads: Reader) -> None:
    """Of the clauses around it no document has a word, and another possibility is not asked for by itself."""
    plain = parse("antal aktiviteter under mål 3", reads)
    known = replace(reads, knows=lambda word: word not in ("avstamning", "talarstolen", "lejonparten"))
    for question in (
        "Avstämning: antal aktiviteter under mål 3",
        "antal aktiviteter under mål 3, lejonparten väl?",
        "antal aktiviteter under mål 3, eller är det ingen som vet?",
    ):
        assert replace(parse(question, known), text="", need=InformationNeed()) == replace(
            plain, text="", need=InformationNeed()
        )


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Lista aktiviteterna under mål 3, särskilt de mot dopning", ("dopning",)),
        ("Har MKB något om hot, eller finns det bara insatser om skyddat boende?", ("hot", "skyddat", "boende")),
    ],
)
def test_a_limit_beside_a_question_is_a_subject(question: str, topic: tuple[str, ...], reads: Reader) -> None:
    """Also one that no document has: all there is would be no answer."""
    assert parse(question, replace(reads, knows=lambda word: word != "dopning")).topic == topic


@pytest.mark.parametrize("topic", ["chefer", "kollegor", "kvällar", "stressad", "kommunfullmäktige", "fika"])
def test_what_a_plan_may_be_about_is_no_everyday_word(topic: str, reads: Reader) -> None:
    """Whatever this municipality's plans are about."""
    assert parse(f"Vilka aktiviteter handlar om {topic}?", reads).topic == (fold(topic),)


def test_a_turn_of_phrase_is_no_topic(reads: Reader) -> None:
    """Though its words may be one elsewhere."""
    for question in ("Vilka aktiviteter äger rum 2026?", "Tack för hjälpen! Vilka aktiviteter har MKB?"):
        assert parse(question, reads).topic == ()


def test_every_goal_is_meant_where_each_is_said(reads: Reader) -> None:
    """And a breakdown by goal where it isn't."""
    assert parse("Vilka har egna aktiviteter i varje mål?", reads).conditions.all_goals
    assert not parse("Vilka har egna aktiviteter, uppdelat per mål?", reads).conditions.all_goals


def test_what_is_taken_back_is_not_asked_for(reads: Reader) -> None:
    """Only what comes after "nej, jag menar" is meant."""
    assert parse("tidplan för hembesök, nej jag menar lathunden hos MKB", reads).topic == ("lathunden",)
    assert parse("Vad görs om någon larmar fel? Jag vill veta", reads).topic == ("larmar",)


def test_a_noun_after_vilken_is_asked_for_and_nobody_who_has_it(reads: Reader) -> None:
    """ "Vilken utbildning får …" asks for a training, "vilken förvaltning har …" for an organisation."""
    assert parse("Vilken utbildning får medarbetare hos MKB?", reads).operation == "find"
    assert parse("Vilken förvaltning har något om utbildning?", reads).operation == "who_has"


def test_a_term_is_said_in_every_way_that_plans_print_it(reads: Reader) -> None:
    """ "VT-23" and "våren 2023" are one time; a span is one only where a plan prints it, else its years are meant."""
    for said in ("VT-23", "våren 2023"):
        (spring,) = parse(f"Vilka aktiviteter startar {said}?", reads).conditions.fields
        assert spring == FieldCondition("timeline", value="våren 2023")
    printed = replace(reads, times=("2022 2024",))
    assert parse("aktiviteter med tidplanen 2022–2024", printed).conditions.fields == (
        FieldCondition("timeline", value="2022 2024"),
    )
    assert parse("aktiviteter med tidplanen 2022–2024", reads).conditions.years == (2022, 2024)


def test_of_several_times_any_will_do(reads: Reader) -> None:
    """No activity is in both."""
    query = parse("Vilka aktiviteter startar våren 2023 eller hösten 2024?", reads)
    assert query.conditions.fields == (FieldCondition("timeline", value="våren 2023|hösten 2024"),)


def test_a_term_of_an_earlier_plan_says_which_plan(reads: Reader) -> None:
    """And is no time that those in force could print."""
    query = parse("Vilka aktiviteter startade våren 2017?", reads)
    assert (query.scope.programmes, query.conditions.fields) == (("kvinnofrid-2016-2018",), ())
    assert query.topic == ()
    beyond = parse("Vilka aktiviteter startar hösten 2030?", reads)
    assert (beyond.topic, beyond.conditions.fields) == ((), (FieldCondition("timeline", value="hösten 2030"),))


def test_where_and_was_are_no_spring(reads: Reader) -> None:
    """ "Vår" is, and "våren"."""
    assert parse("Vilka aktiviteter var 2023 försenade?", reads).conditions.fields == ()
    (spring,) = parse("Vilka aktiviteter startar vår 2023?", reads).conditions.fields
    assert spring.value == "våren 2023"


@pytest.mark.parametrize(
    ("question", "statuses", "goals"),
    [
        ("Vilka insatser finns för den som fastnat i prostitution?", (), ()),
        ("Vilka insatser har fastnat?", ("delayed",), ()),
        ("Vilka aktiviteter är i mål?", ("completed",), ()),
        ("Vilka aktiviteter är i mål 3?", (), (3,)),
        ("Vilka förvaltningar har aktiviteter i mål?", (), ()),
        ("Vilka aktiviteter har gått i mål i Miljöförvaltningen?", ("completed",), ()),
        ("Vilka aktiviteter är i mål i år?", ("completed",), ()),
        ("Hur många aktiviteter har gått i mål i MKB?", ("completed",), ()),
        ("Vad är redan gjort i mål 3?", ("completed",), (3,)),
        ("Vilka aktiviteter har fastnat i MKB?", ("delayed",), ()),
    ],
)
def test_words_of_a_status_may_say_something_else(
    question: str, statuses: tuple[str, ...], goals: tuple[int, ...], reads: Reader
) -> None:
    """By what follows them."""
    conditions = parse(question, reads).conditions
    assert (conditions.statuses, conditions.goals) == (statuses, goals)


def test_names_of_another_municipality_are_read_from_its_catalogue() -> None:
    """Nothing of the shipped collection is known there."""
    catalogue = load_catalogue(DATA / "collections" / "alvsbro")
    query = parse("Vad har byggkontoret och de mjuka förvaltningarna under målet om trygga platser?", Reader(catalogue))
    assert query.conditions.goals == (5,)
    assert len(query.conditions.organisations) == 4


def test_a_goal_in_words_of_its_own_is_the_nearest_by_a_margin(reads: Reader) -> None:
    """As a model tells it; what is near to several is none of them."""

    def likeness(phrase: str, titles: tuple[str, ...]) -> list[float]:
        return [0.9 if "upprepas" in title and "igen" in phrase else 0.85 for title in titles]

    reader = replace(reads, goals=GoalMeaning(likeness, nearest=0.87, margin=0.01))
    query = parse("Vilka saknar aktiviteter under målet om att våldet inte ska hända igen?", reader)
    assert (query.operation, query.conditions.goals, query.topic) == ("who_lacks", (2,), ())
    assert parse("Vilka saknar aktiviteter under målet om att trivas på arbetet?", reader).conditions.goals == ()


def test_sides_of_a_comparison_are_taken_together(reads: Reader) -> None:
    """Groups by their members."""
    query = parse("Har socialförvaltningarna tillsammans fler aktiviteter än skolförvaltningarna?", reads)
    assert (query.operation, query.subject) == ("compare", "organisation")
    assert query.sides[1] == SCHOOLS


@pytest.mark.parametrize(
    ("question", "operation", "topic"),
    [
        ("Är kulturförvaltningen färdig med att utbilda bibliotekarierna?", "status", "bibliotekarierna"),
        ("Man skulle bjuda pensionärer på kaffe och prata våld, vem har hand om det?", "who", "pensionarer"),
        ("Lärlingarna ska få en faddergrupp, när är det planerat?", "when", "faddergrupp"),
        ("hur tätt ska fältgruppens kvällsvandringar följas upp?", "follow_up", "kvallsvandringar"),
        ("utbildning av väktare, uppföljning med vilket mellanrum?", "follow_up", "vaktare"),
        ("Under vilket läsår börjar fadderverksamheten?", "when", "fadderverksamheten"),
        ("lokalen på torget skulle rustas, är det gjort?", "plan_vs_followup", "lokalen"),
    ],
)
def test_what_is_asked_of_one_activity_is_told_in_whatever_words(
    question: str, operation: str, topic: str, reads: Reader
) -> None:
    """Its status, its field, and of which: also where that stands before the clause that asks."""
    query = parse(question, reads)
    assert (query.operation, topic in query.topic) == (operation, True)


def test_whether_anything_at_all_is_late_asks_for_all_that_is(reads: Reader) -> None:
    """And not for the status of one."""
    query = parse("är nåt försenat i serviceförvaltningens uppföljning?", reads)
    assert (query.operation, query.conditions.statuses) != ("status", ())
