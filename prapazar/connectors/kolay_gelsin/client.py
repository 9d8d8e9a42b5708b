"""Kolay Gelsin's operations, one method each; every one is a POST, and every answer comes out of its envelope."""

from collections.abc import Mapping, Sequence
from typing import Any

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.http import Call, Caller
from prapazar.connectors.kolay_gelsin.schemas import Shipment

_STANDARD = 1
"""Reason of a cancellation; the other one is fraud."""


class KolayGelsinClient:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def close(self) -> None:
        self._caller.close()

    def event_types(self) -> Any:  # noqa: ANN401 - the provider's answer
        return self._ask("GetCorporateCustomerCargoEventTypes", {}, only_asks=True)

    def save_shipment(self, shipment: Shipment) -> Any:  # noqa: ANN401 - the provider's answer
        return self._ask("SaveIntegrationShipmentV2", shipment)

    def shipments_status(self, references: Sequence[str]) -> Any:  # noqa: ANN401 - the provider's answer
        body = {
            "ShipmentIdList": [],
            "CustomerSpecificCodeList": list(references),
            "CustomerBarcodeList": [],
            "CustomerTrackingIdList": [],
            "OnlyLatestEvents": False,
        }
        return self._ask("GetCorporateShipmentsStatus", body, only_asks=True)

    def cancel(self, shipment_id: int) -> None:
        body = {"ShipmentId": shipment_id, "DeliveryCancellationReason": _STANDARD}
        self._ask("CancelPickupAndDelivery", body)

    def _ask(self, operation: str, body: Mapping[str, Any], *, only_asks: bool = False) -> Any:  # noqa: ANN401 - the payload
        call = Call(operation, "POST", f"/api/request/{operation}", "api", body=body, only_asks=only_asks)
        content = self._caller.send(call).content
        if not isinstance(content, dict) or "Payload" not in content:
            raise UnexpectedAnswer("an envelope was promised", raw=content)
        return content["Payload"]
