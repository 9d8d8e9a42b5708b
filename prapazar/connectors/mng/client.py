"""MNG's endpoints, one method each, in MNG's words."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from prapazar.connector_kit import parsing
from prapazar.connector_kit.http import Call, Caller
from prapazar.connectors.mng.schemas import NewBarcode, NewOrder


class Drawing:
    """A label in ZPL: it shows a person's name and address, so that logs get its size alone."""

    def __init__(self, zpl: str) -> None:
        self.zpl = zpl

    def __str__(self) -> str:
        return f"{len(self.zpl)} characters of ZPL"


class MngClient:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def close(self) -> None:
        self._caller.close()

    def create_order(self, order: NewOrder) -> Any:  # noqa: ANN401 - the provider's answer
        return self._caller.send(
            Call("create_order", "POST", "/standardcmdapi/createOrder", "api", body=order)
        ).content

    def create_barcode(self, order: NewBarcode) -> Any:  # noqa: ANN401 - the provider's answer
        path = "/barcodecmdapi/createbarcode"
        call = Call("create_barcode", "POST", path, "api", body=order, read=_with_drawings)
        return self._caller.send(call).content

    def cancel_order(self, reference: str) -> None:
        path = f"/standardcmdapi/cancelorder/{quote(reference, safe='')}"
        self._caller.send(Call("cancel_order", "PUT", path, "api"))

    def cancel_shipment(self, reference: str, shipment_id: str) -> None:
        body = {"referenceId": reference, "shipmentId": shipment_id}
        self._caller.send(Call("cancel_shipment", "PUT", "/barcodecmdapi/cancelshipment", "api", body=body))

    def order(self, reference: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._asked("getorder", reference)

    def shipment(self, reference: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._asked("getshipment", reference)

    def status(self, reference: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._asked("getshipmentstatus", reference)

    def movements(self, reference: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._asked("trackshipment", reference)

    def _asked(self, operation: str, reference: str) -> Any:  # noqa: ANN401 - the provider's answer
        path = f"/standardqueryapi/{operation}/{quote(reference, safe='')}"
        return self._caller.send(Call(operation, "GET", path, "api")).content


def _with_drawings(content: bytes) -> Any:  # noqa: ANN401 - whatever the provider sent
    return _drawn(parsing.load_json(content))


def _drawn(value: Any) -> Any:  # noqa: ANN401 - as above
    if isinstance(value, Mapping):
        return {
            name: Drawing(inner) if name == "value" and isinstance(inner, str) else _drawn(inner)
            for name, inner in value.items()
        }
    return [_drawn(one) for one in value] if isinstance(value, list) else value
