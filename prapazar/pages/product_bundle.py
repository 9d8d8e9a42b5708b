"""The card of a product's page that says what a variant is made of."""

import reflex as rx

from prapazar import components as ui
from prapazar.states.product_bundle import ProductBundleState as State
from prapazar.states.session import SessionState

t = ui.t


def bundle_card() -> rx.Component:
    may_write = SessionState.can["products.write"]
    return ui.card(
        t("bundles.title"),
        rx.cond(State.variants.length() > 1, _variants(), rx.fragment()),
        rx.cond(
            State.lines.length() > 0,
            rx.el.ul(rx.foreach(State.lines, _line), class_name="pp-todo"),
            rx.cond(State.changed, rx.fragment(), rx.el.p(t("bundles.none"), class_name="pp-soft pp-small")),
        ),
        rx.cond(State.is_bundle | State.changed, _figures(), rx.fragment()),
        rx.cond(may_write, _finder(), rx.fragment()),
        rx.cond(State.fault != "", _wrong(State.fault), rx.fragment()),
        rx.cond(State.changed, _buttons(), rx.fragment()),
        ui.leave_guard(State.changed),
    )


def _variants() -> rx.Component:
    return ui.select(
        "bundle_variant", t("bundles.which"), State.variants, value=State.chosen, on_change=State.choose
    )


def _line(line: ui.Rows) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            _picture(line),
            rx.el.span(
                rx.el.span(line["name"], class_name="pp-strong"),
                rx.el.span(line["sku"], " · ", line["free"], class_name="pp-soft pp-tiny"),
                class_name="pp-lines pp-grow",
            ),
            rx.cond(
                SessionState.can["products.write"],
                ui.icon_button("x", t("words.delete"), on_click=State.remove(line["id"])),
                rx.fragment(),
            ),
            class_name="pp-row",
        ),
        rx.el.div(
            rx.el.label(
                rx.el.span(t("bundles.quantity")),
                rx.el.input(
                    default_value=line["quantity"],
                    on_blur=lambda typed: State.set_quantity(line["id"], typed),
                    input_mode="numeric",
                    read_only=~SessionState.can["products.write"],
                    aria_invalid=line["fault"] != "",
                    class_name="pp-input pp-num-input pp-short-input",
                ),
                class_name="pp-labelled",
            ),
            rx.el.span(class_name="pp-grow"),
            rx.el.span(line["makes"], class_name="pp-soft pp-num pp-small"),
            class_name="pp-row pp-line-figures",
        ),
        rx.cond(line["fault"] != "", _wrong(line["fault"]), rx.fragment()),
        key=line["id"].to(str) + "-" + State.version.to(str),
    )


def _picture(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["image"] != "",
        rx.el.img(src=row["image"], alt="", class_name="pp-thumb"),
        rx.el.span(class_name="pp-thumb"),
    )


def _figures() -> rx.Component:
    return rx.fragment(
        ui.key_values(
            (t("bundles.available"), rx.el.strong(State.available, class_name="pp-num")),
            (t("bundles.cost"), rx.el.span(State.cost, class_name="pp-num")),
        ),
        rx.cond(State.why != "", rx.el.p(State.why, class_name="pp-soft pp-small"), rx.fragment()),
    )


def _finder() -> rx.Component:
    none = rx.el.p(t("bundles.not_found"), class_name="pp-soft pp-small")
    found = rx.cond(
        State.hits.length() > 0,
        rx.el.ul(rx.foreach(State.hits, _hit), class_name="pp-todo"),
        rx.cond(State.looked, none, rx.fragment()),
    )
    return rx.fragment(
        ui.search_input(value=State.search, on_change=State.set_search, placeholder=t("bundles.find")), found
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
            rx.el.span(hit["free"], class_name="pp-soft pp-num"),
            type="button",
            class_name="pp-row pp-pick",
            on_click=State.add(hit["id"]),
        ),
        key=hit["id"],
    )


def _wrong(text: ui.Text) -> rx.Component:
    return rx.el.p(ui.icon("circle-alert", size=14), rx.el.span(text), role="alert", class_name="pp-error")


def _buttons() -> rx.Component:
    return rx.el.div(
        ui.button(t("bundles.save"), kind="primary", on_click=State.save),
        ui.button(t("bundles.undo"), kind="quiet", on_click=State.undo),
        class_name="pp-row",
    )
