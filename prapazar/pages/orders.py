"""The orders list."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import lists, order_shipments
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.order_runs import OrderRunState as Run
from prapazar.states.orders import OrdersState as State

t = ui.t
EXPORTS = "/api/orders"
_WORKLISTS = ("new", "to_pick", "to_pack", "carrier", "late", "problem", "returns")


def page() -> rx.Component:
    periods = [ui.Choice(value=value, label=t(f"orders.period_{value}")) for value in ("today", "7", "30")]
    return frame(
        *lists.list_page(
            State,
            _columns(),
            header=rx.fragment(_header(), _run(), _note()),
            label=t("orders.title"),
            search=t("orders.search"),
            filters=[
                lists.choice(State, "channel", t("orders.channel")),
                lists.choice(State, "period", t("orders.period"), periods),
                rx.cond(
                    State.choices["supplier"].length() > 0,
                    lists.choice(State, "supplier", t("orders.supplier")),
                    rx.fragment(),
                ),
            ],
            href=lambda row: f"{routes.ORDERS}/" + row["id"].to(str),
            empty=_empty(),
            bulk=_bulk(),
            new_label=t("lists.new_orders", count=State.new_count),
            nothing={view: t(f"orders.none_{view}") for view in _WORKLISTS},
        ),
        _ask_dialog(),
        _invoice_dialog(),
        order_shipments.dialogs(),
        active=routes.ORDERS,
    )


def _header() -> rx.Component:
    new = ui.link_button(t("orders.new"), href=routes.NEW_ORDER, kind="primary", icon_name="plus")
    return ui.page_header(
        t("orders.title"),
        count=State.total_label,
        actions=[
            rx.cond(
                may("orders.write"),
                ui.link_button(t("frame.routing"), href=routes.ROUTING),
                rx.fragment(),
            ),
            lists.export_menu(EXPORTS, State.address, ("orders", State, _columns())),
        ],
        primary=rx.cond(may("orders.write"), new, rx.fragment()),
    )


def _columns() -> list[ui.Column]:
    return [
        ui.Column(key="number", label=t("orders.number"), phone="title", link=True, cell=_number, fixed=True),
        ui.Column(key="at", label=t("orders.date"), sort="at", hint="at_full", cell=_at),
        ui.Column(
            key="channel",
            label=t("orders.channel"),
            cell=lambda row: rx.el.span(
                ui.channel_mark(row["connector"].to(str)),
                rx.cond(row["test"] != "", ui.badge(t("orders.test"), "wait"), rx.fragment()),
                title=row["channel"].to(str),
                class_name="pp-row",
            ),
        ),
        ui.Column(key="buyer", label=t("orders.buyer"), phone="sub", hint="buyer", cell=_buyer),
        ui.Column(key="city", label=t("orders.city")),
        ui.Column(key="item", label=t("orders.line"), grow=True, hint="item"),
        ui.Column(key="items", label=t("orders.quantity"), align="right"),
        ui.Column(key="ship_by", label=t("orders.ship_by"), sort="ship_by", cell=_ship_by),
        ui.Column(
            key="status",
            label=t("orders.status"),
            cell=lambda row: ui.order_status(row["status"].to(str)),
            phone="subend",
        ),
        ui.Column(key="total", label=t("orders.total"), align="right", sort="total", phone="end"),
    ]


def _number(row: ui.Rows) -> rx.Component:
    warning = rx.el.span(ui.icon("triangle-alert", size=14), title=t("orders.problem"), class_name="pp-bad")
    return rx.fragment(row["number"].to(str), rx.cond(row["problem"] != "", warning, rx.fragment()))


def _at(row: ui.Rows) -> rx.Component:
    return rx.el.span(row["at"].to(str), class_name="pp-num")


def _buyer(row: ui.Rows) -> rx.Component:
    """On a phone with the moment, which has no column there."""
    return rx.fragment(
        row["buyer"].to(str), rx.el.span(" · " + row["at"].to(str), class_name="pp-only-phone pp-num")
    )


def _ship_by(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["ship_by"] != "", ui.badge(row["ship_by"].to(str), row["ship_tone"].to(str)), rx.fragment()
    )


def _empty() -> rx.Component:
    connect = ui.link_button(t("frame.new_channel"), href=routes.NEW_CHANNEL, kind="primary")
    return ui.empty_state(
        t("orders.empty"),
        action=rx.cond(may("channels.write"), connect, rx.fragment()),
        icon_name="shopping-bag",
    )


def _bulk() -> list[ui.Child]:
    steps = rx.fragment(
        ui.button(t("orders.accept"), kind="primary", on_click=Run.act("accept")),
        ui.button(t("orders.pick_list"), on_click=Run.act("pick_list")),
        ui.button(t("orders.pack"), on_click=Run.act("pack")),
        ui.button(t("orders.label"), on_click=Run.act("label")),
        ui.more_menu(
            ui.MenuEntry(label=t("orders.ship"), icon_name="truck", on_click=Run.act("ship")),
            ui.MenuEntry(label=t("orders.merge"), icon_name="combine", on_click=Run.act("merge")),
            ui.MenuEntry(label=t("orders.route"), icon_name="warehouse", on_click=Run.ask("route")),
            ui.MenuEntry(label=t("orders.tag"), icon_name="tag", on_click=Run.ask("tag")),
            ui.MenuEntry(label=t("orders.add_note"), icon_name="sticky-note", on_click=Run.ask("note")),
            ui.SEPARATOR,
            ui.MenuEntry(label=t("orders.cancel"), icon_name="ban", danger=True, on_click=Run.ask("cancel")),
        ),
    )
    invoice = ui.button(t("invoices.bulk"), icon_name="receipt-text", on_click=State.ask_invoices(True))
    return [
        rx.cond(may("orders.write"), steps, rx.fragment()),
        rx.cond(may("invoices.write"), invoice, rx.fragment()),
        order_shipments.bulk(State.selected, State.every, State.address),
        lists.export_menu(EXPORTS, lists.chosen(State), ("orders", State, _columns())),
    ]


def _note() -> rx.Component:
    """What the worklist is worth, and its clock."""
    said = rx.el.div(
        rx.el.strong(State.note["count"]),
        rx.el.span(State.note["money"], class_name="pp-num"),
        rx.cond(State.note["clock"] != "", ui.badge(State.note["clock"], State.note["tone"]), rx.fragment()),
        class_name="pp-desk-sums",
    )
    return rx.cond(State.note["count"], said, rx.fragment())


def _run() -> rx.Component:
    stop = ui.button(t("orders.run_stop"), small=True, on_click=Run.stop)
    close = ui.icon_button("x", t("words.close"), on_click=Run.forget)
    row = rx.foreach(
        Run.results,
        lambda one: rx.el.li(
            ui.link(one["number"].to(str), href=f"{routes.ORDERS}/" + one["id"].to(str)),
            rx.el.span(one["why"], class_name="pp-soft"),
            class_name="pp-row",
        ),
    )
    is_over = (Run.run["state"] == "done") | (Run.run["state"] == "cancelled")
    shown = ui.card(
        Run.run["title"],
        ui.progress_bar(percent=Run.share, label=Run.run["progress"], done=is_over),
        rx.el.div(
            rx.cond(Run.run["failed"] != "", ui.badge(Run.run["failed"], "bad"), rx.fragment()),
            rx.cond(
                Run.run["made"] != "",
                ui.link_button(
                    t("picking.list"), href=Run.run["made"], shortcut="G", custom_attrs={"data-made": ""}
                ),
                rx.fragment(),
            ),
            rx.cond(is_over, close, stop),
            class_name="pp-row",
        ),
        rx.cond(Run.results.length() > 0, rx.el.ul(row, class_name="pp-todo"), rx.fragment()),
    )
    return rx.cond(Run.run["id"], shown, rx.fragment())


def _ask_dialog() -> rx.Component:
    """What an action wants to know first; cancelling, whether it is meant."""
    count = lists.chosen_count(State)
    title = rx.match(
        Run.asking,
        ("cancel", t("orders.cancel_many", count=count)),
        ("route", t("orders.route")),
        ("tag", t("orders.tag")),
        t("orders.add_note"),
    )
    text = ui.text_input("text", t("orders.run_text"), max_length=2000, auto_focus=True)
    wish = rx.match(
        Run.asking,
        ("cancel", rx.el.p(t("orders.cancel_text"))),
        ("route", ui.select("place", t("orders.sent_from"), Run.places)),
        text,
    )
    is_cancel = Run.asking == "cancel"
    return ui.dialog(
        title.to(str),
        rx.form(
            wish,
            rx.el.div(
                rx.cond(
                    is_cancel,
                    ui.button(t("orders.cancel"), kind="danger", submit=True),
                    ui.button(t("words.save"), kind="primary", submit=True),
                ),
                class_name="pp-row pp-row-end",
            ),
            on_submit=Run.give,
            class_name="pp-stack",
        ),
        is_open=Run.asking != "",
        on_open_change=Run.close,
    )


def _invoice_dialog() -> rx.Component:
    go = ui.button(t("invoices.bulk"), kind="primary", on_click=State.invoice_many, auto_focus=True)
    return ui.dialog(
        t("invoices.bulk_title", count=lists.chosen_count(State)),
        is_open=State.invoicing,
        on_open_change=State.ask_invoices,
        text=t("invoices.bulk_text"),
        footer=[go],
    )


PAGE = Page(
    route=routes.ORDERS,
    render=page,
    title="orders.title",
    permission="orders.read",
    on_load=[State.load],
    live={"orders.imported": State.news, "orders.changed": State.news, "orders.run": Run.news},
)
