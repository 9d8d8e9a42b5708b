"""The part of a claim's page for goods: counted with a scanner, looked at, back to stock or scrap."""

import reflex as rx

from prapazar import components as ui
from prapazar.pages.layout import may
from prapazar.states.claim import ClaimState as State

t = ui.t


def goods() -> rx.Component:
    form = rx.form(
        rx.el.div(
            rx.el.input(
                name="code",
                key=State.version.to_string(),
                placeholder=t("claims.receive_scan"),
                aria_label=t("claims.receive_scan"),
                auto_complete="off",
                auto_focus=True,
                class_name="pp-input",
            ),
            ui.button(t("words.add"), submit=True),
            ui.button(t("claims.receive_all"), on_click=State.receive_all),
            class_name="pp-row pp-row-wrap",
        ),
        rx.el.p(t("claims.receive_help"), class_name="pp-help"),
        on_submit=State.scan,
        class_name="pp-stack pp-stack-tight",
    )
    said = rx.el.p(State.counted, role="status", class_name="pp-good pp-small")
    return rx.cond(
        (State.claim["receivable"] != "") & may("claims.write"),
        ui.card(t("claims.receive"), form, said),
        rx.fragment(),
    )


def inspect_form(row: ui.Rows) -> rx.Component:
    """All that arrived is offered as good; who looks says what is not."""
    return rx.form(
        rx.el.input(type="hidden", name="line", value=row["id"]),
        rx.el.span(row["to_inspect_said"], class_name="pp-small pp-strong"),
        _number("good", t("claims.restock"), row["to_inspect"]),
        _number("scrap", t("claims.scrap"), "0"),
        rx.el.input(
            name="verdict",
            placeholder=t("claims.verdict"),
            aria_label=t("claims.verdict"),
            max_length=300,
            auto_complete="off",
            class_name="pp-input pp-grow",
        ),
        ui.button(t("words.save"), submit=True, small=True),
        on_submit=State.inspect,
        key=row["id"].to(str) + row["to_inspect"].to(str),
        class_name="pp-row pp-row-wrap pp-inspect",
    )


def _number(name: str, label: ui.Text, value: ui.Text) -> rx.Component:
    return rx.el.label(
        rx.el.span(label, class_name="pp-small"),
        rx.el.input(
            name=name,
            type="number",
            min="0",
            default_value=value,
            input_mode="numeric",
            class_name="pp-input pp-num-input pp-units",
        ),
        class_name="pp-row",
    )
