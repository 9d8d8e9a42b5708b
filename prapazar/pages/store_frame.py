"""What the pages of one store share: the head with its tabs, what is wrong with it, new credentials."""

from collections.abc import Sequence

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import bench_parts as bench
from prapazar.pages import channel_renewal as renewal
from prapazar.pages.layout import frame, may
from prapazar.states.channels import ChannelState as State
from prapazar.states.renew import RenewState

t = ui.t
HERE = f"{routes.CHANNELS}/" + State.store["id"].to(str)
LOAD = State.load
"""Every page of a store loads its head, and looks again when the store or one of its jobs has changed."""
_TABS = (
    # name, path behind the store's own, permission, what the channel has to do with
    ("overview", "", "", ""),
    ("health", "/health", "", "does_calls"),
    ("schedules", "/schedules", "", "does_jobs"),
    ("mappings", "/mappings", "", "does_mappings"),
    ("categories", "/categories", "", "is_feed"),
    ("deliveries", "/deliveries", "", "does_webhooks"),
    ("traffic", "/traffic", "console.read", "does_calls"),
    ("console", "/console", "console.read", "does_calls"),
    ("scenarios", "/scenarios", "console.read", "does_calls"),
    ("settings", "/settings", "channels.write", ""),
)


def store_page(
    *content: ui.Child,
    active: str,
    actions: Sequence[ui.Child] = (),
    primary: ui.Child | None = None,
) -> rx.Component:
    """`active`: the name of the tab this page is."""
    shown = rx.fragment(
        ui.tab_title(State.store["name"]),
        ui.page_header(
            rx.el.span(
                ui.channel_mark(State.store["connector"], name=State.store["name"]),
                class_name="pp-store-name",
            ),
            status=_status(),
            back=(t("channels.title"), routes.CHANNELS),
            actions=actions,
            primary=primary if primary is not None else rx.fragment(),
        ),
        _tabs(active),
        _refused(),
        bench.test_banner(State.store),
        *content,
        renewal.dialog(),
        rx.el.span(on_mount=RenewState.shut, hidden=True),
    )
    return frame(
        rx.cond(State.missing, missing(), rx.cond(State.loading, _skeleton(), shown)), active=routes.CHANNELS
    )


def missing() -> rx.Component:
    return ui.empty_state(
        t("channels.missing"),
        action=ui.link_button(t("channels.title"), href=routes.CHANNELS),
        icon_name="search-x",
    )


def _skeleton() -> rx.Component:
    """A head, its tabs, and something beneath."""
    return rx.el.div(
        ui.skeleton(width="220px", height="26px"),
        ui.skeleton(width="100%", height="36px"),
        ui.skeleton_lines(8),
        class_name="pp-stack",
        aria_busy="true",
    )


def _status() -> rx.Component:
    return rx.el.span(
        ui.badge(State.store["state"], State.store["tone"]),
        rx.cond(
            State.store["environment_key"] != "live", bench.environment_badge(State.store), rx.fragment()
        ),
        class_name="pp-row",
    )


def _tabs(active: str) -> rx.Component:
    return rx.el.nav(
        *(
            _tab(name, path, permission, duty, is_here=name == active)
            for name, path, permission, duty in _TABS
        ),
        class_name="pp-tabs",
        aria_label=t("store.tabs"),
    )


def _tab(name: str, path: str, permission: str, duty: str, *, is_here: bool) -> rx.Component:
    here = {"aria_current": "page"} if is_here else {}
    tab = ui.link(t(f"store.tab_{name}"), href=HERE + path, plain=True, class_name="pp-tab", **here)
    if duty:
        tab = rx.cond(State.store[duty] != "", tab, rx.fragment())
    return rx.cond(may(permission), tab, rx.fragment()) if permission else tab


def _refused() -> rx.Component:
    """Nothing is called until the credentials are new, so every page of the store says it."""
    return rx.cond(
        State.store["status"] == "broken",
        ui.banner(
            t("channels.broken"),
            t("channels.broken_text"),
            tone="bad",
            action=rx.cond(may("channels.write"), renewal.button(small=True), rx.fragment()),
        ),
        rx.fragment(),
    )
