"""Aras Kargo fulfilling the contract: each method is build, call, map."""

from collections.abc import Sequence
from uuid import uuid4

import httpx

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.http import Caller
from prapazar.connector_kit.parcels import ShipmentAnswer, ShipmentOrder, TrackingRecord
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import text
from prapazar.connector_kit.records import AccountRecord
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.aras import errors, mapper
from prapazar.connectors.aras.client import ArasClient
from prapazar.connectors.aras.schemas import Login, QueryLogin


class Connector:
    tracking_batch_size = 10
    """One is asked for at a time: so many that a few minutes of a job are not lost with one of them."""

    def __init__(self, setup: Setup) -> None:
        settings, credentials = setup.settings, setup.credentials
        self._user = text(settings.get("user_name"))
        self._sender_address = text(settings.get("sender_address"))
        query = QueryLogin(
            text(settings.get("query_user")),
            credentials["query_password"],
            text(settings.get("customer_code")),
        )
        self.client = ArasClient(
            _caller(setup, "shipping"),
            _caller(setup, "query"),
            Login(self._user, credentials["password"]),
            query,
        )

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        """Both services: cancelling what nobody has answers who may come in, and so does asking for it."""
        nobody = uuid4().hex[:20].upper()
        code, words = mapper.outcome(self.client.cancel_nothing(nobody))
        if code != errors.NOT_FOUND:
            raise errors.by_code(code, words)
        mapper.tracked(self.client.status(nobody))
        return AccountRecord(name=f"Aras Kargo {self._user}")

    def create_shipment(self, order: ShipmentOrder) -> ShipmentAnswer:
        """What has this reference would be written over, so it is asked for first."""
        if not mapper.is_payer_known(order.payer):
            raise Rejected(order.payer.value, code="aras.payer", field="payer")
        if order.cash_on_delivery is not None and order.currency != "TRY":
            raise Rejected(order.currency, code="aras.currency", field="currency")
        if mapper.is_ordered(self.client.order(order.reference), order.reference):
            raise Rejected(order.reference, code=errors.DUPLICATE)
        code, words = mapper.outcome(self.client.set_order(mapper.order(order, self._sender_address)))
        if code != errors.DONE:
            raise errors.by_code(code, words)
        return ShipmentAnswer(external_id=order.reference)

    def cancel_shipment(self, reference: str, external_id: str) -> None:  # noqa: ARG002 - our reference is its key
        """What is not found waits nowhere: it was cancelled before."""
        code, words = mapper.outcome(self.client.cancel(reference))
        if code not in {*errors.CANCELLED, errors.NOT_FOUND}:
            raise errors.by_code(code, words)

    def fetch_tracking(self, references: Sequence[str]) -> list[Parsed[TrackingRecord]]:
        found = (self._tracked(one) for one in references)
        return [one for one in found if one is not None]

    def _tracked(self, reference: str) -> Parsed[TrackingRecord] | None:
        """Queries know what a branch has scanned; until then the order itself is asked for."""
        if rows := mapper.tracked(self.client.status(reference)):
            return mapper.tracking(reference, rows)
        if mapper.is_ordered(self.client.order(reference), reference):
            return mapper.waiting(reference)
        return None


def _caller(setup: Setup, part: str) -> Caller:
    return setup.caller(
        user_agent="PraPazar",
        auth=httpx.Auth(),
        read_error=errors.from_answer,
        read_failure=errors.from_good_answer,
        base_url=setup.addresses[part],
    )
