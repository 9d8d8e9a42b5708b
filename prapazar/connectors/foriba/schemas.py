"""Foriba's shapes with Foriba's names."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypedDict

Raw = Mapping[str, Any]


class Upload(TypedDict):
    """Of e-Fatura."""

    VKN_TCKN: str
    SenderIdentifier: str
    ReceiverIdentifier: str
    DocType: str
    DocData: list[bytes]


class Param(TypedDict):
    paramName: str
    paramValue: str


class Output(TypedDict):
    outputType: str


class ArchiveUpload(TypedDict):
    senderID: str
    receiverID: str
    docType: str
    fileName: str
    hash: str
    binaryData: bytes
    customizationParams: list[Param]
    responsiveOutput: Output


class Cancellation(TypedDict):
    invoiceId: str
    vkn: str
    branch: str
    totalAmount: Decimal
    cancelDate: str
