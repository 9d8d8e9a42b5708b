"""Order statuses, the steps between them, and what each means for stock."""

from enum import StrEnum


class OrderStatus(StrEnum):
    AWAITING_PAYMENT = "awaiting_payment"
    NEW = "new"
    PICKING = "picking"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    UNPACKED = "unpacked"


HOLDING = frozenset({OrderStatus.AWAITING_PAYMENT, OrderStatus.NEW, OrderStatus.PICKING, OrderStatus.PACKED})
"""Units are held for the order."""
GONE = frozenset({OrderStatus.SHIPPED, OrderStatus.DELIVERED, OrderStatus.UNDELIVERED, OrderStatus.RETURNED})
"""Units have left the warehouse; coming back is a return, not a status."""

PROGRESS = (
    OrderStatus.AWAITING_PAYMENT,
    OrderStatus.NEW,
    OrderStatus.PICKING,
    OrderStatus.PACKED,
    OrderStatus.SHIPPED,
    OrderStatus.DELIVERED,
)
"""The usual way; a channel that knows fewer steps never moves an order back along it."""

ALLOWED: dict[OrderStatus, frozenset[OrderStatus]] = {
    OrderStatus.AWAITING_PAYMENT: frozenset({OrderStatus.NEW, OrderStatus.CANCELLED}),
    OrderStatus.NEW: frozenset({OrderStatus.PICKING, OrderStatus.CANCELLED}),
    OrderStatus.PICKING: frozenset({OrderStatus.PACKED, OrderStatus.SHIPPED, OrderStatus.CANCELLED}),
    OrderStatus.PACKED: frozenset({OrderStatus.SHIPPED, OrderStatus.CANCELLED}),
    OrderStatus.SHIPPED: frozenset({OrderStatus.DELIVERED, OrderStatus.UNDELIVERED}),
}
"""Steps a person may take here; channels may report any."""


class CargoBy(StrEnum):
    """Under whose contract a package travels."""

    CHANNEL = "channel"
    """The channel's: it chooses the carrier, gives the number to print and pays."""
    SELLER = "seller"


class CancelReason(StrEnum):
    """Why we do not supply; the words channels know."""

    OUT_OF_STOCK = "out_of_stock"
    DEFECTIVE = "defective"
    WRONG_PRICE = "wrong_price"
    BULK_PURCHASE = "bulk_purchase"
    INTEGRATION_ERROR = "integration_error"
    FORCE_MAJEURE = "force_majeure"


class RepairKind(StrEnum):
    UNMAPPED_LINE = "unmapped_line"
    UNREADABLE = "unreadable"
    SHORT = "short"
    REPORT = "report"
    NOT_ON_SHELF = "not_on_shelf"
    """Whoever went for it did not find it."""
    MISSING = "missing"
    """The daily count found fewer orders here than the channel has."""
    CLAIM = "claim"
    """A claim that cannot be read."""
    QUESTION = "question"
    BUYBOX = "buybox"
    """What a channel said of a listing among the offers of others, and nobody can read."""
