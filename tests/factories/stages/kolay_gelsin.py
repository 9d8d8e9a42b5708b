"""A customer of the pretend Kolay Gelsin."""

from collections.abc import Mapping
from typing import Any

from prapazar.connector_kit.parcels import ParcelStatus
from prapazar.sandbox.provinces import PROVINCES
from tests.factories.stages.bursts import Bursts
from tests.factories.stages.service import CarrierStage

P = ParcelStatus


class KolayGelsinStage(Bursts, CarrierStage):
    slug = "kolay_gelsin"
    create_path = "/api/request/SaveIntegrationShipmentV2"
    track_path = "/api/request/GetCorporateShipmentsStatus"
    refused_order = {"city": "Atlantis"}
    words = {
        **dict.fromkeys(("1", "2"), P.CREATED),
        "12": P.PICKED_UP,
        **dict.fromkeys(("13", "14", "17", "39"), P.IN_TRANSIT),
        "18": P.OUT_FOR_DELIVERY,
        **dict.fromkeys(("25", "26", "28", "35", "58"), P.FAILED_ATTEMPT),
        "29": P.DELIVERED,
        "31": P.CANCELLED,
        **dict.fromkeys(("32", "46"), P.RETURNING),
        "33": P.LOST,
    }

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/kolay_gelsin/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {key: opened[key] for key in ("customer_id", "address_id")}
        self.credentials = {"token": opened["token"]}

    def kept(self, reference: str) -> Mapping[str, Any]:
        found = self.server.pull("GET", f"/kolay_gelsin/{self.account}/orders/{reference}")["asked"]
        to = found["Recipient"]
        return {
            "name": f"{to['RecipientName']} {to['RecipientSurname']}",
            "phone": to["Gsm"][-10:],
            "city": PROVINCES[to["Address"]["CityId"] - 1],
            "desi": None,
            "cash": found.get("SenderInvoiceAmount"),
            "parcels": len(found["ShipmentItemList"]),
        }

    def carry(self, reference: str, word: str) -> None:
        self.move(reference, word)
