"""A customer of the pretend Sürat Kargo."""

from collections.abc import Mapping
from typing import Any

from prapazar.connector_kit.parcels import ParcelStatus
from tests.factories.stages.bursts import Bursts
from tests.factories.stages.service import CarrierStage


class SuratStage(Bursts, CarrierStage):
    slug = "surat"
    words = {
        "Kabul": ParcelStatus.PICKED_UP,
        "Aktarma": ParcelStatus.IN_TRANSIT,
        "Aktarma Merkezinde": ParcelStatus.IN_TRANSIT,
        "Transfer": ParcelStatus.IN_TRANSIT,
        "Dağıtıma Verildi": ParcelStatus.OUT_FOR_DELIVERY,
        "Dağıtımda": ParcelStatus.OUT_FOR_DELIVERY,
        "Teslim": ParcelStatus.DELIVERED,
        "Teslim Edildi": ParcelStatus.DELIVERED,
        "İade": ParcelStatus.RETURNED,
        "İade Edildi": ParcelStatus.RETURNED,
        "İptal": ParcelStatus.CANCELLED,
    }
    create_path = "/services.asmx"
    track_path = "/services.asmx"
    sees_unscanned = False
    log_in_requests = 2

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/surat/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {"user": self.account}
        self.credentials = {name: opened[name] for name in ("web_password", "password")}

    def kept(self, reference: str) -> Mapping[str, Any]:
        found = self.server.pull("POST", f"/surat/{self.account}/kept", {"reference": reference})
        return {
            "name": found["KisiKurum"],
            "phone": found["TelefonCep"],
            "city": found["Il"],
            "desi": found["BirimDesi"],
            "cash": found["KapidanOdemeTutari"] or None,
            "parcels": found["Adet"],
        }

    def carry(self, reference: str, word: str) -> None:
        self.server.pull("POST", f"/surat/{self.account}/moves", {"reference": reference, "word": word})
