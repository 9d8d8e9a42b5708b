"""A sender at the pretend Yurtiçi Kargo."""

from collections.abc import Mapping
from typing import Any

from prapazar.connector_kit.parcels import ParcelStatus
from tests.factories.stages.bursts import Bursts
from tests.factories.stages.service import CarrierStage

_REJECTED = "IND "
"""Before the number of a reject status."""


class YurticiStage(Bursts, CarrierStage):
    slug = "yurtici"
    words = {
        "IND": ParcelStatus.IN_TRANSIT,
        "NOP": ParcelStatus.CREATED,
        "ISR": ParcelStatus.PICKED_UP,
        "CNL": ParcelStatus.CANCELLED,
        "ISC": ParcelStatus.CANCELLED,
        "BI": ParcelStatus.CANCELLED,
        "DLV": ParcelStatus.DELIVERED,
        **dict.fromkeys((f"{_REJECTED}{one}" for one in (0, 4, 7, 8, 11)), ParcelStatus.IN_TRANSIT),
        **dict.fromkeys((f"{_REJECTED}{one}" for one in (1, 2, 3)), ParcelStatus.RETURNING),
        **dict.fromkeys((f"{_REJECTED}{one}" for one in (9, 10)), ParcelStatus.RETURNED),
    }
    tells_cost = True
    refused_order = {"name": "Ali"}
    opened: Any

    def open(self, name: str) -> None:
        self.opened = self.server.pull("POST", "/yurtici/accounts", {"name": name})
        self.account = self.opened["account"]
        user = f"YK{self.account}"
        self.settings = {"user_name": user}
        self.credentials = {"password": self.opened["users"][user]["password"]}
        self.rule(repeat_ms=0)

    def rule(self, **rules: object) -> None:
        self.server.pull("PATCH", "/yurtici/rules", rules)

    def with_contracts(self) -> None:
        """The other two users are given too."""
        for contract, prefix in (("receiver", "AO"), ("cash", "TT")):
            user = f"{prefix}{self.account}"
            self.settings[f"{contract}_user"] = user
            self.credentials[f"{contract}_password"] = self.opened["users"][user]["password"]

    def parcels(self, reference: str) -> list[Any]:
        answer = self.server.pull("POST", f"/yurtici/{self.account}/shipment", {"reference": reference})
        found: list[Any] = answer["parcels"]
        return found

    def kept(self, reference: str) -> Mapping[str, Any]:
        parcels = self.parcels(reference)
        first = parcels[0]
        return {
            "name": first["receiverCustName"],
            "phone": first["receiverPhone1"],
            "city": first["cityName"],
            "desi": first["desi"],
            "cash": first.get("ttInvoiceAmount"),
            "parcels": len(parcels),
        }

    def carry(self, reference: str, word: str) -> None:
        status, _, reject = word.partition(" ")
        body = {"reference": reference, "status": status, "reject": reject or None}
        self.server.pull("POST", f"/yurtici/{self.account}/carry", body)
