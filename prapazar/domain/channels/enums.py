"""Statuses of connections and the kinds of recurring work."""

from enum import StrEnum


class ConnectionStatus(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    BROKEN = "broken"
    """The provider refuses the credentials; nothing is called until they are renewed."""


class JobKind(StrEnum):
    ORDERS = "orders"
    ORDER_COUNT = "order_count"
    PRODUCTS = "products"
    BATCHES = "batches"


class Topic(StrEnum):
    """Outbox topics whose partition is a connection."""

    PUSH_STOCK = "listings.push_stock"
    PUSH_PRICE = "listings.push_price"
    REPORT_STATUS = "orders.report_status"
    SET_UP = "channels.set_up"
    TAKE_IN = "orders.take_in"
    REFETCH = "orders.refetch"
    IMPORT_FILE = "catalog.import_file"
    """Its partition is the import run."""
    MAKE_FILE = "files.make"
    """So is that of these two."""
    READ_FILE = "files.read"
