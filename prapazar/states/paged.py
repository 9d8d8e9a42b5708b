"""Pages of a list that is no `Listing`: each begins where the one before ended."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import reflex as rx

from prapazar.states.list_kind import PAGE

_Row = TypeVar("_Row")


class Paged(rx.State, mixin=True):  # type: ignore[call-arg]  # a word of Reflex's metaclass
    page: int = 0
    has_next: bool = False
    range_label: str = ""
    _ends: list[str] = []
    """Where each page before the next one ended."""

    def _to_first(self) -> None:
        self.page, self._ends = 0, []

    def _step(self, step: int) -> None:
        if step > 0 and self.has_next:
            self.page += 1
        elif step < 0 and self.page:
            self.page -= 1

    def _after(self) -> str:
        """Where the page to be read begins; "" for the first."""
        return self._ends[self.page - 1] if 0 < self.page <= len(self._ends) else ""

    def _cut(self, rows: Sequence[_Row], cursor: Callable[[_Row], str]) -> Sequence[_Row]:
        """The rows of the page out of those read: one more than it holds where there is a next."""
        here = rows[:PAGE]
        self.has_next = len(rows) > PAGE
        if self.has_next:
            self._ends = [*self._ends[: self.page], cursor(here[-1])]
        first = self.page * PAGE + 1
        self.range_label = f"{first}–{first + len(here) - 1}" if here else ""
        return here
