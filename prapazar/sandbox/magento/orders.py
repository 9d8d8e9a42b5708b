"""Orders with their two rows for a configurable, and what is done to them: invoiced, shipped, cancelled, refunded."""

from decimal import ROUND_HALF_UP, Decimal

from prapazar.sandbox.baskets import Buyer
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.magento.mall import CLOSED_STATES, SOURCES, Mall, sold_items, stamp, unsent
from prapazar.sandbox.magento.visit import Refusal, Routes, Visit, missing, no_entity

_CENT = Decimal("0.01")
_ZERO = Decimal(0)
_COUNTS = ("qty_canceled", "qty_invoiced", "qty_refunded", "qty_shipped")
_VIEW = "Magento_Sales::actions_view"
routes = Routes()


@routes.route("GET", "/V1/orders", _VIEW)
def orders(visit: Visit) -> Reply:
    return visit.page(list(visit.shop["order"].values()))


@routes.route("GET", "/V1/orders/{id}", _VIEW)
def order(visit: Visit) -> Reply:
    return visit.reply(_known(visit))


@routes.route("POST", "/V1/orders/{id}/cancel", "Magento_Sales::cancel")
def cancel_order(visit: Visit) -> Reply:
    """False where an invoice or a shipment stands in the way."""
    found = _known(visit)
    if found["state"] in {*CLOSED_STATES, "payment_review", "holded"} or any(
        item["qty_invoiced"] or item["qty_shipped"] for item in found["items"]
    ):
        return json_reply(value=False)
    cancel(visit.mall, visit.shop, found)
    return json_reply(value=True)


@routes.route("POST", "/V1/orders/{id}/comments", "Magento_Sales::comment")
def comment(visit: Visit) -> Reply:
    found, given = _known(visit), visit.wrapped("statusHistory")
    for name in ("comment", "is_customer_notified", "is_visible_on_front"):
        if name not in given:
            raise missing(name)
    history = {
        **given,
        "entity_name": "order",
        "created_at": visit.now,
        "status": given.get("status") or found["status"],
    }
    found["status_histories"].insert(0, history)
    _keep(visit.mall, visit.shop, found)
    return json_reply(value=True)


@routes.route("POST", "/V1/order/{id}/invoice", "Magento_Sales::invoice")
def invoice(visit: Visit) -> Reply:
    found = _known(visit)
    _open(found)
    units = _units(visit, found, "qty_invoiced")
    if not units:
        raise Refusal("Invoice Document Validation Error(s):\nYou can't create an invoice without products.")
    for item, quantity in units:
        item["qty_invoiced"] += quantity
    found["total_paid"] = found["grand_total"]
    return _document(visit, found, "invoice", units)


@routes.route("POST", "/V1/order/{id}/ship", "Magento_Sales::ship")
def ship(visit: Visit) -> Reply:
    found, body = _known(visit), visit.body()
    _open(found)
    source = ((body.get("arguments") or {}).get("extension_attributes") or {}).get("source_code") or "default"
    if source not in SOURCES:
        raise Refusal('Source with code "%value" does not exist.', parameters={"value": source})
    units = _units(visit, found, "qty_shipped")
    if not units:
        raise Refusal("Shipment Document Validation Error(s):\nYou can't create a shipment without products.")
    _leave(visit.mall, visit.shop, found, units, source)
    tracks = [_track(visit, found, one) for one in body.get("tracks") or []]
    return _document(visit, found, "shipment", units, tracks)


@routes.route("POST", "/V1/order/{id}/refund", "Magento_Sales::creditmemo")
def refund(visit: Visit) -> Reply:
    found = _known(visit)
    units = _units(visit, found, "qty_refunded")
    if not units:
        raise Refusal("Creditmemo Document Validation Error(s):\nThe credit memo's total must be positive.")
    for item, quantity in units:
        item["qty_refunded"] += quantity
    return _document(visit, found, "creditmemo", units)


@routes.route("POST", "/V1/shipment/track", "Magento_Sales::shipment")
def add_track(visit: Visit) -> Reply:
    given = visit.wrapped("entity")
    shipment = visit.shop["shipment"].get(str(given.get("parent_id")))
    if shipment is None:
        raise Refusal("The shipment doesn't exist.", 404)
    found = visit.shop["order"][str(shipment["order_id"])]
    track = {**_track(visit, found, given), "parent_id": shipment["entity_id"]}
    shipment["tracks"].append(track)
    visit.mall.files.put(visit.shop, "shipment", str(shipment["entity_id"]), shipment)
    return json_reply(track)


@routes.route("GET", "/V1/shipments", "Magento_Sales::shipment")
def shipments(visit: Visit) -> Reply:
    return visit.page(list(visit.shop["shipment"].values()))


@routes.route("GET", "/V1/invoices", "Magento_Sales::invoice")
def invoices(visit: Visit) -> Reply:
    return visit.page(list(visit.shop["invoice"].values()))


