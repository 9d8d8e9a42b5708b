"""A company at the pretend HepsiJet."""

from collections.abc import Mapping
from typing import Any

from prapazar.connector_kit.parcels import ParcelStatus
from tests.factories.stages.bursts import Bursts
from tests.factories.stages.service import CarrierStage

P = ParcelStatus


class HepsijetStage(Bursts, CarrierStage):
    slug = "hepsijet"
    create_path = "/delivery/sendDeliveryOrderEnhanced"
    track_path = "/rest/deliveryTransaction/getDeliveryTracking"
    takes_cash = False
    words = {
        "NEO": P.CREATED,
        "NEO_COLLECT": P.CREATED,
        "COLLECTING": P.CREATED,
        "UNABLE_TO_COLLECT": P.CREATED,
        "PRINTED_OUT": P.CREATED,
        "READY": P.PICKED_UP,
        "COLLECTED": P.PICKED_UP,
        "TRANSFERRING": P.IN_TRANSIT,
        "TRANSFERRING_COLLECT": P.IN_TRANSIT,
        "TRANSFERRING_TRANSFER": P.IN_TRANSIT,
        "WAITING_FOR_DISPATCH": P.IN_TRANSIT,
        "DISPATCHING": P.IN_TRANSIT,
        "BACK_TO_WAREHOUSE": P.IN_TRANSIT,
        "READY_FOR_DELIVERY": P.IN_TRANSIT,
        "PARTIALLY_DELIVERED": P.IN_TRANSIT,
        "COMPLETE_REQUEST": P.IN_TRANSIT,
        "PROCESSED": P.IN_TRANSIT,
        "MARKED_FOR_VENDOR": P.IN_TRANSIT,
        "READY_FOR_VENDOR": P.IN_TRANSIT,
        "TRANSFERRED_VENDOR": P.IN_TRANSIT,
        "DELIVERING": P.OUT_FOR_DELIVERY,
        "SIGNING": P.OUT_FOR_DELIVERY,
        "PENDING_SIGNATURE": P.OUT_FOR_DELIVERY,
        "RETRY": P.FAILED_ATTEMPT,
        "UNDELIVERED": P.FAILED_ATTEMPT,
        "NOT_SIGNED": P.FAILED_ATTEMPT,
        "MISSING_DOCUMENT": P.FAILED_ATTEMPT,
        "DELIVERED": P.DELIVERED,
        "SIGNED": P.DELIVERED,
        "UNDELIVERABLE": P.RETURNING,
        "REFUSED": P.RETURNING,
        "MARK_FOR_RETURN": P.RETURNING,
        "TRANSFERRING_RETURN": P.RETURNING,
        "RETURNED": P.RETURNED,
        "CANCELLED": P.CANCELLED,
        "DELETED": P.CANCELLED,
        "EXPIRED": P.CANCELLED,
        "MISSING": P.LOST,
        "DAMAGED": P.LOST,
        "MISSING_CONTENT": P.LOST,
        "DISPOSED": P.LOST,
    }

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/hepsijet/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {
            "username": opened["username"],
            "company_name": opened["name"],
            **{key: opened[key] for key in ("company_code", "xdock_code", "address_id", "prefix")},
        }
        self.credentials = {"password": opened["password"]}

    def kept(self, reference: str) -> Mapping[str, Any]:
        found = self.server.pull("GET", f"/hepsijet/{self.account}/orders/{self._number(reference)}")
        delivery = found["delivery"]
        receiver = delivery["receiver"]
        return {
            "name": f"{receiver['firstName']} {receiver['lastName']}",
            "phone": delivery["recipientPersonPhone1"][-10:],
            "city": delivery["recipientAddress"]["city"]["name"],
            "desi": delivery["desi"],
            "cash": None,
            "parcels": delivery["totalParcels"],
        }

    def carry(self, reference: str, word: str) -> None:
        self.move(self._number(reference), word)

    def _number(self, reference: str) -> str:
        return f"{self.settings['prefix']}{reference}"
