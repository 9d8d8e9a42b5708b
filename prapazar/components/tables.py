"""The table every list is drawn with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx

from prapazar.components.buttons import button, link
from prapazar.components.feedback import empty_state, skeleton
from prapazar.components.icons import icon
from prapazar.components.kinds import Child, Flag, Handler, Rows, Text
from prapazar.components.language import t
from prapazar.components.list_keys import list_keys

Row = Any
Place = Literal["title", "end", "sub", "subend", "hide"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column; without `cell` it prints `row[key]`."""

    key: str
    label: Text
    cell: Callable[[Row], Child] | None = None
    align: Literal["left", "right", "center"] = "left"
    """Numbers stand right and in tabular figures."""
    sort: str | None = None
    """Name handed to `on_sort`; None cannot be sorted by."""
    width: str | None = None
    grow: bool = False
    """Takes what is left and is cut with dots when short; text only, never a number."""
    phone: Place = "hide"
    """Place in the two-line row of a phone: title and end above, sub and subend below."""
    link: bool = False
    """The cell is the row's link (for people who tab and those who listen)."""
    hint: str | None = None
    """Key of the row holding the full text shown on hover."""
    fixed: bool = False
    """Cannot be hidden: what a row cannot be known without."""


def data_table(
    columns: Sequence[Column],
    rows: Rows,
    *,
    label: Text,
    row_id: str = "id",
    href: Callable[[Row], Text] | None = None,
    loading: Flag = False,
    sort: rx.Var[str] | None = None,
    on_sort: Handler = None,
    selected: rx.Var[list[str]] | None = None,
    on_select: Handler = None,
    on_clear: Handler = None,
    empty: Child | None = None,
    new_count: rx.Var[int] | None = None,
    new_label: Text | None = None,
    on_show_new: Handler = None,
    fresh: rx.Var[list[str]] | None = None,
    skeleton_rows: int = 12,
    comfortable: Flag = False,
    hidden: rx.Var[list[str]] | None = None,
) -> rx.Component:
    """`rows`: state var, a list of flat string records.

    `sort` is "name" or "-name"; `on_sort(name)` is called with the value the click asks for.
    `on_select(ids: list[str], checked: bool)` serves one row, a shift range and the whole page alike.
    `new_count` > 0 shows a pill above the list; `on_show_new` loads them, by itself where nobody's pointer or
    focus is in the list. Ids in `fresh` are tinted once. `hidden`: keys of columns not drawn on wide screens.
    """
    frame = _Frame(
        columns=columns,
        row_id=row_id,
        href=href,
        selected=selected,
        fresh=fresh,
        sort=sort,
        on_sort=on_sort,
        hidden=hidden,
    )
    drawn = rx.foreach(rows, lambda row: frame.row(row))  # noqa: PLW0108 - foreach counts the arguments of a method wrongly
    body = rx.el.tbody(
        rx.cond(
            loading,
            rx.fragment(*(frame.skeleton_row() for _ in range(skeleton_rows))),
            drawn,
        )
        if loading is not False
        else drawn,
    )
    nothing = empty if empty is not None else empty_state(t("lists.empty"))
    handlers: dict[str, Any] = {"on_select": on_select, "on_clear": on_clear}
    if new_count is not None and on_show_new is not None:
        handlers |= {"waiting": new_count, "on_fresh": on_show_new}
    return rx.el.div(
        _new_pill(new_count, new_label, on_show_new),
        list_keys(
            rx.el.table(
                rx.el.caption(label, class_name="pp-hidden"),
                rx.el.thead(frame.head(rows)),
                body,
                class_name=rx.cond(comfortable, "pp-table pp-table-comfortable", "pp-table"),
                aria_busy=loading,
            ),
            class_name="pp-table-wrap",
            **{name: handler for name, handler in handlers.items() if handler is not None},
        ),
        rx.cond((rows.length() == 0) & ~rx.Var.create(loading).to(bool), nothing, rx.fragment()),
        class_name="pp-table-box",
    )


