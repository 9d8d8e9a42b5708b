"""HepsiJet's endpoints, one method each, in HepsiJet's words; every answer comes out of its envelope."""

from collections.abc import Sequence
from typing import Any

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.http import Call, Caller
from prapazar.connectors.hepsijet.schemas import DeliveryOrder


class HepsijetClient:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def close(self) -> None:
        self._caller.close()

    def cities(self) -> Any:  # noqa: ANN401 - the provider's answer
        return self._data(Call("cities", "GET", "/settlement/cities", "api"))

    def send_delivery_order(self, order: DeliveryOrder) -> Any:  # noqa: ANN401 - the provider's answer
        path = "/delivery/sendDeliveryOrderEnhanced"
        return self._data(Call("send_delivery_order", "POST", path, "api", body=order))

    def delete_delivery_order(self, number: str, reason: str) -> None:
        path, body = f"/rest/delivery/deleteDeliveryOrder/{number}", {"deleteReason": reason}
        self._caller.send(Call("delete_delivery_order", "POST", path, "api", body=body))

    def zpl_barcode(self, number: str) -> Any:  # noqa: ANN401 - the provider's answer
        path = f"/rest/delivery/generateZplBarcode/{number}"
        return self._data(Call("zpl_barcode", "GET", path, "api"))

    def delivery_tracking(self, numbers: Sequence[str]) -> Any:  # noqa: ANN401 - the provider's answer
        path = "/rest/deliveryTransaction/getDeliveryTracking"
        body = {"deliveries": [{"customerDeliveryNo": number} for number in numbers]}
        return self._data(Call("delivery_tracking", "POST", path, "api", body=body, only_asks=True))

    def track(self, numbers: Sequence[str]) -> Any:  # noqa: ANN401 - the provider's answer
        path, body = "/rest/delivery/integration/track", {"barcodes": list(numbers)}
        return self._data(Call("track", "POST", path, "api", body=body, only_asks=True))

    def _data(self, call: Call) -> Any:  # noqa: ANN401 - whatever the envelope holds
        content = self._caller.send(call).content
        if not isinstance(content, dict) or "data" not in content:
            raise UnexpectedAnswer("an envelope was promised", raw=content)
        return content["data"]
