"""The list filters products and orders share: ids, dates in shop time or UTC, and the order of rows."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from prapazar.sandbox.woocommerce import formats
from prapazar.sandbox.woocommerce.errors import invalid_param, not_in_enum
from prapazar.sandbox.woocommerce.visit import Visit

T = TypeVar("T")


def tests(
    visit: Visit, number: Callable[[T], int], created: Callable[[T], int], modified: Callable[[T], int]
) -> list[Callable[[T], bool]]:
    found: list[Callable[[T], bool]] = []
    if included := set(visit.call.listed("include")):
        found.append(lambda one: str(number(one)) in included)
    if excluded := set(visit.call.listed("exclude")):
        found.append(lambda one: str(number(one)) not in excluded)
    for name, read, is_after in (
        ("after", created, True),
        ("before", created, False),
        ("modified_after", modified, True),
        ("modified_before", modified, False),
    ):
        bound = _time(visit, name)
        if bound is not None:
            found.append(_bound(read, bound, is_after=is_after))
    return found


def ordered(
    visit: Visit,
    rows: Sequence[T],
    allowed: tuple[str, ...],
    keys: Mapping[str, Callable[[T], Any]],
    number: Callable[[T], int],
) -> list[T]:
    """Newest first unless asked otherwise."""
    wanted = visit.call.query.get("orderby") or "date"
    direction = visit.call.query.get("order") or "desc"
    if wanted not in allowed:
        raise not_in_enum("orderby", allowed)
    if direction not in ("asc", "desc"):
        raise not_in_enum("order", ("asc", "desc"))
    if wanted == "include":
        places = {text: place for place, text in enumerate(visit.call.listed("include"))}
        return sorted(rows, key=lambda one: places.get(str(number(one)), len(places)))
    return sorted(rows, key=keys.get(wanted, number), reverse=direction == "desc")


def _bound(read: Callable[[T], int], bound: int, *, is_after: bool) -> Callable[[T], bool]:
    """Shops keep whole seconds, so bounds compare by the second; both ends are open."""
    second = bound // 1000
    if is_after:
        return lambda one: read(one) // 1000 > second
    return lambda one: read(one) // 1000 < second


def _time(visit: Visit, name: str) -> int | None:
    text = visit.call.query.get(name)
    if not text:
        return None
    is_gmt = visit.call.query.get("dates_are_gmt", "").lower() in ("true", "1")
    moment = formats.parse_time(visit.shop, text, is_gmt=is_gmt)
    if moment is None:
        raise invalid_param(name, "Invalid date.", "rest_invalid_date")
    return moment
