"""Receipts, as Etsy calls orders: read by pages, and told that they were shipped."""

from collections.abc import Sequence
from decimal import Decimal

from prapazar.sandbox.baskets import Buyer
from prapazar.sandbox.etsy import events
from prapazar.sandbox.etsy.mall import Mall, money
from prapazar.sandbox.etsy.shops import CARRIERS
from prapazar.sandbox.etsy.visit import ASCENDING, ORDERS, Refusal, Routes, Visit
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json

STATUSES = (
    *("paid", "completed", "open", "payment processing", "canceled"),
    *("fully refunded", "partially refunded"),
)
_UNPAID = {"open", "payment processing"}
_OVER = {"canceled", "fully refunded"}
_HIDDEN = ("name", "first_line", "second_line", "city", "state", "zip", "formatted_address", "buyer_email")
_DAY = 86_400
_ALL = "/v3/application/shops/{shop_id}/receipts"
routes = Routes()


@routes.route("GET", _ALL, "transactions_r")
def listed(visit: Visit) -> Reply:
    visit.own_shop()
    found = [one for one in visit.shop["receipt"].values() if _fits(visit, one)]
    sort_on = visit.query_choice("sort_on", "created", ("created", "updated", "receipt_id"))
    is_rising = visit.query_choice("sort_order", "desc", ORDERS) in ASCENDING
    name = {"created": "created_timestamp", "updated": "updated_timestamp"}.get(sort_on, sort_on)
    found.sort(key=lambda one: (one[name], one["receipt_id"]), reverse=not is_rising)
    return visit.page([_shown(visit, one) for one in found])


@routes.route("GET", _ALL + "/{receipt_id}", "transactions_r")
def one(visit: Visit) -> Reply:
    return json_reply(_shown(visit, _known(visit)))


@routes.route("PUT", _ALL + "/{receipt_id}", "transactions_w")
def update(visit: Visit) -> Reply:
    """Paid and shipped are said by hand, without a tracking code."""
    receipt = _known(visit)
    flags = {name: values[-1] == "true" for name, values in visit.form().items() if values[-1]}
    if receipt["status"] in _OVER or not flags.keys() <= {"was_shipped", "was_paid"}:
        raise Refusal("The receipt cannot be changed.")
    receipt["is_paid"] = flags.get("was_paid", receipt["is_paid"])
    receipt["is_shipped"] = flags.get("was_shipped", receipt["is_shipped"])
    if receipt["is_paid"]:
        receipt["status"] = "completed" if receipt["is_shipped"] else "paid"
    _keep(visit.mall, visit.shop, receipt)
    return json_reply(_shown(visit, receipt))


@routes.route("GET", _ALL + "/{receipt_id}/transactions", "transactions_r")
def transactions(visit: Visit) -> Reply:
    return visit.page(_known(visit)["transactions"])


@routes.route("POST", _ALL + "/{receipt_id}/tracking", "transactions_w")
def ship(visit: Visit) -> Reply:
    """Code and carrier together; without both it is only marked as shipped."""
    receipt, form = _known(visit), visit.form()
    code, carrier = (form.get(name, [""])[-1] for name in ("tracking_code", "carrier_name"))
    if bool(code) != bool(carrier):
        raise Refusal("tracking_code and carrier_name go together.")
    if carrier and carrier not in {*(one for names in CARRIERS.values() for one in names), "other"}:
        raise Refusal("Invalid value for carrier_name.")
    if receipt["status"] in _OVER | _UNPAID:
        raise Refusal("The receipt cannot be shipped.", 409)
    if code and any(one["tracking_code"] == code for one in receipt["shipments"]):
        raise Refusal("The tracking code is there already.", 409)
    receipt["shipments"].append(
        {
            "receipt_shipping_id": visit.mall.number("shipment", 4_000_001),
            "shipment_notification_timestamp": visit.mall.now,
            "carrier_name": carrier,
            "tracking_code": code,
        }
    )
    receipt |= {"is_shipped": True, "status": "completed"}
    for line in receipt["transactions"]:
        line["shipped_timestamp"] = visit.mall.now
    _keep(visit.mall, visit.shop, receipt)
    return json_reply(_shown(visit, receipt))


def _known(visit: Visit) -> Json:
    visit.own_shop()
    receipt = visit.shop["receipt"].get(visit.values["receipt_id"])
    if receipt is None:
        raise Refusal("Receipt not found.", 404)
    return receipt


def _fits(visit: Visit, receipt: Json) -> bool:
    for name, field in (("created", "created_timestamp"), ("last_modified", "updated_timestamp")):
        least, most = visit.query_time(f"min_{name}"), visit.query_time(f"max_{name}")
        if (least is not None and receipt[field] < least) or (most is not None and receipt[field] > most):
            return False
    flags = {
        "was_paid": receipt["is_paid"],
        "was_shipped": receipt["is_shipped"],
        "was_canceled": receipt["status"] == "canceled",
    }
    return all(visit.query_flag(name) in (None, value) for name, value in flags.items())


