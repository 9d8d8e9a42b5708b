"""What happens in the pretend marketplace without the API: merchants join, buyers buy, parcels travel."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from prapazar.sandbox import jsontext
from prapazar.sandbox.baskets import Basket, BasketLine, Buyer, NotOnSale, SoldOut, units_by_key
from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.hepsiburada import events, money_book
from prapazar.sandbox.hepsiburada.market import PROVIDER, Market, Merchant
from prapazar.sandbox.jsontext import Json

DEFAULT_MERCHANT = "8f1d2c3b-4a59-4e6f-9a7b-0c1d2e3f4a5b"
DEFAULT_KEY = "sandboxanahtar"
DEFAULT_AGENT = "prapazar_dev"
_NAMES = uuid.UUID("0b8cf5f6-5b7e-4d2b-9a25-1d6f0c7f6a11")
_FIRST_SKU, _FIRST_ORDER, _FIRST_PACKAGE, _FIRST_BARCODE = 100_001, 4_100_000_001, 70_000_001, 900_000_001
_OTHER_CATEGORY = 18021982
_CARGO = "HepsiJet"


def open_account(
    market: Market,
    merchant_id: str = DEFAULT_MERCHANT,
    *,
    name: str = "Deneme Mağaza",
    service_key: str = DEFAULT_KEY,
    user_agent: str = DEFAULT_AGENT,
) -> Merchant:
    """A new merchant, or the same one with new credentials."""
    merchant = market.merchants.get(merchant_id) or Merchant(merchant_id, name, service_key, user_agent)
    merchant.name, merchant.service_key, merchant.user_agent = name, service_key, user_agent
    merchant.expired = False
    market.keep_merchant(merchant)
    market.ground.store.flush()
    return merchant


def merchant_id_for(name: str) -> str:
    return str(uuid.uuid5(_NAMES, name))


def seed(market: Market, merchant: Merchant, articles: Iterable[Json]) -> int:
    """Matched products on sale. Needs `merchantSku` or `barcode`; the README lists what else may be given."""
    count = 0
    for article in articles:
        card = new_card(market, article)
        put_on_sale(
            market,
            merchant,
            card,
            quantity=int(article.get("quantity", 0)),
            price=jsontext.decimal(article.get("price", 100)),
        )
        count += 1
    market.ground.store.flush()
    return count


def new_card(market: Market, article: Json) -> Json:
    """The catalogue's side of an article. Merchant SKUs become capital letters."""
    barcode = str(article.get("barcode") or article.get("merchantSku"))
    merchant_sku = str(article.get("merchantSku") or barcode).upper().replace(" ", "")
    return {
        "merchantSku": merchant_sku,
        "barcode": barcode,
        "variantGroupId": str(article.get("variantGroupId") or merchant_sku),
        "productName": str(article.get("title") or merchant_sku),
        "brand": str(article.get("brand") or "Deneme Marka"),
        "images": list(article.get("images", [])),
        "categoryId": int(article.get("categoryId") or _OTHER_CATEGORY),
        "tax": str(article.get("tax", 20)),
        "description": str(article.get("description") or ""),
        "variantTypeAttributes": list(article.get("variantTypeAttributes", [])),
        "productAttributes": list(article.get("productAttributes", [])),
        "commissionRate": int(article.get("commissionRate", 15)),
        "cargoCompany": str(article.get("cargoCompany") or _CARGO),
        "createdMs": market.now_ms,
    }


