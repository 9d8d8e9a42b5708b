"""Amazon's marketplaces, the shapes of what we send, and the older shape of orders in the words of the newer."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple, TypedDict

from prapazar.connector_kit.errors import Rejected

Raw = Mapping[str, Any]
Region = Literal["eu", "na", "fe"]
OWN_CHANNEL = "DEFAULT"
"""Of goods the seller ships; any other channel is Amazon's own stock."""
AMAZONS_STOCK = "fba:"
"""Before the SKU of a listing Amazon fulfils: nothing of our stock must ever be pushed to it."""


class Marketplace(NamedTuple):
    id: str
    region: Region
    currency: str
    language: str


MARKETPLACES = {
    "TR": Marketplace("A33AVAJ2PDY3EV", "eu", "TRY", "tr_TR"),
    "DE": Marketplace("A1PA6795UKMFR9", "eu", "EUR", "de_DE"),
    "UK": Marketplace("A1F83G8C2ARO7P", "eu", "GBP", "en_GB"),
    "FR": Marketplace("A13V1IB3VIYZZH", "eu", "EUR", "fr_FR"),
    "IT": Marketplace("APJ6JRA9NG5V4", "eu", "EUR", "it_IT"),
    "ES": Marketplace("A1RKKUPIHCS9HS", "eu", "EUR", "es_ES"),
    "NL": Marketplace("A1805IZSGTT6HS", "eu", "EUR", "nl_NL"),
    "SE": Marketplace("A2NODRKZP88ZB9", "eu", "SEK", "sv_SE"),
    "PL": Marketplace("A1C3SOZRARQ6R3", "eu", "PLN", "pl_PL"),
    "BE": Marketplace("AMEN7PMS3EDWL", "eu", "EUR", "fr_FR"),
    "IE": Marketplace("A28R8C7NBKEWEA", "eu", "EUR", "en_GB"),
    "EG": Marketplace("ARBP9OOSHTCHU", "eu", "EGP", "ar_AE"),
    "SA": Marketplace("A17E79C6D8DWNP", "eu", "SAR", "ar_AE"),
    "AE": Marketplace("A2VIGQ35RCS4UG", "eu", "AED", "en_AE"),
    "IN": Marketplace("A21TJRUUN4KGV", "eu", "INR", "en_IN"),
    "ZA": Marketplace("AE08WJ6YKNBMC", "eu", "ZAR", "en_GB"),
    "US": Marketplace("ATVPDKIKX0DER", "na", "USD", "en_US"),
    "CA": Marketplace("A2EUQ1WTGCTBG2", "na", "CAD", "en_CA"),
    "MX": Marketplace("A1AM78C64UM0Y8", "na", "MXN", "es_MX"),
    "BR": Marketplace("A2Q3Y263D00KWC", "na", "BRL", "pt_BR"),
    "JP": Marketplace("A1VC38T7YXB528", "fe", "JPY", "ja_JP"),
    "AU": Marketplace("A39IBJ37TRP1C6", "fe", "AUD", "en_AU"),
    "SG": Marketplace("A19VAU5U5O7RUS", "fe", "SGD", "en_SG"),
}
"""By country; Türkiye belongs to the European region."""


def sku_of(external_id: str) -> str:
    return external_id.removeprefix(AMAZONS_STOCK)


def own_sku(external_id: str) -> str:
    """Raises Rejected for a listing whose stock Amazon keeps."""
    if external_id.startswith(AMAZONS_STOCK):
        raise Rejected(external_id, code="amazon.fba_stock", field="quantity")
    return external_id


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Patch(TypedDict):
    op: Literal["replace", "merge"]
    path: str
    value: list[dict[str, object]]


class PatchBody(TypedDict):
    productType: str
    patches: list[Patch]


class ListingBody(TypedDict):
    productType: str
    requirements: Literal["LISTING"]
    attributes: dict[str, object]


class FeedMessage(TypedDict):
    messageId: int
    sku: str
    operationType: Literal["PATCH"]
    productType: str
    patches: list[Patch]


class ShippedItem(TypedDict):
    orderItemId: str
    quantity: int


class PackageDetail(TypedDict):
    packageReferenceId: str
    carrierCode: str
    carrierName: str
    trackingNumber: str
    shipDate: str
    orderItems: list[ShippedItem]


class Shipment(TypedDict):
    marketplaceId: str
    packageDetail: PackageDetail


_OLDER_STATUSES = {
    "PendingAvailability": "PENDING_AVAILABILITY",
    "Pending": "PENDING",
    "Unshipped": "UNSHIPPED",
    "PartiallyShipped": "PARTIALLY_SHIPPED",
    "Shipped": "SHIPPED",
    "Canceled": "CANCELLED",
}


def current(order: Raw, items: Sequence[Raw]) -> dict[str, Any]:
    """An order of version 0 in the words of 2026-01-01; a status without a counterpart stays as it is."""
    status, total = order.get("OrderStatus"), _money(order.get("OrderTotal"))
    buyer = order.get("BuyerInfo") or {}
    return {
        "orderId": order.get("AmazonOrderId"),
        "createdTime": order.get("PurchaseDate"),
        "lastUpdatedTime": order.get("LastUpdateDate"),
        "salesChannel": {"marketplaceId": order.get("MarketplaceId")},
        "buyer": {"buyerName": buyer.get("BuyerName"), "buyerEmail": buyer.get("BuyerEmail")},
        "recipient": {"deliveryAddress": _place(order.get("ShippingAddress") or {})},
        **({"proceeds": {"grandTotal": total}} if total else {}),
        "fulfillment": {
            "fulfillmentStatus": _OLDER_STATUSES.get(str(status), status),
            "fulfilledBy": "AMAZON" if order.get("FulfillmentChannel") == "AFN" else "MERCHANT",
            "shipByWindow": {"latestDateTime": order.get("LatestShipDate")},
        },
        "orderItems": [_item(one) for one in items],
    }


def _item(item: Raw) -> dict[str, Any]:
    names = {"ITEM": "ItemPrice", "SHIPPING": "ShippingPrice", "DISCOUNT": "PromotionDiscount"}
    parts = [
        {"type": kind, "subtotal": money} for kind, name in names.items() if (money := _money(item.get(name)))
    ]
    return {
        "orderItemId": item.get("OrderItemId"),
        "quantityOrdered": item.get("QuantityOrdered"),
        "product": {"asin": item.get("ASIN"), "title": item.get("Title"), "sellerSku": item.get("SellerSKU")},
        **({"proceeds": {"breakdowns": parts}} if parts else {}),
    }


def _place(address: Raw) -> dict[str, Any]:
    names = {
        "name": "Name",
        "companyName": "CompanyName",
        "addressLine1": "AddressLine1",
        "addressLine2": "AddressLine2",
        "addressLine3": "AddressLine3",
        "city": "City",
        "stateOrRegion": "StateOrRegion",
        "postalCode": "PostalCode",
        "countryCode": "CountryCode",
        "phone": "Phone",
    }
    district = address.get("District") or address.get("County")
    return {**{ours: address.get(theirs) for ours, theirs in names.items()}, "districtOrCounty": district}


def _money(money: Raw | None) -> dict[str, Any] | None:
    return {"amount": money.get("Amount"), "currencyCode": money.get("CurrencyCode")} if money else None