def _shown(visit: Visit, receipt: Json) -> Json:
    hidden = dict.fromkeys(_HIDDEN) if visit.mall.rules.hides_addresses else {}
    stamps = {
        "create_timestamp": receipt["created_timestamp"],
        "update_timestamp": receipt["updated_timestamp"],
    }
    return {**receipt, **stamps, **hidden}


def new_receipt(
    mall: Mall,
    shop: Account,
    sold: Sequence[tuple[Json, Json, int, Decimal]],
    buyer: Buyer,
    at: int,
    more: Json,
) -> Json:
    """`more` says what is special of it: `shipping`, `discount`, `note`, `gift`."""
    number = mall.number("receipt", 3_200_000_001)
    goods = sum((price * quantity for _, _, quantity, price in sold), Decimal(0))
    shipping, discount = Decimal(str(more.get("shipping", 0))), Decimal(str(more.get("discount", 0)))
    name = f"{buyer.first_name} {buyer.last_name}"
    receipt: Json = {
        "receipt_id": number,
        "receipt_type": 0,
        "seller_user_id": shop.profile["user_id"],
        "buyer_user_id": mall.number("buyer", 900_000_001),
        "buyer_email": buyer.email,
        "name": name,
        "first_line": buyer.address,
        "second_line": buyer.neighborhood,
        "city": buyer.city,
        "state": buyer.district,
        "zip": buyer.postal_code,
        "country_iso": "TR",
        "formatted_address": f"{name}\n{buyer.address}\n{buyer.postal_code} {buyer.city}\nTurkey",
        "status": "paid",
        "payment_method": "cc",
        "message_from_buyer": more.get("note"),
        "is_paid": True,
        "is_shipped": False,
        "created_timestamp": at,
        "updated_timestamp": at,
        "is_gift": bool(more.get("gift")),
        "gift_message": str(more.get("gift") or ""),
        "grandtotal": money(shop, goods + shipping - discount),
        "subtotal": money(shop, goods - discount),
        "total_price": money(shop, goods),
        "total_shipping_cost": money(shop, shipping),
        "total_tax_cost": money(shop, Decimal(0)),
        "total_vat_cost": money(shop, Decimal(0)),
        "discount_amt": money(shop, discount),
        "gift_wrap_price": money(shop, Decimal(0)),
        "shipments": [],
        "refunds": [],
        "transactions": [_line(mall, shop, number, at, *one) for one in sold],
    }
    mall.files.put(shop, "receipt", str(number), receipt)
    return receipt


def _line(
    mall: Mall,
    shop: Account,
    receipt: int,
    at: int,
    listing: Json,
    product: Json,
    quantity: int,
    price: Decimal,
) -> Json:
    values = product["property_values"]
    return {
        "transaction_id": mall.number("transaction", 4_100_000_001),
        "title": listing["title"],
        "description": listing["description"],
        "seller_user_id": shop.profile["user_id"],
        "create_timestamp": at,
        "created_timestamp": at,
        "paid_timestamp": at,
        "shipped_timestamp": None,
        "quantity": quantity,
        "receipt_id": receipt,
        "is_digital": False,
        "listing_id": listing["listing_id"],
        "transaction_type": "listing",
        "product_id": product["product_id"],
        "sku": product["sku"],
        "price": money(shop, price),
        "shipping_cost": money(shop, Decimal(0)),
        "variations": [
            {
                "property_id": one["property_id"],
                "value_id": (one["value_ids"] or [None])[0],
                "formatted_name": one["property_name"],
                "formatted_value": ", ".join(one["values"]),
            }
            for one in values
        ],
        "product_data": values,
        "shipping_profile_id": listing["shipping_profile_id"],
        "min_processing_days": 1,
        "max_processing_days": 3,
        "expected_ship_date": at + 3 * _DAY,
        "buyer_coupon": 0,
        "shop_coupon": 0,
    }


def move(mall: Mall, shop: Account, receipt: Json, status: str) -> Json:
    """What buyer, merchant or Etsy do on the website; a cancelled order puts nothing back on the shelf."""
    receipt["status"] = status
    receipt["is_paid"] = status not in _UNPAID
    if status in {"fully refunded", "partially refunded"}:
        share = receipt["grandtotal"]
        amount = share if status == "fully refunded" else {**share, "amount": share["amount"] // 2}
        told = {"amount": amount, "created_timestamp": mall.now, "reason": None, "status": "success"}
        receipt["refunds"].append({**told, "note_from_issuer": None})
    _keep(mall, shop, receipt)
    if status == "paid":
        events.tell_paid(mall, shop, receipt)
    return receipt


def _keep(mall: Mall, shop: Account, receipt: Json) -> None:
    receipt["updated_timestamp"] = mall.now
    mall.files.put(shop, "receipt", str(receipt["receipt_id"]), receipt)
    mall.ground.store.flush()
