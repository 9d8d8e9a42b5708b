"""Entering a claim by hand."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.new_claim import NewClaimState as State

t = ui.t
KINDS = ("return", "exchange", "missing", "cancellation")


def page() -> rx.Component:
    return frame(
        ui.page_header(t("claims.open_title"), back=(t("claims.title"), routes.RETURNS)),
        rx.cond(State.order_id == "", _find(), _form()),
        active=routes.RETURNS,
    )


def _find() -> rx.Component:
    return ui.card(
        t("claims.order"),
        rx.form(
            ui.text_input(
                "number",
                t("claims.open_order"),
                error=State.fault,
                auto_focus=True,
                auto_complete="off",
                max_length=100,
            ),
            rx.el.div(
                ui.button(t("claims.open_find"), kind="primary", submit=True), class_name="pp-row pp-row-end"
            ),
            on_submit=State.find,
            class_name="pp-form",
        ),
    )


def _form() -> rx.Component:
    kinds = [ui.Choice(value=kind, label=t(f"claims.kind_{kind}")) for kind in KINDS]
    return ui.card(
        rx.el.span(State.number, " · ", State.buyer),
        rx.form(
            rx.el.p(t("claims.open_help"), class_name="pp-soft pp-small"),
            rx.cond(State.fault != "", ui.banner(State.fault, tone="bad"), rx.fragment()),
            rx.foreach(State.lines, _line),
            ui.select("kind", t("claims.kind"), kinds),
            ui.text_input("reason", t("claims.reason"), max_length=200, auto_complete="off"),
            ui.textarea("note", t("claims.note"), optional=True, max_length=500),
            rx.el.div(
                ui.button(t("claims.open_save"), kind="primary", submit=True, disabled=State.kept),
                class_name="pp-row pp-row-end",
            ),
            on_submit=State.save,
            class_name="pp-form",
        ),
    )


def _line(row: ui.Rows) -> rx.Component:
    picture = rx.cond(
        row["image"] != "",
        rx.el.img(src=row["image"], alt="", class_name="pp-thumb"),
        rx.el.span(class_name="pp-thumb"),
    )
    return rx.el.label(
        picture,
        rx.el.span(
            rx.el.span(row["title"], class_name="pp-strong"),
            rx.el.span(row["codes"], class_name="pp-soft pp-tiny pp-num"),
            rx.el.span(t("claims.sold"), ": ", row["sold"], class_name="pp-soft pp-tiny pp-num"),
            class_name="pp-lines pp-grow",
        ),
        rx.el.input(
            name=row["name"],
            type="number",
            min="0",
            max=row["sold"],
            default_value="0",
            aria_label=row["title"],
            class_name="pp-input pp-num-input pp-units",
        ),
        class_name="pp-row",
        key=row["id"],
    )


PAGE = Page(
    route=routes.NEW_CLAIM,
    render=page,
    title="claims.open_title",
    permission="claims.write",
    on_load=[State.load],
)
