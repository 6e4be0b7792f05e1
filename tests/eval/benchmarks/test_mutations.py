"""Changed at random, documents are read or refused; ``python -m eval bench mutations`` does it as often as is asked."""

import random

import pytest

from eval.benchmarks.mutations import changed_file, mutate


@pytest.mark.slow
def test_no_changed_document_breaks_its_reader() -> None:
    """Sixty of every format together: each is read or refused with a sentence, within its limits."""
    made = mutate(60, seed=3)
    assert [(entry.file, entry.why) for entry in made if entry.taken not in ("read", "refused")] == []
    assert {entry.taken for entry in made} == {"read", "refused"}


def test_the_same_seed_changes_alike() -> None:
    """So that what was found can be found again."""
    text = "Mål 1: Trygghet\n\nAktivitet: Kurser\n".encode() * 20
    first, second = (changed_file(text, [text], random.Random(5)) for _ in range(2))
    assert first == second != text
