"""Listing shipment packages by page and by stream."""

import base64
import binascii
import hashlib
from datetime import timedelta

from prapazar.sandbox import jsontext
from prapazar.sandbox.clock import to_ms
from prapazar.sandbox.exchange import Reply, join_documents, text_reply
from prapazar.sandbox.jsontext import Json, NotJson
from prapazar.sandbox.trendyol import aliases, errors
from prapazar.sandbox.trendyol.errors import bad_request
from prapazar.sandbox.trendyol.models import Package
from prapazar.sandbox.trendyol.visit import Routes, Visit, page_count, page_of

_BASE = "/integration/order/sellers/{seller}"
_WINDOW = 10_000
_MOST_IDS = 50
_LONGEST_MS = to_ms(timedelta(days=14))
_USUAL_MS = to_ms(timedelta(days=7))
_HISTORY_MS = to_ms(timedelta(days=31))
_STREAM_HISTORY_MS = to_ms(timedelta(days=92))
_ORDERINGS = ("PackageLastModifiedDate", "CreatedDate")
routes = Routes()


@routes.route("GET", f"{_BASE}/v2/orders", "orders-read")
def v2(visit: Visit) -> Reply:
    return _listing(visit)


@routes.route("GET", f"{_BASE}/orders", "orders-read")
def v1(visit: Visit) -> Reply:
    if visit.market.rules.v1_orders_retired:
        raise errors.retired()
    return _listing(visit)


@routes.route("GET", f"{_BASE}/orders/stream", "orders-read")
def stream(visit: Visit) -> Reply:
    size = visit.integer("size", 50, most=200, least=1)
    rows = _streamed(visit)
    fingerprint = _fingerprint(visit)
    token = visit.call.query.get("nextCursor")
    if token:
        after = _open_cursor(token, fingerprint)
        rows = [one for one in rows if [one.modified_ms, one.package_id] > after]
    page, has_more = rows[:size], len(rows) > size
    names = visit.market.rules.order_names
    content = join_documents(_with_id(aliases.rename(one.text, names)) for one in page)
    head = {
        "hasMore": has_more,
        "nextCursor": _cursor(page[-1], fingerprint) if has_more else None,
        "size": len(page),
    }
    return text_reply(f'{jsontext.dump(head)[:-1]},"content":{content}}}')


def _listing(visit: Visit) -> Reply:
    page, size = visit.integer("page", 0), visit.integer("size", 50, most=200, least=1)
    if (page + 1) * size > _WINDOW:
        raise errors.too_many()
    ordering = visit.choice("orderByField", _ORDERINGS, _ORDERINGS[0])
    descending = visit.choice("orderByDirection", ("ASC", "DESC"), "DESC") == "DESC"
    by_creation = ordering == "CreatedDate"
    rows = [one for one in _candidates(visit, by_creation=by_creation) if _has_status(visit, one)]
    rows.sort(key=lambda one: (_at(one, by_creation=by_creation), one.package_id), reverse=descending)
    names = visit.market.rules.order_names
    content = join_documents(aliases.rename(one.text, names) for one in page_of(rows, page, size))
    head = {
        "page": page,
        "size": size,
        "totalPages": page_count(len(rows), size),
        "totalElements": len(rows),
    }
    return text_reply(f'{jsontext.dump(head)[:-1]},"content":{content}}}')


def _candidates(visit: Visit, *, by_creation: bool) -> list[Package]:
    """By package ids or order number, else everything in the asked span of time."""
    packages, query = visit.seller.packages, visit.call.query
    ids = visit.call.listed("shipmentPackageIds")
    if len(ids) > _MOST_IDS:
        raise bad_request("shipmentPackageIds.size", f"En fazla {_MOST_IDS} paket gönderilebilir.")
    if ids:
        return [packages[int(one)] for one in ids if one.isdecimal() and int(one) in packages]
    if number := query.get("orderNumber"):
        return [packages[one] for one in visit.seller.orders.get(number, [])]
    start, end = _span(visit, "startDate", "endDate", _HISTORY_MS)
    return [one for one in packages.values() if start <= _at(one, by_creation=by_creation) <= end]


def _span(visit: Visit, start_name: str, end_name: str, history_ms: int) -> tuple[int, int]:
    """No dates: the last week. One date: two weeks from it. More than two weeks: refused."""
    now = visit.now_ms
    start, end = visit.optional_integer(start_name), visit.optional_integer(end_name)
    if start is None and end is None:
        return now - _USUAL_MS, now
    if start is None:
        start = (end or now) - _LONGEST_MS
    if end is None:
        end = start + _LONGEST_MS
    if end < start:
        raise bad_request("date.range.invalid", f"{end_name} must not be before {start_name}.")
    if end - start > _LONGEST_MS:
        raise bad_request("date.range.exceeded", "Tarih aralığı en fazla 14 gün olabilir.")
    return max(start, now - history_ms), end


def _has_status(visit: Visit, package: Package) -> bool:
    wanted = visit.call.listed("status")
    return not wanted or package.status in wanted


def _at(package: Package, *, by_creation: bool) -> int:
    return package.created_ms if by_creation else package.modified_ms


def _streamed(visit: Visit) -> list[Package]:
    start, end = _span(visit, "lastModifiedStartDate", "lastModifiedEndDate", _STREAM_HISTORY_MS)
    statuses = set(visit.call.listed("packageItemStatuses"))
    rows = [
        one
        for one in visit.seller.packages.values()
        if start <= one.modified_ms <= end and (not statuses or one.status in statuses)
    ]
    rows.sort(key=lambda one: [one.modified_ms, one.package_id])
    return rows


def _with_id(text: str) -> str:
    """The stream calls the package number `id`, the pages `shipmentPackageId`."""
    return text.replace('"shipmentPackageId":', '"id":', 1)


def _fingerprint(visit: Visit) -> str:
    names = ("packageItemStatuses", "lastModifiedStartDate", "lastModifiedEndDate")
    text = "&".join(f"{name}={visit.call.query.get(name, '')}" for name in names)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _cursor(package: Package, fingerprint: str) -> str:
    value: Json = {"after": [package.modified_ms, package.package_id], "filter": fingerprint}
    return base64.urlsafe_b64encode(jsontext.dump(value).encode()).decode()


def _open_cursor(token: str, fingerprint: str) -> list[int]:
    """A cursor belongs to its filters."""
    try:
        value = jsontext.parse_object(base64.urlsafe_b64decode(token))
    except (binascii.Error, UnicodeDecodeError, NotJson, ValueError) as cause:
        raise bad_request("cursor.invalid", "nextCursor is not valid.") from cause
    if value.get("filter") != fingerprint:
        raise bad_request("cursor.filter.mismatch", "nextCursor was made with other filters.")
    after: list[int] = value["after"]
    return after
