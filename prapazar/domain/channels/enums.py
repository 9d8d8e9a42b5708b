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
    FEED = "feed"


class BenchKind(StrEnum):
    OPERATION = "operation"
    SCENARIOS = "scenarios"
    COMPARE = "compare"
    """Map every kept recording again and show what comes out differently."""


class SyncKind(StrEnum):
    ORDERS = "orders"
    PRODUCTS = "products"
    STOCK = "stock"
    PRICE = "price"


class RunStatus(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Topic(StrEnum):
    """Outbox topics whose partition is a connection."""

    PUSH_STOCK = "listings.push_stock"
    PUSH_PRICE = "listings.push_price"
    PUSH_CONTENT = "listings.push_content"
    """New listings and changed content; it gives way to stock and prices."""
    LEARN = "channels.learn"
    """Categories, or what one of them asks for."""
    REPORT_STATUS = "orders.report_status"
    SET_UP = "channels.set_up"
    TAKE_IN = "orders.take_in"
    REFETCH = "orders.refetch"
    IMPORT_FILE = "catalog.import_file"
    """Its partition is the import run."""
    BENCH = "console.run"
    """Its partition is the bench run."""
    SYNC = "channels.sync"
    """Its partition is the part of a sync run."""
    MAKE_FILE = "files.make"
    """So is that of these two."""
    READ_FILE = "files.read"
