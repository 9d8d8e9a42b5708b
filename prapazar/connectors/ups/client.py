"""UPS's endpoints, one method each, in UPS's words."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from prapazar.connector_kit.http import Call, Caller
from prapazar.connector_kit.parsing import mapping, required
from prapazar.connectors.ups.schemas import Raw, Shipment

_LABEL = {"LabelImageFormat": {"Code": "ZPL"}, "LabelStockSize": {"Height": "6", "Width": "4"}}


class UpsClient:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def close(self) -> None:
        self._caller.close()

    def ship(self, shipment: Shipment) -> Raw:
        request = {
            "Request": {"RequestOption": "nonvalidate"},
            "Shipment": shipment,
            "LabelSpecification": _LABEL,
        }
        call = Call("ship", "POST", "/api/shipments/v2409/ship", "api", body={"ShipmentRequest": request})
        return self._inner(call, "ShipmentResponse")

    def void(self, number: str) -> None:
        path = f"/api/shipments/v2409/void/cancel/{quote(number, safe='')}"
        self._caller.send(Call("void", "DELETE", path, "api"))

    def recover_label(self, number: str) -> Raw:
        body = {
            "LabelRecoveryRequest": {"Request": {}, "LabelSpecification": _LABEL, "TrackingNumber": number}
        }
        call = Call("recover_label", "POST", "/api/labels/v1/recovery", "api", body=body, only_asks=True)
        return self._inner(call, "LabelRecoveryResponse")

    def rate(self, shipment: Shipment) -> Raw:
        """Shop: every service between the two places."""
        body = {"RateRequest": {"Request": {"RequestOption": "Shop"}, "Shipment": shipment}}
        call = Call("rate", "POST", "/api/rating/v2409/Shop", "api", body=body, only_asks=True)
        return self._inner(call, "RateResponse")

    def track_reference(self, reference: str, params: Mapping[str, str]) -> Raw:
        path = f"/api/track/v1/reference/details/{quote(reference, safe='')}"
        return self._inner(Call("track_reference", "GET", path, "api", params=params), "trackResponse")

    def track_number(self, number: str) -> Raw:
        path, params = f"/api/track/v1/details/{quote(number, safe='')}", {"locale": "en_US"}
        return self._inner(Call("track_number", "GET", path, "api", params=params), "trackResponse")

    def subscribe(self, numbers: Sequence[str]) -> None:
        """Each for 14 days; the address they are told to stands in UPS's portal. Asking again does no harm."""
        body = {"locale": "en_US", "countryCode": "TR", "trackingNumberList": list(numbers)}
        path = "/api/track/v2/subscription/standard/package"
        self._caller.send(Call("subscribe", "POST", path, "api", body=body, only_asks=True))

    def _inner(self, call: Call, name: str) -> Raw:
        return mapping(required(mapping(self._caller.send(call).content, "answer"), name), name)
