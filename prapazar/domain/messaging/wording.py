"""A notification in words."""

from decimal import Decimal
from typing import Any

from prapazar.domain.messaging.queries import CauseRow
from prapazar.foundation import formats
from prapazar.foundation.scope import Locale
from prapazar.foundation.texts import knows, say

_SHARES = {"rate", "bound"}
"""Values that are parts of a whole, kept as plain numbers: every language writes a percentage its own way."""


def sentence(kind: str, values: dict[str, Any], count: int, locale: Locale) -> str:
    """Several of one kind in the plural where there is one."""
    key = f"notifications.{kind}_many" if count > 1 and has_plural(kind) else f"notifications.{kind}"
    if knows(call := f"calls.{values.get('operation', '')}"):
        values = {**values, "operation": say(locale, call)}
    shares = {
        name: formats.percent(Decimal(values[name]), locale, places=1) for name in _SHARES & values.keys()
    }
    return say(
        locale,
        key,
        **{"channel": "", "number": "", **values, **shares, "count": formats.number(count, locale)},
    )


def of_cause(row: CauseRow, locale: Locale) -> str:
    """What happened; where it is the same in several stores, in how many."""
    values = row.values
    if len(row.stores) > 1 and "channel" not in values:
        count = formats.number(len(row.stores), locale)
        values = {**values, "channel": say(locale, "notifications.stores", count=count)}
    return sentence(row.kind, values, row.count, locale)


def cause(code: str, locale: Locale) -> str:
    """Why, in the words of the error; empty where there are none."""
    return say(locale, code) if code and "." in code and knows(code) else ""


def has_plural(kind: str) -> bool:
    return knows(f"notifications.{kind}_many")


def repeated(said: str, count: int, locale: Locale) -> str:
    """A sentence that names one, for several."""
    if count == 1:
        return said
    return f"{said} · {say(locale, 'notifications.times', count=formats.number(count, locale))}"
