"""Builds packages as N11 shows them, and breaks them up."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from prapazar.sandbox.baskets import Buyer
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.n11.mall import (
    FIRST_CAMPAIGN,
    FIRST_LINE,
    FIRST_ORDER,
    FIRST_PACKAGE,
    Mall,
    Rules,
)

_TWO_DAYS_MS = 2 * 24 * 3_600_000
_SPELLINGS = {"Cancelled": "Canceled", "UnPacked": "Unpacked"}
_PER_UNIT = ("sellerDiscount", "sellerCouponDiscount", "mallDiscount")
Part = Sequence[tuple[Json, int]]
"""Lines and how many units of each."""


@dataclass(frozen=True, slots=True)
class Sold:
    product: Json
    quantity: int
    unit_price: Decimal
    seller_discount: Decimal = Decimal(0)
    """Of the whole line."""
    mall_discount: Decimal = Decimal(0)


def new_package(
    mall: Mall, account: Account, sold: Sequence[Sold], buyer: Buyer, status: str, at_ms: int
) -> Json:
    package: Json = {
        "orderNumber": str(mall.files.next_number("order", FIRST_ORDER)),
        "id": str(mall.files.next_number("package", FIRST_PACKAGE)),
        "customerEmail": buyer.email,
        "customerfullName": f"{buyer.first_name} {buyer.last_name}",
        "customerId": 4_000_001,
        "taxId": None,
        "taxOffice": None,
        "tcIdentityNumber": "",
        "shippingAddress": _address(buyer),
        "billingAddress": {**_address(buyer), "taxId": None, "taxHouse": None, "invoiceType": 1},
        "lines": [_line(mall, account, one, status) for one in sold],
        "shipmentPackageStatus": status,
        "lastModifiedDate": at_ms,
        "agreedDeliveryDate": at_ms + _TWO_DAYS_MS,
        "packageHistories": [{"createdDate": at_ms, "status": status}],
        "cargoTrackingNumber": str(mall.files.next_number("campaign", FIRST_CAMPAIGN)),
        "cargoSenderNumber": None,
        "cargoTrackingLink": None,
        "shipmentCompanyId": 344,
        "cargoProviderName": "Yurtiçi Kargo",
        "shipmentMethod": 1,
        "micro": False,
        "deliveryAddressType": None,
        "countryCode": "TR",
        "hsCode": None,
        "etgbNo": None,
        "etgbDate": None,
        "invoiceLink": None,
    }
    _total(package)
    mall.files.put(account, "package", package["id"], package)
    return package


def created_ms(package: Json) -> int:
    return int(package["packageHistories"][0]["createdDate"])


def modified_ms(package: Json) -> int:
    return int(package["lastModifiedDate"])


def with_line(account: Account, number: str) -> Json | None:
    """The living package that holds this line."""
    for package in account["package"].values():
        if package["shipmentPackageStatus"] != "UnPacked" and any(
            str(line["orderLineId"]) == number for line in package["lines"]
        ):
            return package
    return None


def restate(mall: Mall, account: Account, package: Json, status: str) -> None:
    now = max(mall.ground.now_ms(), package["lastModifiedDate"])
    package["shipmentPackageStatus"] = status
    package["lastModifiedDate"] = now
    package["packageHistories"].append({"createdDate": now, "status": status})
    for line in package["lines"]:
        line["orderItemLineItemStatusName"] = status
    mall.files.put(account, "package", package["id"], package)


def break_up(mall: Mall, account: Account, package: Json, parts: Sequence[Part], gone: Part = ()) -> None:
    """The parent becomes UnPacked; its parts get numbers of their own, what is cancelled is UnSupplied."""
    for part, status in [*((part, "Picking") for part in parts), (gone, "UnSupplied")]:
        if part:
            _successor(mall, account, package, part, status)
    put_back(mall, account, gone, f"unsupplied {package['orderNumber']}")
    restate(mall, account, package, "UnPacked")


def put_back(mall: Mall, account: Account, part: Part, cause: str) -> None:
    for line, quantity in part:
        product = account["product"].get(line["stockCode"])
        if product is not None:
            mall.offer(account, product, cause, quantity=product["quantity"] + quantity)


def shown(rules: Rules, package: Json) -> Json:
    """As it goes out: spellings, the famous space, and what is missing for some."""
    status = package["shipmentPackageStatus"]
    space = " " if rules.history_has_space else ""
    histories = [{**one, "status": f"{space}{one['status']}"} for one in package["packageHistories"]]
    lines = package["lines"] if rules.barcodes else [{**one, "barcode": None} for one in package["lines"]]
    return {
        **package,
        "id": None if rules.package_id_missing else package["id"],
        "lines": lines,
        "shipmentPackageStatus": _SPELLINGS.get(status, status) if rules.spelling == "other" else status,
        "packageHistories": histories,
    }


def _successor(mall: Mall, account: Account, package: Json, part: Part, status: str) -> None:
    now = mall.ground.now_ms()
    number = str(mall.files.next_number("package", FIRST_PACKAGE))
    made: Json = {
        **package,
        "id": number,
        "lines": [_share(mall, line, quantity, status) for line, quantity in part],
        "shipmentPackageStatus": status,
        "lastModifiedDate": now,
        "packageHistories": [*package["packageHistories"], {"createdDate": now, "status": status}],
        "cargoTrackingNumber": str(mall.files.next_number("campaign", FIRST_CAMPAIGN)),
    }
    _total(made)
    mall.files.put(account, "package", number, made)


def _share(mall: Mall, line: Json, quantity: int, status: str) -> Json:
    """A line's part with a number of its own; discounts go by unit."""
    share: Json = {
        **line,
        "orderLineId": mall.files.next_number("line", FIRST_LINE),
        "quantity": quantity,
        "orderItemLineItemStatusName": status,
    }
    for name in _PER_UNIT:
        share[name] = round(decimal(line[name]) * quantity / line["quantity"], 2)
    return _amounts(share)


