"""The frame every screen of somebody logged in stands in; places are shown by what one may read."""

import reflex as rx

from prapazar import components as ui
from prapazar.components.palette import Place
from prapazar.components.shell import (
    NavItem,
    Person,
    Search,
    bell,
    bottom_bar,
    finder,
    shell,
    sidebar,
    top_bar,
)
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
    ("returns", routes.RETURNS, "undo-2", "claims.read", 1, False),
    ("inbox", routes.INBOX, "messages-square", "messages.read", 1, False),
    ("tickets", routes.TICKETS, "life-buoy", "tickets.read", 1, False),
    ("messages", routes.MESSAGES, "send", "messages.read", 1, False),
    ("invoices", routes.INVOICES, "receipt-text", "invoices.read", 1, False),
    ("payments", routes.PAYMENTS, "credit-card", "payments.read", 1, False),
    ("shipments", routes.SHIPMENTS, "truck", "fulfillment.read", 1, False),
    ("packing", routes.PACKING, "scan-barcode", "orders.write", 1, False),
    ("picking", routes.PICKING, "list-checks", "orders.read", 1, False),
    ("supplies", routes.SUPPLIES, "warehouse", "supplies.read", 1, False),
    ("repairs", routes.REPAIRS, "wrench", "repairs.read", 1, False),
    ("products", routes.PRODUCTS, "package", "products.read", 2, True),
    ("matching", routes.MATCHING, "link-2", "products.read", 2, False),
    ("stock", routes.STOCK, "boxes", "stock.read", 2, True),
    ("channels", routes.CHANNELS, "store", "channels.read", 3, False),
    ("customers", routes.CUSTOMERS, "contact-round", "customers.read", 3, False),
    ("segments", routes.SEGMENTS, "users-round", "campaigns.read", 3, False),
    ("campaigns", routes.CAMPAIGNS, "megaphone", "campaigns.read", 3, False),
    ("pipeline", routes.PIPELINE, "handshake", "customers.read", 3, False),
    ("calendar", routes.CALENDAR, "calendar-days", "calendar.read", 3, False),
    ("tasks", routes.TASKS, "square-check-big", "calendar.read", 3, False),
    ("notifications", routes.NOTIFICATIONS, "bell", "notifications.read", 3, False),
    ("reports", routes.REPORTS, "chart-line", "reports.read", 3, False),
    ("merchants", routes.MERCHANTS, "building-2", "platform.manage", 4, False),
    ("users", routes.USERS, "users", "users.read", 4, False),
    ("audit", routes.AUDIT, "scroll-text", "audit.read", 4, False),
)
_WAITING = {
    "orders": WorkState.orders,
    "returns": WorkState.claims,
    "inbox": WorkState.questions,
    "repairs": WorkState.repairs,
    "tickets": WorkState.tickets,
}
_ACTIONS = (
    # name, path, permission
    ("new_order", routes.NEW_ORDER, "orders.write"),
    ("new_claim", routes.NEW_CLAIM, "claims.write"),
    ("return_statistics", routes.RETURN_STATISTICS, "claims.read"),
    ("new_ticket", routes.NEW_TICKET, "tickets.write"),
    ("ticket_statistics", routes.TICKET_STATISTICS, "tickets.read"),
    ("feedback", routes.FEEDBACK, "tickets.read"),
    ("support_settings", routes.SUPPORT_SETTINGS, "settings.read"),
    ("templates", routes.TEMPLATES, "messages.read"),
    ("message_templates", routes.MESSAGE_TEMPLATES, "messages.read"),
    ("iys", routes.IYS, "messages.read"),
    ("new_product", routes.NEW_PRODUCT, "products.write"),
    ("handovers", routes.HANDOVERS, "fulfillment.write"),
    ("shipping", routes.SHIPPING, "settings.read"),
    ("carrier_files", routes.CARRIER_FILES, "fulfillment.read"),
    ("new_channel", routes.NEW_CHANNEL, "channels.write"),
    ("routing", routes.ROUTING, "orders.write"),
    ("supply_stock", routes.SUPPLY_STOCK, "supplies.read"),
    ("imports", routes.IMPORTS, "products.write"),
    ("categories", routes.CATEGORIES, "products.read"),
    ("publishing", routes.PUBLISHING, "listings.read"),
    ("sync", routes.SYNC, "channels.write"),
    ("channel_health", routes.CHANNEL_HEALTH, "channels.read"),
    ("schedules", routes.SCHEDULES, "channels.read"),
    ("performance", routes.PERFORMANCE, "channels.read"),
    ("deliveries", routes.DELIVERIES, "channels.read"),
    ("invoice_settings", routes.INVOICE_SETTINGS, "settings.read"),
    ("privacy", routes.PRIVACY, "privacy.read"),
    ("profile", routes.PROFILE, ""),
    ("factor", routes.FACTOR, ""),
    ("roles", routes.ROLES, "roles.read"),
    ("features", routes.FEATURES, "roles.read"),
)


