"""Chance is repeatable and stays in its span."""

from datetime import timedelta

from prapazar.sandbox.player.dice import between, dice


def test_dice_throw_the_same_for_the_same_words() -> None:
    assert dice("a", 1).random() == dice("a", 1).random()
    assert dice("a", 1).random() != dice("a", 2).random()


def test_between_stays_in_the_span() -> None:
    thrown = dice("span")

    waits = [between(thrown, timedelta(seconds=2), timedelta(seconds=4)) for _ in range(100)]

    assert {wait.total_seconds() for wait in waits} == {2, 3, 4}
