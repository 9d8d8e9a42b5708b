"""One carrier's bill beside what was expected."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.carrier_bill import CarrierBillState as State

t = ui.t
HERE = "/api/shipping/bills/" + State.bill["id"].to(str)


def page() -> rx.Component:
    missing = ui.empty_state(
        t("billing.missing"),
        action=ui.link_button(t("billing.title"), href=routes.CARRIER_FILES),
        icon_name="search-x",
    )
    return frame(
        rx.cond(State.missing, missing, rx.cond(State.loading, ui.skeleton_lines(8), _bill())),
        active=routes.SHIPMENTS,
    )


def _bill() -> rx.Component:
    remove = ui.button(t("billing.remove"), kind="quiet", on_click=State.ask_remove(True))
    export = ui.dropdown_menu(
        [ui.icon("download"), rx.el.span(t("words.export"))],
        *(
            ui.MenuEntry(label=t(f"lists.export_{kind}"), href=HERE + f"/export.{kind}?view=" + State.view)
            for kind in ("csv", "xlsx")
        ),
        label=t("words.export"),
        trigger_class="pp-button pp-button-primary",
    )
    return rx.fragment(
        ui.tab_title(State.bill["number"]),
        ui.page_header(
            State.bill["number"],
            back=(t("billing.title"), routes.CARRIER_FILES),
            status=ui.channel_mark(State.bill["connector"], name=State.bill["carrier"]),
            actions=[rx.cond(may("fulfillment.write"), remove, rx.fragment())],
            primary=export,
        ),
        rx.el.div(
            ui.figure(t("billing.billed"), State.bill["billed"]),
            ui.figure(t("billing.expected"), State.bill["expected"]),
            ui.figure(t("billing.over"), State.bill["over"]),
            ui.figure(t("billing.differing"), State.bill["differing"]),
            ui.figure(t("billing.disputed"), State.bill["disputed_over"]),
            class_name="pp-figures",
        ),
        ui.view_tabs(State.views, active=State.view, on_change=State.show_view),
        _rows(),
        ui.pager(
            label=State.range_label,
            has_previous=State.page > 0,
            has_next=State.has_next,
            on_previous=State.turn(-1),
            on_next=State.turn(1),
        ),
        rx.cond(State.strays.length() > 0, ui.card(t("billing.unmatched"), _strays()), rx.fragment()),
        _bulk(),
        _dialogs(),
    )


def _rows() -> rx.Component:
    columns = [
        ui.Column(key="reference", label=t("shipping.one"), phone="title", link=True),
        ui.Column(key="order", label=t("shipping.order")),
        ui.Column(key="city", label=t("shipping.city"), phone="sub", grow=True),
        ui.Column(key="desi", label=t("shipping.desi"), align="right"),
        ui.Column(key="expected", label=t("billing.expected"), align="right"),
        ui.Column(key="billed", label=t("billing.billed"), align="right", phone="end"),
        ui.Column(
            key="difference",
            label=t("billing.over"),
            align="right",
            phone="subend",
            cell=lambda row: rx.el.span(
                row["difference"].to(str), class_name="pp-num " + row["tone"].to(str)
            ),
        ),
        ui.Column(
            key="disputed",
            label=t("shipping.disputed"),
            hint="note",
            cell=lambda row: rx.cond(
                row["disputed"] != "", ui.badge(row["disputed"].to(str), "wait"), rx.fragment()
            ),
        ),
    ]
    return ui.data_table(
        columns,
        State.rows,
        label=t("billing.bills"),
        href=lambda row: row["href"].to(str),
        selected=State.selected,
        on_select=State.select,
        on_clear=State.clear,
        empty=ui.empty_state(t("billing.view_empty"), icon_name="receipt"),
    )


def _strays() -> rx.Component:
    columns = [
        ui.Column(key="row", label=t("billing.line"), align="right"),
        ui.Column(key="key", label=t("shipping.reference"), phone="title"),
        ui.Column(key="why", label=t("billing.why"), grow=True, phone="sub"),
        ui.Column(key="amount", label=t("billing.billed"), align="right", phone="end"),
    ]
    return rx.fragment(
        rx.el.p(t("billing.unmatched_text"), class_name="pp-soft pp-small pp-card-lead"),
        ui.data_table(columns, State.strays, label=t("billing.unmatched"), row_id="row"),
    )


def _bulk() -> rx.Component:
    return rx.cond(
        may("fulfillment.write"),
        ui.bulk_bar(
            ui.button(t("billing.dispute"), kind="primary", on_click=State.ask_dispute(True)),
            ui.button(t("billing.settle"), on_click=State.settle),
            count=State.selected.length(),
            on_clear=State.clear,
        ),
        rx.fragment(),
    )


def _dialogs() -> rx.Component:
    form = rx.form(
        ui.text_input("note", t("billing.dispute_note"), optional=True, max_length=300, auto_focus=True),
        rx.el.div(
            ui.button(t("billing.dispute"), kind="primary", submit=True), class_name="pp-row pp-row-end"
        ),
        on_submit=State.dispute,
        class_name="pp-form",
    )
    return rx.fragment(
        ui.dialog(
            t("billing.dispute_title", count=State.selected.length().to_string()),
            form,
            text=t("billing.dispute_text"),
            is_open=State.dispute_open,
            on_open_change=State.ask_dispute,
        ),
        ui.confirm_dialog(
            t("billing.remove"),
            t("billing.remove_text", number=State.bill["number"]),
            confirm=t("words.delete"),
            is_open=State.remove_open,
            on_open_change=State.ask_remove,
            on_confirm=State.remove,
        ),
    )


PAGE = Page(
    route=routes.CARRIER_BILL,
    render=page,
    title="billing.bills",
    permission="fulfillment.read",
    on_load=[State.load],
    live={"bills.changed": State.news},
)
