"""What an answer took says how late a request may have come in, once the quickest way is known."""

import pytest

from prapazar.connector_kit.journeys import ENOUGH, Journeys


def test_all_of_the_time_counts_until_the_quickest_way_is_known() -> None:
    journeys = Journeys()

    lates = [journeys.late("a:stock", 1_000, 0.25) for _ in range(ENOUGH)]

    assert lates == [0.25] * (ENOUGH - 1) + [0.0]


def test_quickest_answer_is_what_nobody_is_late_by() -> None:
    journeys = Journeys()
    for took in [0.2] * ENOUGH:
        journeys.late("a:stock", 1_000, took)

    assert journeys.late("a:stock", 1_000, 0.5) == pytest.approx(0.3, abs=0.001)


def test_sizes_and_limits_have_ways_of_their_own() -> None:
    journeys = Journeys()
    for took in [0.2] * ENOUGH:
        journeys.late("a:stock", 1_000, took)

    lates = [journeys.late("a:stock", 60, 0.5), journeys.late("a:price", 1_000, 0.5)]

    assert lates == [0.5, 0.5]


def test_way_that_became_longer_is_learnt() -> None:
    journeys = Journeys()
    for took in [0.1] * ENOUGH:
        journeys.late("a:stock", 1_000, took)

    lates = [journeys.late("a:stock", 1_000, 0.3) for _ in range(3_000)]

    assert lates[0] == pytest.approx(0.2, abs=0.001)
    assert lates[-1] == 0
