"""What a test store is told: real quantities, or none."""

import reflex as rx

from prapazar import components as ui
from prapazar.states.channels import ChannelState as State
from prapazar.states.session import SessionState

t = ui.t


def section() -> rx.Component:
    """Of the store whose page is open; nothing where it is no test store."""
    choice = ui.switch(
        "sends_stock",
        t("channels.sends_stock"),
        checked=State.store["sends_stock"] != "",
        on_change=State.set_sends_stock,
        help_text=t("channels.sends_stock_help"),
    )
    return rx.cond(
        (State.store["is_test"] != "") & SessionState.can["channels.write"],
        ui.card(t("channels.test_store"), choice),
        rx.fragment(),
    )
