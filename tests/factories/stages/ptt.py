"""A customer of the pretend PTT Kargo."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.parcels import Parcel, ParcelStatus
from tests.factories.stages.bursts import Bursts
from tests.factories.stages.service import CarrierStage

_WORDS = {
    ParcelStatus.IN_TRANSIT: "3 6 8 9 11 77 91 92 149",
    ParcelStatus.PICKED_UP: "1 701",
    ParcelStatus.OUT_FOR_DELIVERY: "7",
    ParcelStatus.DELIVERED: "100 157 202 252 807 812",
    ParcelStatus.FAILED_ATTEMPT: "101 109 124 126 140",
    ParcelStatus.RETURNING: "99 120 141 151 154 155 156 161",
    ParcelStatus.CANCELLED: "2",
}


class PttStage(Bursts, CarrierStage):
    slug = "ptt"
    words = {word: status for status, words in _WORDS.items() for word in words.split()}
    create_path = "/PttVeriYukleme/*"
    track_path = "/GonderiTakipV2/*"

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/ptt/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {
            "customer_number": self.account,
            "range_first": opened["range_first"],
            "range_last": opened["range_last"],
        }
        self.credentials = {"password": opened["password"]}

    def parcel(self, number: int) -> Parcel:
        return replace(super().parcel(number), barcode=self.connector().parcel_number(number))

    def kept(self, reference: str) -> Mapping[str, Any]:
        found = self.server.pull("POST", f"/ptt/{self.account}/kept", {"reference": reference})
        first = found["parcels"][0]
        return {
            "name": first["aliciAdi"],
            "phone": first["aliciTel"],
            "city": first["aliciIlAdi"],
            "desi": first["desi"],
            "cash": found["cash"] if Decimal(found["cash"]) else None,
            "parcels": len(found["parcels"]),
        }

    def carry(self, reference: str, word: str) -> None:
        self.server.pull("POST", f"/ptt/{self.account}/moves", {"reference": reference, "word": word})
