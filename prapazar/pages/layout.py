"""The frame every screen of somebody logged in stands in; places are shown by what one may read."""

import reflex as rx

from prapazar import components as ui
from prapazar.components.palette import Place
from prapazar.components.shell import NavItem, Person, Search, bell, shell
from prapazar.foundation import routes
from prapazar.states.live import NotifState
from prapazar.states.locale import LocaleState
from prapazar.states.palette import PaletteState
from prapazar.states.session import SessionState
from prapazar.states.worklists import WorkState

t = ui.t

_PLACES = (
    # name, path, icon, permission, group, in the bottom bar of phones
    ("home", routes.HOME, "house", "dashboard.read", 0, True),
    ("orders", routes.ORDERS, "shopping-bag", "orders.read", 1, True),
    ("repairs", routes.REPAIRS, "wrench", "repairs.read", 1, False),
    ("products", routes.PRODUCTS, "package", "products.read", 2, True),
    ("matching", routes.MATCHING, "link-2", "products.read", 2, False),
    ("stock", routes.STOCK, "boxes", "stock.read", 2, True),
    ("channels", routes.CHANNELS, "store", "channels.read", 3, False),
    ("notifications", routes.NOTIFICATIONS, "bell", "notifications.read", 3, False),
    ("users", routes.USERS, "users", "users.read", 4, False),
)
_WAITING = {"orders": WorkState.orders, "repairs": WorkState.repairs}
_ACTIONS = (
    # name, path, permission
    ("new_order", routes.NEW_ORDER, "orders.write"),
    ("new_product", routes.NEW_PRODUCT, "products.write"),
    ("new_channel", routes.NEW_CHANNEL, "channels.write"),
    ("imports", routes.IMPORTS, "products.write"),
    ("publishing", routes.PUBLISHING, "listings.read"),
    ("sync", routes.SYNC, "channels.write"),
    ("channel_health", routes.CHANNEL_HEALTH, "channels.read"),
    ("schedules", routes.SCHEDULES, "channels.read"),
    ("deliveries", routes.DELIVERIES, "channels.read"),
    ("profile", routes.PROFILE, ""),
)


def frame(*content: ui.Child, active: str) -> rx.Component:
    """`active`: the place of the sidebar this screen belongs to."""
    return shell(
        *content,
        items=[
            NavItem(
                label=t(f"frame.{name}"),
                href=path,
                icon_name=icon,
                shown=may(permission),
                group=group,
                on_phone=on_phone,
                count=_WAITING.get(name),
            )
            for name, path, icon, permission, group, on_phone in _PLACES
        ],
        active=active,
        person=_person(),
        search=Search(
            places=[
                *(
                    Place(title=t(f"frame.{name}"), href=path, shown=may(permission))
                    for name, path, _, permission, *_rest in _PLACES
                ),
                *(
                    Place(
                        title=t(f"frame.{name}"),
                        href=path,
                        is_action=True,
                        shown=may(permission) if permission else None,
                    )
                    for name, path, permission in _ACTIONS
                ),
            ],
            hits=PaletteState.hits,
            on_query=PaletteState.look,
        ),
        bell=bell(NotifState.unread, href=routes.NOTIFICATIONS),
    )


def may(permission: str) -> rx.Var[bool]:
    """For showing only: what is pressed asks again."""
    return SessionState.can[permission].to(bool)


def _person() -> Person:
    return Person(
        name=SessionState.name,
        email=SessionState.email,
        merchant=SessionState.merchant,
        merchants=SessionState.merchants,
        on_merchant=SessionState.switch_merchant,
        on_locale=LocaleState.set_locale,
        menu=[
            ui.MenuEntry(label=t("frame.profile"), icon_name="user", href=routes.PROFILE),
            ui.MenuEntry(label=t("frame.log_out"), icon_name="log-out", on_click=SessionState.log_out),
        ],
    )
