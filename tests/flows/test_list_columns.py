"""A file holds what the list shows, its sums where they belong."""

import importlib

import pytest

from prapazar.flows import exports, list_columns
from prapazar.flows.list_columns import narrowed
from prapazar.flows.list_sheets import ListSheet
from prapazar.foundation.scope import Scope, system_scope
from tests.factories import people

_STATES = {"claims": "returns"}
_PAGES = {"questions": "inbox", "messages": "messages", "tasks": "tasks", "notifications": "notifications"}
"""Lists that always show the same columns: only their page names them."""


def _sheet() -> ListSheet:
    names = ("item", "sku", "barcode", "channels", "on_hand", "reserved", "safety", "available", "short")
    return ListSheet([name.upper() for name in names], [list(range(9))], (4, 5, 7, 8), names=names)


def test_hidden_columns_stay_out_and_sums_move_along() -> None:
    shown = ["sku", "available", "short", "unknown"]

    found = narrowed(_sheet(), "stock", shown)

    assert (list(found.headings), [list(row) for row in found.rows], found.totals, found.currency) == (
        ["ITEM", "SKU", "AVAILABLE", "SHORT"],
        [[0, 1, 7, 8]],
        (2, 3),
        None,
    )


def test_nothing_asked_leaves_all_columns() -> None:
    sheet = _sheet()

    assert narrowed(sheet, "stock", None) is sheet


@pytest.mark.parametrize("what", sorted(list_columns.OF))
def test_columns_are_those_of_the_screen_and_of_the_file(what: str, database: str) -> None:
    scope: Scope = system_scope(people.merchant())
    listed = exports.LISTS[what]

    sheet = listed.sheet(scope, listed.wanted())

    of = list_columns.OF[what]
    assert len(sheet.names) == len(sheet.headings)
    assert set(of) - {list_columns.ALWAYS} <= _on_screen(what)
    assert {name for names in of.values() for name in names} <= set(sheet.names)


def _on_screen(what: str) -> set[str]:
    if what in _PAGES:
        page = importlib.import_module(f"prapazar.pages.{_PAGES[what]}")
        return {column.key for column in page.columns()}
    state = importlib.import_module(f"prapazar.states.{_STATES.get(what, what)}")
    return set(state.KIND.columns)


def test_every_list_that_can_be_taken_out_lets_its_columns_be_chosen() -> None:
    assert set(list_columns.OF) == set(exports.LISTS)
