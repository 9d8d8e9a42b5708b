"""Shipments of orders: read by page and period, moved step by step, broken up when something is missing."""

from collections.abc import Sequence
from decimal import Decimal

from prapazar.sandbox.baskets import Buyer
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.idefix.mall import FIRST_ITEM, FIRST_ORDER, FIRST_SHIPMENT, Mall
from prapazar.sandbox.idefix.visit import Refusal, Routes, Visit, iso
from prapazar.sandbox.jsontext import Json, decimal

CREATED, PACKABLE, PICKING, INVOICED = "created", "shipment_ready", "shipment_picking", "shipment_invoiced"
IN_CARGO, SPLIT = "shipment_in_cargo", "shipment_split"
CANCELLED, UNSUPPLIED = "shipment_cancelled", "shipment_unsupplied"
OVER = {SPLIT, CANCELLED, UNSUPPLIED}
_TOLD = {"picking": ({PACKABLE}, PICKING), "invoiced": ({PACKABLE, PICKING}, INVOICED)}
_REASONS = {11: "Stok tükendi", 12: "Ürün hasarlı", 13: "Diğer"}
_TWO_DAYS_MS = 2 * 24 * 3_600_000
_HIDDEN = {"createdMs", "updatedMs", "invoiceLink"}
Sold = Sequence[tuple[Json, int, Decimal]]
routes = Routes()


@routes.route("GET", "/oms/{vendor}/list")
def listed(visit: Visit) -> Reply:
    query = visit.call.query
    ids = visit.call.listed("ids")
    found = [
        one
        for one in visit.seller["shipment"].values()
        if (not ids or str(one["id"]) in ids)
        and query.get("orderNumber", one["orderNumber"]) == one["orderNumber"]
        and query.get("state", one["status"]) == one["status"]
        and visit.in_period(one["createdMs"], one["updatedMs"])
    ]
    by = "updatedMs" if query.get("sortByField") in {"updatedAt", "updateAt"} else "createdMs"
    found.sort(key=lambda one: (one[by], one["id"]), reverse=query.get("sortDirection") != "asc")
    return visit.paged([shown(one) for one in found])


@routes.route("POST", "/oms/{vendor}/{shipment}/update-shipment-status")
def update_status(visit: Visit) -> Reply:
    shipment, body = _known(visit), visit.body()
    before, after = _TOLD.get(str(body.get("status")), (set(), ""))
    if shipment["status"] not in before:
        raise Refusal("SHIPMENT_STATUS_NOT_AVAILABLE", f"{shipment['status']} durumundan geçilemez.")
    if after == INVOICED:
        if not body.get("invoiceNumber"):
            raise Refusal("INVOICE_NUMBER_REQUIRED")
        shipment["invoiceNumber"] = body["invoiceNumber"]
    restate(visit.mall, visit.seller, shipment, after)
    return json_reply({"id": shipment["id"], "status": after})


@routes.route("POST", "/oms/{vendor}/{shipment}/invoice-link")
def invoice_link(visit: Visit) -> Reply:
    shipment, link = _known(visit), str(visit.body().get("invoiceLink") or "")
    if not link.startswith(("http://", "https://")):
        raise Refusal("VALIDATION_ERROR", "invoiceLink zorunludur.")
    shipment["invoiceLink"] = link
    visit.mall.files.put(visit.seller, "shipment", str(shipment["id"]), shipment)
    return json_reply({"id": shipment["id"], "invoiceLink": link})


@routes.route("POST", "/oms/{vendor}/{shipment}/update-tracking-number")
def update_tracking(visit: Visit) -> Reply:
    shipment, body = _known(visit), visit.body()
    address = str(body.get("trackingUrl") or "")
    if not body.get("trackingNumber") or not address.startswith(("http://", "https://")):
        raise Refusal("VALIDATION_ERROR", "trackingNumber ve trackingUrl zorunludur.")
    if shipment["status"] not in {PICKING, INVOICED}:
        raise Refusal("SHIPMENT_STATUS_NOT_AVAILABLE", f"{shipment['status']} durumundan geçilemez.")
    shipment["cargoTrackingNumber"], shipment["cargoTrackingUrl"] = str(body["trackingNumber"]), address
    restate(visit.mall, visit.seller, shipment, IN_CARGO)
    return json_reply({"id": shipment["id"], "status": IN_CARGO})


@routes.route("GET", "/oms/{vendor}/reasons/noship")
def reasons(visit: Visit) -> Reply:  # noqa: ARG001 - the same for every vendor
    return json_reply(
        [
            {"id": one, "name": name, "reasonType": "noship", "description": name}
            for one, name in _REASONS.items()
        ]
    )


@routes.route("POST", "/oms/{vendor}/{shipment}/unsupplied")
def unsupplied(visit: Visit) -> Reply:
    """The shipment is over; what is left of it stands in a new one."""
    shipment, items = _known(visit), visit.rows("items", 1000)
    if shipment["status"] not in {CREATED, PACKABLE, PICKING, INVOICED}:
        raise Refusal("SHIPMENT_STATUS_NOT_AVAILABLE", f"{shipment['status']} durumundan geçilemez.")
    gone = {one.get("id") for one in items}
    if gone - {one["id"] for one in shipment["items"]}:
        raise Refusal("SHIPMENT_ITEM_NOT_FOUND", status=404)
    if any(one.get("reasonId") not in _REASONS for one in items):
        raise Refusal("REASON_NOT_FOUND")
    left = [one for one in shipment["items"] if one["id"] not in gone]
    _put_back(visit.mall, visit.seller, [one for one in shipment["items"] if one["id"] in gone])
    if left:
        _successor(visit.mall, visit.seller, shipment, left)
    restate(visit.mall, visit.seller, shipment, UNSUPPLIED)
    return json_reply({"id": shipment["id"], "status": UNSUPPLIED})


