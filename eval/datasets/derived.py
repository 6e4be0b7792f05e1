"""The gold of the structure → a question for every organisation and goal, in several wordings, and its whole set."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answer import Assistant
from assistant.compose.answer import Answer
from assistant.compose.phrasing import in_sentence
from corpus.swedish.text import fold
from corpus.types import COMMITMENT_KINDS, Organisation, Span
from eval.datasets import DATA
from eval.intervals import Share, share_of

_ORDINALS = ("första", "andra", "tredje", "fjärde", "femte", "sjätte")
# What a wording asks for; "own" or "joint" alone where it says so.
_WORDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Vad har {name} åtagit sig under mål {goal}?", COMMITMENT_KINDS),
    ("Vilka aktiviteter har {name} under inriktningsmål {goal}?", COMMITMENT_KINDS),
    ("{short} mål {goal}", COMMITMENT_KINDS),
    ("vad ska {board} göra under det {ordinal} målet", COMMITMENT_KINDS),
    ("Räkna upp de egna och gemensamma aktiviteter som {name} har under mål {goal}.", COMMITMENT_KINDS),
    ("Har {name} något eget eller gemensamt under mål {goal}?", COMMITMENT_KINDS),
    ("Vilka egna aktiviteter har {name} under mål {goal}?", ("own",)),
    ("Vilka aktiviteter i samverkan har {name} under mål {goal}?", ("joint",)),
    ("Hur många aktiviteter har {name} under mål {goal}?", COMMITMENT_KINDS),
    ("Hur många egna aktiviteter har {name} under mål {goal}?", ("own",)),
)
_WHOLE = "Lista alla aktiviteter som {name} har."


@dataclass(frozen=True)
class ExpectedList:
    """A question and its set: where the titles stand, none where the plan says none; ``plan`` are the plan's lines."""

    wording: str
    question: str
    titles: frozenset[Span]
    plan: Span


def derived_lists(assistant: Assistant) -> dict[str, Share]:
    """For each wording, and for all, of how many questions the answer is exactly the set.

    Where it is empty the answer has to say so, and show a heading of that very plan.
    """
    right = [
        (owed.wording, _is_right(owed, assistant.answer(owed.question), assistant))
        for owed in expected_lists(assistant)
    ]
    by_wording = {
        name: share_of(ok for other, ok in right if other == name) for name in dict.fromkeys(n for n, _ in right)
    }
    return {**by_wording, "all of them": share_of(ok for _, ok in right)}


def _is_right(owed: ExpectedList, answer: Answer, assistant: Assistant) -> bool:
    given = [assistant.index.activities[entry] for entry in answer.activities]
    if owed.titles:
        return answer.outcome == "answered" and sorted(e.title_lines for e in given) == sorted(owed.titles)
    shown = any(owed.plan[0] <= hit.passage.lines[0] <= owed.plan[1] for hit in answer.hits)
    return answer.outcome == "says_none" and not given and shown


def expected_lists(assistant: Assistant) -> Iterator[ExpectedList]:
    """Each question with its set, as the two gold files have it."""
    catalogue = assistant.index.collection.catalogue
    organisations = {fold(entry.name): entry for entry in catalogue.organisations}
    goals = sorted({goal.number for programme in catalogue.programmes for goal in programme.goals if goal.number})
    for file in ("structure-dev.json", "structure.json"):
        for plan in json.loads((DATA / "gold" / file).read_text(encoding="utf-8"))["plans"]:
            organisation = organisations[fold(plan["organisation"])]
            lines = (plan["first_line"], plan["last_line"])
            titles = [
                (entry["goal"], entry["kind"], (entry["title_lines"][0], entry["title_lines"][1]))
                for entry in plan["activities"]
            ]
            for wording, kinds in _WORDINGS:
                for goal in goals:
                    owed = frozenset(title for under, kind, title in titles if under == goal and kind in kinds)
                    yield ExpectedList(wording, _asked(wording, organisation, goal), owed, lines)
            everything = frozenset(title for _, kind, title in titles if kind in COMMITMENT_KINDS)
            yield ExpectedList(_WHOLE, _WHOLE.format(name=in_sentence(organisation)), everything, lines)


def _asked(wording: str, organisation: Organisation, goal: int) -> str:
    board = organisation.board[0].lower() + organisation.board[1:]
    return wording.format(
        name=in_sentence(organisation), short=organisation.abbreviation, board=board,
        goal=goal, ordinal=_ORDINALS[goal - 1],
    )  # fmt: skip
