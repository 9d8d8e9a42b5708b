"""The list of shipments, and of packages that need one."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import lists
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.label_runs import AT_ONCE, LabelRunState
from prapazar.states.shipments import ShipmentsState as State

t = ui.t
EXPORTS = "/api/shipments"
LABELS = f"{EXPORTS}/labels"
FORMATS = ("10x15", "a4", "a4&start=2", "a4&start=3", "a4&start=4", "zpl")
"""As the address says it; a sheet of A4 that was begun goes on at its next field."""


def format_label(kind: str) -> ui.Text:
    paper, _, start = kind.partition("&start=")
    return t(f"shipping.label_{paper}_{start}" if start else f"shipping.label_{paper}")


def page() -> rx.Component:
    periods = [ui.Choice(value=value, label=t(f"orders.period_{value}")) for value in ("today", "7", "30")]
    return frame(
        *lists.list_page(
            State,
            _columns(),
            header=_header(),
            label=t("shipping.title"),
            search=t("shipping.search"),
            filters=[
                lists.choice(State, "carrier", t("shipping.carrier")),
                lists.choice(State, "channel", t("orders.channel")),
                lists.choice(State, "period", t("orders.period"), periods),
            ],
            href=lambda row: row["href"].to(str),
            empty=_empty(),
            bulk=_bulk(),
        ),
        create_dialog(
            t("shipping.create_title", count=lists.chosen_count(State)),
            State.choices["account"],
            faults=State.faults,
            is_open=State.create_open,
            on_open_change=State.ask_create,
            on_submit=State.create,
            busy=State.busy,
        ),
        _cancel_dialog(),
        results_dialog(State.results, State.results_text, State.results_open, State.show_results),
        active=routes.SHIPMENTS,
    )


def _header() -> rx.Component:
    settings = ui.link_button(t("shipping.to_settings"), href=routes.SHIPPING, icon_name="settings")
    handover = ui.link_button(
        t("shipping.to_handover"), href=routes.HANDOVERS, kind="primary", icon_name="scan-barcode"
    )
    return ui.page_header(
        t("shipping.title"),
        count=State.total_label,
        actions=[
            lists.export_menu(EXPORTS, State.address, ("shipments", State, _columns())),
            ui.link_button(t("billing.title"), href=routes.CARRIER_FILES, icon_name="file-spreadsheet"),
            rx.cond(may("settings.read"), settings, rx.fragment()),
        ],
        primary=rx.cond(may("fulfillment.write"), handover, rx.fragment()),
    )


def _columns() -> list[ui.Column]:
    return [
        ui.Column(
            key="reference",
            label=t("shipping.one"),
            phone="title",
            link=True,
            fixed=True,
            cell=lambda row: rx.el.span(row["reference"].to(str), class_name="pp-num"),
        ),
        ui.Column(key="status", label=t("shipping.status"), phone="subend", cell=_status),
        ui.Column(key="order_number", label=t("shipping.order"), hint="created_full", cell=_order),
        ui.Column(key="carrier", label=t("shipping.carrier"), phone="sub", cell=_carrier),
        ui.Column(key="tracking", label=t("shipping.tracking"), cell=_tracking),
        ui.Column(
            key="recipient",
            label=t("shipping.recipient"),
            hint="recipient",
            cell=lambda row: rx.el.span(row["recipient"].to(str), class_name="pp-cut pp-cell-words"),
        ),
        ui.Column(key="city", label=t("shipping.city")),
        ui.Column(key="desi", label=t("shipping.desi"), align="right"),
        ui.Column(key="parcels", label=t("shipping.parcels"), align="right"),
        ui.Column(key="cost", label=t("shipping.cost"), align="right", cell=_cost),
        ui.Column(key="expected", label=t("shipping.expected"), cell=_expected),
        ui.Column(key="printed", label=t("shipping.printed")),
        ui.Column(key="created", label=t("shipping.created"), phone="end", hint="created_full"),
    ]


def _order(row: ui.Rows) -> rx.Component:
    return rx.el.span(
        rx.el.span(ui.channel_mark(row["connector"].to(str)), title=row["channel"].to(str)),
        rx.el.span(row["order_number"].to(str), class_name="pp-num"),
        class_name="pp-row",
    )


def _carrier(row: ui.Rows) -> rx.Component:
    """On a phone with the recipient, who has no column there."""
    carrier = rx.cond(row["carrier"] != "", row["carrier"].to(str), "–").to(str)
    return rx.fragment(
        rx.el.span(carrier, title=row["carrier"].to(str), class_name="pp-cut pp-cell-words pp-not-phone"),
        rx.el.span(carrier + " · " + row["recipient"].to(str), class_name="pp-only-phone"),
    )


def _tracking(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["tracking_url"] != "",
        ui.outside_link(row["tracking"].to(str), href=row["tracking_url"].to(str)),
        rx.el.span(row["tracking"].to(str), class_name="pp-num"),
    )


def _cost(row: ui.Rows) -> rx.Component:
    return rx.el.span(
        row["cost"].to(str), title=row["cost_hint"].to(str), class_name="pp-num " + row["cost_tone"].to(str)
    )


def _expected(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["expected_tone"] == "bad",
        ui.badge(row["expected"].to(str), "bad"),
        rx.el.span(row["expected"].to(str), class_name="pp-num"),
    )


def _status(row: ui.Rows) -> rx.Component:
    return rx.el.span(
        ui.badge(row["status"].to(str), row["status_tone"].to(str)),
        rx.cond(row["is_back"] != "", ui.tag(t("shipping.back")), rx.fragment()),
        title=row["why"].to(str),
        class_name="pp-row",
    )


def _empty() -> rx.Component:
    connect = ui.link_button(
        t("shipping.connect_carrier"), href=f"{routes.NEW_CHANNEL}?kind=carrier", kind="primary"
    )
    return rx.cond(
        State.choices["account"].length() == 0,
        ui.empty_state(
            t("shipping.empty_carriers"),
            action=rx.cond(may("channels.write"), connect, rx.fragment()),
            icon_name="truck",
        ),
        ui.empty_state(
            t("shipping.empty"),
            action=ui.button(t("shipping.view_to_create"), on_click=State.show_view("to_create")),
            icon_name="truck",
        ),
    )


def label_menu(asked: rx.Var[str], *, by_worker: ui.Flag = False) -> rx.Component:
    """One click prints; `asked` is the part of the address that says which. Very many are left `by_worker`."""

    def menu(*entries: ui.MenuEntry | str) -> rx.Component:
        return ui.dropdown_menu(
            [ui.icon("printer"), rx.el.span(t("shipping.labels"))],
            *entries,
            label=t("shipping.labels"),
            trigger_class="pp-button pp-button-secondary",
        )

    at_once = menu(
        *(ui.MenuEntry(label=format_label(kind), href=f"{LABELS}?format={kind}&" + asked) for kind in FORMATS)
    )
    if by_worker is False:
        return at_once
    later = menu(
        *(ui.MenuEntry(label=format_label(kind), on_click=LabelRunState.begin(kind)) for kind in FORMATS),
        ui.SEPARATOR,
        ui.MenuEntry(label=t("printing.earlier"), href=routes.LABEL_RUN),
    )
    return rx.cond(by_worker, later, at_once)


def _is_many() -> rx.Var[bool]:
    """More than is printed while one waits for it."""
    count = rx.cond(State.every, State.total, State.selected.length()).to(int)
    return count > AT_ONCE


def _bulk() -> list[ui.Child]:
    create = ui.button(t("shipping.create"), kind="primary", on_click=State.ask_create(True))
    steps = rx.fragment(
        ui.button(t("shipping.hand_over"), on_click=State.work("hand_over"), loading=State.busy),
        rx.cond(
            State.view == "refused",
            ui.button(t("shipping.retry"), on_click=State.work("retry"), loading=State.busy),
            rx.fragment(),
        ),
        ui.button(t("shipping.cancel"), kind="danger", on_click=State.ask_cancel(True)),
    )
    return [
        rx.cond(
            State.view == "to_create",
            rx.cond(may("fulfillment.write"), create, rx.fragment()),
            rx.fragment(
                label_menu(lists.chosen(State), by_worker=_is_many()),
                rx.cond(may("fulfillment.write"), steps, rx.fragment()),
            ),
        )
    ]


def create_dialog(
    title: ui.Text,
    accounts: ui.Rows,
    *,
    faults: rx.Var[dict[str, str]],
    is_open: rx.Var[bool],
    on_open_change: ui.Handler,
    on_submit: ui.Handler,
    busy: ui.Flag = False,
) -> rx.Component:
    """For packages of the list, and for those of one order."""
    carrier = ui.field(
        "carrier",
        t("shipping.carrier"),
        rx.el.select(
            rx.el.option(t("shipping.by_rule"), value=""),
            rx.foreach(
                accounts,
                lambda one: rx.el.option(
                    one["label"].to(str), value=one["value"].to(str), key=one["value"].to(str)
                ),
            ),
            id="f-carrier",
            name="carrier",
            class_name="pp-input pp-select",
        ),
        help_text=t("shipping.create_text"),
    )
    return ui.dialog(
        title,
        rx.form(
            carrier,
            rx.el.div(
                ui.text_input(
                    "parcels",
                    t("shipping.parcel_count"),
                    numeric=True,
                    default_value="1",
                    error=faults["parcels"],
                ),
                ui.text_input(
                    "desi", t("shipping.parcel_desi"), numeric=True, optional=True, error=faults["desi"]
                ),
                ui.text_input(
                    "weight",
                    t("shipping.parcel_weight"),
                    numeric=True,
                    optional=True,
                    suffix="kg",
                    error=faults["weight"],
                ),
                class_name="pp-row pp-row-wrap",
            ),
            ui.checkbox("cash", t("shipping.cash"), help_text=t("shipping.cash_help")),
            rx.el.div(
                ui.button(t("shipping.create"), kind="primary", submit=True, loading=busy),
                class_name="pp-row pp-row-end",
            ),
            on_submit=on_submit,
            class_name="pp-form",
        ),
        is_open=is_open,
        on_open_change=on_open_change,
    )


def results_dialog(
    rows: ui.Rows, text: rx.Var[str], is_open: rx.Var[bool], on_open_change: ui.Handler
) -> rx.Component:
    """Each row that was not done, and why."""

    def shown(row: ui.Rows) -> rx.Component:
        return rx.el.li(
            rx.el.span(row["name"].to(str), class_name="pp-strong pp-num"),
            rx.el.p(row["why"].to(str), class_name="pp-soft pp-small"),
            key=row["id"].to(str),
        )

    return ui.dialog(
        t("shipping.results"),
        rx.el.ul(rx.foreach(rows, shown), class_name="pp-todo pp-whole-names"),
        text=text,
        is_open=is_open,
        on_open_change=on_open_change,
        wide=True,
    )


def _cancel_dialog() -> rx.Component:
    return ui.confirm_dialog(
        t("shipping.cancel_title", count=lists.chosen_count(State)),
        t("shipping.cancel_text"),
        confirm=t("shipping.cancel"),
        is_open=State.cancel_open,
        on_open_change=State.ask_cancel,
        on_confirm=State.work("cancel"),
        busy=State.busy,
    )


PAGE = Page(
    route=routes.SHIPMENTS,
    render=page,
    title="shipping.title",
    permission="fulfillment.read",
    on_load=[State.load],
    live={"shipments.changed": State.news, "orders.imported": State.news},
)
