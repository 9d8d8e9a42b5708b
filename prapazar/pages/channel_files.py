"""The part of a store's page for channels that go by files: product file, order file, shipped orders."""

import reflex as rx

from prapazar import components as ui
from prapazar.components import client
from prapazar.foundation import routes
from prapazar.pages import sheet_steps
from prapazar.states.channel_files import ChannelFilesState as State
from prapazar.states.channels import ChannelState
from prapazar.states.session import SessionState

t = ui.t
UPLOAD = "orders"


def left() -> rx.Component:
    return rx.fragment(
        ui.card(t("files.about"), rx.el.p(State.says), _to_products()),
        rx.cond(State.can["product_file"], _products(), rx.fragment()),
        rx.cond(State.can["order_file"], _orders(), rx.fragment()),
        rx.cond(State.can["shipment_file"], _shipments(), rx.fragment()),
        _one_run(),
    )


def settings() -> rx.Component:
    """How its files are written and read."""
    return rx.cond(ChannelState.store["by_files"] != "", ui.card(t("files.form"), _form()), rx.fragment())


def _to_products() -> rx.Component:
    """Articles of a closed platform come in by the product import."""
    return rx.cond(
        State.is_history & SessionState.can["products.write"],
        rx.el.div(
            ui.link_button(t("files.old_products"), href=routes.IMPORTS, icon_name="upload", small=True)
        ),
        rx.fragment(),
    )


def _products() -> rx.Component:
    return ui.card(
        t("files.products"),
        rx.el.p(t("files.products_text"), class_name="pp-soft pp-small"),
        rx.cond(
            SessionState.can["products.read"],
            rx.el.div(
                ui.switch(
                    "only_changed",
                    t("files.only_changed"),
                    checked=State.only_changed,
                    on_change=State.set_only_changed,
                ),
                rx.el.span(class_name="pp-grow"),
                ui.button(
                    t("files.make_products"),
                    kind="primary",
                    icon_name="file-down",
                    on_click=State.make_products,
                ),
                class_name="pp-row pp-row-wrap",
            ),
            rx.fragment(),
        ),
        _runs(State.product_runs, t("files.products")),
    )


def _shipments() -> rx.Component:
    return ui.card(
        t("files.shipments"),
        rx.el.p(t("files.shipments_text"), class_name="pp-soft pp-small"),
        rx.cond(
            SessionState.can["orders.read"],
            rx.el.div(
                ui.switch(
                    "only_new", t("files.only_new"), checked=State.only_new, on_change=State.set_only_new
                ),
                rx.el.span(class_name="pp-grow"),
                ui.button(t("files.make_shipments"), icon_name="file-down", on_click=State.make_shipments),
                class_name="pp-row pp-row-wrap",
            ),
            rx.fragment(),
        ),
        _runs(State.shipment_runs, t("files.shipments")),
    )


def _orders() -> rx.Component:
    steps = [t(f"imports.step_{name}") for name in ("file", "columns", "preview")]
    return ui.card(
        rx.cond(State.is_history, t("files.history"), t("files.orders")),
        rx.el.p(t("files.orders_text"), class_name="pp-soft pp-small"),
        rx.cond(
            SessionState.can["orders.write"],
            rx.el.div(
                rx.cond(State.step > 0, ui.stepper(steps, current=State.step), rx.fragment()),
                rx.cond(State.problem != "", ui.banner(State.problem, tone="bad"), rx.fragment()),
                rx.match(
                    State.step,
                    (0, sheet_steps.drop_zone(State, UPLOAD, t("files.drop"))),
                    (1, sheet_steps.columns_step(State)),
                    _preview(),
                ),
                class_name="pp-stack",
            ),
            rx.el.p(t("files.orders_denied"), class_name="pp-small"),
        ),
        _runs(State.order_runs, t("files.orders")),
    )


def _preview() -> rx.Component:
    columns = [
        ui.Column(key="number", label=t("files.order"), phone="title"),
        ui.Column(key="cause", label=t("imports.cause"), phone="sub", grow=True, hint="cause"),
        ui.Column(key="value", label=t("imports.value"), phone="subend", hint="value"),
    ]
    return sheet_steps.preview_step(State, columns)


