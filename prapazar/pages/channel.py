"""One store at a glance: what is wrong with it, how it does, what it is."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import channel_feed as feed
from prapazar.pages import channel_files as files
from prapazar.pages import health, store_frame
from prapazar.pages.layout import may
from prapazar.pages.page import Page
from prapazar.states.channel_files import ChannelFilesState
from prapazar.states.channels import ChannelState as State
from prapazar.states.feed import FeedState
from prapazar.states.health import HealthState

t = ui.t


def page() -> rx.Component:
    pausing = rx.cond(
        State.store["status"] == "paused",
        ui.button(t("channels.resume"), icon_name="play", on_click=State.resume),
        ui.button(t("channels.pause"), icon_name="pause", on_click=State.pause),
    )
    return store_frame.store_page(
        _problems(),
        rx.cond(State.figures.length() > 0, ui.kpi_row(State.figures), rx.fragment()),
        ui.two_columns(_left(), _right()),
        health.layers(),
        active="overview",
        actions=[rx.cond(may("channels.write") & (State.store["by_files"] == ""), pausing, rx.fragment())],
        primary=rx.cond(may("channels.write"), _next_step(), rx.fragment()),
    )


def _next_step() -> rx.Component:
    """A store that is refused has nothing to sync: its banner says what to do instead. A file has its own buttons."""
    return rx.cond(
        (State.store["status"] == "broken") | (State.store["does_calls"] == ""),
        rx.fragment(),
        ui.button(t("channels.sync"), kind="primary", icon_name="refresh-cw", on_click=State.sync),
    )


def _problems() -> rx.Component:
    cause = ui.link_button(t("store.to_cause"), href=store_frame.HERE + "/health", small=True)
    failing = (State.store["status"] != "broken") & (State.store["error"] != "")
    return rx.fragment(
        rx.cond(
            failing,
            ui.banner(t("channels.problem"), State.store["error"], tone="wait", action=cause),
            rx.fragment(),
        ),
        rx.cond(
            State.store["parked"] != "",
            ui.banner(
                t("dashboard.parked"),
                State.store["parked"],
                tone="bad",
                action=ui.button(t("channels.retry_parked"), small=True, on_click=State.retry_parked),
            ),
            rx.fragment(),
        ),
        health.shape_alarms(),
    )


def _left() -> rx.Component:
    """The file of a feed, the files that go to and fro, or whether the channel answers."""
    answers = rx.fragment(health.causes(), health.hours())
    called = rx.cond(State.store["is_feed"] != "", feed.section(), answers)
    by_files = rx.cond(State.store["does_shipments"] != "", _by_hand(), files.left())
    return rx.cond(State.store["by_files"] != "", by_files, called)


def _by_hand() -> rx.Component:
    """A carrier nobody can call: its work is on the screens of shipments."""
    return ui.card(
        t("shipping.by_hand"),
        rx.el.p(t("shipping.by_hand_text")),
        rx.el.div(
            rx.cond(
                may("fulfillment.read"),
                ui.link_button(
                    t("shipping.title"),
                    href=f"{routes.SHIPMENTS}?carrier=" + State.store["name"].to(str),
                ),
                rx.fragment(),
            ),
            rx.cond(
                may("settings.read"),
                ui.link_button(t("shipping.to_settings"), href=routes.SHIPPING),
                rx.fragment(),
            ),
            class_name="pp-row",
        ),
    )


def _right() -> rx.Component:
    return ui.card(
        t("channels.settings"),
        ui.key_values(
            (t("store.channel"), State.store["channel"]),
            (t("channels.environment"), State.store["environment"]),
        ),
        _when(
            "does_calls",
            (t("channels.last_contact"), State.store["last_ok"]),
        ),
        _when("does_webhooks", (t("channels.webhook"), State.store["webhook"])),
        rx.cond(
            (State.store["does_shipments"] != "") & (State.store["by_files"] == ""),
            _to_shipping(),
            rx.fragment(),
        ),
        _when("does_orders", (t("health.last_order"), HealthState.one["last_order"])),
        rx.cond(
            State.store["does_calls"] != "",
            _when("does_stock", (t("health.last_stock"), HealthState.one["last_stock"])),
            rx.fragment(),
        ),
        _when("does_price", (t("health.last_price"), HealthState.one["last_price"])),
        rx.cond(State.store["unmatched"] != "", _to_matching(), rx.fragment()),
    )


def _when(duty: str, *facts: tuple[ui.Text, ui.Child]) -> rx.Component:
    return rx.cond(State.store[duty] != "", ui.key_values(*facts), rx.fragment())


def _to_shipping() -> rx.Component:
    return rx.el.div(
        ui.link_button(
            t("shipping.title"),
            href=f"{routes.SHIPMENTS}?carrier=" + State.store["connector"].to(str),
            icon_name="truck",
            small=True,
        ),
        class_name="pp-row",
    )


def _to_matching() -> rx.Component:
    label = t("channels.match_waiting", count=State.store["unmatched"].to(str))
    return ui.link_button(
        label, href=f"{routes.MATCHING}?connection=" + State.store["id"].to(str), icon_name="link", small=True
    )


PAGE = Page(
    route=routes.CHANNEL,
    render=page,
    title="channels.name",
    permission="channels.read",
    on_load=[store_frame.LOAD, HealthState.load_store, FeedState.load, ChannelFilesState.load],
    live={
        "channels.changed": [store_frame.LOAD, HealthState.news],
        "jobs.changed": [store_frame.LOAD, HealthState.news],
        "listings.answered": store_frame.LOAD,
        "health.changed": HealthState.news,
        "feeds.changed": FeedState.news,
        "imports.changed": ChannelFilesState.news,
    },
)