def put_on_sale(market: Market, merchant: Merchant, card: Json, *, quantity: int, price: Decimal) -> Json:
    known = merchant.listing(card["merchantSku"])
    sku = known["hepsiburadaSku"] if known else f"HBV{market.next_number('sku', _FIRST_SKU):011}"
    listing: Json = {
        "listingId": str(uuid.uuid5(_NAMES, f"{merchant.merchant_id}/{sku}")),
        "uniqueIdentifier": "",
        "hepsiburadaSku": sku,
        "merchantSku": card["merchantSku"],
        "price": price,
        "availableStock": quantity,
        "dispatchTime": 1,
        "cargoCompany1": card.get("cargoCompany", _CARGO),
        "maximumPurchasableQuantity": 10,
        "minimumPurchasableQuantity": 1,
        "pricings": [],
        "isSalable": True,
        "customizableProperties": [],
        "deactivationReasons": [],
        "isSuspended": False,
        "isLocked": False,
        "lockReasons": [],
        "isFrozen": False,
        "freezeReasons": [],
        "availableWarehouses": [],
        "isFulfilledByHB": False,
        "productId": card["variantGroupId"],
        "hasVariant": bool(card["variantTypeAttributes"]),
        "updatedAt": None,
        "card": card,
    }
    market.set_offer(merchant, listing, "seed", quantity=quantity, price=price)
    return listing


def place_order(
    market: Market,
    merchant: Merchant,
    basket: Basket,
    buyer: Buyer,
    *,
    at: datetime | None = None,
    cargo: str | None = None,
) -> Json:
    """A buyer buys what the shop shows; refused with `SoldOut` or `NotOnSale`, and then nothing changed."""
    for key, wanted in units_by_key(basket).items():
        listing = merchant.listing(key)
        if listing is None or not listing["isSalable"] or listing["isLocked"]:
            raise NotOnSale(key)
        if listing["availableStock"] < wanted:
            raise SoldOut(key, wanted, listing["availableStock"])
    ordered_ms = market.now_ms if at is None else epoch_ms(at)
    number = str(market.next_number("order", _FIRST_ORDER))
    order: Json = {
        "orderId": str(uuid.uuid4()),
        "orderNumber": number,
        "orderedMs": ordered_ms,
        "customerId": str(uuid.uuid4()),
        "addressId": str(uuid.uuid4()),
        "buyer": asdict(buyer),
        "cargo": cargo or _cargo_of(merchant, basket),
        "lineIds": [],
    }
    for line in basket:
        order["lineIds"].append(_sell(market, merchant, number, line, ordered_ms))
    market.keep("orders", merchant, number, order)
    market.ground.store.flush()
    events.order_created(market, merchant, order)
    for heard in market.ground.sales:
        heard(PROVIDER, merchant.merchant_id, number)
    return order


def _cargo_of(merchant: Merchant, basket: Basket) -> str:
    """As the merchant said it of the goods."""
    offered = (merchant.listing(line.key) for line in basket)
    return next((str(one["cargoCompany1"]) for one in offered if one is not None), _CARGO)


def pack(
    market: Market, merchant: Merchant, lines: Sequence[Json], *, cargo: str | None = None, deci: object = 1
) -> Json:
    """These lines into one package."""
    number = str(market.next_number("package", _FIRST_PACKAGE))
    package: Json = {
        "id": str(uuid.uuid4()),
        "packageNumber": number,
        "barcode": str(market.next_number("barcode", _FIRST_BARCODE)),
        "state": "Packed",
        "createdMs": market.now_ms,
        "lineIds": [line["id"] for line in lines],
        "cargo": cargo or merchant.orders[lines[0]["orderNumber"]]["cargo"],
        "deci": deci,
        "trackingCode": None,
        "trackingUrl": None,
    }
    market.keep("packages", merchant, number, package)
    for line in lines:
        line["packageNumber"] = number
        restate(market, merchant, line, "Packed")
    return package


def unpack(market: Market, merchant: Merchant, package: Json) -> None:
    for line in merchant.lines_in(package["packageNumber"]):
        line["packageNumber"] = None
        restate(market, merchant, line, "Unpacked")
    _stamp(market, merchant, package, "Unpacked", "unpackedMs")


def ship(market: Market, merchant: Merchant, package: Json, code: str | None = None) -> None:
    package["trackingCode"] = code or f"HJ{package['barcode']}"
    package["trackingUrl"] = package["trackingUrl"] or f"https://kargo.example/{package['trackingCode']}"
    _travel(market, merchant, package, "InTransit", "shippedMs")


def deliver(market: Market, merchant: Merchant, package: Json) -> None:
    _travel(market, merchant, package, "Delivered", "deliveredMs")
    for line in merchant.lines_in(package["packageNumber"]):
        money_book.settle(market, merchant, line)


