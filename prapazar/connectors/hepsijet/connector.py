"""HepsiJet fulfilling the contract: each method is build, call, map."""

from collections.abc import Sequence

import httpx

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.parcels import (
    Label,
    LabelFormat,
    ParcelStatus,
    ShipmentAnswer,
    ShipmentOrder,
    TrackingRecord,
)
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import rows
from prapazar.connector_kit.records import AccountRecord
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.hepsijet import auth, errors, mapper
from prapazar.connectors.hepsijet.client import HepsijetClient
from prapazar.foundation.clock import ISTANBUL, now

_REASON = "Gönderici iptal etti"


class Connector:
    label_formats = (LabelFormat.ZPL,)
    tracking_batch_size = 50

    def __init__(self, setup: Setup) -> None:
        self._settings = setup.settings
        self._login = setup.caller(
            user_agent="PraPazar",
            auth=httpx.BasicAuth(str(setup.settings["username"]), setup.credentials["password"]),
            read_error=errors.from_answer,
            read_failure=errors.from_good_answer,
        )
        caller = setup.caller(
            user_agent="PraPazar",
            auth=setup.token_auth(lambda: auth.fetch(self._login), auth.write),
            read_error=errors.from_answer,
            read_failure=errors.from_good_answer,
        )
        self.client = HepsijetClient(caller)

    def close(self) -> None:
        self.client.close()
        self._login.close()

    def test_credentials(self) -> AccountRecord:
        rows(self.client.cities(), "cities")
        return AccountRecord(name=str(self._settings.get("company_name") or "HepsiJet"))

    def create_shipment(self, order: ShipmentOrder) -> ShipmentAnswer:
        """A refusal names no code: whether the number was used before is asked."""
        number = self._number(order.reference)
        body = mapper.delivery_order(order, self._settings, number, now().astimezone(ISTANBUL).date())
        try:
            return mapper.shipment(self.client.send_delivery_order(body), number)
        except Rejected as refused:
            if self.fetch_tracking([order.reference]):
                raise Rejected(refused.detail, code="hepsijet.duplicate") from refused
            raise

    def cancel_shipment(self, reference: str, external_id: str) -> None:
        try:
            self.client.delete_delivery_order(external_id, _REASON)
        except Rejected:
            if not self._is_cancelled(reference):
                raise

    def fetch_label(self, reference: str, external_id: str, label_format: LabelFormat) -> Label:  # noqa: ARG002 - known by its own number
        if label_format not in self.label_formats:
            raise Rejected(label_format, code="connector.label_format", field="format")
        return mapper.label(self.client.zpl_barcode(external_id))

    def fetch_tracking(self, references: Sequence[str]) -> list[Parsed[TrackingRecord]]:
        """Two lists are asked: the one tells every step, the other the buyer's link and who took it."""
        own = {self._number(reference): reference for reference in references}
        try:
            tracked = rows(self.client.delivery_tracking(list(own)), "data")
            followed = (
                rows(self.client.track([str(one.get("barcode")) for one in tracked]), "data")
                if tracked
                else []
            )
        except Rejected as error:
            if error.code != errors.NOT_FOUND:
                raise
            return self._one_by_one(references)
        return mapper.tracking(tracked, followed, own)

    def _one_by_one(self, references: Sequence[str]) -> list[Parsed[TrackingRecord]]:
        """One number nobody gave may spoil the whole answer."""
        if len(references) == 1:
            return []
        return [record for reference in references for record in self.fetch_tracking([reference])]

    def _is_cancelled(self, reference: str) -> bool:
        found = self.fetch_tracking([reference])
        return any(isinstance(one, TrackingRecord) and one.status is ParcelStatus.CANCELLED for one in found)

    def _number(self, reference: str) -> str:
        return f"{self._settings.get('prefix') or ''}{reference}"
