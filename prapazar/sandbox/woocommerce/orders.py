"""Orders and their notes over REST."""

from collections.abc import Callable

from prapazar.sandbox import jsontext
from prapazar.sandbox.exchange import Reply, json_reply, text_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.woocommerce import batch, filters, formats, listing, order_writes, ordering
from prapazar.sandbox.woocommerce.errors import ShopError, invalid_id, missing_param, no_trash, not_in_enum
from prapazar.sandbox.woocommerce.models import Order
from prapazar.sandbox.woocommerce.visit import Routes, Visit

_BASE = "/wc/v3/orders"
_NOTES = f"{_BASE}/{{order}}/notes"
_ORDERINGS = ("date", "id", "include", "title", "slug", "modified")
_STATUSES = ("any", "trash", *order_writes.STATUSES)
_NAMES = {
    "pending": "Pending payment",
    "processing": "Processing",
    "on-hold": "On hold",
    "completed": "Completed",
    "cancelled": "Cancelled",
    "refunded": "Refunded",
    "failed": "Failed",
    "checkout-draft": "Draft",
}
_Test = Callable[[Order], bool]
routes = Routes()


@routes.route("GET", _BASE)
def orders(visit: Visit) -> Reply:
    rows = [one for one in visit.shop.orders.values() if all(test(one) for test in _tests(visit))]
    keys: dict[str, Callable[[Order], object]] = {
        "date": lambda one: (one.created_ms, one.order_id),
        "modified": lambda one: (one.modified_ms, one.order_id),
    }
    ordered = filters.ordered(visit, rows, _ORDERINGS, keys, lambda one: one.order_id)
    return listing.answer(visit, ordered, lambda one: jsontext.parse_object(order_writes.text(visit, one)))


@routes.route("POST", _BASE)
def create(visit: Visit) -> Reply:
    return _answer(visit, order_writes.create(visit, visit.body()), 201)


@routes.route("POST", f"{_BASE}/batch")
@routes.route("PUT", f"{_BASE}/batch")
@routes.route("PATCH", f"{_BASE}/batch")
def run_batch(visit: Visit) -> Reply:
    def create_one(visit: Visit, request: Json) -> Json:
        return jsontext.parse_object(order_writes.create(visit, request))

    def update_one(visit: Visit, number: int, request: Json) -> Json:
        return jsontext.parse_object(order_writes.update(visit, number, request))

    def delete_one(visit: Visit, number: int) -> Json:
        return jsontext.parse_object(order_writes.delete(visit, number))

    return batch.run(visit, create_one, update_one, delete_one)


@routes.route("GET", f"{_BASE}/statuses")
def statuses(visit: Visit) -> Reply:
    return json_reply([{**one, "total": one["total"]} for one in status_totals(visit)])


@routes.route("GET", f"{_BASE}/{{id}}")
def read(visit: Visit) -> Reply:
    return _answer(visit, order_writes.text(visit, known(visit, visit.number())))


@routes.route("PUT", f"{_BASE}/{{id}}")
@routes.route("PATCH", f"{_BASE}/{{id}}")
@routes.route("POST", f"{_BASE}/{{id}}")
def update(visit: Visit) -> Reply:
    return _answer(visit, order_writes.update(visit, visit.number(), visit.body()))


@routes.route("DELETE", f"{_BASE}/{{id}}")
def delete(visit: Visit) -> Reply:
    return _answer(visit, order_writes.delete(visit, visit.number(), force=visit.is_forced()))


@routes.route("GET", _NOTES)
def notes(visit: Visit) -> Reply:
    """All notes, or only those the customer sees, or only the others."""
    kind = visit.call.query.get("type") or "any"
    if kind not in ("any", "customer", "internal"):
        raise not_in_enum("type", ("any", "customer", "internal"))
    order = known(visit, visit.number("order"))
    rows = [
        one
        for one in reversed(visit.shop.notes.get(order.order_id, []))
        if kind == "any" or one["customer_note"] == (kind == "customer")
    ]
    return json_reply([listing.trim(visit, _linked(visit, order.order_id, one)) for one in rows])