def undeliver(market: Market, merchant: Merchant, package: Json, reason: str) -> None:
    package["undeliveredReason"] = reason
    _travel(market, merchant, package, "UnDelivered", "undeliveredMs")


def cancel(market: Market, merchant: Merchant, line: Json, by: str, code: str) -> None:
    """Its units return to the shelf."""
    if line["packageNumber"]:
        package = merchant.packages[line["packageNumber"]]
        package["lineIds"].remove(line["id"])
        if package["lineIds"]:
            market.keep("packages", merchant, package["packageNumber"], package)
        else:
            _stamp(market, merchant, package, "Cancelled", "cancelledMs")
        line["packageNumber"] = None
    line["cancelledMs"], line["cancelledBy"], line["cancelReasonCode"] = market.now_ms, by, code
    restate(market, merchant, line, "Cancelled")
    market.put_back(merchant, [line], f"cancel {line['orderNumber']}")


def move_order(market: Market, merchant: Merchant, number: str, status: str) -> None:
    """The marketplace, the carrier or the buyer moves every line of an order."""
    lines = [one for one in merchant.lines_of(number) if one["state"] != "Cancelled"]
    if status == "Cancelled":
        for line in lines:
            if line["state"] in {"Open", "Unpacked", "Packed"}:
                cancel(market, merchant, line, "Customer", "CustomerChangedMind")
                events.line_cancelled(market, merchant, line)
        return
    if loose := [one for one in lines if one["packageNumber"] is None]:
        events.package_created(market, merchant, pack(market, merchant, loose))
    for package in {one["packageNumber"]: merchant.packages[one["packageNumber"]] for one in lines}.values():
        _send_on(market, merchant, package, status)


def _send_on(market: Market, merchant: Merchant, package: Json, status: str) -> None:
    numbers = sorted({line["orderNumber"] for line in merchant.lines_in(package["packageNumber"])})
    if status == "Unpacked":
        unpack(market, merchant, package)
    elif status == "InTransit":
        ship(market, merchant, package)
    elif status == "Delivered":
        deliver(market, merchant, package)
    elif status == "UnDelivered":
        undeliver(market, merchant, package, "Adreste yok")
    events.package_moved(market, merchant, package, numbers)


def restate(market: Market, merchant: Merchant, line: Json, state: str) -> None:
    line["state"], line["statusMs"] = state, market.now_ms
    market.keep("lines", merchant, line["id"], line)


def _sell(market: Market, merchant: Merchant, number: str, line: BasketLine, ordered_ms: int) -> str:
    listing = merchant.listing(line.key)
    if listing is None:
        raise NotOnSale(line.key)
    left = listing["availableStock"] - line.quantity
    market.set_offer(merchant, listing, f"order {number}", quantity=left)
    sold: Json = {
        "id": str(uuid.uuid4()),
        "orderNumber": number,
        "sku": listing["hepsiburadaSku"],
        "merchantSku": listing["merchantSku"],
        "name": listing["card"]["productName"],
        "barcode": listing["card"]["barcode"],
        "quantity": line.quantity,
        "unitPrice": line.unit_price if line.unit_price is not None else listing["price"],
        "vatRate": int(listing["card"]["tax"]),
        "commissionRate": listing["card"]["commissionRate"],
        "state": "Open",
        "statusMs": ordered_ms,
        "packageNumber": None,
    }
    market.keep("lines", merchant, sold["id"], sold)
    return str(sold["id"])


def _travel(market: Market, merchant: Merchant, package: Json, state: str, stamp: str) -> None:
    for line in merchant.lines_in(package["packageNumber"]):
        restate(market, merchant, line, state)
    _stamp(market, merchant, package, state, stamp)


def _stamp(market: Market, merchant: Merchant, package: Json, state: str, stamp: str) -> None:
    package["state"], package[stamp] = state, market.now_ms
    if state == "Unpacked":
        package["lineIds"] = []
    market.keep("packages", merchant, package["packageNumber"], package)
