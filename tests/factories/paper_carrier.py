"""A carrier whose books are a file, for work on shipments in this process or in one that is killed."""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.connector_kit.errors import Rejected, Unavailable
from prapazar.connector_kit.parcels import (
    Label,
    LabelFormat,
    ParcelStatus,
    ShipmentAnswer,
    ShipmentOrder,
    TrackingRecord,
)
from prapazar.connector_kit.parking import parked
from prapazar.connector_kit.records import AccountRecord, ParkedRecord, WebhookDelivery, WebhookEvent
from prapazar.connector_kit.statuses import explained_parcel
from prapazar.domain.channels import actions as channels
from prapazar.domain.channels.enums import JobKind
from prapazar.domain.orders.actions import import_packages
from prapazar.domain.stock import actions as stock
from prapazar.flows import connections, shipments
from prapazar.foundation.scope import Scope
from tests.factories import catalog, orders

SLUG = "paper"


@dataclass
class PaperCarrier:
    """Takes a reference once; `faults` are raised one by one, those `late` after the work is done."""

    books: Path
    faults: list[Exception] = field(default_factory=list)
    late: list[Exception] = field(default_factory=list)
    label: bytes | None = None
    label_formats: tuple[LabelFormat, ...] = (LabelFormat.PDF,)
    tracking_batch_size: int = 2

    def told(self) -> list[dict[str, Any]]:
        """Everything it was told, in its order."""
        if not self.books.exists():
            return []
        return [json.loads(row) for row in self.books.read_text("utf8").splitlines()]

    def _write(self, **row: object) -> None:
        with self.books.open("a", encoding="utf8") as target:
            target.write(json.dumps(row) + "\n")
            target.flush()
            os.fsync(target.fileno())

    def test_credentials(self) -> AccountRecord:
        return AccountRecord(SLUG, "Kâğıt Kargo")

    def close(self) -> None:
        """Nothing is held."""

    def create_shipment(self, order: ShipmentOrder) -> ShipmentAnswer:
        if self.faults:
            raise self.faults.pop(0)
        if order.reference in self._known():
            self._write(did="refused", reference=order.reference)
            raise Rejected("taken before", code=f"{SLUG}.duplicate")
        self._write(did="created", reference=order.reference, parcels=len(order.parcels))
        if self.late:
            raise self.late.pop(0)
        return ShipmentAnswer(f"K{order.reference}", f"T{order.reference}")

    def cancel_shipment(self, reference: str, external_id: str) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self._write(did="cancelled", reference=reference, external_id=external_id)

    def fetch_tracking(self, references: Sequence[str]) -> list[TrackingRecord | ParkedRecord]:
        if self.faults:
            raise self.faults.pop(0)
        moved = {row["reference"]: row["status"] for row in self.told() if row["did"] == "moved"}
        known = [one for one in references if one in self._known()]
        return [
            parked(
                lambda raw: _tracking(raw["reference"], raw["word"]),
                {"reference": one, "word": moved.get(one, "created")},
                lambda raw: str(raw["reference"]),
            )
            for one in known
        ]

    def fetch_label(self, reference: str, external_id: str, label_format: LabelFormat) -> Label:
        self._write(did="label", reference=reference, external_id=external_id)
        if self.label is None:
            raise Rejected("none for this one", code=f"{SLUG}.no_label")
        return Label(label_format, self.label)

    def verify(self, delivery: WebhookDelivery, secret: str) -> WebhookEvent:
        del secret
        return WebhookEvent(delivery.body.decode(), "tracking")

    def read_tracking(self, delivery: WebhookDelivery) -> list[TrackingRecord | ParkedRecord]:
        told = json.loads(delivery.body)
        return [TrackingRecord(told["reference"], ParcelStatus(told["status"]), told["status"])]

    def move(self, reference: str, status: str) -> None:
        self._write(did="moved", reference=reference, status=status)

    def _known(self) -> set[str]:
        return {row["reference"] for row in self.told() if row["did"] == "created"}


def _tracking(reference: str, word: str) -> TrackingRecord:
    status = ParcelStatus(word) if word in set(ParcelStatus) else explained_parcel(word, word)
    return TrackingRecord(reference, status, word, tracking_number=f"T{reference}")


def lost() -> Unavailable:
    """The answer never came; the work may have been done."""
    return Unavailable("no answer", maybe_done=True)


def serve(patch: pytest.MonkeyPatch, carrier: PaperCarrier) -> None:
    """Whoever opens a connection meets this carrier: it has no folder among the connectors."""
    patch.setattr(connections, "build", lambda *_args, **_words: carrier)


def account(session: Session, scope: Scope) -> UUID:
    return channels.connect(
        session,
        scope,
        connector=SLUG,
        name="Kâğıt Kargo",
        environment="sandbox",
        settings={},
        credentials={},
        intervals={JobKind.TRACKING: 900},
    )


def packages(session: Session, scope: Scope, count: int = 1) -> list[UUID]:
    """Of orders that came from a shop, with their goods on the shelf."""
    shop = catalog.connection(session, scope)
    variant = catalog.variant(session, scope, "A1")
    stock.set_on_hand(session, scope, [stock.StockCount(variant, 500)])
    catalog.listing(session, scope, shop, variant, "869A1")
    key = f"k{uuid4().hex[:6]}"  # a leading digit would answer a search for the number behind it
    found = [orders.package(f"{key}-{n}", orders.line("869A1", 2), order=f"{key}-{n}") for n in range(count)]
    import_packages(session, scope, shop, found)
    return list(session.execute(text("SELECT id FROM shipment_package ORDER BY external_id")).scalars())


def work(books: Path, connection_id: UUID) -> None:
    """What a worker does with a carrier's new shipments, in a process of its own."""
    with pytest.MonkeyPatch.context() as patch:
        serve(patch, PaperCarrier(books))
        shipments.create(connection_id)


if __name__ == "__main__":
    work(Path(sys.argv[1]), UUID(sys.argv[2]))
