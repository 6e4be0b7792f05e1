"""What is in, or an answer → questions to ask next, each of them one that the documents answer."""

from collections import Counter
from collections.abc import Iterator

from assistant.compose.answer import Answer
from assistant.compose.phrasing import genitive, in_sentence
from assistant.retrieve.records import Records
from assistant.web.render import page_words
from corpus.swedish.text import fold
from corpus.types import Activity

_FOLLOW_UPS = 3


def examples(records: Records) -> list[tuple[str, str]]:
    """Questions of different kinds, made from what is in: (what kind of answer it gets, the question).

    A list of two or more, because it shows best what the assistant is for; who has nothing under a goal; how it went
    where it has been followed up; what a goal is; how many each has.
    """
    words, known = page_words(), records.index.organisations
    mine = [entry for entry in records.commitments if entry.organisation in known and entry.goal]
    counts = Counter((entry.organisation or "", entry.goal or 0) for entry in mine)
    found: dict[str, str] = {}
    # Not so many that the answer is long.
    if listed := [key for key, count in counts.items() if 1 < count < 5]:
        found["list"] = _question("list", records, *listed[-1])
    having = {goal: {owner for owner, under in counts if under == goal} for _, goal in counts}
    if lacking := [goal for goal, owners in having.items() if len(owners) < len(records.with_plan)]:
        found["lacks"] = _question("lacks", records, goal=max(lacking))
    if followed := [entry for entry in mine if entry.followed_by]:
        found["went"] = _question("went", records, followed[0].organisation, followed[0].goal)
    if having:
        found["goal"] = _question("goal", records, goal=min(having))
        found["each"] = _question("each", records)
    return [(words["examples"][kind], question) for kind, question in found.items()]


def follow_ups(answer: Answer, records: Records) -> list[str]:
    """At most three questions by which the query's goal, its organisation or what is asked of them changes."""
    if answer.outcome not in ("answered", "says_none", "uncertain"):
        return []
    asked = {answer.question, answer.standalone}
    found = dict.fromkeys(question for question in _changed(answer, records) if question not in asked)
    return list(found)[:_FOLLOW_UPS]


def _changed(answer: Answer, records: Records) -> Iterator[str]:
    query, known = answer.query, records.index.organisations
    c = query.conditions
    owner = c.organisations[0] if len(c.organisations) == 1 and c.organisations[0] in known else None
    goal = c.goals[0] if len(c.goals) == 1 else None
    theirs = [entry for entry in records.commitments if entry.organisation == owner and entry.goal]
    # A topic that the documents name so themselves can stand in another question, whatever its part of speech.
    phrase = " ".join(query.need.phrase.split())
    said = " ".join(answer.hits[0].passage.text.split()) if answer.hits else ""
    if query.topic and phrase and not answer.comparison and f" {fold(phrase)} " in f" {fold(said)} ":
        yield page_words()["questions"]["about"].format(about=phrase)
    if owner and (later := _next_goal(theirs, goal)):
        yield _question("list", records, owner, later)
    of_progress = query.operation in ("status", "result", "plan_vs_followup")
    if owner and not of_progress and any(entry.followed_by for entry in theirs if goal in (None, entry.goal)):
        yield _question("went" if goal else "went_all", records, owner, goal)
    if goal:
        yield _question("lacks" if query.operation == "who_has" else "has", records, goal=goal)
        yield _question("goal", records, goal=goal)
    if not owner:
        # Those who lack something are shown by a heading of their plan: they have nothing to be asked about.
        shown = [p for p in (hit.passage for hit in answer.hits) if p.activity and p.organisation in known]
        for passage in shown[:1]:
            yield _question("list" if goal else "all", records, passage.organisation, goal)
        yield _question("each", records)
    else:
        yield _question("all" if goal else "each", records, owner)


def _next_goal(theirs: list[Activity], goal: int | None) -> int | None:
    """The goal after this one under which there is something, the first where there is none; of all the fullest."""
    if goal is None:
        return max(Counter(entry.goal for entry in theirs).items(), key=lambda found: found[1])[0] if theirs else None
    goals = sorted({entry.goal for entry in theirs if entry.goal and entry.goal != goal})
    return next((entry for entry in goals if entry > goal), goals[0] if goals else None)


def _question(kind: str, records: Records, owner: str | None = None, goal: int | None = None) -> str:
    name = in_sentence(records.index.organisations[owner]) if owner else ""
    question: str = page_words()["questions"][kind]
    return question.format(who=name, whose=genitive(name) if name else "", goal=goal)
