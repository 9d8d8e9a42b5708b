"""Layers of the calendar, kinds of entries, and where a plan or a task stands."""

from enum import StrEnum


class Layer(StrEnum):
    """What the calendar shows, each with a switch and a colour of its own."""

    SALES = "sales"
    """Sales events of the year; computed, not stored."""
    CAMPAIGN = "campaign"
    PRICE = "price"
    STOCK = "stock"
    DELIVERY = "delivery"
    """Orders by the day they must be shipped on."""
    DEADLINE = "deadline"
    """Claims and questions by the day they must be answered on."""
    TASK = "task"
    JOB = "job"
    MAINTENANCE = "maintenance"
    APPOINTMENT = "appointment"


class EntryKind(StrEnum):
    """Layers whose entries people write; the names are those of the layers."""

    APPOINTMENT = "appointment"
    CAMPAIGN = "campaign"
    PRICE = "price"
    STOCK = "stock"
    MAINTENANCE = "maintenance"


PLANS = frozenset({EntryKind.PRICE, EntryKind.STOCK})
"""Carried out by the product when their time comes."""


class PlanStatus(StrEnum):
    NONE = ""
    WAITING = "waiting"
    DONE = "done"
    PARTLY = "partly"
    """Some of its lines were refused."""
    FAILED = "failed"


class TaskStatus(StrEnum):
    TODO = "todo"
    DOING = "doing"
    DONE = "done"


class LinkKind(StrEnum):
    """Records a task or an entry can point to."""

    ORDER = "order"
    PRODUCT = "product"
    CLAIM = "claim"
    STORE = "store"
    CUSTOMER = "customer"
    TICKET = "ticket"


OF_PERSONS = frozenset({LinkKind.ORDER, LinkKind.CLAIM, LinkKind.CUSTOMER, LinkKind.TICKET})
"""What is written of these may name a buyer."""


class Repeat(StrEnum):
    """The repetitions a person chooses from; a program may send any rule of days, weeks, months or years."""

    NEVER = ""
    DAILY = "FREQ=DAILY"
    WORKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    WEEKLY = "FREQ=WEEKLY"
    FORTNIGHTLY = "FREQ=WEEKLY;INTERVAL=2"
    MONTHLY = "FREQ=MONTHLY"
    YEARLY = "FREQ=YEARLY"
