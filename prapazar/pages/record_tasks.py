"""On the page of a record: the open tasks that are about it, and the way to a new one."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import may
from prapazar.states.record_tasks import RecordTasksState as State

t = ui.t
LOAD = State.load


def new_task(kind: str, record_id: rx.Var[str]) -> rx.Component:
    """`kind`: of planning's links, `order` or `customer`."""
    return rx.cond(
        may("calendar.write"),
        ui.link_button(
            t("tasks.new_about"),
            href=rx.Var.create(routes.new_task(kind)) + record_id.to(str),
            icon_name="square-check-big",
        ),
        rx.fragment(),
    )


def open_tasks() -> rx.Component:
    """Nothing where there are none: the way to a new one stands in the head."""

    def one(row: ui.Rows) -> rx.Component:
        return rx.el.li(
            rx.el.div(
                ui.link(row["title"], href=rx.Var.create(f"{routes.TASKS}?task=") + row["id"].to(str)),
                rx.cond(
                    row["assignee"] != "",
                    rx.el.span(row["assignee"], class_name="pp-soft pp-small"),
                    rx.el.span(t("tasks.nobody"), class_name="pp-soft pp-small"),
                ),
                class_name="pp-lines pp-grow",
            ),
            rx.cond(
                row["due"] != "",
                ui.badge(row["due"], rx.cond(row["late"] != "", "bad", "neutral")),
                rx.fragment(),
            ),
            class_name="pp-row",
            key=row["id"],
        )

    return rx.cond(
        State.rows.length() > 0,
        ui.card(t("tasks.open_ones"), rx.el.ul(rx.foreach(State.rows, one), class_name="pp-todo")),
        rx.fragment(),
    )
