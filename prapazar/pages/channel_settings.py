"""Settings of one store: what stock it is shown, its environment, its credentials, its end."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import channel_environments as environments
from prapazar.pages import channel_feed as feed
from prapazar.pages import channel_files as files
from prapazar.pages import channel_mail, channel_test, store_frame
from prapazar.pages import channel_renewal as renewal
from prapazar.pages.page import Page
from prapazar.states.channel_files import ChannelFilesState
from prapazar.states.channels import ChannelState as State
from prapazar.states.feed import FeedState
from prapazar.states.session import SessionState
from prapazar.states.twins import TwinState

t = ui.t


def page() -> rx.Component:
    return store_frame.store_page(
        ui.two_columns(_left(), _right()),
        environments.dialog(),
        _removing(),
        active="settings",
    )


def _left() -> rx.Component:
    return rx.fragment(
        rx.cond(State.store["does_stock"] != "", ui.card(t("channels.offer"), _offer()), rx.fragment()),
        feed.settings(),
        files.settings(),
        channel_mail.section(),
    )


def _right() -> rx.Component:
    credentials = ui.card(
        t("store.credentials"),
        rx.el.p(t("store.credentials_text"), class_name="pp-soft pp-small"),
        rx.el.div(renewal.button(), class_name="pp-row"),
    )
    removal = ui.card(
        t("store.removing"),
        rx.el.p(t("channels.remove_text", name=State.store["name"]), class_name="pp-soft pp-small"),
        rx.el.div(
            ui.button(t("channels.remove"), kind="danger", on_click=State.ask_remove(True)),
            class_name="pp-row",
        ),
    )
    return rx.fragment(
        rx.cond(State.store["does_calls"] != "", credentials, rx.fragment()),
        environments.section(),
        channel_test.section(),
        rx.cond(SessionState.can["channels.delete"], removal, rx.fragment()),
    )


def _offer() -> rx.Component:
    return ui.edit_form(
        ui.text_input(
            "buffer",
            t("channels.buffer"),
            help_text=t("channels.buffer_help"),
            default_value=State.store["buffer"],
            error=State.faults["buffer"],
            numeric=True,
        ),
        ui.text_input(
            "percent",
            t("channels.percent"),
            default_value=State.store["percent"],
            error=State.faults["percent"],
            suffix="%",
            numeric=True,
        ),
        ui.text_input(
            "cap",
            t("channels.cap"),
            help_text=t("channels.cap_help"),
            default_value=State.store["cap"],
            error=State.faults["cap"],
            numeric=True,
            optional=True,
        ),
        on_save=State.save_offer,
        version=State.version,
    )


def _removing() -> rx.Component:
    return ui.confirm_dialog(
        t("channels.remove"),
        t("channels.remove_text", name=State.store["name"]),
        confirm=t("channels.remove"),
        is_open=State.remove_open,
        on_open_change=State.ask_remove,
        on_confirm=State.remove,
        type_name=State.store["name"],
        typed=State.typed,
        on_type=State.type_name,
    )


PAGE = Page(
    route=routes.STORE_SETTINGS,
    render=page,
    title="store.tab_settings",
    permission="channels.write",
    on_load=[State.load_settings, TwinState.load, FeedState.load, ChannelFilesState.load],
    live={"channels.changed": State.load_settings},
)
