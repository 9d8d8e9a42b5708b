"""What can be asked of a customer, how it is compared, and how conditions are joined."""

from enum import StrEnum


class Fact(StrEnum):
    ORDERS = "orders"
    SPENT = "spent"
    BASKET = "basket"
    """What one order came to on average."""
    LAST = "last"
    FIRST = "first"
    RETURNS = "returns"
    """Percent of orders of which something came back."""
    PRODUCT = "product"
    BRAND = "brand"
    CATEGORY = "category"
    CHANNEL = "channel"
    CITY = "city"
    DISTRICT = "district"
    KIND = "kind"
    CONSENT = "consent"
    TAG = "tag"


class Test(StrEnum):
    __test__ = False  # no test of pytest's

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    WITHIN = "within"
    """Not longer ago than so many days."""
    BEFORE = "before"
    """Longer ago than so many days."""
    IS = "is"
    """Any of these."""
    IS_NOT = "is_not"
    """None of these."""


class Join(StrEnum):
    ALL = "all"
    ANY = "any"


AMOUNTS = frozenset({Fact.ORDERS, Fact.SPENT, Fact.BASKET, Fact.RETURNS})
DATES = frozenset({Fact.LAST, Fact.FIRST})
BOUGHT = frozenset({Fact.PRODUCT, Fact.BRAND, Fact.CATEGORY})
"""Their values are ids."""
TIMED = frozenset({Fact.ORDERS, Fact.SPENT, Fact.BASKET, *BOUGHT})
"""Those that can be asked of the last days alone."""
TESTS: dict[Fact, tuple[Test, ...]] = {
    fact: (Test.AT_LEAST, Test.AT_MOST)
    if fact in AMOUNTS
    else (Test.WITHIN, Test.BEFORE)
    if fact in DATES
    else (Test.IS, Test.IS_NOT)
    for fact in Fact
}
KINDS = ("person", "company")
WAYS = ("email", "sms", "whatsapp")
