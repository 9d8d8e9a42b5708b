"""The search syntax of lists: `updated_at:>='2026-01-01T00:00:00Z' AND fulfillment_status:unfulfilled`."""

import operator
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from prapazar.sandbox.jsontext import Json

_TERM = re.compile(r"""(-?)(\w+):(>=|<=|>|<)?(?:'([^']*)'|"([^"]*)"|([^\s()]+))""")
_COMPARES: dict[str, Callable[[Any, Any], bool]] = {
    "": lambda a, b: str(a).lower() == str(b).lower(),
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


def matches(query: str | None, shown: Json) -> bool:
    """Terms are joined by AND; a key nobody knows filters nothing, as at the real one."""
    return all(_fits(term, shown) for term in _TERM.findall(query or ""))


def _fits(term: tuple[str, ...], shown: Json) -> bool:
    minus, key, compare, single, double, bare = term
    if key not in shown:
        return True
    held, wanted = shown[key], single or double or bare
    values = held if isinstance(held, list) else [held]
    found = any(_COMPARES[compare](*_alike(one, wanted)) for one in values)
    return found is not bool(minus)


def _alike(held: object, wanted: str) -> tuple[object, object]:
    if isinstance(held, datetime):
        moment = datetime.fromisoformat(wanted)
        return held, moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if isinstance(held, int) and wanted.isdecimal():
        return held, int(wanted)
    return held, wanted
