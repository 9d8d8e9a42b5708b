"""A test letter to oneself, on the settings of a mail server."""

import reflex as rx

from prapazar import components as ui
from prapazar.states.channel_mail import ChannelMailState as State
from prapazar.states.channels import ChannelState
from prapazar.states.session import SessionState

t = ui.t


def section() -> rx.Component:
    """Of the store whose page is open; nothing where it sends no mail."""
    is_own = State.store == ChannelState.store["id"]
    answer = rx.fragment(
        rx.cond(is_own & (State.sent != ""), ui.banner(State.sent, tone="good"), rx.fragment()),
        rx.cond(
            is_own & (State.failed != ""),
            ui.banner(State.failed, State.detail, tone="bad"),
            rx.fragment(),
        ),
    )
    return rx.cond(
        (ChannelState.store["does_mail"] != "") & SessionState.can["channels.write"],
        ui.card(
            t("messages.test_title"),
            rx.el.p(t("messages.test_help"), class_name="pp-soft pp-small"),
            rx.el.div(
                ui.button(
                    t("messages.test_send"), icon_name="send", on_click=State.try_out, loading=State.busy
                ),
                class_name="pp-row",
            ),
            answer,
        ),
        rx.fragment(),
    )
