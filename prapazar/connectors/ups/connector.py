"""UPS fulfilling the contract: each method is build, call, map."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import httpx

from prapazar.connector_kit.errors import ConnectorError, Rejected
from prapazar.connector_kit.parcels import (
    Label,
    LabelFormat,
    ParcelStatus,
    RateRecord,
    ShipmentAnswer,
    ShipmentOrder,
    TrackingRecord,
)
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.records import AccountRecord, WebhookDelivery, WebhookEvent
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.ups import auth, errors, mapper, webhooks
from prapazar.connectors.ups.client import UpsClient
from prapazar.foundation.clock import now

LOOK_BACK = timedelta(days=120)
"""How old a shipment may be to be found by our reference."""
MOST_ALERTS = 100
"""Numbers UPS takes at a time."""
_DAY = timedelta(days=1)


class Connector:
    label_formats = (LabelFormat.ZPL,)
    tracking_batch_size = 10
    """Each reference is a request of its own."""

    def __init__(self, setup: Setup) -> None:
        self._shipper = str(setup.settings["shipper_number"])
        self._app = str(setup.settings["client_id"])
        self._alerts = setup.credentials.get("alert_credential") or ""
        self._service = str(setup.settings.get("service") or "11")
        self._login = setup.caller(
            user_agent="PraPazar",
            auth=httpx.BasicAuth(str(setup.settings["client_id"]), setup.credentials["client_secret"]),
            read_error=errors.from_answer,
        )
        caller = setup.caller(
            user_agent="PraPazar",
            auth=setup.token_auth(lambda: auth.fetch(self._login), auth.write),
            read_error=errors.from_answer,
        )
        self.client = UpsClient(caller)

    def close(self) -> None:
        self.client.close()
        self._login.close()

    def test_credentials(self) -> AccountRecord:
        """UPS has no call for it: a reference nobody uses is looked up."""
        self._track("PRAPAZAR")
        return AccountRecord(name=f"UPS {self._shipper}")

    def create_shipment(self, order: ShipmentOrder) -> ShipmentAnswer:
        """UPS takes a reference as often as it is given: whether it was used is asked first."""
        body = mapper.shipment(order, self._shipper, self._service)
        if self._track(order.reference):
            raise Rejected(order.reference, code="ups.duplicate")
        made = mapper.shipped(self.client.ship(body))
        self._subscribe(made.barcodes)
        return made

    def cancel_shipment(self, reference: str, external_id: str) -> None:
        try:
            self.client.void(external_id)
        except Rejected:
            found = self._track(reference)
            if not any(
                isinstance(one, TrackingRecord) and one.status is ParcelStatus.CANCELLED for one in found
            ):
                raise

    def fetch_label(self, reference: str, external_id: str, label_format: LabelFormat) -> Label:  # noqa: ARG002 - known by its own number
        if label_format not in self.label_formats:
            raise Rejected(label_format, code="connector.label_format", field="format")
        return mapper.label(self.client.recover_label(external_id))

    def fetch_tracking(self, references: Sequence[str]) -> list[Parsed[TrackingRecord]]:
        return [record for reference in references for record in self._track(reference)]

    def fetch_rates(self, order: ShipmentOrder) -> list[RateRecord]:
        body = mapper.for_rating(mapper.shipment(order, self._shipper, self._service))
        return mapper.rates(self.client.rate(body))

    def verify(self, delivery: WebhookDelivery, secret: str) -> WebhookEvent:  # noqa: ARG002 - UPS sends a credential of its portal
        return webhooks.event(delivery, self._alerts, self._app)

    def read_tracking(self, delivery: WebhookDelivery) -> list[Parsed[TrackingRecord]]:
        """An alert names one package and no reference of ours: UPS is asked whose it is, and how all of it stands."""
        try:
            reference = mapper.reference(self.client.track_number(webhooks.number(delivery)))
        except Rejected as error:
            if error.code != errors.NOT_FOUND:
                raise
            return []
        return self._track(reference) if reference else []

    def _subscribe(self, numbers: Sequence[str]) -> None:
        """The shipment is made, whatever comes of this: the poll brings what no alert tells."""
        if self._alerts:
            with suppress(ConnectorError):
                self.client.subscribe(numbers[:MOST_ALERTS])

    def _track(self, reference: str) -> list[Parsed[TrackingRecord]]:
        today = now()
        params = {
            "locale": "en_US",
            "fromPickUpDate": f"{today - LOOK_BACK:%Y%m%d}",
            "toPickUpDate": f"{today + _DAY:%Y%m%d}",
            "refNumType": "SmallPackage",
        }
        try:
            return mapper.tracking(self.client.track_reference(reference, params), reference)
        except Rejected as error:
            if error.code != errors.NOT_FOUND:
                raise
            return []
