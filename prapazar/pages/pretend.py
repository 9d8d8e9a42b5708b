"""The card of a store in the sandbox: break its channel on purpose, let a buyer buy."""

import reflex as rx

from prapazar import components as ui
from prapazar.states.pretend import PretendState as State
from prapazar.states.session import SessionState

t = ui.t


def card() -> rx.Component:
    """Nothing at all where the store is not in the sandbox."""
    may = SessionState.can["console.write"]
    levers = ui.card(
        t("pretend.title"),
        rx.el.p(t("pretend.intro"), class_name="pp-soft pp-small"),
        rx.cond(State.on.length() > 0, _on(), rx.fragment()),
        rx.cond(may, rx.fragment(_fault(), _buyer()), rx.fragment()),
    )
    return rx.fragment(
        rx.cond(State.away != "", ui.banner(State.away, tone="wait"), rx.fragment()),
        rx.cond(State.store != "", levers, rx.fragment()),
    )


def _on() -> rx.Component:
    def fault(one: ui.Rows) -> rx.Component:
        return rx.el.div(
            rx.el.span(ui.badge(one["label"], "bad"), class_name="pp-grow"),
            rx.cond(
                SessionState.can["console.write"],
                ui.button(t("pretend.switch_off"), small=True, on_click=State.switch_off(one["id"].to(str))),
                rx.fragment(),
            ),
            class_name="pp-row",
            key=one["id"].to(str),
        )

    return rx.el.div(
        rx.el.p(t("pretend.on"), class_name="pp-strong pp-small"),
        rx.foreach(State.on, fault),
        class_name="pp-stack pp-stack-tight pp-nested",
        role="status",
    )


def _fault() -> rx.Component:
    return rx.form(
        ui.select("kind", t("pretend.kind"), State.kinds, value=State.kind, on_change=State.choose),
        rx.cond(
            State.kind == "renamed_field",
            ui.text_input("field", t("pretend.field"), help_text=t("pretend.field_help")),
            rx.fragment(),
        ),
        rx.el.p(State.effect, class_name="pp-help"),
        rx.el.div(ui.button(t("pretend.switch_on"), icon_name="zap", submit=True), class_name="pp-row"),
        on_submit=State.switch_on,
        class_name="pp-stack pp-stack-tight",
    )


def _buyer() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("pretend.buyer"), class_name="pp-soft pp-small"),
        rx.el.div(
            ui.button(t("pretend.buy"), icon_name="shopping-cart", on_click=State.buy), class_name="pp-row"
        ),
        class_name="pp-stack pp-stack-tight",
    )
