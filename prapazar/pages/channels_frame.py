"""What the pages about all stores share: the head with its tabs."""

from collections.abc import Sequence

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.states.session import SessionState

t = ui.t
_TABS = (
    # name, path, permission
    ("stores", routes.CHANNELS, ""),
    ("health", routes.CHANNEL_HEALTH, ""),
    ("schedules", routes.SCHEDULES, ""),
    ("deliveries", routes.DELIVERIES, ""),
    ("sync", routes.SYNC, "channels.write"),
    ("performance", routes.PERFORMANCE, ""),
)


def channels_page(
    *content: ui.Child,
    active: str,
    count: ui.Text | None = None,
    primary: ui.Child | None = None,
    actions: Sequence[ui.Child] = (),
) -> rx.Component:
    """`active`: the name of the tab this page is."""
    return frame(
        # only now are the tabs one may see there, and the open one can be brought into sight
        rx.cond(SessionState.name != "", ui.tab_title(t(f"channels.tab_{active}")), rx.fragment()),
        ui.page_header(t("channels.title"), count=count, actions=actions, primary=primary),
        rx.el.nav(
            *(_tab(name, path, permission, is_here=name == active) for name, path, permission in _TABS),
            class_name="pp-tabs",
            aria_label=t("channels.tabs"),
        ),
        *content,
        active=routes.CHANNELS,
    )


def _tab(name: str, path: str, permission: str, *, is_here: bool) -> rx.Component:
    here = {"aria_current": "page"} if is_here else {}
    tab = ui.link(t(f"channels.tab_{name}"), href=path, plain=True, class_name="pp-tab", **here)
    return rx.cond(may(permission), tab, rx.fragment()) if permission else tab
