"""Where a ticket stands, how pressing it is, where it came from, and what is said in it."""

from enum import StrEnum


class TicketStatus(StrEnum):
    NEW = "new"
    OPEN = "open"
    WAITING_CUSTOMER = "waiting_customer"
    WAITING_US = "waiting_us"
    SOLVED = "solved"
    CLOSED = "closed"


RUNNING = frozenset({TicketStatus.NEW, TicketStatus.OPEN, TicketStatus.WAITING_US})
"""Its clock runs: the next word is ours."""
UNSOLVED = RUNNING | {TicketStatus.WAITING_CUSTOMER}


class Priority(StrEnum):
    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Origin(StrEnum):
    """What a ticket was opened from."""

    HAND = "hand"
    ORDER = "order"
    CLAIM = "claim"
    QUESTION = "question"
    FEEDBACK = "feedback"
    API = "api"


class EntryKind(StrEnum):
    CUSTOMER = "customer"
    ANSWER = "answer"
    NOTE = "note"
    """For our own people only."""
    EVENT = "event"


class AnswerWay(StrEnum):
    EMAIL = "email"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    CHANNEL = "channel"
    """As the answer to the question on its marketplace."""
    SPOKEN = "spoken"
    """Told by telephone or in person; nothing is sent."""


class Goal(StrEnum):
    """What an SLA promises."""

    FIRST = "first"
    SOLVE = "solve"


class Told(StrEnum):
    """What people have heard of a goal: each once."""

    NOTHING = ""
    WARNED = "warned"
    BREACHED = "breached"


class AssignBy(StrEnum):
    NOBODY = "nobody"
    TURN = "turn"
    """Round robin."""
    LOAD = "load"
    """Whoever has the fewest unsolved."""


class LowRating(StrEnum):
    """What a low rating sets off."""

    NOTHING = "nothing"
    NOTICE = "notice"
    TICKET = "ticket"


class InteractionKind(StrEnum):
    CALL = "call"
    VISIT = "visit"
    MEETING = "meeting"
    NOTE = "note"


REASONS = ("delivery", "product", "packing", "price", "service", "other")
"""Chips of the feedback page, and what tickets are about."""
TICKET_REASONS = ("delivery", "product", "packing", "return", "invoice", "payment", "service", "other")
