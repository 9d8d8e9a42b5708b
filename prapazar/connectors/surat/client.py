"""Sürat's operations, one method each, in Sürat's words; parcels have one password, questions another."""

from typing import Any

from prapazar.connector_kit.http import Caller
from prapazar.connector_kit.parsing import mapping, text
from prapazar.connector_kit.wsdl import Service
from prapazar.connectors.surat.schemas import NewParcel

_WITH_BARCODE = "GonderiyiKargoyaGonderYeniSiparisBarkodOlustur"
_BACK = "GonderiGeriCek"


class SuratClient:
    def __init__(self, caller: Caller, user: str, password: str, web_password: str) -> None:
        self._caller = caller
        self._service = Service(
            caller, "/services.asmx", group="api", secrets=frozenset({"Sifre"}), soap12=False
        )
        self._sender = {"KullaniciAdi": user, "Sifre": password}
        self._asker = {"CariKodu": user, "Sifre": web_password}

    def close(self) -> None:
        self._caller.close()

    def add(self, parcel: NewParcel) -> dict[str, Any]:
        return mapping(self._service.do(_WITH_BARCODE, {**self._sender, "Gonderi": parcel}), "result")

    def add_plain(self, parcel: NewParcel) -> str:
        return text(self._service.do("GonderiyiKargoyaGonder", {**self._sender, "Gonderi": parcel}))

    def take_back(self, key: str, reason: str) -> str:
        return text(self._service.do(_BACK, self._back(key, reason)))

    def may_take_back(self, key: str, reason: str) -> str:
        """The same for a key nobody has: it asks and changes nothing."""
        return text(self._service.ask(_BACK, self._back(key, reason)))

    def movements(self, key: str) -> str:
        return text(self._service.ask("KargoTakipHareketDetayliV2", {**self._asker, "WebSiparisKodu": key}))

    def _back(self, key: str, reason: str) -> dict[str, str]:
        return {**self._sender, "OzelKargoTakipNo": key, "IptalNeden": reason}
