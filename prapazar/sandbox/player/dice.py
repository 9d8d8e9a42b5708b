"""Repeatable chance: the same words always throw the same numbers."""

from datetime import timedelta
from random import Random


def dice(*words: object) -> Random:
    return Random(" ".join(str(word) for word in words))  # noqa: S311  a demo wants repeatable chance, not secrets


def between(thrown: Random, least: timedelta, most: timedelta) -> timedelta:
    return least + timedelta(seconds=thrown.randint(0, int((most - least).total_seconds())))