def _runs(rows: rx.Var[list[dict[str, str]]], label: rx.Var[str]) -> rx.Component:
    """Nothing before the first file: what to do stands above."""
    columns = [
        ui.Column(key="source", label=t("files.file"), phone="title", grow=True, hint="source", cell=_source),
        ui.Column(
            key="status_label",
            label=t("imports.result"),
            phone="end",
            cell=lambda row: ui.badge(row["status_label"], row["tone"]),
        ),
        ui.Column(key="sum", label=t("imports.outcome"), phone="sub"),
        ui.Column(key="at", label=t("imports.when"), hint="at_full", align="right"),
        ui.Column(key="download", label="", align="right", phone="subend", cell=_reach),
    ]
    table = ui.data_table(columns, rows, label=label)
    return rx.cond(rows.length() > 0, rx.el.div(table), rx.fragment())


def _source(row: ui.Rows) -> rx.Component:
    return rx.el.button(
        row["source"],
        type="button",
        on_click=State.open_run(row["id"].to(str)),
        class_name="pp-link pp-plain-button pp-cut",
    )


def _reach(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["is_open"] != "",
        ui.icon_button("x", t("words.cancel"), on_click=State.cancel(row["id"].to(str))),
        rx.cond(
            row["download"] != "",
            ui.icon_button("download", t("files.download"), on_click=client.go(row["download"].to(str))),
            rx.fragment(),
        ),
    )


def _one_run() -> rx.Component:
    title = rx.cond(State.run["kind"] == "order_file", t("imports.errors"), t("files.left_out"))
    return ui.sheet(
        State.run["source"],
        rx.el.div(
            ui.badge(State.run["status_label"], State.run["tone"]),
            rx.el.span(State.run["at_full"], class_name="pp-soft pp-small"),
            class_name="pp-row",
        ),
        rx.el.p(State.run["sum"], class_name="pp-num"),
        rx.cond(
            State.errors.length() > 0,
            rx.fragment(
                rx.el.div(
                    rx.el.h3(title),
                    rx.el.span(class_name="pp-grow"),
                    ui.button(
                        t("imports.errors_csv"),
                        icon_name="download",
                        small=True,
                        on_click=State.download_errors,
                    ),
                    class_name="pp-row",
                ),
                rx.el.ul(rx.foreach(State.errors, _error), aria_label=title, class_name="pp-todo"),
                rx.cond(
                    State.errors_note != "",
                    rx.el.p(State.errors_note, class_name="pp-soft pp-small"),
                    rx.fragment(),
                ),
            ),
            rx.fragment(),
        ),
        is_open=State.run_open,
        on_open_change=State.close_run,
    )


def _error(error: ui.Rows) -> rx.Component:
    """Where and why, in whole sentences: a cut one helps nobody to mend a file."""
    return rx.el.li(
        rx.el.span(error["place"], class_name="pp-strong pp-small"),
        rx.el.span(error["cause"], class_name="pp-small"),
        class_name="pp-lines",
        key=error["id"].to(str),
    )


def _form() -> rx.Component:
    def one(field: ui.Rows) -> rx.Component:
        name = field["name"].to(str)
        fault = State.form_faults[name]
        marks = {"id": "f-" + name, "name": name, "default_value": field["value"]}
        return rx.el.div(
            rx.el.label(field["label"], html_for="f-" + name),
            rx.cond(
                field["kind"] == "choice",
                rx.el.select(ui.options(State.form_choices[name]), class_name="pp-input pp-select", **marks),
                rx.el.input(type="text", auto_complete="off", class_name="pp-input", **marks),
            ),
            rx.cond(field["help"] != "", rx.el.p(field["help"], class_name="pp-help"), rx.fragment()),
            rx.cond(fault.to(bool), rx.el.p(fault, role="alert", class_name="pp-error"), rx.fragment()),
            class_name="pp-field",
            key=name,
        )

    return ui.edit_form(
        rx.foreach(State.form_fields, one), on_save=State.save_form, version=State.form_version
    )
