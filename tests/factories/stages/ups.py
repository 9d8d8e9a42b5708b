"""A shipper at the pretend UPS."""

from collections.abc import Mapping
from typing import Any

from prapazar.connector_kit.parcels import ParcelStatus
from tests.factories.stages.bursts import Bursts
from tests.factories.stages.service import CarrierStage

P = ParcelStatus


class UpsStage(Bursts, CarrierStage):
    slug = "ups"
    create_path = "/api/shipments/v2409/ship"
    track_path = "/api/track/v1/*"
    takes_cash = False
    refused_order = {"city": ""}
    words = {
        **dict.fromkeys(("M", "MP", "U"), P.CREATED),
        **dict.fromkeys(("P", "PU", "OR"), P.PICKED_UP),
        **dict.fromkeys(("I", "DP", "AR", "AF", "HX", "HD", "DY", "SD"), P.IN_TRANSIT),
        **dict.fromkeys(("O", "OT", "OD", "OF", "RP"), P.OUT_FOR_DELIVERY),
        **dict.fromkeys(("X", "EX", "RF", "UR", "UF"), P.FAILED_ATTEMPT),
        **dict.fromkeys(("D", "FS", "KB", "F4"), P.DELIVERED),
        "RT": P.RETURNING,
        "RS": P.RETURNED,
        **dict.fromkeys(("MV", "VD", "CA"), P.CANCELLED),
    }

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/ups/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {key: opened[key] for key in ("shipper_number", "client_id")}
        self.credentials = {"client_secret": opened["client_secret"]}

    def kept(self, reference: str) -> Mapping[str, Any]:
        found = self.server.pull("GET", f"/ups/{self.account}/orders/{reference}")["shipment"]
        to = found["ShipTo"]
        return {
            "name": to["Name"],
            "phone": to["Phone"]["Number"][-10:],
            "city": to["Address"]["City"],
            "desi": None,
            "cash": None,
            "parcels": len(found["Package"]),
        }

    def carry(self, reference: str, word: str) -> None:
        self.move(reference, word)
