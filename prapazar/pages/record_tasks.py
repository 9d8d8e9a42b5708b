"""On the page of a record: the way to a task that is about it."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import may

t = ui.t


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
