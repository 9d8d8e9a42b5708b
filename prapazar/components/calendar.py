"""The calendar and the board of cards, over assets/js/calendar.js (FullCalendar) and assets/js/board.js."""

from typing import Any

import reflex as rx

from prapazar.components.kinds import Child, Flag, Handler, Rows
from prapazar.components.language import LOCALE, t

_VERSION = "6.1.21"
"""Of every package of FullCalendar: not each has every patch number."""


def _range(since: rx.Var[str], until: rx.Var[str]) -> tuple[rx.Var[str], rx.Var[str]]:
    return since, until


def _moved(
    key: rx.Var[str], starts: rx.Var[str], ends: rx.Var[str], is_all_day: rx.Var[bool]
) -> tuple[rx.Var[str], rx.Var[str], rx.Var[str], rx.Var[bool]]:
    return key, starts, ends, is_all_day


def _opened(key: rx.Var[str]) -> tuple[rx.Var[str]]:
    return (key,)


def _chosen(
    starts: rx.Var[str], ends: rx.Var[str], is_all_day: rx.Var[bool]
) -> tuple[rx.Var[str], rx.Var[str], rx.Var[bool]]:
    return starts, ends, is_all_day


def _placed(
    card: rx.Var[str], column: rx.Var[str], place: rx.Var[int]
) -> tuple[rx.Var[str], rx.Var[str], rx.Var[int]]:
    return card, column, place


class Calendar(rx.Component):
    """`events`: FullCalendar's own shape, times on Istanbul's clock without a zone."""

    library = "$/public/js/calendar.js"
    tag = "PpCalendar"
    lib_dependencies: list[str] = [
        f"@fullcalendar/{name}@{_VERSION}"
        for name in ("core", "react", "daygrid", "timegrid", "list", "interaction")
    ]

    events: rx.Var[list[dict[str, Any]]]
    lang: rx.Var[str]
    words: rx.Var[dict[str, str]]
    editable: rx.Var[bool]
    on_range: rx.EventHandler[_range]
    on_move: rx.EventHandler[_moved]
    on_open: rx.EventHandler[_opened]
    on_new: rx.EventHandler[_chosen]
    on_undo: rx.EventHandler[rx.event.no_args_event_spec]


class Board(rx.Component):
    """Columns marked `data-column` with cards marked `data-card`."""

    library = "$/public/js/board.js"
    tag = "PpBoard"

    movable: rx.Var[bool]
    on_move: rx.EventHandler[_placed]


_WORDS = (
    *("today", "month", "week", "day", "list", "previous", "next", "empty"),
    *("all_day", "more", "three_days"),
)


def calendar(
    events: Rows,
    *,
    editable: Flag,
    on_range: Handler,
    on_move: Handler,
    on_open: Handler,
    on_new: Handler,
    on_undo: Handler,
) -> rx.Component:
    """`on_move(key, starts, ends, is_all_day)`, `on_new(starts, ends, is_all_day)`; on Istanbul's clock."""
    words: dict[str, Any] = {word: t(f"calendar.{word}") for word in _WORDS}
    return Calendar.create(
        events=events,
        lang=LOCALE,
        words=rx.Var.create(words),
        editable=editable,
        on_range=on_range,
        on_move=on_move,
        on_open=on_open,
        on_new=on_new,
        on_undo=on_undo,
        class_name="pp-calendar",
    )


def board(*columns: Child, movable: Flag, on_move: Handler, flows: bool = False) -> rx.Component:
    """`on_move(card, column, place)`, the place from the top of the column. `flows`: as many columns as there are."""
    shape = "pp-board pp-board-flow" if flows else "pp-board"
    return Board.create(*columns, movable=movable, on_move=on_move, class_name=shape)
