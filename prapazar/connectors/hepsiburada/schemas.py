"""Hepsiburada's shapes: keys read in any spelling, dates in Turkish time, and what we send."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, NotRequired, TypedDict

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parsing import iso_utc, optional

Raw = Mapping[str, Any]
TURKEY = timezone(timedelta(hours=3))
"""No other offset since 2016."""
ORDERED_AT = ("orderdate", "createddate")
OWN_CARGO = "mağaza hesabı"
"""The carrier of merchants who ship by a contract of their own."""


def folded(value: Any) -> Any:  # noqa: ANN401 - the shape of what the provider sent
    """The same with all keys in lower case: Hepsiburada spells them differently from service to service."""
    if isinstance(value, list):
        return [folded(one) for one in value]
    if isinstance(value, dict):
        return {str(key).lower(): folded(one) for key, one in value.items()}
    return value


def moment(value: object, name: str) -> datetime:
    """Without a zone it is Turkish time."""
    read = iso_utc(value, name)
    has_zone = isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    return read if has_zone else read.replace(tzinfo=TURKEY).astimezone(UTC)


def instant(raw: Raw, *names: str) -> datetime | None:
    """None for what is missing or cannot be read: whoever asks must not stop at it."""
    try:
        return moment(optional(raw, *names), names[0])
    except UnexpectedAnswer:
        return None


def minute(at: datetime) -> str:
    """As its filters want it; an ISO date silently finds nothing."""
    return at.astimezone(TURKEY).strftime("%Y-%m-%d %H:%M")


class StockRow(TypedDict):
    hepsiburadaSku: str
    availableStock: int


class PriceRow(TypedDict):
    hepsiburadaSku: str
    price: Decimal


class LineRequest(TypedDict):
    id: str
    quantity: int


class NewPackage(TypedDict):
    lineItemRequests: list[LineRequest]
    parcelQuantity: int
    deci: int


class SplitLine(TypedDict):
    orderLineId: str
    quantity: int


class CancelledItem(SplitLine):
    cancelReasonId: int


class PackageDetail(TypedDict):
    lines: list[SplitLine]
    parcelQuantity: int
    deci: int


class Split(TypedDict):
    packageDetails: list[PackageDetail]
    cancelledItems: list[CancelledItem]


class InvoiceAddress(TypedDict):
    invoiceLink: str
    serialNumber: str
    rowNumber: str
    arrangementDate: str


class OrderInvoice(InvoiceAddress):
    orderNumber: str
    contentType: str


class PackageInvoice(InvoiceAddress):
    invoices: list[OrderInvoice]


class InTransit(TypedDict):
    trackingNumber: str
    shippedDate: str
    trackingUrl: NotRequired[str]


class CarrierChange(TypedDict):
    CargoCompanyShortName: str


class NewProduct(TypedDict):
    categoryId: int
    merchant: str
    attributes: dict[str, object]


class ClaimRejection(TypedDict):
    ClaimRejectionReason: str
    MerchantStatement: str
    Reports: list[str]
    UploadedReportsUrls: list[str]
