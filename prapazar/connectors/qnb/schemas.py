"""QNB's shapes with QNB's names."""

from collections.abc import Mapping
from typing import Any, Literal, TypedDict

Raw = Mapping[str, Any]
DocumentType = Literal["FATURA_UBL", "IRSALIYE_UBL"]


class OutgoingParameters(TypedDict):
    vergiTcKimlikNo: str
    belgeTuru: DocumentType
    belgeNo: str
    veri: bytes
    belgeHash: str
    mimeType: str
    belgeVersiyon: str
    erpKodu: str
    alanEtiket: str


class StatusParameters(TypedDict):
    belgeNo: str
    belgeNoTipi: Literal["OID", "YEREL"]
    belgeTuru: str
    donusTipiVersiyon: str


class ArchiveInput(TypedDict):
    """Sent as JSON within an element."""

    donenBelgeFormati: int
    islemId: str
    vkn: str
    sube: str
    kasa: str
    erpKodu: str
    numaraVerilsinMi: int
    taslagaYonlendir: int