def new_shipment(mall: Mall, account: Account, sold: Sold, buyer: Buyer, at_ms: int) -> Json:
    number = mall.files.next_number("shipment", FIRST_SHIPMENT)
    company = mall.rules.company
    invoice = {
        **_address(buyer),
        "company": company or None,
        "taxNumber": "1234567890" if company else None,
        "taxOffice": "Çankaya" if company else None,
    }
    if mall.rules.commercial == "address":
        invoice["isCommercial"] = "1" if company else " "
    shipment: Json = {
        "id": number,
        "orderNumber": f"IDE{mall.files.next_number('order', FIRST_ORDER)}",
        "status": PACKABLE,
        "createdMs": at_ms,
        "updatedMs": at_ms,
        "cargoCompany": "Aras Kargo",
        "cargoProfileName": "Aras Kargo - idefix anlaşmalı",
        "cargoKey": f"IDK{number}",
        "cargoTrackingNumber": None,
        "cargoTrackingUrl": None,
        "customerId": 4_000_001,
        "customerContactName": f"{buyer.first_name} {buyer.last_name}",
        "customerContactMail": buyer.email,
        "customerTcNumber": None,
        "shippingAddress": _address(buyer),
        "invoiceAddress": invoice,
        "items": [row for one in sold for row in _rows(mall, *one)],
    }
    if mall.rules.commercial == "flag":
        shipment["isCommercial"] = bool(company)
    mall.files.put(account, "shipment", str(number), shipment)
    return shipment


def shown(shipment: Json) -> Json:
    moments = {"orderDate": "createdMs", "createdAt": "createdMs", "updatedAt": "updatedMs"}
    rest = {name: value for name, value in shipment.items() if name not in _HIDDEN}
    return {
        **rest,
        "statusDescription": shipment["status"],
        "statusUpdatedAt": iso(shipment["updatedMs"]),
        **{name: iso(shipment[source]) for name, source in moments.items()},
        "lastShipmentDate": iso(shipment["createdMs"] + _TWO_DAYS_MS),
    }


def move(mall: Mall, account: Account, order: str, status: str) -> list[Json]:
    """Buyer, carrier or channel moves the living shipments of an order."""
    found = [
        one
        for one in account["shipment"].values()
        if one["orderNumber"] == order and one["status"] not in OVER
    ]
    for shipment in found:
        if status in {CANCELLED, UNSUPPLIED}:
            _put_back(mall, account, shipment["items"])
        restate(mall, account, shipment, status)
    mall.ground.store.flush()
    return found


def split(mall: Mall, account: Account, number: str) -> list[Json]:
    """The vendor breaks a shipment up in the panel: the first unit apart, the rest together."""
    shipment = account["shipment"][number]
    first, *rest = shipment["items"]
    made = [_successor(mall, account, shipment, part) for part in ([first], rest) if part]
    restate(mall, account, shipment, SPLIT)
    mall.ground.store.flush()
    return made


def restate(mall: Mall, account: Account, shipment: Json, status: str) -> None:
    shipment["status"] = status
    shipment["updatedMs"] = max(mall.ground.now_ms(), shipment["updatedMs"])
    for item in shipment["items"]:
        item["itemStatus"] = status
    mall.files.put(account, "shipment", str(shipment["id"]), shipment)


def _known(visit: Visit) -> Json:
    shipment = visit.seller["shipment"].get(visit.values["shipment"])
    if shipment is None:
        raise Refusal("SHIPMENT_NOT_FOUND", "Sevkiyat bulunamadı.", 404)
    return shipment


def _successor(mall: Mall, account: Account, shipment: Json, items: Sequence[Json]) -> Json:
    number = mall.files.next_number("shipment", FIRST_SHIPMENT)
    now = mall.ground.now_ms()
    made = {
        **shipment,
        "id": number,
        "createdMs": now,
        "updatedMs": now,
        "items": [dict(one) for one in items],
    }
    mall.files.put(account, "shipment", str(number), made)
    return made


def _put_back(mall: Mall, account: Account, items: Sequence[Json]) -> None:
    for item in items:
        product = account["product"].get(item["barcode"])
        if product is not None:
            quantity = product["inventoryQuantity"] + item.get("quantity", 1)
            mall.offer(account, product, f"back {item['id']}", quantity=quantity)


def _rows(mall: Mall, product: Json, quantity: int, price: Decimal) -> list[Json]:
    if mall.rules.rows == "quantity":
        return [{**_row(mall, product, price, quantity), "quantity": quantity}]
    return [_row(mall, product, price, 1) for _ in range(quantity)]


def _row(mall: Mall, product: Json, price: Decimal, units: int) -> Json:
    return {
        "id": mall.files.next_number("item", FIRST_ITEM),
        "productName": product["title"],
        "barcode": product["barcode"],
        "merchantSku": product["vendorStockCode"],
        "erpId": None,
        "brandName": "Deneme Marka",
        "itemStatus": PACKABLE,
        "price": price,
        "discountedTotalPrice": (price - decimal(mall.rules.discount)) * units,
        "commissionAmount": None,
        "productAttributes": [],
        "image": None,
    }


def _address(buyer: Buyer) -> Json:
    return {
        "firstName": buyer.first_name,
        "lastName": buyer.last_name,
        "fullName": f"{buyer.first_name} {buyer.last_name}",
        "address1": buyer.address,
        "city": buyer.city,
        "county": buyer.district,
        "neighborhood": buyer.neighborhood,
        "postalCode": buyer.postal_code,
        "phone": buyer.phone,
        "floor": None,
        "buildingNumber": None,
        "doorNumber": None,
    }