def _line(mall: Mall, account: Account, sold: Sold, status: str) -> Json:
    product = sold.product
    return _amounts(
        {
            "orderLineId": mall.files.next_number("line", FIRST_LINE),
            "quantity": sold.quantity,
            "productId": product["n11ProductId"],
            "productName": product["title"],
            "stockCode": product["stockCode"],
            "barcode": product["barcode"],
            "price": sold.unit_price,
            "sellerDiscount": sold.seller_discount,
            "sellerCouponDiscount": Decimal(0),
            "mallDiscount": sold.mall_discount,
            "vatRate": product["vatRate"],
            "commissionRate": decimal(product["commissionRate"]),
            "sellerCampaignCommissionRate": Decimal(0),
            "netMarketingFeeRate": Decimal(0),
            "netMarketplaceFeeRate": Decimal(0),
            "orderItemLineItemStatusName": status,
            "variantAttributes": [
                {"name": one["attributeName"], "value": one["attributeValue"]}
                for one in product["attributes"]
                if one["attributeId"] in {2, 3}
            ],
            "deliveryFeeType": 1,
            "sender": "SELLER",
            "sellerId": int(account.number),
            "productOrigin": None,
        }
    )


def _amounts(line: Json) -> Json:
    """`price` is one unit's before any discount; what was given away is split between seller and mall."""
    gross = decimal(line["price"]) * line["quantity"]
    by_seller = decimal(line["sellerDiscount"]) + decimal(line["sellerCouponDiscount"])
    by_mall = decimal(line["mallDiscount"])
    return {
        **line,
        "totalSellerDiscountPrice": by_seller,
        "totalMallDiscountPrice": by_mall,
        "sellerInvoiceAmount": gross - by_seller,
        "dueAmount": gross - by_seller - by_mall,
    }


def _total(package: Json) -> None:
    lines = package["lines"]
    package["totalAmount"] = sum((decimal(one["price"]) * one["quantity"] for one in lines), Decimal(0))
    due = sum((decimal(one["dueAmount"]) for one in lines), Decimal(0))
    package["totalDiscountAmount"] = package["totalAmount"] - due


def _address(buyer: Buyer) -> Json:
    return {
        "address": buyer.address,
        "city": buyer.city,
        "district": buyer.district,
        "neighborhood": buyer.neighborhood,
        "fullName": f"{buyer.first_name} {buyer.last_name}",
        "gsm": buyer.phone,
        "tcId": "",
        "postalCode": buyer.postal_code,
    }
