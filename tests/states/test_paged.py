"""Pages of a list that begin where the one before ended."""

from types import SimpleNamespace
from typing import Any

from prapazar.states.list_kind import PAGE
from prapazar.states.paged import Paged

_PAGED: Any = Paged
_ALL = list(range(PAGE * 2 + 3))


class _List(SimpleNamespace):
    """What is mixed in, on a list of numbers that is told where to begin."""

    def look(self) -> list[int]:
        after = int(_PAGED._after(self) or -1)  # noqa: SLF001 - what the screens call
        read = [one for one in _ALL if one > after][: PAGE + 1]
        return list(_PAGED._cut(self, read, str))  # noqa: SLF001

    def step(self, step: int) -> list[int]:
        _PAGED._step(self, step)  # noqa: SLF001
        return self.look()


def _list(**more: Any) -> _List:  # noqa: ANN401 - any field
    return _List(**{"page": 0, "has_next": False, "range_label": "", "_ends": [], **more})


def test_every_row_stands_on_one_page_and_the_way_back_leads_over_the_same() -> None:
    found = _list()
    forth = [found.look(), found.step(1), found.step(1)]
    label = found.range_label
    beyond = found.step(1)
    back = [found.step(-1), found.step(-1), found.step(-1)]

    assert [one for page in forth for one in page] == _ALL
    assert (label, found.page) == (f"{2 * PAGE + 1}–{2 * PAGE + 3}", 0)
    assert (beyond, back) == (forth[2], [forth[1], forth[0], forth[0]])


def test_list_that_fits_has_no_next_page_and_an_empty_one_no_range() -> None:
    found = _list()
    _PAGED._cut(found, [1, 2], str)  # noqa: SLF001
    fits = (found.has_next, found.range_label)
    _PAGED._cut(found, [], str)  # noqa: SLF001

    assert (fits, found.range_label) == ((False, "1–2"), "")


def test_another_question_begins_at_its_first_page() -> None:
    found = _list()
    found.look()
    found.step(1)

    _PAGED._to_first(found)  # noqa: SLF001

    assert found.look() == _ALL[:PAGE]
