"""What carriers are asked: shipments, labels, tracking, rates."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol, runtime_checkable

from prapazar.connector_kit.contract.deliveries import ChecksDeliveries
from prapazar.connector_kit.parcels import (
    Label,
    LabelFormat,
    RateRecord,
    ShipmentAnswer,
    ShipmentOrder,
    TrackingRecord,
)
from prapazar.connector_kit.records import ParkedRecord, WebhookDelivery


@runtime_checkable
class CreatesShipments(Protocol):
    def create_shipment(self, order: ShipmentOrder) -> ShipmentAnswer:
        """Rejected with code `<slug>.duplicate` where the reference was used before.

        After Unavailable(maybe_done=True) `fetch_tracking` tells whether it arrived.
        """
        ...


@runtime_checkable
class NumbersParcels(Protocol):
    """For carriers that give out a range of numbers to print."""

    def parcel_number(self, count: int) -> str:
        """The bar code of the account's parcel number `count`, from 0; Rejected where the range is used up."""
        ...


@runtime_checkable
class CancelsShipments(Protocol):
    def cancel_shipment(self, reference: str, external_id: str) -> None:
        """Rejected where the carrier has the parcel already; nothing where it is cancelled already."""
        ...


@runtime_checkable
class OpensReturnCodes(Protocol):
    """For carriers whose branches take a parcel back from whoever says a code."""

    def open_return_code(self, code: str, first_day: date, last_day: date, uses: int) -> None:
        """Rejected with code `<slug>.return_code_taken` where it was opened before."""
        ...


@runtime_checkable
class MakesLabels(Protocol):
    label_formats: tuple[LabelFormat, ...]

    def fetch_label(self, reference: str, external_id: str, label_format: LabelFormat) -> Label:
        """For carriers that draw their own; for all others our label shows the parcel's bar code.

        Of a channel that pays its carrier: by the number it gave, and the id of its package. Rejected where
        there is none for this one, Unavailable while it is still being made.
        """
        ...


@runtime_checkable
class TracksShipments(Protocol):
    tracking_batch_size: int

    def fetch_tracking(self, references: Sequence[str]) -> list[TrackingRecord | ParkedRecord]:
        """One record for each reference the carrier knows; the others are left out."""
        ...


@runtime_checkable
class QuotesRates(Protocol):
    def fetch_rates(self, order: ShipmentOrder) -> list[RateRecord]: ...


@runtime_checkable
class PushesTracking(ChecksDeliveries, Protocol):
    """For carriers that send movements by themselves; the kind of such an event is `tracking`.

    Where the carrier has no call to register an address, the merchant enters it there: the form of the
    connection then has the secret the carrier signs with.
    """

    def read_tracking(self, delivery: WebhookDelivery) -> list[TrackingRecord | ParkedRecord]: ...
