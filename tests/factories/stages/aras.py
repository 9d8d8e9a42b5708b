"""A sender at the pretend Aras Kargo."""

from collections.abc import Mapping
from typing import Any

from prapazar.connector_kit.parcels import ParcelStatus
from tests.factories.stages.bursts import Bursts
from tests.factories.stages.service import CarrierStage


class ArasStage(Bursts, CarrierStage):
    slug = "aras"
    words = {
        "1": ParcelStatus.PICKED_UP,
        "2": ParcelStatus.IN_TRANSIT,
        "3": ParcelStatus.IN_TRANSIT,
        "4": ParcelStatus.OUT_FOR_DELIVERY,
        "5": ParcelStatus.OUT_FOR_DELIVERY,
        "6": ParcelStatus.DELIVERED,
        "7": ParcelStatus.IN_TRANSIT,
        "7 2": ParcelStatus.IN_TRANSIT,
        "2 3": ParcelStatus.RETURNING,
        "6 3": ParcelStatus.RETURNED,
    }
    create_path = "/shipping/*"
    create_action = "*/SetOrder"
    track_path = "/query/*"
    tells_cost = True
    refused_order = {"phone": "dahili yok"}

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/aras/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {
            "user_name": opened["user"],
            "query_user": opened["query_user"],
            "customer_code": opened["customer_code"],
        }
        self.credentials = {"password": opened["password"], "query_password": opened["query_password"]}

    def rule(self, **rules: object) -> None:
        self.server.pull("PATCH", "/aras/rules", rules)

    def shipment(self, reference: str) -> Any:  # noqa: ANN401 - the lever's answer
        return self.server.pull("POST", f"/aras/{self.account}/shipment", {"reference": reference})

    def kept(self, reference: str) -> Mapping[str, Any]:
        sent = self.shipment(reference)["sent"]
        return {
            "name": sent["ReceiverName"],
            "phone": sent["ReceiverPhone1"],
            "city": sent["ReceiverCityName"],
            "desi": sent["VolumetricWeight"],
            "cash": sent.get("CodAmount"),
            "parcels": len(sent["PieceDetails"]["PieceDetail"]),
        }

    def carry(self, reference: str, word: str) -> None:
        status, _, kind = word.partition(" ")
        body = {"reference": reference, "status": status, "kind": kind or None}
        self.server.pull("POST", f"/aras/{self.account}/carry", body)