@routes.route("POST", _NOTES)
def add_note(visit: Visit) -> Reply:
    order, request = known(visit, visit.number("order")), visit.body()
    if not request.get("note"):
        raise missing_param("note")
    note = {
        "id": visit.mall.next_number(visit.shop, "comment", 1),
        "author": "admin" if request.get("added_by_user") else "WooCommerce",
        **formats.stamps(visit.shop, "date_created", visit.now_ms),
        "note": str(request["note"]),
        "customer_note": bool(request.get("customer_note")),
    }
    held = visit.shop.notes.get(order.order_id, [])
    visit.mall.keep_notes(visit.shop, order.order_id, [*held, note])
    return listing.one(visit, _linked(visit, order.order_id, note), 201)


@routes.route("GET", f"{_NOTES}/{{id}}")
def read_note(visit: Visit) -> Reply:
    order = known(visit, visit.number("order"))
    return listing.one(visit, _linked(visit, order.order_id, _note(visit, order)))


@routes.route("DELETE", f"{_NOTES}/{{id}}")
def delete_note(visit: Visit) -> Reply:
    order = known(visit, visit.number("order"))
    note = _note(visit, order)
    if not visit.is_forced():
        raise no_trash("Webhooks")
    left = [one for one in visit.shop.notes[order.order_id] if one is not note]
    visit.mall.keep_notes(visit.shop, order.order_id, left)
    return listing.one(visit, _linked(visit, order.order_id, note))


def known(visit: Visit, number: int) -> Order:
    order = visit.shop.orders.get(number)
    if order is None:
        raise invalid_id("shop_order")
    return order


def status_totals(visit: Visit) -> list[Json]:
    totals: dict[str, int] = dict.fromkeys(ordering.STATUSES, 0)
    for order in visit.shop.orders.values():
        totals[order.status] = totals.get(order.status, 0) + 1
    return [{"slug": slug, "name": name, "total": totals[slug]} for slug, name in _NAMES.items()]


def _note(visit: Visit, order: Order) -> Json:
    number = visit.number()
    for note in visit.shop.notes.get(order.order_id, []):
        if note["id"] == number:
            return note
    raise ShopError(404, "woocommerce_rest_invalid_id", "Invalid resource ID.")


def _answer(visit: Visit, text: str, status: int = 200) -> Reply:
    """Stored orders are text; they are only parsed when fields were chosen."""
    if not visit.call.listed("_fields") and status == 200:  # noqa: PLR2004  "created" carries a location
        return text_reply(text)
    return listing.one(visit, jsontext.parse_object(text), status)


def _linked(visit: Visit, order_id: int, note: Json) -> Json:
    base = f"{visit.address}/wp-json/wc/v3/orders/{order_id}"
    links = {
        "self": [{"href": f"{base}/notes/{note['id']}"}],
        "collection": [{"href": f"{base}/notes"}],
        "up": [{"href": base}],
    }
    return {**note, "_links": links}


def _tests(visit: Visit) -> list[_Test]:
    query = visit.call.query
    found = list[_Test]()
    wanted = visit.call.listed("status")
    for place, status in enumerate(wanted):
        if status not in _STATUSES:
            raise not_in_enum(f"status[{place}]", _STATUSES)
    if not wanted or "any" in wanted:
        found.append(lambda one: one.status != "trash")
    else:
        found.append(lambda one: one.status in wanted)
    if customer := query.get("customer"):
        found.append(lambda one: str(one.customer_id) == customer)
    if product := query.get("product"):
        found.append(lambda one: _contains(one, product))
    if search := query.get("search", "").casefold():
        found.append(lambda one: search == str(one.order_id) or search in _people(one))
    if origins := set(visit.call.listed("created_via")):
        found.append(lambda one: one.body()["created_via"] in origins)
    found += filters.tests(
        visit, lambda one: one.order_id, lambda one: one.created_ms, lambda one: one.modified_ms
    )
    return found


def _contains(order: Order, product: str) -> bool:
    return any(
        product in (str(one["product_id"]), str(one["variation_id"])) for one in order.body()["line_items"]
    )


def _people(order: Order) -> str:
    body = order.body()
    values = [
        *body["billing"].values(),
        *body["shipping"].values(),
        *(one["name"] for one in body["line_items"]),
    ]
    return " ".join(str(value) for value in values).casefold()
