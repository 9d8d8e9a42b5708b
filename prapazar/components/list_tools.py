"""Around a list: its filters with a sheet of their own on phones, and the menus of its views and its layout."""

from collections.abc import Callable, Sequence

import reflex as rx

from prapazar.components.badges import counter
from prapazar.components.buttons import button, icon_button, kbd
from prapazar.components.facts import key_values
from prapazar.components.icons import icon
from prapazar.components.kinds import Child, Handler, Rows, Text
from prapazar.components.language import t
from prapazar.components.lists import Choice, filter_bar, filter_select
from prapazar.components.overlays import SEPARATOR, MenuEntry, dropdown_menu, popover
from prapazar.components.tables import Column

SHEET = "pp-filter-sheet"


def list_filters(
    *filters: Child,
    search: Child,
    chips: Rows,
    on_remove: Handler,
    on_clear: Handler,
    found: Text,
    sorting: Child | None = None,
) -> rx.Component:
    """Search first. On phones the filters and `sorting` stand in a sheet.

    `found`: how many the filters find, on the button that closes the sheet.
    """
    opener = rx.el.button(
        icon("sliders-horizontal"),
        rx.el.span(t("lists.filters")),
        rx.cond(chips.length() > 0, counter(chips.length()), rx.fragment()),
        type="button",
        class_name="pp-button pp-button-secondary pp-filter-opener",
        custom_attrs={"popoverTarget": SHEET},
    )
    sheet = rx.el.div(
        rx.el.div(
            rx.el.strong(t("lists.filters"), class_name="pp-grow"),
            icon_button("x", t("words.close"), custom_attrs=_closes()),
            class_name="pp-row",
        ),
        *filters,
        *([sorting] if sorting is not None else []),
        button(t("lists.show_hits", count=found), kind="primary", custom_attrs=_closes()),
        id=SHEET,
        role="dialog",
        aria_label=t("lists.filters"),
        custom_attrs={"popover": "auto"},
        class_name="pp-filter-sheet",
    )
    bar = filter_bar(
        search,
        opener,
        *filters,
        chips=chips,
        on_remove=on_remove,
        on_clear=on_clear,
    )
    return rx.el.div(bar, sheet, class_name="pp-list-tools")


def sort_choice(columns: Sequence[Column], *, value: rx.Var[str], on_sort: Handler) -> rx.Component:
    """Sorting where no head of a table is to be seen."""
    choices = [
        Choice(value=sign + column.sort, label=t(f"lists.{way}", column=column.label))
        for column in columns
        if column.sort is not None
        for sign, way in (("", "ascending"), ("-", "descending"))
    ]
    return filter_select(t("lists.sort_by"), value=value, choices=choices, on_change=on_sort)


def view_menu(
    *,
    mark: rx.Var[str],
    is_changed: rx.Var[bool],
    can_save: rx.Var[bool],
    may_share: rx.Var[bool],
    on_name: Callable[[str], Handler],
    on_update: Handler,
    on_share: Callable[[bool], Handler],
    on_delete: Handler,
) -> rx.Component:
    """Keep what is shown, or change the kept view that is. `mark`: `own`, `shared`, `foreign` or ""."""
    save = button(
        t("lists.save_view"),
        kind="quiet",
        icon_name="bookmark",
        on_click=on_name("new"),
        title=t("lists.save_view"),
    )
    update = rx.cond(
        is_changed,
        button(
            t("lists.update_view"),
            kind="quiet",
            icon_name="bookmark-check",
            on_click=on_update,
            title=t("lists.update_view"),
        ),
        rx.fragment(),
    )

    def menu(*sharing: MenuEntry) -> rx.Component:
        return dropdown_menu(
            [icon("bookmark")],
            MenuEntry(label=t("lists.rename_view"), icon_name="pencil", on_click=on_name("rename")),
            MenuEntry(label=t("lists.save_view"), icon_name="bookmark-plus", on_click=on_name("new")),
            *sharing,
            SEPARATOR,
            MenuEntry(label=t("lists.delete_view"), icon_name="trash-2", on_click=on_delete, danger=True),
            label=t("lists.view_actions"),
        )

    share = MenuEntry(label=t("lists.share_view"), icon_name="users", on_click=on_share(True))
    unshare = MenuEntry(label=t("lists.unshare_view"), icon_name="lock", on_click=on_share(False))
    shared_mark = rx.el.span(
        icon("users", size=14), title=t("lists.shared"), class_name="pp-soft pp-row", role="img"
    )
    return rx.match(
        mark,
        ("own", rx.fragment(update, rx.cond(may_share, menu(share), menu()))),
        ("shared", rx.fragment(update, shared_mark, menu(unshare))),
        ("foreign", rx.fragment(shared_mark, rx.cond(is_changed, save, rx.fragment()))),
        rx.cond(can_save, save, rx.fragment()),
    )


def layout_menu(
    columns: Sequence[Column],
    *,
    hidden: rx.Var[list[str]],
    comfortable: rx.Var[bool],
    on_column: Callable[[str, rx.Var[bool]], Handler],
    on_comfortable: Callable[[bool], Handler],
) -> rx.Component:
    """Which columns, and how tall the rows. `on_column(key, shown)`."""
    heights = rx.el.div(
        *(
            rx.el.button(
                t(f"lists.{name}"),
                type="button",
                on_click=on_comfortable(is_tall),
                aria_pressed=comfortable if is_tall else ~comfortable,
                class_name="pp-segment",
            )
            for name, is_tall in (("dense", False), ("comfortable", True))
        ),
        role="group",
        aria_label=t("lists.rows"),
        class_name="pp-segments",
    )
    boxes = rx.el.fieldset(
        rx.el.legend(t("lists.columns"), class_name="pp-soft pp-tiny"),
        *(_column_box(column, hidden, on_column) for column in columns if not column.fixed),
        class_name="pp-column-boxes",
    )
    return popover(
        [icon("settings-2")],
        rx.el.p(t("lists.rows"), class_name="pp-soft pp-tiny"),
        heights,
        boxes,
        label=t("lists.display"),
        align="end",
    )


_KEYS = (
    ("J K", "key_move"),
    ("Enter", "key_open"),
    ("X", "key_select"),
    ("Shift", "key_range"),
    ("A", "key_all"),
    ("B", "key_actions"),
    ("G", "key_made"),
    ("Esc", "key_clear"),
    ("/", "key_palette"),
)


def key_help() -> rx.Component:
    """How a list is driven without the mouse."""
    return popover(
        [icon("keyboard")],
        key_values(*((t(f"lists.{name}"), kbd(keys)) for keys, name in _KEYS)),
        label=t("lists.keys"),
        align="end",
    )


def _column_box(
    column: Column, hidden: rx.Var[list[str]], on_column: Callable[[str, rx.Var[bool]], Handler]
) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            class_name="pp-checkbox",
            checked=~hidden.contains(column.key),
            on_change=lambda shown: on_column(column.key, shown),
        ),
        rx.el.span(column.label),
        class_name="pp-column-box",
    )


def _closes() -> dict[str, str]:
    return {"popoverTarget": SHEET, "popoverTargetAction": "hide"}
