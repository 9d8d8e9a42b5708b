"""Amazon's marketplaces, and the shapes of what we send."""

from collections.abc import Mapping
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
