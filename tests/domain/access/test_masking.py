"""The one rule by which words about buyers are hidden, and stay what they are when they come back as dots."""

from dataclasses import dataclass
from uuid import uuid4

from prapazar.domain.access import masking
from prapazar.foundation.scope import Scope

OPEN = Scope(uuid4())
BLIND = Scope(uuid4(), masks=frozenset({"buyer.phone"}))


@dataclass(frozen=True)
class Row:
    number: str
    words: str
    tags: list[str]
    answer: str | None


def test_row_loses_what_people_wrote_only_for_who_may_not_see_buyers() -> None:
    row = Row("T-1", "Ben Ayşe", ["Ayşe", "acil"], None)

    shown = [masking.row(scope, row, "words", "tags", "answer") for scope in (OPEN, BLIND)]

    assert shown == [row, Row("T-1", "•••", ["•••", "•••"], None)]


def test_words_that_come_back_as_dots_stay_as_they_were() -> None:
    sent = [(OPEN, "•••"), (BLIND, " ••• "), (BLIND, "yeni"), (BLIND, "")]

    kept = [masking.kept(scope, said, "Ben Ayşe") for scope, said in sent]

    assert kept == ["•••", "Ben Ayşe", "yeni", ""]


def test_line_of_a_timeline_loses_what_people_wrote_and_keeps_its_figures() -> None:
    said = {"text": "a", "title": "b", "note": "c", "reason": "d", "detail": "", "units": 2, "sku": "S-1"}

    shown = [masking.values(scope, said) for scope in (OPEN, BLIND)]

    dots = dict.fromkeys(("text", "title", "note", "reason"), "•••")
    assert shown == [said, {**said, **dots}]
