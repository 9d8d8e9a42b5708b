"""Sürat fulfilling the contract: each method is build, call, map."""

from collections.abc import Sequence

import httpx

from prapazar.connector_kit.errors import AuthFailed
from prapazar.connector_kit.parcels import ShipmentAnswer, ShipmentOrder, TrackingRecord
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import text
from prapazar.connector_kit.records import AccountRecord
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.surat import errors, mapper
from prapazar.connectors.surat.client import SuratClient

_NOBODYS = "PRAPAZAR-DENEME"
"""A key that asks whether we may ask at all."""
_REASON = "Satıcı vazgeçti"
_GONE = {errors.NOT_FOUND, errors.CANCELLED}


class Connector:
    tracking_batch_size = 20
    """Each is a request of its own."""

    def __init__(self, setup: Setup) -> None:
        caller = setup.caller(
            user_agent="PraPazar",
            auth=httpx.Auth(),
            read_error=errors.from_answer,
            read_failure=errors.from_good_answer,
        )
        secrets = setup.credentials
        self._gives_barcodes = text(setup.settings.get("operation")) != "plain"
        self.client = SuratClient(
            caller, text(setup.settings["user"]), secrets["password"], secrets["web_password"]
        )

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        """Both passwords are tried, with a key nobody has; no answer carries the customer's name."""
        mapper.tracking(_NOBODYS, self.client.movements(_NOBODYS))
        refused = errors.refusal(self.client.may_take_back(_NOBODYS, _REASON))
        if isinstance(refused, AuthFailed):
            raise refused
        return AccountRecord(name="Sürat Kargo")

    def create_shipment(self, order: ShipmentOrder) -> ShipmentAnswer:
        parcel = mapper.new_parcel(order)
        if self._gives_barcodes:
            return mapper.answer(order.reference, self.client.add(parcel), len(order.parcels))
        return mapper.plain_answer(order.reference, self.client.add_plain(parcel))

    def cancel_shipment(self, reference: str, external_id: str) -> None:  # noqa: ARG002 - Sürat knows it by our key
        said = self.client.take_back(reference, _REASON)
        if mapper.is_done(said):
            return
        refused = errors.refusal(said)
        if refused.code not in _GONE:
            raise refused

    def fetch_tracking(self, references: Sequence[str]) -> list[Parsed[TrackingRecord]]:
        found = (mapper.tracking(one, self.client.movements(one)) for one in references)
        return [one for one in found if one is not None]