def no_hits(filter_label: Text, on_drop: Handler, on_clear: Handler = None) -> rx.Component:
    """Filters found nothing: names the one to drop; where no single one helps (""), all of them."""
    one = button(t("lists.drop_filter", filter=filter_label), on_click=on_drop, icon_name="x")
    every = button(t("lists.clear_filters"), on_click=on_clear if on_clear is not None else on_drop)
    named = rx.Var.create(filter_label).to(str) != ""
    return empty_state(t("lists.no_hits"), icon_name="search-x", action=rx.cond(named, one, every))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """What head, rows and skeleton share."""

    columns: Sequence[Column]
    row_id: str
    href: Callable[[Row], Text] | None
    selected: rx.Var[list[str]] | None
    fresh: rx.Var[list[str]] | None
    sort: rx.Var[str] | None
    on_sort: Handler
    hidden: rx.Var[list[str]] | None = None

    def head(self, rows: Rows) -> rx.Component:
        first = []
        if self.selected is not None:
            every = (rows.length() > 0) & (self.selected.length() >= rows.length())
            box = rx.el.input(
                type="checkbox",
                checked=every,
                read_only=True,
                data_select="*",
                aria_label=t("lists.select_page"),
            )
            first = [rx.el.th(box, class_name="pp-check", scope="col")]
        return rx.el.tr(*first, *(self._head_cell(column) for column in self.columns))

    def row(self, row: Row) -> rx.Component:
        name = row[self.row_id].to(str)
        marks: dict[str, Any] = {"data_row_id": name, "tab_index": -1}
        if self.href is not None:
            marks["data_href"] = self.href(row)
        if self.fresh is not None:
            marks["data_fresh"] = rx.cond(self.fresh.contains(name), "1", "")
        first = []
        if self.selected is not None:
            held = self.selected.contains(name)
            marks["data_selected"] = rx.cond(held, "1", "")
            box = rx.el.input(
                type="checkbox",
                checked=held,
                read_only=True,
                data_select=name,
                aria_label=t("lists.select_row"),
            )
            first = [rx.el.td(rx.el.label(box), class_name="pp-check")]
        return rx.el.tr(*first, *(self._cell(column, row) for column in self.columns), key=name, **marks)

    def skeleton_row(self) -> rx.Component:
        first = [rx.el.td(class_name="pp-check")] if self.selected is not None else []
        return rx.el.tr(
            *first,
            *(
                rx.el.td(skeleton(width="70%"), **self._marks(column), class_name=_classes(column))
                for column in self.columns
            ),
            aria_hidden="true",
        )

    def _cell(self, column: Column, row: Row) -> rx.Component:
        inside = column.cell(row) if column.cell is not None else row[column.key]
        if column.link and self.href is not None:
            inside = link(inside, href=self.href(row), plain=True, class_name="pp-row-link")
        hint = {"title": row[column.hint]} if column.hint is not None else {}
        return rx.el.td(inside, class_name=_classes(column), **self._marks(column), **hint)

    def _marks(self, column: Column) -> dict[str, Any]:
        marks: dict[str, Any] = {"data_phone": column.phone}
        if self.hidden is not None and not column.fixed:
            marks["data_hidden"] = rx.cond(self.hidden.contains(column.key), "1", "")
        return marks

    def _head_cell(self, column: Column) -> rx.Component:
        style = {"width": column.width} if column.width else {}
        marks = self._marks(column)
        if column.sort is None or self.sort is None or self.on_sort is None:
            # A column of buttons needs no word for the eye, but one for the ear.
            silent = isinstance(column.label, str) and not column.label
            label = rx.el.span(t("words.more"), class_name="pp-hidden") if silent else column.label
            return rx.el.th(label, scope="col", class_name=_classes(column), style=style, **marks)
        up, down = self.sort == column.sort, self.sort == f"-{column.sort}"
        first, second = (
            (f"-{column.sort}", column.sort) if column.align == "right" else (column.sort, f"-{column.sort}")
        )
        asked = rx.cond(self.sort == first, second, first)
        return rx.el.th(
            rx.el.button(
                rx.el.span(column.label),
                rx.cond(
                    up, icon("arrow-up", size=12), rx.cond(down, icon("arrow-down", size=12), rx.fragment())
                ),
                type="button",
                on_click=self.on_sort(asked),
                class_name="pp-sort",
            ),
            scope="col",
            aria_sort=rx.cond(up, "ascending", rx.cond(down, "descending", "none")),
            class_name=_classes(column),
            style=style,
            **marks,
        )


def _classes(column: Column) -> str:
    names = [f"pp-{column.align}"] if column.align != "left" else []
    if column.align == "right":
        names.append("pp-num")
    if column.grow:
        names.append("pp-cell-grow")
    return " ".join(names)


def _new_pill(count: rx.Var[int] | None, label: Text | None, on_show: Handler) -> rx.Component:
    if count is None or on_show is None:
        return rx.fragment()
    said = label if label is not None else t("lists.new_rows", count=count)
    return rx.cond(
        count > 0,
        rx.el.div(
            rx.el.button(
                icon("arrow-up", size=12), said, type="button", on_click=on_show, class_name="pp-new-pill"
            ),
            class_name="pp-new-line",
            aria_live="polite",
        ),
        rx.fragment(),
    )
