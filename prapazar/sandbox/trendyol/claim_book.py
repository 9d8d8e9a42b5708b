"""The claims themselves: opened by buyers, decided by sellers, or by time after 48 hours."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from prapazar.sandbox.clock import to_ms
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.trendyol import packing
from prapazar.sandbox.trendyol.market import Market
from prapazar.sandbox.trendyol.models import Seller

ISSUE_REASONS = {
    1: "Ürün sahte",
    51: "Ürün kullanılmış",
    101: "Fazla ürün gönderildi",
    151: "Ürünün parçası eksik",
    201: "Yanlış ürün gönderildi",
    301: "Ürün bana ait değil",
    351: "Kargo paketi boş",
    401: "Eksik ürün gönderildi",
    451: "Diğer",
    1651: "Ürün elime ulaşmadı",
    2077: "Ürün kusurlu değil",
    2078: "Ürünün ambalajı açılmış",
    2079: "Ürün iade koşullarına uymuyor",
    2101: "Değişim yapıldı",
}
_CUSTOMER_REASONS = {
    251: ("Modelini beğenmedim", "DISLIKE"),
    301: ("Kusurlu ürün gönderildi", "DEFECTIVE"),
    351: ("Yanlış ürün gönderildi", "WRONGITEM"),
    401: ("Vazgeçtim", "ABANDON"),
    451: ("Diğer", "OTHER"),
    501: ("Bedeni küçük geldi", "UNFIT"),
    551: ("Bedeni büyük geldi", "UNFIT"),
    651: ("Ürün anlatıldığı gibi değil", "NOTASDESCRIBED"),
    701: ("Yanlış sipariş verdim", "WRONGORDER"),
    1651: ("Kalitesini beğenmedim", "QUALITY"),
    2030: ("Daha iyi fiyat buldum", "BETTERPRICE"),
}
_PATIENCE_MS = to_ms(timedelta(hours=48))


def open_claim(
    market: Market,
    seller: Seller,
    order_number: str,
    wanted: Sequence[tuple[str, int, str]],
    reason: int = 401,
    status: str = "Created",
) -> Json | None:
    """`wanted` are barcode, units and the buyer's note. None when the order does not hold them."""
    for package_id in seller.orders[order_number]:
        body = seller.packages[package_id].body()
        lines = {line["barcode"]: line for line in body["lines"]}
        if all(barcode in lines and units <= lines[barcode]["quantity"] for barcode, units, _ in wanted):
            claim = _claim(
                market, body, [(lines[one], units, note) for one, units, note in wanted], reason, status
            )
            market.keep_claim(seller, claim)
            return claim
    return None


def items_of(claim: Json) -> Iterator[Json]:
    for group in claim["items"]:
        yield from group["claimItems"]


def move_item(market: Market, seller: Seller, claim: Json, item: Json, status: str, by: str) -> None:
    now = market.ground.now_ms()
    claim.setdefault("_audit", []).append(
        {
            "claimId": claim["id"],
            "claimItemId": item["id"],
            "previousStatus": item["claimItemStatus"]["name"],
            "newStatus": status,
            "userInfoDocument": {
                "executorId": seller.account,
                "executorApp": by,
                "executorUser": seller.name,
            },
            "date": now,
        }
    )
    item["claimItemStatus"] = {"name": status}
    claim["lastModifiedDate"] = now
    market.keep_claim(seller, claim)


def move_claim(market: Market, seller: Seller, claim: Json, status: str) -> None:
    """The marketplace or the carrier moves all items of a claim."""
    for item in items_of(claim):
        if status == "WaitingInAction":
            item["autoApproveDate"] = market.ground.now_ms() + _PATIENCE_MS
        move_item(market, seller, claim, item, status, "System")


def settle_overdue(market: Market, seller: Seller) -> None:
    """What waited 48 hours for the seller is accepted by the system."""
    now = market.ground.now_ms()
    for claim in seller.claims.values():
        for item in items_of(claim):
            waits = item["claimItemStatus"]["name"] == "WaitingInAction"
            if waits and 0 < item["autoApproveDate"] <= now:
                item.update(resolved=True, autoAccepted=True, acceptDetail="SYSTEM")
                move_item(market, seller, claim, item, "Accepted", "System")


def public(claim: Json) -> Json:
    return {key: value for key, value in claim.items() if key != "_audit"}


def audit(seller: Seller, item_id: str) -> Iterable[Json] | None:
    for claim in seller.claims.values():
        if any(item["id"] == item_id for item in items_of(claim)):
            return [entry for entry in claim.get("_audit", []) if entry["claimItemId"] == item_id]
    return None


def _claim(
    market: Market, package: Json, wanted: Sequence[tuple[Json, int, str]], reason: int, status: str
) -> Json:
    now = market.ground.now_ms()
    number = str(uuid.uuid4())
    cargo = packing.cargo_fields(market, packing.cargo_code(package["cargoProviderName"]))
    del cargo["cargoDeci"]
    return {
        "id": number,
        "claimId": number,
        "orderNumber": package["orderNumber"],
        "orderDate": package["orderDate"],
        "customerFirstName": package["customerFirstName"],
        "customerLastName": package["customerLastName"],
        "claimDate": now,
        **cargo,
        "orderShipmentPackageId": package["shipmentPackageId"],
        "orderOutboundPackageId": package["shipmentPackageId"],
        "lastModifiedDate": now,
        "replacementOutboundpackageinfo": None,
        "rejectedpackageinfo": None,
        "items": [_group(line, units, note, reason, status, now) for line, units, note in wanted],
    }


def _group(line: Json, units: int, note: str, reason: int, status: str, now: int) -> Json:
    return {
        "orderLine": {
            "id": line["lineId"],
            "productName": line["productName"],
            "barcode": line["barcode"],
            "merchantSku": line["stockCode"],
            "productColor": line["productColor"],
            "productSize": line["productSize"],
            "price": line["lineUnitPrice"],
            "vatBaseAmount": line["vatRate"],
            "vatRate": line["vatRate"],
            "salesCampaignId": line["salesCampaignId"],
            "productCategory": str(line["productCategoryId"]),
        },
        "claimItems": [_item(line, note, reason, status, now) for _ in range(units)],
    }


def _item(line: Json, note: str, reason: int, status: str, now: int) -> Json:
    name, code = _CUSTOMER_REASONS.get(reason, ("Diğer", "OTHER"))
    said = {"id": reason, "name": name, "externalReasonId": reason, "code": code}
    return {
        "id": str(uuid.uuid4()),
        "orderLineItemId": line["lineId"],
        "customerClaimItemReason": said,
        "trendyolClaimItemReason": dict(said),
        "claimItemStatus": {"name": status},
        "note": "",
        "customerNote": note,
        "resolved": False,
        "autoAccepted": False,
        "acceptedBySeller": False,
        "autoApproveDate": now + _PATIENCE_MS if status == "WaitingInAction" else 0,
        "acceptDetail": None,
    }
