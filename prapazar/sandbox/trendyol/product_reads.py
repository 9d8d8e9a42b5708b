"""Listing products: approved cards, stock and price alone, those still waiting, and the retiring V1."""

import base64
import binascii
from collections.abc import Callable, Sequence

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.trendyol import errors, product_views
from prapazar.sandbox.trendyol.errors import bad_request, not_found
from prapazar.sandbox.trendyol.models import Product, Seller
from prapazar.sandbox.trendyol.visit import Routes, Visit, page_count, page_of

_BASE = "/integration/product/sellers/{seller}"
_DEEPEST = 10_000
_MOST_BARCODES = 50
_NEVER_MS = 1 << 62
_APPROVED_DATES = ("VARIANT_CREATED_DATE", "VARIANT_MODIFIED_DATE", "CONTENT_MODIFIED_DATE")
_UNAPPROVED_DATES = ("CREATED_DATE", "LAST_MODIFIED_DATE")
_STATUSES = ("archived", "blacklisted", "locked", "onSale", "notOnSale")
_Test = Callable[[Product], bool]
routes = Routes()


@routes.route("GET", f"{_BASE}/products/approved", "product-read")
def approved(visit: Visit) -> Reply:
    now = visit.now_ms
    return _cards(visit, lambda rows: product_views.content(visit.market, visit.seller, rows, now))


@routes.route("GET", f"{_BASE}/products/approved/inventory-and-price", "product-read")
def inventory_and_price(visit: Visit) -> Reply:
    return _cards(visit, product_views.inventory)


@routes.route("GET", f"{_BASE}/products/unapproved", "product-read")
def unapproved(visit: Visit) -> Reply:
    page, size = visit.integer("page", 0), visit.integer("size", 100, most=1000, least=1)
    visit.choice("dateQueryType", _UNAPPROVED_DATES, "CREATED_DATE")
    wanted = visit.call.query.get("status")
    if wanted not in (None, "", "rejected", "pendingApproval"):
        raise bad_request("status.invalid", "status must be rejected or pendingApproval.")
    now = visit.now_ms
    tests = [_simple_tests(visit), _dated(visit)]
    rows = [
        one
        for one in visit.seller.products.values()
        if not one.is_approved(now)
        and (not wanted or bool(one.rejections) == (wanted == "rejected"))
        and all(test(one) for group in tests for test in group)
    ]
    content = [product_views.unapproved(visit.market, visit.seller, one) for one in page_of(rows, page, size)]
    return json_reply({**_counts(len(rows), page, size), "content": content})


@routes.route("GET", f"{_BASE}/product/{{barcode}}", "product-read")
def by_barcode(visit: Visit) -> Reply:
    product = visit.seller.products.get(visit.values["barcode"])
    if product is None:
        raise not_found("product.not.found", "Product not found.")
    is_approved = product.is_approved(visit.now_ms)
    return json_reply(
        {
            "barcode": product.barcode,
            "approved": is_approved,
            "approvedDate": product.approved_ms if is_approved else None,
            "archived": product.archived_ms is not None,
            "listingId": str(product.variant_id),
            "contentId": product.content_id,
        }
    )


@routes.route("GET", f"{_BASE}/products", "product-read")
def v1(visit: Visit) -> Reply:
    if visit.market.rules.v1_products_retired:
        raise errors.retired()
    page, size, now = visit.integer("page", 0), visit.integer("size", 50, most=1000, least=1), visit.now_ms
    tests = [*_simple_tests(visit), *_dated(visit), *_v1_flags(visit, now)]
    rows = [one for one in visit.seller.products.values() if all(test(one) for test in tests)]
    content = [product_views.v1(visit.market, visit.seller, one, now) for one in page_of(rows, page, size)]
    return json_reply({**_counts(len(rows), page, size), "content": content})


