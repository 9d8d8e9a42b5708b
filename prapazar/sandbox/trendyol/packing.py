"""Builds the package a seller reads: addresses, amounts per unit and clocks as the provider shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from prapazar.sandbox.baskets import Buyer
from prapazar.sandbox.clock import to_ms
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.trendyol import reference
from prapazar.sandbox.trendyol.market import Market
from prapazar.sandbox.trendyol.models import Package, Product, Seller

ISTANBUL_AHEAD_MS = to_ms(timedelta(hours=3))
"""`orderDate` is Istanbul wall time written as if it were UTC; every other stamp is true."""
_DAY_MS = to_ms(timedelta(days=1))
_FIRST_PACKAGE = 3_330_111_111
_FIRST_LINE = 4_765_000_001
_FIRST_ORDER = 10_236_923_056
_FIRST_CUSTOMER = 99_000_001
_FIRST_ADDRESS = 11_000_001
_FIRST_PARCEL = 10_000_000_001
ZERO = Decimal(0)
ALTERNATIVE = "ALTERNATIVE"
"""The seller delivers; such numbers begin with 732."""


@dataclass(frozen=True, slots=True)
class Sold:
    """One line as the buyer bought it; discounts are per unit."""

    product: Product
    quantity: int
    unit_price: Decimal
    seller_discount: Decimal = ZERO
    ty_discount: Decimal = ZERO


def next_order_number(market: Market) -> str:
    return str(market.next_number("order", _FIRST_ORDER))


def next_package_id(market: Market) -> int:
    return market.next_number("package", _FIRST_PACKAGE)


def cargo_code(name: str) -> str:
    """The code of a carrier by its shown name; the marketplace's own when it is none of the list."""
    codes = (code for code, (_, shown, _) in reference.CARGO_PROVIDERS.items() if shown == name)
    return next(codes, "TEXMP")


def next_tracking_number(market: Market, cargo: str) -> int:
    first_digits = 732 if cargo == ALTERNATIVE else reference.CARGO_PROVIDERS.get(cargo, (0, "", 733))[2]
    return int(f"{first_digits}{market.next_number('parcel', _FIRST_PARCEL):013d}")


def new_package(
    market: Market,
    seller: Seller,
    order_number: str,
    sold: Sequence[Sold],
    buyer: Buyer,
    *,
    status: str = "Created",
    ordered_ms: int | None = None,
    cargo: str = "TEXMP",
) -> Package:
    now = market.ground.now_ms() if ordered_ms is None else ordered_ms
    package_id = next_package_id(market)
    lines = [_line(market, seller, one, status) for one in sold]
    body: Json = {
        "orderNumber": order_number,
        "shipmentPackageId": package_id,
        "shipmentNumber": package_id,
        "supplierId": seller.seller_id,
        "customerId": market.next_number("customer", _FIRST_CUSTOMER),
        "customerFirstName": buyer.first_name,
        "customerLastName": buyer.last_name,
        "customerEmail": f"pf+{package_id}@trendyolmail.com",
        "identityNumber": "11111111111",
        "taxNumber": None,
        "shipmentAddress": address(market, buyer),
        "invoiceAddress": {
            **address(market, buyer),
            "taxOffice": "",
            "taxNumber": "",
            "isEInvoiceAvailable": False,
        },
        **amounts(lines),
        "discountDisplays": [],
        "currencyCode": "TRY",
        "paymentMethod": "CREDIT_CARD",
        **cargo_fields(market, cargo),
        "lines": lines,
        "packageHistories": [{"createdDate": now, "status": status}],
        "status": status,
        "shipmentPackageStatus": status,
        "orderDate": now + ISTANBUL_AHEAD_MS,
        "lastModifiedDate": now,
        "originShipmentDate": now,
        "agreedDeliveryDate": now + 2 * _DAY_MS,
        "estimatedDeliveryStartDate": now + 2 * _DAY_MS,
        "estimatedDeliveryEndDate": now + 4 * _DAY_MS,
        "deliveryType": "normal",
        "deliveryAddressType": "Shipment",
        "timeSlotId": 0,
        "fastDelivery": False,
        "fastDeliveryType": "",
        "deliveredByService": False,
        "warehouseId": None,
        "commercial": False,
        "micro": False,
        "etgbNo": None,
        "etgbDate": None,
        "hsCode": None,
        "giftBoxRequested": False,
        "3pByTrendyol": False,
        "containsDangerousProduct": False,
        "isCod": False,
        "createdBy": "order-creation",
        "originPackageIds": None,
        "invoiceLink": None,
        "invoiceNumber": None,
        "invoiceStatus": "NotInvoiced",
        "invoiceRejectedReasonKeys": [],
        "channelId": 1,
        "orderCountryCode": "TR",
    }
    return Package.from_body(body)