def frame(*content: ui.Child, active: str) -> rx.Component:
    """`active`: the place of the sidebar this screen belongs to."""
    return shell(
        *content,
        side=_side(active=active),
        top=_top(),
        foot=_foot(active=active),
        find=_find(),
        notice=rx.cond(SessionState.acting != "", _acting(), rx.fragment()),
    )


def closed() -> rx.Component:
    """In place of a screen that somebody logged in may not read: what it would load is refused."""
    home = ui.link_button(t("errors.closed_home"), href=routes.HOME)
    return frame(
        ui.page_header(t("errors.closed")),
        ui.empty_state(t("errors.closed_text"), action=home, icon_name="lock"),
        active="",
    )


# Of all screens alike, so one script of their own: written into each screen they were a third of the build's time.


@rx.memo
def _side(active: rx.Var[str]) -> rx.Component:
    return sidebar(_items(), active)


@rx.memo
def _top() -> rx.Component:
    return top_bar(_person(), bell(NotifState.unread, href=routes.NOTIFICATIONS))


@rx.memo
def _foot(active: rx.Var[str]) -> rx.Component:
    return bottom_bar(_items(), active, _person())


@rx.memo
def _find() -> rx.Component:
    places = [
        Place(title=t(f"frame.{name}"), href=path, shown=may(permission))
        for name, path, _, permission, *_rest in _PLACES
    ]
    actions = [
        Place(
            title=t(f"frame.{name}"),
            href=path,
            is_action=True,
            shown=may(permission) if permission else None,
        )
        for name, path, permission in _ACTIONS
    ]
    return finder(Search(places=[*places, *actions], hits=PaletteState.hits, on_query=PaletteState.look))


def _items() -> list[NavItem]:
    return [
        NavItem(
            label=t(f"frame.{name}"),
            href=path,
            icon_name=icon,
            shown=shown,
            group=group,
            on_phone=is_near,
            count=_WAITING.get(name),
        )
        for name, path, icon, permission, group, on_phone in _PLACES
        for shown, is_near in _standing(name, may(permission), on_phone)
    ]


def _standing(name: str, shown: rx.Var[bool], on_phone: bool) -> list[tuple[rx.Var[bool], bool]]:
    """In the bottom bar of phones or not; people of a supplier, who see no orders, have their packages there."""
    if name != "supplies":
        return [(shown, on_phone)]
    has_orders = may("orders.read")
    return [(shown & has_orders, False), (shown & ~has_orders, True)]


def _acting() -> rx.Component:
    """On every screen, as long as a super admin stands in somebody's place."""
    return rx.el.div(
        ui.banner(
            t("access.acting", person=SessionState.name),
            t("access.acting_text", name=SessionState.acting),
            tone="wait",
            action=ui.button(t("access.acting_end"), on_click=SessionState.end_impersonation),
        ),
        class_name="pp-acting",
    )


def preview(can: rx.Var[dict[str, bool]]) -> rx.Component:
    """The menus and actions that open with these permissions."""

    def shown(permission: str, name: str, icon_name: str) -> rx.Component:
        drawn = rx.el.li(ui.icon(icon_name), rx.el.span(t(f"frame.{name}")), class_name="pp-row")
        return rx.cond(can[permission].to(bool), drawn, rx.fragment()) if permission else drawn

    return rx.fragment(
        rx.el.h3(t("access.preview_places"), class_name="pp-strong"),
        rx.el.ul(
            *(shown(permission, name, sign) for name, _, sign, permission, *_rest in _PLACES),
            class_name="pp-preview",
        ),
        rx.el.h3(t("access.preview_actions"), class_name="pp-strong"),
        rx.el.ul(
            *(shown(permission, name, "chevron-right") for name, _, permission in _ACTIONS),
            class_name="pp-preview",
        ),
    )


def may(permission: str) -> rx.Var[bool]:
    """For showing only: what is pressed asks again."""
    return SessionState.can[permission].to(bool)


def _person() -> Person:
    return Person(
        name=SessionState.name,
        email=SessionState.email,
        photo=SessionState.photo,
        merchant=SessionState.merchant,
        merchants=SessionState.merchants,
        on_merchant=SessionState.switch_merchant,
        on_locale=LocaleState.set_locale,
        menu=[
            ui.MenuEntry(label=t("frame.profile"), icon_name="user", href=routes.PROFILE),
            ui.MenuEntry(label=t("frame.log_out"), icon_name="log-out", on_click=SessionState.log_out),
        ],
    )
