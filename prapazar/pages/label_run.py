"""Labels printed by a worker: their progress, the file, and what was printed lately."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.label_runs import LabelRunState as State

t = ui.t


def page() -> rx.Component:
    none = ui.empty_state(
        t("printing.none"),
        action=ui.link_button(t("shipping.title"), href=routes.SHIPMENTS, kind="primary"),
        icon_name="printer",
    )
    return frame(
        ui.page_header(
            t("printing.title"),
            back=(t("shipping.title"), routes.SHIPMENTS),
            primary=rx.cond(
                State.run["is_open"],
                ui.button(t("printing.stop"), on_click=State.stop),
                rx.fragment(),
            ),
        ),
        rx.cond(
            State.loading,
            ui.skeleton_lines(4),
            rx.cond(State.rows.length() > 0, rx.fragment(_run(), _earlier()), none),
        ),
        active=routes.SHIPMENTS,
    )


def _run() -> rx.Component:
    """What is waited for, or just became ready."""
    fetch = ui.link_button(
        t("printing.fetch"), href=State.run["file"], kind="primary", icon_name="download", download=True
    )
    ready = rx.el.div(
        fetch, rx.el.span(State.run["hint"], class_name="pp-soft"), class_name="pp-row pp-row-wrap"
    )
    return rx.cond(
        State.run["status"],
        rx.fragment(
            ui.progress_bar(percent=State.percent, label=State.run["label"], done=State.run["is_open"] == ""),
            rx.cond(State.run["file"], ready, rx.fragment()),
            rx.cond(State.run["left_out"], ui.banner(State.run["left_out"], tone="wait"), rx.fragment()),
            rx.cond(State.run["why"], ui.banner(State.run["why"], tone="bad"), rx.fragment()),
        ),
        rx.fragment(),
    )


def _earlier() -> rx.Component:
    columns = [
        ui.Column(key="at", label=t("printing.at"), phone="title"),
        ui.Column(key="kind", label=t("printing.kind"), phone="sub"),
        ui.Column(key="count", label=t("printing.count"), align="right"),
        ui.Column(key="person", label=t("printing.by"), grow=True),
        ui.Column(
            key="status",
            label=t("printing.status"),
            phone="end",
            cell=lambda row: ui.badge(row["status"].to(str), row["tone"].to(str)),
        ),
        ui.Column(key="file", label="", align="right", phone="subend", cell=_fetch),
    ]
    return ui.card(
        t("printing.earlier"),
        ui.data_table(columns, State.rows, label=t("printing.earlier"), loading=State.loading),
    )


def _fetch(row: ui.Rows) -> rx.Component:
    link = ui.link_button(
        t("printing.fetch"), href=row["file"].to(str), icon_name="download", small=True, download=True
    )
    return rx.cond(row["file"] != "", link, rx.fragment())


PAGE = Page(
    route=routes.LABEL_RUN,
    render=page,
    title="printing.title",
    permission="fulfillment.read",
    on_load=[State.load],
    live={"labels.progress": State.news},
)
