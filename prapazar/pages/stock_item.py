"""One item's stock: why the number is what it is, who holds it, what each channel was told."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.session import SessionState
from prapazar.states.stock_item import StockItemState as State

t = ui.t


def page() -> rx.Component:
    return frame(
        rx.cond(
            State.missing,
            ui.empty_state(
                t("stock.not_found"),
                action=ui.link_button(t("stock.title"), href=routes.STOCK),
                icon_name="search-x",
            ),
            rx.cond(State.loading, ui.skeleton_lines(8), _item()),
        ),
        active=routes.STOCK,
    )


def _item() -> rx.Component:
    return rx.fragment(
        ui.tab_title(State.item["name"]),
        ui.page_header(
            State.item["name"],
            back=(t("stock.title"), routes.STOCK),
            status=rx.el.span(State.item["sku"], class_name="pp-soft pp-small pp-num"),
            actions=[
                ui.link_button(
                    t("stock.to_product"), href=f"{routes.PRODUCTS}/" + State.item["product_id"].to(str)
                )
            ],
            primary=rx.cond(
                SessionState.can["stock.write"],
                ui.button(
                    t("stock.count"),
                    kind="primary",
                    icon_name="clipboard-check",
                    on_click=State.ask_count(True),
                ),
                rx.fragment(),
            ),
        ),
        rx.cond(State.item["uncounted"] != "", ui.banner(t("stock.uncounted"), tone="wait"), rx.fragment()),
        ui.two_columns(_left(), _right(), on_top="first card"),
        _count_dialog(),
    )


def _left() -> rx.Component:
    channel_columns = [
        ui.Column(
            key="channel",
            label=t("orders.channel"),
            grow=True,
            phone="title",
            cell=lambda row: ui.channel_mark(row["connector"], name=row["channel"]),
        ),
        ui.Column(key="wanted", label=t("stock.wanted"), align="right", cell=_wanted),
        ui.Column(key="told", label=t("stock.told_quantity"), align="right", phone="end"),
        ui.Column(key="told_at", label=t("stock.told_at"), hint="told_full", phone="sub"),
        ui.Column(
            key="state",
            label=t("stock.state"),
            hint="problem",
            phone="subend",
            cell=lambda row: ui.badge(row["state"], row["tone"]),
        ),
    ]
    movement_columns = [
        ui.Column(key="kind", label=t("stock.movement"), phone="title"),
        ui.Column(key="at", label=t("stock.told_at"), hint="at_full", phone="sub"),
        ui.Column(key="change", label=t("stock.change"), align="right", phone="end"),
        ui.Column(key="on_hand", label=t("stock.on_hand"), align="right"),
        ui.Column(key="reserved", label=t("stock.reserved"), align="right"),
        ui.Column(key="by", label=t("stock.by"), grow=True, phone="subend", cell=_by),
    ]
    return rx.fragment(
        ui.card(
            t("stock.told"),
            ui.data_table(
                channel_columns,
                State.channels,
                label=t("stock.told"),
                empty=ui.empty_state(t("stock.not_listed"), icon_name="store"),
            ),
        ),
        ui.card(
            t("stock.movements"), ui.data_table(movement_columns, State.movements, label=t("stock.movements"))
        ),
        ui.card(t("stock.history"), _publications(State.history)),
    )


def _wanted(row: ui.Rows) -> rx.Component:
    """Asked why, it names the store's rule."""
    return ui.popover(
        [rx.el.span(row["wanted"], class_name="pp-num")],
        rx.el.p(t("stock.why_wanted"), class_name="pp-strong"),
        rx.el.p(row["rule"], class_name="pp-soft"),
        label=t("stock.why_wanted"),
        trigger_class="pp-ask",
        align="end",
    )


def _by(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["order_id"] != "",
        rx.el.span(ui.link(row["order"], href=f"{routes.ORDERS}/" + row["order_id"].to(str)), " ", row["by"]),
        rx.el.span(row["by"]),
    )


def _publications(rows: ui.Rows) -> rx.Component:
    columns = [
        ui.Column(
            key="channel",
            label=t("orders.channel"),
            grow=True,
            phone="title",
            cell=lambda row: ui.channel_mark(row["connector"], name=row["channel"]),
        ),
        ui.Column(key="kind", label=t("stock.what")),
        ui.Column(key="value", label=t("stock.told_quantity"), align="right", phone="end"),
        ui.Column(key="sent_at", label=t("stock.told_at"), hint="sent_full", phone="sub"),
        ui.Column(
            key="state",
            label=t("stock.state"),
            hint="message",
            phone="subend",
            cell=lambda row: ui.badge(row["state"], row["tone"]),
        ),
    ]
    return ui.data_table(columns, rows, label=t("stock.history"))


