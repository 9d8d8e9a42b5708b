"""Entering an order by hand."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.new_order import NewOrderState as State

t = ui.t


def page() -> rx.Component:
    return frame(
        ui.page_header(t("orders.new_title"), back=(t("orders.title"), routes.ORDERS)),
        ui.two_columns(_items(), _buyer()),
        ui.leave_guard((State.lines.length() > 0) & ~State.kept),
        active=routes.ORDERS,
    )


def _items() -> rx.Component:
    fault = rx.el.p(
        ui.icon("circle-alert", size=14),
        rx.el.span(State.faults["lines"]),
        role="alert",
        class_name="pp-error",
    )
    total = ui.key_values((t("orders.grand_total"), rx.el.strong(State.total, class_name="pp-num")))
    return ui.card(
        t("orders.lines"),
        ui.search_input(value=State.search, on_change=State.set_search, placeholder=t("orders.find_item")),
        rx.cond(State.search != "", _found(), rx.fragment()),
        rx.cond(
            State.lines.length() > 0,
            rx.el.ul(rx.foreach(State.lines, _line), class_name="pp-todo"),
            rx.cond(
                State.search == "", ui.empty_state(t("orders.no_items"), icon_name="package"), rx.fragment()
            ),
        ),
        rx.cond(State.faults["lines"] != "", fault, rx.fragment()),
        rx.cond(State.total != "", rx.el.div(total, class_name="pp-sums"), rx.fragment()),
    )


def _found() -> rx.Component:
    """Nothing found says so, once it was looked for."""
    none = rx.el.p(t("orders.item_not_found"), class_name="pp-soft pp-small")
    return rx.cond(
        State.hits.length() > 0,
        rx.el.ul(rx.foreach(State.hits, _hit), class_name="pp-todo"),
        rx.cond(State.looked, none, rx.fragment()),
    )


def _picture(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["image"] != "",
        rx.el.img(src=row["image"], alt="", class_name="pp-thumb"),
        rx.el.span(class_name="pp-thumb"),
    )


def _hit(hit: ui.Rows) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            _picture(hit),
            rx.el.span(
                rx.el.span(hit["name"], class_name="pp-strong"),
                rx.el.span(hit["sku"], class_name="pp-soft pp-tiny"),
                class_name="pp-lines pp-grow",
            ),
            rx.el.span(hit["available"], class_name="pp-soft pp-num"),
            type="button",
            class_name="pp-row pp-pick",
            on_click=State.add(hit["id"]),
        ),
        key=hit["id"],
    )


def _line(line: ui.Rows) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            _picture(line),
            rx.el.span(
                rx.el.span(line["name"], class_name="pp-strong"),
                rx.cond(
                    line["warning"] != "",
                    ui.badge(line["warning"], "wait"),
                    rx.el.span(line["available"], class_name="pp-soft pp-tiny"),
                ),
                class_name="pp-lines pp-grow",
            ),
            ui.icon_button("x", t("words.delete"), on_click=State.remove(line["id"])),
            class_name="pp-row",
        ),
        rx.el.div(
            _number(line, "quantity", "numeric", State.set_quantity),
            _number(line, "price", "decimal", State.set_price),
            rx.el.span(class_name="pp-grow"),
            rx.el.span(line["amount"], class_name="pp-num pp-strong"),
            class_name="pp-row pp-line-figures",
        ),
        rx.cond(
            line["fault"] != "",
            rx.el.p(
                ui.icon("circle-alert", size=14),
                rx.el.span(line["fault"]),
                role="alert",
                class_name="pp-error",
            ),
            rx.fragment(),
        ),
        key=line["id"],
    )


def _number(line: ui.Rows, name: str, mode: str, on_typed: ui.Handler) -> rx.Component:
    return rx.el.label(
        rx.el.span(t(f"orders.{name}")),
        rx.el.input(
            default_value=line[name],
            on_blur=lambda typed: on_typed(line["id"], typed),
            input_mode=mode,
            aria_invalid=line["fault_in"] == name,
            class_name="pp-input pp-num-input pp-short-input",
        ),
        class_name="pp-labelled",
    )


def _buyer() -> rx.Component:
    return ui.card(
        t("orders.buyer"),
        rx.form(
            ui.text_input(
                "buyer_name",
                t("orders.buyer_name"),
                default_value=State.buyer["buyer_name"],
                error=State.faults["buyer_name"],
                max_length=200,
            ),
            ui.text_input(
                "phone",
                t("orders.phone"),
                default_value=State.buyer["phone"],
                optional=True,
                type="tel",
                max_length=40,
            ),
            ui.text_input(
                "email",
                t("orders.email"),
                default_value=State.buyer["email"],
                optional=True,
                type="email",
                max_length=200,
            ),
            ui.textarea(
                "address",
                t("orders.street"),
                default_value=State.buyer["address"],
                optional=True,
                rows=2,
                max_length=500,
            ),
            ui.text_input(
                "city",
                t("orders.city"),
                default_value=State.buyer["city"],
                optional=True,
                max_length=80,
                list="provinces",
                on_blur=State.leave_city,
            ),
            ui.text_input(
                "district",
                t("orders.district"),
                default_value=State.buyer["district"],
                optional=True,
                max_length=80,
                list="districts",
            ),
            _choices("provinces", State.provinces),
            _choices("districts", State.districts),
            ui.textarea(
                "note",
                t("orders.note"),
                default_value=State.buyer["note"],
                optional=True,
                rows=2,
                max_length=2000,
            ),
            rx.el.div(
                ui.button(t("orders.save_order"), kind="primary", submit=True), class_name="pp-row pp-row-end"
            ),
            on_submit=State.save,
            key="buyer-" + State.version.to_string(),
            class_name="pp-stack",
        ),
    )


def _choices(name: str, values: rx.Var[list[str]]) -> rx.Component:
    """What a field offers; anything else may be written too."""
    return rx.el.datalist(rx.foreach(values, lambda value: rx.el.option(value=value)), id=name)


PAGE = Page(
    route=routes.NEW_ORDER,
    render=page,
    title="orders.new_title",
    permission="orders.write",
    on_load=[State.load],
)
