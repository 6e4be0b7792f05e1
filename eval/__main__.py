"""``python -m eval``: the evaluation. ``… bench``: speed and memory. ``… fit``: the weights of refusing."""

import os
import sys

from assistant.answer import Assistant
from assistant.service import open_index, the_embedder
from assistant.settings import read_settings
from eval.bench import bench
from eval.fit import fit
from eval.questions import load_questions
from eval.report import table
from eval.retrieval import measure, rankings, refusals
from eval.strata import strata_table


def main() -> int:
    """Print how well passages are found and how often a question is wrongly answered or refused."""
    if sys.argv[1:] == ["bench"]:
        print(bench())
        return 0
    if sys.argv[1:] not in ([], ["fit"]):
        print(
            f"python -m eval: {sys.argv[1]!r} is not known; leave it out, or say 'bench' or 'fit'",
            file=sys.stderr,
        )
        return 2
    settings = read_settings(os.environ)
    embedder = the_embedder(settings)
    index = open_index(settings, embedder)
    if sys.argv[1:] == ["fit"]:
        print(fit(Assistant(index, embedder)))
        return 0
    sample, outside = load_questions("sample"), load_questions("outside")

    answerable = sum(bool(question.targets) for question in sample)
    print(
        f"Finding the passage: {answerable} questions with an answer in the documents (development sample)\n"
    )
    rows = [measure(name, ranking, sample) for name, ranking in rankings(index, embedder).items()]
    print(
        table(
            ["search", "recall@5", "RR"],
            [[row.name, f"{row.recall_at_5:.2f}", f"{row.reciprocal_rank:.2f}"] for row in rows],
        )
    )

    print("\nAnswering and refusing\n")
    assistant = Assistant(index, embedder)
    sets = {"development sample": sample, "other subjects": outside}
    found = {name: refusals(assistant, questions) for name, questions in sets.items()}
    print(
        table(
            ["questions", "answers refused", "answered without an answer"],
            [
                [name, f"{r.false_refusals} of {r.answerable}", f"{r.false_answers} of {r.unanswerable}"]
                for name, r in found.items()
            ],
        )
    )
    for split in ("dev", "test"):
        print(f"\nBy stratum, {split}\n")
        print(strata_table(assistant, split))
    return 0


if __name__ == "__main__":
    sys.exit(main())
