"""The prices of one carrier, and where a spreadsheet with new ones is dropped."""

import reflex as rx

from prapazar import components as ui
from prapazar.pages.layout import may
from prapazar.states.shipping_carriers import ShippingCarriersState as State

t = ui.t
UPLOAD = "tariff"


def dialog() -> rx.Component:
    return ui.dialog(
        t("shipping.tariff_of", carrier=State.tariff_of["name"]),
        rx.cond(may("settings.write"), _import(), rx.fragment()),
        _table(),
        is_open=State.is_tariff_open,
        on_open_change=State.close_tariff,
        wide=True,
    )


def _table() -> rx.Component:
    columns = [
        ui.Column(key="zone", label=t("shipping.zone"), phone="sub"),
        ui.Column(key="up_to", label=t("shipping.up_to_desi"), align="right", phone="title"),
        ui.Column(key="amount", label=t("shipping.amount"), align="right", phone="end"),
        ui.Column(key="further", label=t("shipping.further_desi"), align="right", phone="subend"),
    ]
    return ui.data_table(
        columns,
        State.tariff,
        label=t("shipping.tariff"),
        empty=ui.empty_state(t("shipping.tariff_none"), icon_name="receipt"),
    )


def _import() -> rx.Component:
    zone = rx.upload(
        rx.el.div(
            ui.icon("upload", size=20),
            rx.el.strong(t("shipping.tariff_file")),
            rx.el.p(t("shipping.tariff_import_text"), class_name="pp-soft pp-small"),
            rx.cond(State.busy, rx.el.p(t("imports.reading"), role="status"), rx.fragment()),
            class_name="pp-drop",
        ),
        id=UPLOAD,
        multiple=False,
        accept={
            "text/csv": [".csv", ".tsv", ".txt"],
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": [".xlsx"],
        },
        on_drop=State.upload_tariff(rx.upload_files(upload_id=UPLOAD)),
        on_drop_rejected=lambda _files: State.refuse_file(),
        width="100%",
        border="0",
        padding="0",
    )
    # The input itself is hidden; whoever listens is told what it is for.
    chooser = next(child for child in zone.children[0].children if child.tag == "input")
    chooser.custom_attrs = {"aria-label": t("shipping.tariff_import")}
    since = rx.el.input(
        type="date",
        id="f-since",
        value=State.tariff_since,
        on_change=State.set_since,
        class_name="pp-input",
    )
    return rx.el.div(
        ui.field("since", t("shipping.tariff_start"), since),
        zone,
        rx.cond(
            State.tariff_faults.length() > 0,
            rx.el.ul(
                rx.foreach(State.tariff_faults, lambda one: rx.el.li(one, key=one)),
                class_name="pp-small pp-bad",
                role="alert",
            ),
            rx.fragment(),
        ),
        class_name="pp-stack",
    )
