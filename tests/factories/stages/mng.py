"""A customer of the pretend DHL eCommerce Türkiye (MNG Kargo)."""

from collections.abc import Mapping
from typing import Any

from prapazar.connector_kit.parcels import ParcelStatus
from tests.factories.stages.bursts import Bursts
from tests.factories.stages.service import CarrierStage


class MngStage(Bursts, CarrierStage):
    slug = "mng"
    asking_paths = ("/mngapi/api/token",)
    words = {
        "1": ParcelStatus.PICKED_UP,
        "0": ParcelStatus.CREATED,
        "2": ParcelStatus.IN_TRANSIT,
        "3": ParcelStatus.IN_TRANSIT,
        "4": ParcelStatus.OUT_FOR_DELIVERY,
        "5": ParcelStatus.DELIVERED,
        "6": ParcelStatus.FAILED_ATTEMPT,
        "7": ParcelStatus.RETURNING,
        "8": ParcelStatus.FAILED_ATTEMPT,
    }
    create_path = "*/createOrder"
    track_path = "*/standardqueryapi/*"
    tells_cost = True
    refused_order = {"city": "Atlantis"}

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/mng/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {"customer_number": self.account}
        self.credentials = {key: opened[key] for key in ("client_id", "client_secret", "password")}

    def kept(self, reference: str) -> Mapping[str, Any]:
        found = self.server.pull("POST", f"/mng/{self.account}/kept", {"reference": reference})
        recipient, order = found["recipient"], found["order"]
        return {
            "name": recipient["fullName"],
            "phone": recipient["mobilePhoneNumber"],
            "city": recipient["cityName"],
            "desi": found["orderPieceList"][0]["desi"],
            "cash": order["codAmount"] if order["isCOD"] else None,
            "parcels": len(found["orderPieceList"]),
        }

    def carry(self, reference: str, word: str) -> None:
        self.server.pull("POST", f"/mng/{self.account}/moves", {"reference": reference, "word": word})
