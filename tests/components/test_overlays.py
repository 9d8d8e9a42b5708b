"""Menus: an entry that does not hold for the thing is not there."""

import reflex as rx

from prapazar import components as ui


def _menu(entry: ui.MenuEntry) -> str:
    return str(ui.dropdown_menu(["More"], entry, label="More"))


def test_menu_entry_is_there_only_where_it_holds() -> None:
    always = _menu(ui.MenuEntry(label="Refund"))
    sometimes = _menu(ui.MenuEntry(label="Refund", when=rx.Var("row.paid", _var_type=bool)))

    assert ("row.paid" in always, "row.paid" in sometimes) == (False, True)
    assert always.count("Refund") == sometimes.count("Refund") == 1