def amounts(lines: Sequence[Json]) -> Json:
    """Package sums out of the per-unit details, which are the authoritative ones."""
    details = [detail for line in lines for detail in line["discountDetails"]]
    total = sum((Decimal(detail["lineItemPrice"]) for detail in details), ZERO)
    by_seller = sum((Decimal(detail["lineItemSellerDiscount"]) for detail in details), ZERO)
    by_trendyol = sum((Decimal(detail["lineItemTyDiscount"]) for detail in details), ZERO)
    return {
        "packageGrossAmount": total + by_seller + by_trendyol,
        "packageSellerDiscount": by_seller,
        "packageTyDiscount": by_trendyol,
        "packageTotalDiscount": by_seller + by_trendyol,
        "packageTotalPrice": total,
    }


def cargo_fields(market: Market, cargo: str) -> Json:
    number = next_tracking_number(market, cargo)
    return {
        "cargoTrackingNumber": number,
        "cargoTrackingLink": f"https://kargotakip.trendyol.com/?orderNumber={number}",
        "cargoSenderNumber": str(number),
        "cargoProviderName": reference.CARGO_PROVIDERS.get(cargo, (0, cargo, 0))[1],
        "cargoDeci": 1,
    }


def _line(market: Market, seller: Seller, sold: Sold, status: str) -> Json:
    product = sold.product
    paid = sold.unit_price - sold.seller_discount - sold.ty_discount
    detail = {
        "lineItemPrice": paid,
        "lineItemSellerDiscount": sold.seller_discount,
        "lineItemTyDiscount": sold.ty_discount,
    }
    return {
        "lineId": market.next_number("line", _FIRST_LINE),
        "quantity": sold.quantity,
        "barcode": product.barcode,
        "stockCode": product.stock_code,
        "contentId": product.content_id,
        "sellerId": seller.seller_id,
        "productName": product.title,
        "productSize": _attribute(product, 338) or "Tek Ebat",
        "productColor": _attribute(product, 47) or "",
        "productOrigin": product.origin or "",
        "productCategoryId": product.category_id,
        "salesCampaignId": 1,
        "lineGrossAmount": sold.unit_price,
        "lineSellerDiscount": sold.seller_discount,
        "lineTyDiscount": sold.ty_discount,
        "lineTotalDiscount": sold.seller_discount + sold.ty_discount,
        "lineUnitPrice": paid,
        "discountDetails": [detail] * sold.quantity,
        "vatRate": product.vat_rate,
        "commission": product.commission,
        "currencyCode": "TRY",
        "orderLineItemStatusName": status,
        "fastDeliveryOptions": [],
        "businessUnit": "",
        "cancelledBy": None,
        "cancelReason": None,
        "cancelReasonCode": None,
        "laborCost": None,
    }


def _attribute(product: Product, attribute_id: int) -> str | None:
    for attribute in product.attributes:
        if attribute["attributeId"] == attribute_id:
            return str(attribute.get("attributeValue") or "") or None
    return None


def address(market: Market, buyer: Buyer) -> Json:
    return {
        "id": market.next_number("address", _FIRST_ADDRESS),
        "firstName": buyer.first_name,
        "lastName": buyer.last_name,
        "company": "",
        "address1": buyer.address,
        "address2": "",
        "addressLines": {"addressLine1": buyer.address, "addressLine2": ""},
        "city": buyer.city,
        "cityCode": buyer.city_code,
        "district": buyer.district,
        "districtId": buyer.city_code * 100 + 1,
        "countyId": 0,
        "countyName": "",
        "shortAddress": "",
        "stateName": "",
        "postalCode": buyer.postal_code,
        "countryCode": "TR",
        "neighborhoodId": buyer.city_code * 10_000 + 1,
        "neighborhood": buyer.neighborhood,
        "phone": None,
        "latitude": "",
        "longitude": "",
        "fullAddress": f"{buyer.address} {buyer.neighborhood} {buyer.district} {buyer.city}",
        "fullName": f"{buyer.first_name} {buyer.last_name}",
    }
