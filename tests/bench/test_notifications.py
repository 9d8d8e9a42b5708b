"""What the bells of a tab say of order and waiting."""

from bench.notifications import LONGEST, falls, waits


def test_falls_count_bells_that_show_less_than_before() -> None:
    assert [falls(bells) for bells in ([], [1, 3, 3, 9], [1, 5, 4, 6, 2])] == [0, 0, 2]


def test_commit_waits_for_the_first_bell_that_counts_it() -> None:
    bells = [(1.0, 2), (2.5, 7)]

    assert list(waits(bells, [(1, 0.5), (2, 0.75), (5, 1.5), (9, 3.0)])) == [0.5, 0.25, 1.0, LONGEST]
