"""The parts of a home on a grid of three columns, over assets/js/home_board.js."""

import reflex as rx

from prapazar.components.icons import icon
from prapazar.components.kinds import Child, Handler, Text
from prapazar.components.language import t


def _moved(key: rx.Var[str], to: rx.Var[int]) -> tuple[rx.Var[str], rx.Var[int]]:
    return (key, to)


def _named(key: rx.Var[str]) -> tuple[rx.Var[str]]:
    return (key,)


class HomeBoard(rx.Component):
    """Parts marked `data-widget`, heads marked `data-grip`."""

    library = "$/public/js/home_board.js"
    tag = "PpHomeBoard"

    on_move: rx.EventHandler[_moved]
    on_shift: rx.EventHandler[_moved]
    on_undo: rx.EventHandler[_named]


def home_board(*parts: Child, on_move: Handler, on_shift: Handler, on_undo: Handler) -> rx.Component:
    """`on_move(key, to)` by dragging, `on_shift(key, by)` by the arrow keys, `on_undo(key)` from a toast."""
    return HomeBoard.create(*parts, on_move=on_move, on_shift=on_shift, on_undo=on_undo, class_name="pp-home")


def home_part(
    key: Text, title: Child, *children: Child, size: Text, actions: Child, busy: rx.Var[bool], label: Text
) -> rx.Component:
    """One part: grip, name and menu, what it says below. `size`: the columns it takes, as a text."""
    grip = rx.el.button(
        icon("grip-vertical", size=14),
        type="button",
        class_name="pp-grip",
        aria_label=t("homes.grip", title=label),
        title=t("homes.grip_help"),
        data_grip="1",
    )
    head = rx.el.header(
        grip,
        rx.el.h2(title, class_name="pp-grow pp-cut"),
        actions,
        class_name="pp-card-head",
        draggable=True,
        data_grip="1",
    )
    return rx.el.section(
        head,
        rx.el.div(*children, class_name="pp-card-body"),
        class_name="pp-card pp-part",
        aria_busy=rx.cond(busy, "true", "false"),
        aria_label=label,
        data_widget=key,
        data_size=size,
        key=key,
    )