def _right() -> rx.Component:
    return rx.fragment(
        ui.card(
            t("stock.title"),
            ui.key_values(
                (t("stock.on_hand"), rx.el.span(State.item["on_hand"], class_name="pp-num")),
                (t("stock.reserved"), rx.el.span(State.item["reserved"], class_name="pp-num")),
                (
                    t("stock.available"),
                    ui.why_popover(
                        State.item["available"],
                        title=State.item["why"],
                        lines=State.why,
                        result=State.item["available"],
                    ),
                ),
                (t("stock.short"), rx.el.span(State.item["short"], class_name="pp-num")),
                (t("stock.sku"), ui.copyable(State.item["sku"])),
                (t("stock.barcode"), ui.copyable(State.item["barcode"])),
            ),
        ),
        rx.cond(may("stock.write"), ui.card(t("stock.shelf"), _shelves()), rx.fragment()),
        ui.card(t("stock.shown_at"), _moment()),
        ui.card(t("stock.holders"), _holders()),
    )


def _shelves() -> rx.Component:
    def one(row: ui.Rows) -> rx.Component:
        return rx.el.label(
            rx.el.span(row["name"], class_name="pp-grow"),
            rx.el.input(
                name=row["id"].to(str),
                default_value=row["shelf"].to(str),
                key=row["id"].to(str) + row["shelf"].to(str),
                max_length=40,
                class_name="pp-input pp-short-input",
            ),
            class_name="pp-row",
        )

    return rx.form(
        rx.foreach(State.shelves, one),
        rx.el.div(ui.button(t("words.save"), submit=True, small=True), class_name="pp-row pp-row-end"),
        on_submit=State.set_shelves,
        class_name="pp-stack",
    )


def _moment() -> rx.Component:
    return rx.fragment(
        rx.form(
            rx.el.div(
                rx.el.input(
                    type="datetime-local",
                    name="at",
                    required=True,
                    aria_label=t("stock.shown_at"),
                    class_name="pp-input",
                ),
                ui.button(t("stock.shown_ask"), submit=True),
                class_name="pp-row",
            ),
            on_submit=State.show_at,
        ),
        rx.cond(
            State.shown_asked,
            rx.cond(
                State.shown.length() == 0,
                rx.el.p(t("stock.shown_none"), class_name="pp-soft pp-small"),
                rx.fragment(
                    rx.foreach(
                        State.shown,
                        lambda row: ui.key_values(
                            (
                                ui.channel_mark(row["connector"], name=row["channel"]),
                                rx.el.span(
                                    row["value"], title=row["sent_full"], class_name="pp-num pp-strong"
                                ),
                            )
                        ),
                    ),
                    rx.el.p(t("stock.shown_note"), class_name="pp-soft pp-small"),
                ),
            ),
            rx.fragment(),
        ),
    )


def _holders() -> rx.Component:
    columns = [
        ui.Column(key="number", label=t("orders.number"), grow=True, phone="title", link=True),
        ui.Column(key="held", label=t("stock.held"), align="right", phone="end"),
        ui.Column(
            key="missing",
            label=t("stock.missing"),
            align="right",
            phone="subend",
            hint="told",
            cell=lambda row: rx.cond(row["missing"] != "", ui.badge(row["missing"], "bad"), rx.fragment()),
        ),
    ]
    return ui.data_table(
        columns,
        State.holders,
        label=t("stock.holders"),
        href=lambda row: f"{routes.ORDERS}/" + row["id"].to(str),
        empty=rx.el.p(t("stock.holders_none"), class_name="pp-soft pp-small"),
    )


def _count_dialog() -> rx.Component:
    return ui.dialog(
        t("stock.count"),
        rx.form(
            ui.text_input(
                "on_hand",
                t("stock.count_label"),
                default_value=State.item["on_hand_plain"],
                error=State.fault,
                numeric=True,
                auto_focus=True,
            ),
            ui.text_input("note", t("stock.count_note"), optional=True, max_length=200),
            rx.el.div(
                ui.button(t("words.save"), kind="primary", submit=True), class_name="pp-row pp-row-end"
            ),
            on_submit=State.count,
            class_name="pp-stack",
        ),
        is_open=State.count_open,
        on_open_change=State.ask_count,
        text=t("stock.count_help"),
    )


PAGE = Page(
    route=routes.STOCK_ITEM,
    render=page,
    title="stock.item",
    permission="stock.read",
    on_load=[State.load],
    live=dict.fromkeys(
        ("stock.changed", "orders.imported", "orders.changed", "listings.answered"), State.news
    ),
)
