"""The import wizard and the latest runs."""

import reflex as rx

from prapazar import components as ui
from prapazar.components import client
from prapazar.foundation import routes
from prapazar.pages import sheet_steps
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.imports import ImportsState as State
from prapazar.states.session import SessionState

t = ui.t
UPLOAD = "products"


def page() -> rx.Component:
    return frame(
        ui.page_header(t("imports.title"), back=(t("products.title"), routes.PRODUCTS)),
        rx.cond(SessionState.can["products.write"], _wizard(), rx.fragment()),
        ui.card(t("imports.runs"), _runs()),
        active=routes.IMPORTS,
    )


def _wizard() -> rx.Component:
    steps = [t(f"imports.step_{name}") for name in ("file", "columns", "preview", "run")]
    return ui.card(
        None,
        ui.stepper(steps, current=State.step),
        rx.cond(State.problem != "", ui.banner(State.problem, tone="bad"), rx.fragment()),
        rx.match(State.step, (0, _file()), (1, sheet_steps.columns_step(State)), (2, _preview()), _run()),
    )


def _file() -> rx.Component:
    help_text = rx.el.p(t("imports.drop_help"), class_name="pp-soft pp-small")
    zone = sheet_steps.drop_zone(State, UPLOAD, t("imports.drop"), help_text)
    example = ui.button(
        t("imports.template"), on_click=client.go("/api/products/export.xlsx"), icon_name="download"
    )
    return rx.el.div(zone, rx.el.div(example, class_name="pp-row"), class_name="pp-stack")


def _preview() -> rx.Component:
    columns = [
        ui.Column(key="sku", label=t("products.sku"), phone="sub"),
        ui.Column(key="name", label=t("products.name"), phone="title", grow=True, hint="name"),
        ui.Column(key="cause", label=t("imports.cause"), phone="subend", grow=True, hint="cause"),
        ui.Column(key="value", label=t("imports.value"), hint="value"),
    ]
    return sheet_steps.preview_step(State, columns)


def _run() -> rx.Component:
    is_open = State.run["is_open"] != ""
    return rx.el.div(
        rx.el.div(
            rx.el.strong(State.run["source"]),
            ui.badge(State.run["status_label"], State.run["tone"]),
            class_name="pp-row",
        ),
        rx.cond(
            is_open,
            ui.progress_bar(
                percent=State.percent,
                label=State.run["count"],
                detail=State.run["sum"],
                on_cancel=State.cancel,
            ),
            rx.el.p(State.run["sum"], class_name="pp-num"),
        ),
        rx.cond(State.errors.length() > 0, _errors(), rx.fragment()),
        rx.cond(
            is_open,
            rx.fragment(),
            rx.el.div(
                ui.button(t("imports.again"), on_click=State.again),
                ui.link_button(t("products.title"), href=routes.PRODUCTS, kind="primary"),
                class_name="pp-row",
            ),
        ),
        class_name="pp-stack",
    )


def _errors() -> rx.Component:
    columns = [
        ui.Column(key="row", label=t("imports.row"), align="right", phone="end"),
        ui.Column(key="column", label=t("imports.column"), phone="sub"),
        ui.Column(key="cause", label=t("imports.cause"), phone="title", grow=True, hint="cause"),
        ui.Column(key="value", label=t("imports.value"), phone="subend", hint="value"),
    ]
    return rx.el.div(
        rx.el.div(
            rx.el.h3(t("imports.errors")),
            rx.el.span(class_name="pp-grow"),
            ui.button(
                t("imports.errors_csv"), icon_name="download", small=True, on_click=State.download_errors
            ),
            class_name="pp-row",
        ),
        ui.data_table(columns, State.errors, label=t("imports.errors")),
    )


def _runs() -> rx.Component:
    columns = [
        ui.Column(key="source", label=t("imports.source"), phone="title", grow=True, cell=_source),
        ui.Column(key="kind", label=t("imports.kind"), phone="sub"),
        ui.Column(
            key="status_label",
            label=t("imports.result"),
            phone="end",
            cell=lambda row: ui.badge(row["status_label"], row["tone"]),
        ),
        ui.Column(key="sum", label=t("imports.outcome"), phone="subend"),
        ui.Column(key="at", label=t("imports.when"), hint="at_full", align="right"),
    ]
    return ui.data_table(
        columns,
        State.runs,
        label=t("imports.runs"),
        loading=State.loading,
        skeleton_rows=3,
        empty=ui.empty_state(t("imports.no_runs"), icon_name="upload"),
    )


def _source(row: ui.Rows) -> rx.Component:
    return rx.el.button(
        row["source"],
        type="button",
        on_click=State.show_run(row["id"].to(str)),
        class_name="pp-link pp-plain-button",
    )


PAGE = Page(
    route=routes.IMPORTS,
    render=page,
    title="imports.title",
    permission="products.read",
    on_load=[State.load],
    live={"imports.changed": State.news},
)