@routes.route("GET", "/V1/creditmemos", "Magento_Sales::creditmemo")
def creditmemos(visit: Visit) -> Reply:
    return visit.page(list(visit.shop["creditmemo"].values()))


def new_order(
    mall: Mall, shop: Account, sold: list[tuple[Json, int, Decimal]], buyer: Buyer, at_ms: int
) -> Json:
    number = mall.files.next_number("order", 1)
    items: list[Json] = []
    for product, quantity, price in sold:
        items += _items(mall, shop, product, quantity, price)
    paid = sum((_paid(one) for one in items if not one.get("counted_above")), _ZERO)
    address = _address(buyer)
    at = stamp(at_ms)
    order: Json = {
        "entity_id": number,
        "increment_id": f"{number:09}",
        "state": "new",
        "status": "pending",
        "created_at": at,
        "updated_at": at,
        "store_id": 1,
        "base_currency_code": shop.profile["currency"],
        "order_currency_code": shop.profile["currency"],
        "base_grand_total": paid,
        "grand_total": paid,
        "total_paid": 0,
        "shipping_incl_tax": 0,
        "customer_email": buyer.email,
        "customer_firstname": buyer.first_name,
        "customer_lastname": buyer.last_name,
        "billing_address": {"address_type": "billing", **address},
        "payment": {
            "method": "cashondelivery",
            "account_status": None,
            "additional_information": [],
            "cc_last4": None,
        },
        "items": [{name: value for name, value in one.items() if name != "counted_above"} for one in items],
        "status_histories": [],
        "extension_attributes": {
            "shipping_assignments": [
                {
                    "shipping": {
                        "address": {"address_type": "shipping", **address},
                        "method": "flatrate_flatrate",
                    },
                    "items": [],
                }
            ]
        },
    }
    mall.files.put(shop, "order", str(number), order)
    return order


def cancel(mall: Mall, shop: Account, order: Json) -> None:
    for item in order["items"]:
        item["qty_canceled"] += max(unsent(item), _ZERO)
    order["state"] = order["status"] = "canceled"
    _keep(mall, shop, order)


def move(mall: Mall, shop: Account, order: Json, status: str) -> Json:
    """The shopkeeper's own hand, in the words of a status."""
    if status == "canceled":
        cancel(mall, shop, order)
        return order
    if status in {"processing", "complete", "closed"}:
        for item in order["items"]:
            item["qty_invoiced"] = item["qty_ordered"]
    if status == "complete":
        _leave(mall, shop, order, [(one, unsent(one)) for one in _tops(order)], "default")
    if status == "closed":
        for item in order["items"]:
            item["qty_refunded"] = item["qty_ordered"]
    states = {"pending": "new", "fraud": "payment_review"}
    order["state"], order["status"] = states.get(status, status), status
    _keep(mall, shop, order)
    return order


def _items(mall: Mall, shop: Account, product: Json, quantity: int, price: Decimal) -> list[Json]:
    """A child bought through its configurable stands twice; a bundle above its parts."""
    parent = next((one for one in shop["product"].values() if product["id"] in _links(one)), None)
    if product["type_id"] == "bundle":
        parts = [(shop["product"][sku], units) for sku, units in product["bundle_parts"].items()]
        is_dynamic = product["bundle_price"] == "dynamic"
        top = _item(mall, product, quantity, price, discount=not is_dynamic)
        below = [
            _item(mall, one, quantity * units, decimal(one["price"]) if is_dynamic else _ZERO)
            for one, units in parts
        ]
        if is_dynamic:
            for name in ("row_total", "row_total_incl_tax", "tax_amount", "discount_amount"):
                top[name] = sum((one[name] for one in below), _ZERO)
        return [top, *({**one, "parent_item_id": top["item_id"], "counted_above": True} for one in below)]
    top = _item(mall, product, quantity, price)
    if parent is None:
        return [top]
    top.update({"product_type": "configurable", "product_id": parent["id"], "name": parent["name"]})
    child = _item(mall, product, quantity, _ZERO, discount=False)
    return [top, {**child, "parent_item_id": top["item_id"], "parent_item": dict(top), "counted_above": True}]


def _item(mall: Mall, product: Json, quantity: int, price: Decimal, *, discount: bool = True) -> Json:
    rate = Decimal(mall.rules.vat_percent)
    gross = price if mall.rules.prices_with_tax else price * (100 + rate) / 100
    row = (gross * quantity).quantize(_CENT, ROUND_HALF_UP)
    tax = (row * rate / (100 + rate)).quantize(_CENT, ROUND_HALF_UP)
    return {
        "item_id": mall.files.next_number("order_item", 1),
        "sku": product["sku"],
        "name": product["name"],
        "product_id": product["id"],
        "product_type": product["type_id"],
        "qty_ordered": Decimal(quantity),
        **dict.fromkeys(_COUNTS, _ZERO),
        "price": (gross - gross * rate / (100 + rate)).quantize(_CENT, ROUND_HALF_UP),
        "price_incl_tax": gross,
        "row_total": row - tax,
        "row_total_incl_tax": row,
        "tax_amount": tax,
        "tax_percent": rate,
        "discount_amount": decimal(mall.rules.discount) if discount and price else _ZERO,
        "discount_tax_compensation_amount": _ZERO,
    }


