"""Ways people are reached by, what messages are for, and where one stands."""

from enum import StrEnum


class Way(StrEnum):
    EMAIL = "email"
    SMS = "sms"
    WHATSAPP = "whatsapp"


class Purpose(StrEnum):
    TRANSACTIONAL = "transactional"
    """About something the person asked for: an order, its parcel, its invoice."""
    COMMERCIAL = "commercial"
    """Advertising: only to those who agreed to it."""
    NOTICE = "notice"
    """To one of the merchant's own people, as they chose."""


class MessageStatus(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    """Kept before the provider is called: who finds it so does not call again."""
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNCLEAR = "unclear"
    """It may have gone: the answer was lost, or the worker died. A person decides whether it goes again."""
    BLOCKED = "blocked"
    """It must not go, or there is nowhere to send it to; `code` says why."""
    KEPT = "kept"
    """Written to a file, since no mail server is set."""


class ConsentState(StrEnum):
    GRANTED = "granted"
    """Advertising is welcome."""
    REFUSED = "refused"
    """No advertising; what an order needs is still told."""
    BLOCKED = "blocked"
    """Nothing at all: the person asked for it, or the address is dead."""


class Mode(StrEnum):
    """When a person is told of a notification by one way."""

    OFF = "off"
    NOW = "now"
    DIGEST = "digest"


class OrderMoment(StrEnum):
    """What of an order can set a message off."""

    NEW = "new"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    CANCELLED = "cancelled"
    PAID = "paid"
    TICKET_SOLVED = "ticket_solved"
    """Of a support ticket, whether it is about an order or not."""


CALL = "call"
CONSENT_WAYS = ("email", "sms", CALL, "whatsapp")
"""Those people are asked about: İYS knows e-mail, message and call; nobody is called from here, but it is recorded."""
LEVELS = ("info", "success", "warning", "error")
SUBJECTS = (
    *("orders", "shipments", "claims", "questions", "payments", "listings", "channels", "calendar", "tasks"),
    "tickets",
    "other",
)
"""What a person can choose for; the first part of a notification's kind, or `other`."""
RESENDABLE = frozenset(
    {MessageStatus.FAILED, MessageStatus.UNCLEAR, MessageStatus.BLOCKED, MessageStatus.KEPT}
)
LANGUAGES = ("tr", "en")
