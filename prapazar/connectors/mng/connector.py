"""MNG fulfilling the contract: each method is build, call, map."""

from collections.abc import Callable, Sequence
from typing import Any

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.parcels import Label, LabelFormat, ShipmentAnswer, ShipmentOrder, TrackingRecord
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import required, text
from prapazar.connector_kit.records import AccountRecord
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.mng import auth, errors, mapper
from prapazar.connectors.mng.client import MngClient
from prapazar.connectors.mng.schemas import NewBarcode, Raw

_NOBODYS = "PRAPAZAR"
"""A reference that asks whether we may ask at all."""
_UNKNOWN = {errors.NOT_FOUND, errors.REJECTED}
"""A question holds a reference and nothing else: whatever is refused, it is the reference."""


class Connector:
    label_formats = (LabelFormat.ZPL,)
    tracking_batch_size = 20
    """Each is up to three requests."""

    def __init__(self, setup: Setup) -> None:
        keys = auth.GatewayKeys(setup.credentials["client_id"], setup.credentials["client_secret"])
        customer, password = text(setup.settings["customer_number"]), setup.credentials["password"]
        self._login = setup.caller(user_agent="PraPazar", auth=keys, read_error=errors.from_answer)
        caller = setup.caller(
            user_agent="PraPazar",
            auth=setup.token_auth(lambda: auth.fetch(self._login, customer, password), keys.with_token()),
            read_error=errors.from_answer,
            read_failure=errors.from_good_answer,
        )
        self.client = MngClient(caller)

    def close(self) -> None:
        self.client.close()
        self._login.close()

    def test_credentials(self) -> AccountRecord:
        """No answer carries the customer's name."""
        _known(self.client.order, _NOBODYS)
        return AccountRecord(name="DHL eCommerce")

    def create_shipment(self, order: ShipmentOrder) -> ShipmentAnswer:
        """The order, and the bar codes that make a shipment of it.

        An order whose bar codes were refused, as for a server MNG does not know, goes on from there.
        """
        wanted = mapper.new_order(order)
        try:
            self.client.create_order(wanted)
        except Rejected as refused:
            kept = _known(self.client.order, wanted["order"]["referenceId"])
            if kept is None:
                raise
            if mapper.is_shipment(kept):
                raise Rejected(refused.detail, code=errors.DUPLICATE) from refused
        return self._with_barcodes(mapper.new_barcode(wanted))

    def cancel_shipment(self, reference: str, external_id: str) -> None:  # noqa: ARG002 - after a lost answer it may be our reference
        told = mapper.reference_of(reference)
        shipment = _known(self.client.status, told)
        if shipment is not None:
            self.client.cancel_shipment(told, text(required(shipment, "shipmentId")))
        elif _known(self.client.order, told) is not None:
            self.client.cancel_order(told)

    def fetch_label(self, reference: str, external_id: str, label_format: LabelFormat) -> Label:  # noqa: ARG002 - it is asked for by the reference
        if label_format is not LabelFormat.ZPL:
            raise Rejected(f"no {label_format}", code="mng.zpl_only", field="label_format")
        kept = _known(self.client.order, mapper.reference_of(reference))
        if kept is None:
            raise Rejected(reference, code=errors.NOT_FOUND)
        label = self._with_barcodes(mapper.barcode_of_kept(kept)).label
        if label is None:
            raise Rejected(reference, code="mng.no_label")
        return label

    def fetch_tracking(self, references: Sequence[str]) -> list[Parsed[TrackingRecord]]:
        found = (self._tracked(reference) for reference in references)
        return [one for one in found if one is not None]

    def _tracked(self, reference: str) -> Parsed[TrackingRecord] | None:
        told = mapper.reference_of(reference)
        status = _known(self.client.status, told)
        if status is None:
            return None if _known(self.client.order, told) is None else mapper.waiting(reference)
        return mapper.tracking(
            reference, status, lambda: self.client.movements(told), lambda: self.client.shipment(told)
        )

    def _with_barcodes(self, wanted: NewBarcode) -> ShipmentAnswer:
        return mapper.answer(self.client.create_barcode(wanted))


def _known(ask: Callable[[str], Any], reference: str) -> Raw | None:
    """None for a reference MNG does not know."""
    try:
        return mapper.only(ask(reference))
    except Rejected as refused:
        if refused.code in _UNKNOWN:
            return None
        raise