def _paid(item: Json) -> Decimal:
    return decimal(item["row_total"]) + decimal(item["tax_amount"]) - decimal(item["discount_amount"])


def _links(product: Json) -> list[int]:
    return product["extension_attributes"].get("configurable_product_links") or []


def _tops(order: Json) -> list[Json]:
    return [one for one in order["items"] if not one.get("parent_item_id")]


def _known(visit: Visit) -> Json:
    found = visit.shop["order"].get(visit.values["id"])
    if found is None:
        raise no_entity()
    return found


def _open(order: Json) -> None:
    if order["state"] in {"closed", "canceled", "holded", "payment_review"}:
        message = "A document can't be created when an order has a status of %1"
        raise Refusal(message, parameters=[order["status"]])


def _units(visit: Visit, order: Json, count: str) -> list[tuple[Json, Decimal]]:
    """Those that are named, or everything that is left."""
    left = {
        one["item_id"]: decimal(one["qty_ordered"]) - decimal(one[count]) - decimal(one["qty_canceled"])
        for one in _tops(order)
    }
    named = visit.body().get("items") or []
    wanted = {int(one["order_item_id"]): decimal(one["qty"]) for one in named} or left
    rows = {one["item_id"]: one for one in _tops(order)}
    for number, quantity in wanted.items():
        if number not in rows or quantity > left[number]:
            message = "The document contains product item %1 that is not part of the order or is too many."
            raise Refusal(message, parameters=[number])
    return [(rows[number], quantity) for number, quantity in wanted.items() if quantity > 0]


def _leave(mall: Mall, shop: Account, order: Json, units: list[tuple[Json, Decimal]], source: str) -> None:
    """Only now the source holds less; the reservation ends with it."""
    for item, quantity in units:
        share = quantity / decimal(item["qty_ordered"])
        parts = [one for one in order["items"] if one.get("parent_item_id") == item["item_id"]]
        item["qty_shipped"] += quantity
        for part in parts:
            part["qty_shipped"] += part["qty_ordered"] * share
        leaving = parts if item["product_type"] == "bundle" else [item]
        for one in leaving:
            gone = one["qty_ordered"] * share
            row = shop["source_item"].get(f"{source}/{one['sku']}")
            if row is not None:
                mall.files.put(
                    shop,
                    "source_item",
                    f"{source}/{one['sku']}",
                    {**row, "quantity": decimal(row["quantity"]) - gone},
                )


def _document(
    visit: Visit, order: Json, kind: str, units: list[tuple[Json, Decimal]], tracks: list[Json] | None = None
) -> Reply:
    """Answers its number, as text."""
    number = visit.mall.files.next_number(kind, 1)
    document: Json = {
        "entity_id": number,
        "order_id": order["entity_id"],
        "created_at": visit.now,
        "items": [
            {"order_item_id": item["item_id"], "sku": item["sku"], "qty": quantity}
            for item, quantity in units
        ],
        "tracks": [{**one, "parent_id": number} for one in tracks or []],
    }
    visit.mall.files.put(visit.shop, kind, str(number), document)
    tops = _tops(order)
    if all(one["qty_refunded"] >= one["qty_ordered"] - one["qty_canceled"] for one in tops):
        order["state"] = order["status"] = "closed"
    elif all(
        unsent(one) <= 0 and one["qty_invoiced"] >= one["qty_ordered"] - one["qty_canceled"] for one in tops
    ):
        order["state"] = order["status"] = "complete"
    else:
        order["state"] = order["status"] = "processing"
    _keep(visit.mall, visit.shop, order)
    return json_reply(str(number))


def _track(visit: Visit, order: Json, given: Json) -> Json:
    for name in ("track_number", "title", "carrier_code"):
        if not given.get(name):
            raise missing(name)
    return {
        "entity_id": visit.mall.files.next_number("track", 1),
        "order_id": order["entity_id"],
        "created_at": visit.now,
        "track_number": given["track_number"],
        "title": given["title"],
        "carrier_code": given["carrier_code"],
    }


def _keep(mall: Mall, shop: Account, order: Json) -> None:
    order["updated_at"] = mall.now()
    mall.files.put(shop, "order", str(order["entity_id"]), order)
    for item in sold_items(order):
        mall.show(shop, item["sku"], f"order {order['increment_id']}")


def _address(buyer: Buyer) -> Json:
    return {
        "firstname": buyer.first_name,
        "lastname": buyer.last_name,
        "company": None,
        "street": [buyer.address, buyer.neighborhood],
        "city": buyer.district,
        "region": buyer.city,
        "region_code": None,
        "postcode": buyer.postal_code,
        "country_id": "TR",
        "telephone": buyer.phone,
        "email": buyer.email,
        "vat_id": None,
    }
