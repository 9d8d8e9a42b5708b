"""What is asked for, by which way, how it was made sure who asks, and where a request stands."""

from enum import StrEnum


class RequestKind(StrEnum):
    ERASURE = "erasure"
    EXPORT = "export"


class RequestStatus(StrEnum):
    ASKED = "asked"
    """Somebody with the right to approve has to look at it."""
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"


class AskedBy(StrEnum):
    """By which way the person asked."""

    LETTER = "letter"
    KEP = "kep"
    EMAIL = "email"
    PHONE = "phone"
    IN_PERSON = "in_person"
    CHANNEL = "channel"


class Identity(StrEnum):
    """How it was made sure that it is that person."""

    DOCUMENT = "document"
    KEP = "kep"
    KNOWN_EMAIL = "known_email"
    CALLED_BACK = "called_back"
    CHANNEL = "channel"


class Reason(StrEnum):
    """Why something stays; the sentence is in foundation.texts."""

    TAX = "tax"
    BOOKS = "books"
    CARRIER = "carrier"
    PROVINCE = "province"
    AGAIN = "again"
    AUDIT = "audit"


class Kept(StrEnum):
    """What is kept for a number of days and then goes."""

    TRAFFIC = "traffic"
    DELIVERIES = "deliveries"
    MESSAGES = "messages"
    NOTIFICATIONS = "notifications"
    EXPORTS = "exports"


DAYS: dict[Kept, tuple[int, int, int]] = {
    # least, most, and what holds until somebody says otherwise; 0 of `least`: may be kept for good
    Kept.TRAFFIC: (1, 30, 7),
    Kept.DELIVERIES: (1, 90, 30),
    Kept.MESSAGES: (30, 3650, 1095),
    Kept.NOTIFICATIONS: (7, 3650, 365),
    Kept.EXPORTS: (1, 30, 7),
}
