"""PTT's operations, one method each, in PTT's words: parcels go to one service, questions to another."""

from collections.abc import Mapping, Sequence
from typing import Any

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.http import Caller
from prapazar.connector_kit.parsing import mapping
from prapazar.connector_kit.wsdl import Service
from prapazar.connectors.ptt.schemas import NewParcel

_PATH = "/Sorgu"
_UPLOADER = "PttWs"
"""The user of everybody who uploads."""
_SECRETS = frozenset({"sifre"})


class PttClient:
    def __init__(self, upload: Caller, tracking: Caller, customer: str, password: str) -> None:
        """Parcels are told in SOAP 1.2, everything else in 1.1, as clients do that work."""
        self._callers = (upload, tracking)
        self._parcels = Service(upload, _PATH, group="api", secrets=_SECRETS, soap12=True)
        self._deletes = Service(upload, _PATH, group="api", secrets=_SECRETS, soap12=False)
        self._tracking = Service(tracking, _PATH, group="api", secrets=_SECRETS, soap12=False)
        self._customer = customer
        self._password = password

    def close(self) -> None:
        for caller in self._callers:
            caller.close()

    def add(self, file: str, parcels: Sequence[NewParcel]) -> dict[str, Any]:
        told = {
            "dongu": list(parcels),
            "dosyaAdi": file,
            "gonderiTip": "NORMAL",
            "gonderiTur": "KARGO",
            "kullanici": _UPLOADER,
            "musteriId": self._customer,
            "sifre": self._password,
        }
        return _answered(self._parcels.do("kabulEkle2", {"input": told}))

    def delete(self, file: str, barcode: str) -> dict[str, Any]:
        told = {"barcode": barcode, "dosyaAdi": file, "musteriId": self._customer, "sifre": self._password}
        return _answered(self._deletes.do("barkodVeriSil", {"inpDelete": told}))

    def by_barcode(self, barcode: str) -> dict[str, Any]:
        return self._asked("gonderiSorgu", {"barkod": barcode})

    def by_reference(self, reference: str) -> dict[str, Any]:
        return self._asked("gonderiSorgu_referansNo", {"referansNo": reference})

    def _asked(self, operation: str, what: Mapping[str, str]) -> dict[str, Any]:
        told = {**what, "kullanici": self._customer, "sifre": self._password}
        return _answered(self._tracking.ask(operation, {"input": told}))


def _answered(content: object) -> dict[str, Any]:
    if content is None:
        raise UnexpectedAnswer("an empty answer", code="connector.missing_field")
    return mapping(content, "return")
