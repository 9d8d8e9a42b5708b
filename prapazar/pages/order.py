"""One order."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.order import OrderState as State
from prapazar.states.session import SessionState

t = ui.t


def page() -> rx.Component:
    return frame(
        rx.cond(
            State.missing,
            ui.empty_state(
                t("orders.missing"),
                action=ui.link_button(t("orders.title"), href=routes.ORDERS),
                icon_name="search-x",
            ),
            rx.cond(State.loading, ui.skeleton_lines(8), _order()),
        ),
        active=routes.ORDERS,
    )


def _order() -> rx.Component:
    return rx.fragment(
        ui.tab_title(State.order["number"]),
        ui.page_header(
            State.order["number"],
            status=rx.el.span(
                ui.order_status(State.order["status"]),
                rx.cond(State.order["test"] != "", ui.badge(t("channels.test_store"), "wait"), rx.fragment()),
                class_name="pp-row",
            ),
            back=(t("orders.title"), routes.ORDERS),
            actions=[_cancel_button()],
            primary=_next_button(),
        ),
        _problem(),
        ui.two_columns(_left(), _right()),
        _dialogs(),
    )


def _next_button() -> rx.Component:
    step = rx.match(
        State.next_step,
        *[
            (step, ui.button(t(f"orders.{step}"), kind="primary", on_click=State.move(step)))
            for step in ("accept", "pack", "ship")
        ],
        rx.fragment(),
    )
    return rx.cond(SessionState.can["orders.write"], step, rx.fragment())


def _cancel_button() -> rx.Component:
    return rx.cond(
        State.can_cancel & SessionState.can["orders.write"],
        ui.button(t("orders.cancel"), kind="quiet", on_click=State.ask_cancel(True)),
        rx.fragment(),
    )


def _problem() -> rx.Component:
    return rx.fragment(
        rx.cond(
            State.has_unmapped,
            ui.banner(
                t("orders.problem_banner"),
                t("orders.problem_unmapped"),
                tone="bad",
                action=ui.link_button(t("orders.to_repairs"), href=routes.REPAIRS, small=True),
            ),
            rx.fragment(),
        ),
        rx.cond(
            State.has_short,
            ui.banner(t("orders.problem_banner"), t("orders.problem_short"), tone="wait"),
            rx.fragment(),
        ),
    )


def _left() -> rx.Component:
    return rx.fragment(
        ui.card(t("orders.lines"), _lines(), _sums()),
        ui.card(t("orders.timeline"), _note_form(), ui.timeline(State.events)),
    )


def _lines() -> rx.Component:
    columns = [
        ui.Column(key="title", label=t("orders.line"), grow=True, phone="title", cell=_line_title),
        ui.Column(
            key="held",
            label=t("frame.stock"),
            phone="subend",
            cell=lambda row: rx.cond(
                row["held"] != "", ui.badge(row["held"], row["held_tone"]), rx.fragment()
            ),
        ),
        ui.Column(key="quantity", label=t("orders.quantity"), align="right", phone="sub", cell=_quantity),
        ui.Column(key="price", label=t("orders.price"), align="right"),
        ui.Column(key="total", label=t("orders.line_total"), align="right", phone="end"),
    ]
    return ui.data_table(columns, State.lines, label=t("orders.lines"), comfortable=True)


def _quantity(row: ui.Rows) -> rx.Component:
    """Without a column of its own for the price, a phone says it here."""
    return rx.fragment(
        row["quantity"], rx.el.span(" × ", row["price"], class_name="pp-only-phone", key="price")
    )


def _line_title(row: ui.Rows) -> rx.Component:
    picture = rx.cond(
        row["image"] != "",
        rx.el.img(src=row["image"], alt="", class_name="pp-thumb", loading="lazy"),
        rx.el.span(class_name="pp-thumb"),
    )
    name = rx.cond(
        row["product_id"] != "",
        ui.link(row["title"], href=f"{routes.PRODUCTS}/" + row["product_id"].to(str)),
        rx.el.span(row["title"]),
    )
    codes = rx.el.span(row["codes"], class_name="pp-soft pp-tiny pp-num")
    return rx.el.div(
        picture, rx.el.div(name, codes, class_name="pp-lines pp-whole-names"), class_name="pp-row"
    )


def _sums() -> rx.Component:
    def only(key: str, label: str) -> rx.Component:
        shown = ui.key_values((t(label), rx.el.span(State.order[key], class_name="pp-num")))
        return rx.cond(State.order[key] != "", shown, rx.fragment())

    return rx.el.div(
        only("subtotal", "orders.subtotal"),
        only("shipping", "orders.shipping"),
        only("discount", "orders.discount"),
        ui.key_values((t("orders.grand_total"), rx.el.strong(State.order["total"], class_name="pp-num"))),
        class_name="pp-sums",
    )


def _note_form() -> rx.Component:
    form = rx.form(
        rx.el.div(
            rx.el.input(
                name="note",
                key=State.note_version.to_string(),
                placeholder=t("orders.add_note"),
                aria_label=t("orders.add_note"),
                max_length=2000,
                auto_complete="off",
                class_name="pp-input",
            ),
            ui.button(t("words.add"), submit=True),
            class_name="pp-row",
        ),
        on_submit=State.add_note,
    )
    return rx.cond(SessionState.can["orders.write"], form, rx.fragment())


def _right() -> rx.Component:
    return rx.fragment(
        ui.card(t("orders.facts"), _facts()),
        ui.card(t("orders.packages"), rx.foreach(State.packages, _package)),
        ui.card(t("orders.buyer"), _buyer()),
    )


def _facts() -> rx.Component:
    ship_by = ui.key_values(
        (
            t("orders.ship_by"),
            rx.el.span(State.order["ship_by"], " (", State.order["ship_left"], ")", class_name="pp-num"),
        )
    )
    return rx.fragment(
        ui.key_values(
            (t("orders.number"), ui.copyable(State.order["number"])),
            (t("orders.channel"), ui.channel_mark(State.order["connector"], name=State.order["channel"])),
            (
                t("orders.date"),
                rx.el.span(State.order["at"], title=State.order["at_full"], class_name="pp-num"),
            ),
        ),
        rx.cond(State.order["ship_by"] != "", ship_by, rx.fragment()),
        rx.cond(
            State.tags.length() > 0,
            rx.el.div(rx.foreach(State.tags, ui.tag), class_name="pp-row pp-row-wrap"),
            rx.fragment(),
        ),
    )


def _buyer() -> rx.Component:
    def only(key: str, shown: rx.Component) -> rx.Component:
        return rx.cond(State.order[key] != "", shown, rx.fragment())

    def part(key: str, label: str) -> rx.Component:
        said = rx.el.div(
            rx.el.h3(t(label), class_name="pp-soft pp-small"),
            rx.el.p(State.order[key], class_name="pp-address pp-small"),
        )
        return only(key, said)

    return rx.fragment(
        rx.el.div(
            rx.el.p(State.order["buyer"], class_name="pp-strong"),
            only("email", ui.copyable(State.order["email"])),
            only("phone", ui.copyable(State.order["phone"])),
            class_name="pp-lines pp-small",
        ),
        part("address", "orders.address"),
        part("billing", "orders.billing"),
        part("note", "orders.buyer_note"),
    )


def _package(row: ui.Rows) -> rx.Component:
    def only(key: str, value: rx.Component, label: str) -> rx.Component:
        return rx.cond(row[key] != "", ui.key_values((t(label), value)), rx.fragment())

    return rx.el.div(
        ui.key_values((t("orders.package"), ui.copyable(row["external_id"]))),
        ui.key_values((t("orders.status"), ui.order_status(row["status"]))),
        only("carrier", rx.el.span(row["carrier"]), "orders.carrier"),
        only("tracking", _tracking(row), "orders.tracking_number"),
        only("invoice", ui.copyable(row["invoice"]), "orders.invoice"),
        class_name="pp-stack pp-stack-tight",
        key=row["id"],
    )


def _tracking(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["tracking_url"] != "",
        ui.outside_link(row["tracking"], href=row["tracking_url"]),
        ui.copyable(row["tracking"]),
    )


def _reasons() -> list[ui.Choice]:
    """The first stands where nobody chooses."""
    words = (
        "out_of_stock",
        "defective",
        "wrong_price",
        "bulk_purchase",
        "integration_error",
        "force_majeure",
    )
    return [ui.Choice(value=word, label=t(f"orders.reason_{word}")) for word in words]


def _dialogs() -> rx.Component:
    return rx.fragment(
        ui.dialog(
            t("orders.cancel"),
            rx.form(
                ui.select("reason", t("orders.reason"), _reasons(), help_text=t("orders.reason_help")),
                rx.el.div(
                    ui.button(t("words.keep"), on_click=State.ask_cancel(False)),
                    ui.button(t("orders.cancel"), kind="danger", submit=True),
                    class_name="pp-row pp-row-end",
                ),
                on_submit=State.cancel,
                class_name="pp-form",
            ),
            text=t("orders.cancel_text"),
            is_open=State.cancel_open,
            on_open_change=State.ask_cancel,
        ),
        ui.dialog(
            t("orders.ship_title"),
            rx.form(
                ui.text_input("carrier", t("orders.carrier"), optional=True),
                ui.text_input("tracking", t("orders.tracking"), optional=True),
                rx.el.div(
                    ui.button(t("orders.ship"), kind="primary", submit=True), class_name="pp-row pp-row-end"
                ),
                on_submit=State.ship,
                class_name="pp-stack",
            ),
            is_open=State.ship_open,
            on_open_change=State.ask_ship,
        ),
    )


PAGE = Page(
    route=routes.ORDER,
    render=page,
    title="orders.number",
    permission="orders.read",
    on_load=[State.load],
    live={"orders.imported": State.news, "orders.changed": State.news, "repairs.changed": State.news},
)
