"""Killed at random moments, commands leave nothing half done; ``python -m eval bench kills`` does it 100 times."""

import pytest

from eval.benchmarks.crash_safety import WAYS, kill_many


@pytest.mark.slow
def test_killed_at_random_moments_the_old_index_serves_and_the_next_build_succeeds() -> None:
    """Three of each: the index in use answers, folder and catalogue agree, the next build takes up what is there."""
    found = kill_many(3 * len(WAYS), seed=1)
    assert [kill.faults for kill in found] == [()] * 3 * len(WAYS)
    assert [kill.way for kill in found] == [*WAYS] * 3
