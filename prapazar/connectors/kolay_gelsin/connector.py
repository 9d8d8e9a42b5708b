"""Kolay Gelsin fulfilling the contract: each method is build, call, map."""

from collections.abc import Generator, Sequence

import httpx

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.parcels import ParcelStatus, ShipmentAnswer, ShipmentOrder, TrackingRecord
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import mapping, required, rows, whole
from prapazar.connector_kit.records import AccountRecord
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.kolay_gelsin import errors, mapper
from prapazar.connectors.kolay_gelsin.client import KolayGelsinClient


class Token(httpx.Auth):
    """Given by the carrier once; it does not run out."""

    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["authorization"] = f"Bearer {self._token}"
        yield request


class Connector:
    tracking_batch_size = 50

    def __init__(self, setup: Setup) -> None:
        self._customer = str(setup.settings["customer_id"])
        self._address = str(setup.settings["address_id"])
        caller = setup.caller(
            user_agent="PraPazar",
            auth=Token(setup.credentials["token"]),
            read_error=errors.from_answer,
            read_failure=errors.from_good_answer,
        )
        self.client = KolayGelsinClient(caller)

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        told = mapping(self.client.event_types(), "Payload")
        rows(required(told, "CargoEventTypeList"), "CargoEventTypeList")
        return AccountRecord(name=f"Kolay Gelsin {self._customer}")

    def create_shipment(self, order: ShipmentOrder) -> ShipmentAnswer:
        """Nothing says that a code is taken once only: whether it was used is asked first."""
        body = mapper.shipment(order, self._customer, self._address)
        if self.fetch_tracking([order.reference]):
            raise Rejected(order.reference, code="kolay_gelsin.duplicate")
        return mapper.created(self.client.save_shipment(body))

    def cancel_shipment(self, reference: str, external_id: str) -> None:
        """Once it was collected the same call would send it back: that is no cancellation, and refused here."""
        found = [one for one in self.fetch_tracking([reference]) if isinstance(one, TrackingRecord)]
        statuses = {one.status for one in found}
        if statuses == {ParcelStatus.CANCELLED}:
            return
        if statuses - {ParcelStatus.CREATED}:
            raise Rejected(reference, code="kolay_gelsin.on_its_way")
        self.client.cancel(whole(external_id, "external_id"))

    def fetch_tracking(self, references: Sequence[str]) -> list[Parsed[TrackingRecord]]:
        return mapper.tracking(self.client.shipments_status(references), references)
