"""What a file belongs to, and what it is."""

from enum import StrEnum


class Subject(StrEnum):
    ORDER = "order"
    SHIPMENT = "shipment"
    INVOICE = "invoice"
    CLAIM = "claim"
    TICKET = "ticket"


class FileKind(StrEnum):
    INVOICE = "invoice"
    LABEL = "label"
    PICTURE = "picture"
    EVIDENCE = "evidence"
    DOCUMENT = "document"