def _cards(visit: Visit, view: Callable[[Sequence[Product]], Json]) -> Reply:
    size = visit.integer("size", 20, most=100, least=1)
    token = visit.call.query.get("nextPageToken")
    page = visit.integer("page", 0)
    if not token and page * size > _DEEPEST:
        raise bad_request(
            "page.size.exceeded", f"page x size en fazla {_DEEPEST} olabilir; nextPageToken kullanın."
        )
    cards = _matching_cards(visit)
    start = _offset(token) if token else page * size
    end = start + size
    return json_reply(
        {
            **_counts(len(cards), start // size, size),
            "nextPageToken": _token(end) if end < len(cards) else None,
            "content": [view(rows) for rows in cards[start:end]],
        }
    )


def _matching_cards(visit: Visit) -> list[list[Product]]:
    """Cards with at least one variant that fits, holding only those variants."""
    seller, now = visit.seller, visit.now_ms
    barcode = visit.call.query.get("barcode")
    barcodes = visit.call.listed("barcodes")
    if len(barcodes) > _MOST_BARCODES:
        raise bad_request("barcodes.size", f"En fazla {_MOST_BARCODES} barkod gönderilebilir.")
    tests = [*_simple_tests(visit), *_v2_tests(visit), *_approved_dates(visit)]
    if barcode or barcodes:
        named = [seller.products[one] for one in (barcodes or [barcode or ""]) if one in seller.products]
        numbers = list(dict.fromkeys(one.content_id for one in named))
    else:
        numbers = list(seller.contents)
    if visit.call.query.get("orderByDirection", "ASC").upper() == "DESC":
        numbers.reverse()
    if not tests and len(numbers) == len(seller.contents):
        return _all_cards(visit, numbers)
    return _approved_cards(seller, numbers, now, tests)


def _all_cards(visit: Visit, numbers: list[int]) -> list[list[Product]]:
    """Reading a large shop page by page asks for the same list again and again: it is kept until it changes."""
    seller, now = visit.seller, visit.now_ms
    asked = (seller.revision, numbers[0] if numbers else 0)
    held = seller.cards_read
    if held is None or held[0] != asked or held[1] <= now:
        pending = [one.approved_ms for one in seller.products.values() if one.approved_ms > now]
        held = (asked, min(pending, default=_NEVER_MS), _approved_cards(seller, numbers, now, []))
        seller.cards_read = held
    return held[2]


def _approved_cards(
    seller: Seller, numbers: list[int], now_ms: int, tests: list[_Test]
) -> list[list[Product]]:
    cards = []
    for number in numbers:
        rows = [seller.products[one] for one in seller.contents[number]]
        rows = [one for one in rows if one.is_approved(now_ms) and all(test(one) for test in tests)]
        if rows:
            cards.append(rows)
    return cards


def _simple_tests(visit: Visit) -> list[_Test]:
    query = visit.call.query
    tests: list[_Test] = []
    if barcode := query.get("barcode"):
        tests.append(lambda one: one.barcode == barcode)
    if stock_code := query.get("stockCode"):
        tests.append(lambda one: one.stock_code == stock_code)
    if main_id := query.get("productMainId"):
        tests.append(lambda one: one.product_main_id == main_id)
    if brands := {int(text) for text in visit.call.listed("brandIds") if text.isdecimal()}:
        tests.append(lambda one: one.brand_id in brands)
    return tests


def _v2_tests(visit: Visit) -> list[_Test]:
    tests: list[_Test] = []
    if barcodes := set(visit.call.listed("barcodes")):
        tests.append(lambda one: one.barcode in barcodes)
    if content_id := visit.optional_integer("contentId"):
        tests.append(lambda one: one.content_id == content_id)
    if origin := visit.call.query.get("origin"):
        tests.append(lambda one: one.origin == origin)
    if visit.call.query.get("status"):
        tests.append(_status_test(visit.choice("status", _STATUSES, "onSale"), visit.now_ms))
    return tests


def _status_test(status: str, now_ms: int) -> _Test:
    tests: dict[str, _Test] = {
        "archived": lambda one: one.archived_ms is not None,
        "blacklisted": lambda one: one.blacklisted,
        "locked": lambda one: one.locked,
        "onSale": lambda one: one.is_on_sale(now_ms),
        "notOnSale": lambda one: not one.is_on_sale(now_ms),
    }
    return tests[status]


def _approved_dates(visit: Visit) -> list[_Test]:
    kind = visit.choice("dateQueryType", _APPROVED_DATES, "VARIANT_CREATED_DATE")
    return _between(visit, use_creation=kind == "VARIANT_CREATED_DATE")


def _dated(visit: Visit) -> list[_Test]:
    kind = visit.call.query.get("dateQueryType") or "CREATED_DATE"
    return _between(visit, use_creation=kind == "CREATED_DATE")


def _between(visit: Visit, *, use_creation: bool) -> list[_Test]:
    start, end = visit.optional_integer("startDate"), visit.optional_integer("endDate")
    tests: list[_Test] = []
    if start is not None:
        tests.append(lambda one: (one.created_ms if use_creation else one.modified_ms) >= start)
    if end is not None:
        tests.append(lambda one: (one.created_ms if use_creation else one.modified_ms) <= end)
    return tests


def _v1_flags(visit: Visit, now_ms: int) -> list[_Test]:
    reads: dict[str, _Test] = {
        "approved": lambda one: one.is_approved(now_ms),
        "archived": lambda one: one.archived_ms is not None,
        "onSale": lambda one: one.is_on_sale(now_ms),
        "rejected": lambda one: bool(one.rejections),
        "blacklisted": lambda one: one.blacklisted,
    }
    wanted = {name: flag for name in reads if (flag := visit.flag(name)) is not None}
    if not wanted:
        return []
    return [lambda one: all(reads[name](one) == flag for name, flag in wanted.items())]


def _counts(total: int, page: int, size: int) -> Json:
    return {"totalElements": total, "totalPages": page_count(total, size), "page": page, "size": size}


def _token(offset: int) -> str:
    return base64.urlsafe_b64encode(f"from:{offset}".encode()).decode()


def _offset(token: str) -> int:
    try:
        word, _, number = base64.urlsafe_b64decode(token).decode().partition(":")
        if word == "from":
            return int(number)
    except (binascii.Error, UnicodeDecodeError, ValueError):
        pass
    raise bad_request("nextPageToken.invalid", "nextPageToken is not valid.")
