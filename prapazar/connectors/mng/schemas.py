"""MNG's shapes with MNG's names, and how it writes moments."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NotRequired, TypedDict

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.foundation.clock import ISTANBUL

Raw = Mapping[str, Any]
_DOTTED = "%d.%m.%Y %H:%M:%S"


class Piece(TypedDict):
    barcode: str
    desi: int
    kg: int
    content: str


class Order(TypedDict):
    referenceId: str
    barcode: str
    billOfLandingId: str
    isCOD: int
    codAmount: Decimal
    shipmentServiceType: int
    packagingType: int
    content: str
    smsPreference1: int
    smsPreference2: int
    smsPreference3: int
    paymentType: int
    """1 the sender, 2 the receiver."""
    deliveryType: int
    description: str
    marketPlaceShortCode: str
    marketPlaceSaleCode: str
    pudoId: str


class Recipient(TypedDict):
    customerId: str
    refCustomerId: str
    cityCode: int
    cityName: str
    districtCode: int
    districtName: str
    address: str
    bussinessPhoneNumber: str
    """Their own spelling."""
    email: str
    taxOffice: str
    taxNumber: str
    fullName: str
    homePhoneNumber: str
    mobilePhoneNumber: str


class NewOrder(TypedDict):
    order: Order
    orderPieceList: list[Piece]
    recipient: Recipient


class NewBarcode(TypedDict):
    referenceId: str
    billOfLandingId: str
    isCOD: int
    codAmount: Decimal
    packagingType: NotRequired[int]
    printReferenceBarcodeOnError: int
    message: str
    additionalContent1: str
    additionalContent2: str
    additionalContent3: str
    additionalContent4: str
    orderPieceList: list[Piece]


def moment(value: object, name: str) -> datetime:
    """`21.11.2026 15:04:05` or ISO; Istanbul's clock where no zone is told."""
    told = str(value).strip()
    try:
        read = datetime.strptime(told, _DOTTED) if "." in told[:3] else datetime.fromisoformat(told)  # noqa: DTZ007 - the zone comes next
    except ValueError:
        raise UnexpectedAnswer(f"{name} is {value!r}"[:200], raw=value, code="connector.odd_value") from None
    return (read if read.tzinfo else read.replace(tzinfo=ISTANBUL)).astimezone(UTC)
