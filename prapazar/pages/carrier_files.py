"""Files to and from carriers: the day's list, movements, bills."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import sheet_steps
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.carrier_files import BILL, MOVEMENTS
from prapazar.states.carrier_files import CarrierFilesState as State

t = ui.t
UPLOAD = "carrier-file"


def page() -> rx.Component:
    return frame(
        ui.page_header(t("billing.title"), back=(t("shipping.title"), routes.SHIPMENTS)),
        rx.cond(
            State.loading,
            ui.skeleton_lines(6),
            rx.fragment(
                ui.card(t("shipping.carriers"), _carriers()), ui.card(t("billing.bills"), _bills()), _dialog()
            ),
        ),
        active=routes.SHIPMENTS,
    )


def _carriers() -> rx.Component:
    columns = [
        ui.Column(
            key="name",
            label=t("shipping.carrier"),
            phone="title",
            grow=True,
            cell=lambda row: rx.el.span(
                ui.channel_mark(row["connector"].to(str), name=row["name"].to(str)),
                rx.cond(row["is_called"] == "", ui.tag(t("shipping.by_hand")), rx.fragment()),
                class_name="pp-row",
            ),
        ),
        ui.Column(key="do", label="", align="right", phone="sub", cell=_steps),
    ]
    connect = ui.link_button(t("shipping.connect_carrier"), href=f"{routes.NEW_CHANNEL}?kind=carrier")
    return rx.fragment(
        rx.el.p(t("billing.movements_text"), class_name="pp-soft pp-small pp-card-lead"),
        ui.data_table(
            columns,
            State.carriers,
            label=t("shipping.carriers"),
            empty=ui.empty_state(t("shipping.carriers_none"), action=connect, icon_name="truck"),
        ),
    )


def _steps(row: ui.Rows) -> rx.Component:
    key = row["id"].to(str)
    by_hand = rx.fragment(
        ui.link_button(
            t("billing.day_list"),
            href="/api/shipments/movements/" + key + ".xlsx",
            icon_name="download",
            small=True,
            download=True,
        ),
        rx.cond(
            may("fulfillment.write"),
            ui.button(t("billing.upload_movements"), small=True, on_click=State.open_upload(key, MOVEMENTS)),
            rx.fragment(),
        ),
    )
    upload = ui.button(t("billing.upload_bill"), small=True, on_click=State.open_upload(key, BILL))
    return rx.el.span(
        rx.cond(row["is_called"] == "", by_hand, rx.fragment()),
        rx.cond(may("fulfillment.write"), upload, rx.fragment()),
        class_name="pp-row pp-row-end pp-row-wrap",
    )


def _bills() -> rx.Component:
    columns = [
        ui.Column(key="number", label=t("billing.bill_number"), phone="title", link=True),
        ui.Column(
            key="carrier",
            label=t("shipping.carrier"),
            phone="sub",
            grow=True,
            cell=lambda row: ui.channel_mark(row["connector"].to(str), name=row["carrier"].to(str)),
        ),
        ui.Column(key="at", label=t("billing.uploaded")),
        ui.Column(key="rows", label=t("billing.rows"), align="right"),
        ui.Column(key="expected", label=t("billing.expected"), align="right"),
        ui.Column(key="billed", label=t("billing.billed"), align="right", phone="end"),
        ui.Column(
            key="over",
            label=t("billing.over"),
            align="right",
            phone="subend",
            cell=lambda row: rx.el.span(row["over"].to(str), class_name="pp-num " + row["over_tone"].to(str)),
        ),
        ui.Column(key="disputed", label=t("billing.disputed"), align="right"),
    ]
    return ui.data_table(
        columns,
        State.bills,
        label=t("billing.bills"),
        href=lambda row: "/shipments/bills/" + row["id"].to(str),
        empty=ui.empty_state(t("billing.bills_none"), icon_name="receipt"),
    )


def _dialog() -> rx.Component:
    is_bill = State.uploading["what"] == BILL
    number = ui.field(
        "number",
        t("billing.bill_number"),
        rx.el.input(
            id="f-number",
            value=State.number,
            on_change=State.set_number,
            class_name="pp-input",
            max_length=80,
        ),
        help_text=t("billing.bill_number_help"),
    )
    tone = rx.match(State.result_tone, ("bad", "pp-bad"), ("wait", "pp-wait"), "pp-good")
    result = rx.el.div(
        rx.el.p(State.result, class_name="pp-small pp-strong " + tone.to(str), role="status"),
        rx.cond(
            State.bill_href != "",
            ui.link_button(t("billing.open_bill"), href=State.bill_href),
            rx.fragment(),
        ),
        rx.cond(
            State.faults.length() > 0,
            rx.el.div(
                rx.el.p(t("billing.faults"), class_name="pp-soft pp-small"),
                rx.el.ul(
                    rx.foreach(State.faults, lambda one: rx.el.li(one, key=one)),
                    class_name="pp-small pp-todo",
                ),
            ),
            rx.fragment(),
        ),
        class_name="pp-stack",
    )
    return ui.dialog(
        t(
            "billing.upload_for",
            carrier=State.uploading["name"],
            what=rx.cond(is_bill, t("billing.upload_bill"), t("billing.upload_movements")),
        ),
        rx.cond(is_bill, number, rx.fragment()),
        _drop(is_bill),
        rx.cond(State.result != "", result, rx.fragment()),
        is_open=State.uploading["what"] != "",
        on_open_change=State.close_upload,
        wide=True,
    )


def _drop(is_bill: rx.Var[bool]) -> rx.Component:
    columns = rx.cond(is_bill, t("billing.bill_columns"), t("billing.movement_columns"))
    return sheet_steps.drop_zone(
        State,
        UPLOAD,
        t("shipping.tariff_file"),
        rx.el.p(columns, class_name="pp-soft pp-small"),
        rx.el.p(t("billing.drop_text", count=State.uploading["most"]), class_name="pp-faint pp-tiny"),
    )


PAGE = Page(
    route=routes.CARRIER_FILES,
    render=page,
    title="billing.title",
    permission="fulfillment.read",
    on_load=[State.load],
    live={"bills.changed": State.load, "channels.changed": State.load},
)
