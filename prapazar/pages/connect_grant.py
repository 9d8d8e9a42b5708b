"""The wizard's part about access granted on a channel's own page: how, the way back, and what became of it."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.states.connect import ConnectState as State

t = ui.t
STEP, DONE = 2, 3


def ways() -> rx.Component:
    """Only where there is more than one."""
    return rx.cond(
        State.ways.length() > 1,
        ui.select("way", t("connect.way"), State.ways, value=State.way, on_change=State.set_way),
        rx.fragment(),
    )


def way_back() -> rx.Component:
    """The address that the merchant's app at the channel has to know."""
    return rx.cond(
        State.way == "page",
        rx.el.div(
            ui.code_block(State.redirect, label=t("connect.redirect")),
            rx.el.p(t("connect.redirect_help"), class_name="pp-help"),
            class_name="pp-field",
        ),
        rx.fragment(),
    )


def problem() -> rx.Component:
    return rx.cond(
        State.grant_failed != "",
        ui.banner(t("connect.grant_failed"), State.grant_failed, tone="bad"),
        rx.fragment(),
    )


def card() -> rx.Component:
    return ui.card(
        rx.cond(State.name != "", State.name, t("connect.step_grant")),
        rx.cond(State.testing, _busy(), rx.cond(State.grant_failed != "", _failed(), _going())),
    )


def _going() -> rx.Component:
    asked = rx.el.div(
        rx.el.p(t("connect.grant_scopes"), class_name="pp-soft pp-small"),
        rx.el.div(rx.foreach(State.scopes, ui.tag), class_name="pp-tags"),
        class_name="pp-field",
    )
    return rx.el.div(
        rx.el.p(t("connect.grant_text")),
        rx.cond(State.scopes.length() > 0, asked, rx.fragment()),
        rx.el.div(
            ui.button(t("words.back"), on_click=State.correct),
            ui.link_button(
                t("connect.grant_open"),
                href=State.page_address,
                kind="primary",
                icon_name="external-link",
                external=True,
            ),
            class_name="pp-row",
        ),
        class_name="pp-stack",
    )


def _busy() -> rx.Component:
    return rx.el.div(
        rx.el.span(class_name="pp-ring", aria_hidden="true"),
        rx.el.span(t("connect.grant_busy"), class_name="pp-soft"),
        class_name="pp-row",
        role="status",
    )


def _failed() -> rx.Component:
    return rx.el.div(
        problem(),
        rx.el.div(
            rx.cond(
                State.slug != "",
                ui.button(t("connect.grant_correct"), on_click=State.correct),
                ui.link_button(t("channels.title"), href=routes.CHANNELS),
            ),
            ui.button(t("connect.grant_again"), kind="primary", on_click=State.ask_again),
            class_name="pp-row",
        ),
        class_name="pp-stack",
    )
