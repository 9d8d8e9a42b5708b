"""Every path of a screen, written once; screens, mails and notifications link with these."""

from urllib.parse import urlencode

HOME = "/"
ORDERS = "/orders"
ORDER = "/orders/[order_id]"
NEW_ORDER = "/orders/new"
REPAIRS = "/repairs"
PRODUCTS = "/products"
PRODUCT = "/products/[product_id]"
NEW_PRODUCT = "/products/new"
IMPORTS = "/products/import"
MATCHING = "/products/matching"
PUBLISHING = "/products/publishing"
STOCK = "/stock"
STOCK_ITEM = "/stock/[variant_id]"
CHANNELS = "/channels"
CHANNEL = "/channels/[connection_id]"
CHANNEL_HEALTH = "/channels/health"
SCHEDULES = "/channels/schedules"
DELIVERIES = "/channels/deliveries"
MAPPINGS = "/channels/[connection_id]/mappings"
NEW_CHANNEL = "/channels/new"
SYNC = "/channels/sync"
STORE_HEALTH = "/channels/[connection_id]/health"
STORE_SCHEDULES = "/channels/[connection_id]/schedules"
STORE_DELIVERIES = "/channels/[connection_id]/deliveries"
STORE_CATEGORIES = "/channels/[connection_id]/categories"
STORE_SETTINGS = "/channels/[connection_id]/settings"
CONSOLE = "/channels/[connection_id]/console"
SCENARIOS = "/channels/[connection_id]/scenarios"
TRAFFIC = "/channels/[connection_id]/traffic"
NOTIFICATIONS = "/notifications"
SETTINGS = "/settings"
USERS = "/settings/users"
ROLES = "/settings/roles"
PROFILE = "/settings/profile"
MERCHANTS = "/merchants"

LOGIN = "/login"
FORGOT = "/login/forgot"
RESET = "/login/reset"
ACCEPT = "/invitation"
FIRST_RUN = "/first-run"
MAINTENANCE = "/maintenance"
DESIGN = "/_design"
NOT_FOUND = "404"
"""The name Reflex gives the page of every unknown address."""

GRANT_BACK = "/connect/back"
"""Where providers send browsers back to from the page on which access is granted."""
LOGIN_POST = "/api/auth/login"
LOGOUT_POST = "/api/auth/logout"
FORGOT_POST = "/api/auth/forgot"
RESET_POST = "/api/auth/reset"
ACCEPT_POST = "/api/auth/accept"
FIRST_RUN_POST = "/api/auth/first-run"

PUBLIC = frozenset({LOGIN, FORGOT, RESET, ACCEPT, FIRST_RUN, MAINTENANCE})
"""Screens one sees without being logged in."""


def order(order_id: object) -> str:
    return ORDER.replace("[order_id]", str(order_id))


def product(product_id: object) -> str:
    return PRODUCT.replace("[product_id]", str(product_id))


def stock_item(variant_id: object) -> str:
    return STOCK_ITEM.replace("[variant_id]", str(variant_id))


def channel(connection_id: object) -> str:
    return CHANNEL.replace("[connection_id]", str(connection_id))


def store_health(connection_id: object) -> str:
    return STORE_HEALTH.replace("[connection_id]", str(connection_id))


def mappings(connection_id: object, kind: str = "") -> str:
    return with_query(MAPPINGS.replace("[connection_id]", str(connection_id)), kind=kind)


def publishing(run_id: object) -> str:
    return with_query(PUBLISHING, run=str(run_id))


def with_query(path: str, **values: str) -> str:
    """The path with the filters that are set: `with_query(ORDERS, status="new")`."""
    kept = {name: value for name, value in values.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path
