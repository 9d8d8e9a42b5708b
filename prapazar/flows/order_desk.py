"""What an order's page does beside its steps: files, common parcels, split packages; all of it in the timeline."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.files import actions as files
from prapazar.domain.files.actions import KeptFile
from prapazar.domain.files.enums import FileKind, Subject
from prapazar.domain.files.errors import FileMissing
from prapazar.domain.orders import queries_one
from prapazar.domain.orders.actions import timeline
from prapazar.domain.packing import actions as packing
from prapazar.domain.packing import queries_splits
from prapazar.domain.packing.actions import Alike
from prapazar.domain.packing.queries_splits import AskedSplit
from prapazar.flows.splits import Way, way_of
from prapazar.foundation import live
from prapazar.foundation.scope import Scope

KINDS = (FileKind.INVOICE, FileKind.LABEL, FileKind.PICTURE, FileKind.DOCUMENT)
"""What a person may say a file of an order is."""


@dataclass(frozen=True, slots=True)
class Together:
    """How an order travels."""

    numbers: tuple[str, ...]
    """Orders in its parcel beside it."""
    alike: tuple[Alike, ...]
    """Orders that could be."""
    parts: frozenset[UUID]
    """Packages we split off; the channel does not know them."""
    places: Mapping[UUID, str]
    """Where a package is sent from, where that is not the default."""
    way: Way = Way.OWN
    """How its packages are split."""
    splits: tuple[AskedSplit, ...] = ()
    """What its channel was asked to break up and has not done."""


_NUMBERS = text(
    "WITH mine AS (SELECT coalesce(merged_into_id, id) AS parcel FROM shipment_package WHERE order_id = :id)"
    " SELECT DISTINCT o.number FROM shipment_package p JOIN purchase_order o ON o.id = p.order_id"
    " WHERE (p.id IN (SELECT parcel FROM mine) OR p.merged_into_id IN (SELECT parcel FROM mine))"
    " AND o.id <> :id ORDER BY 1"
)
_PACKAGES = text(
    "SELECT p.id, p.split_from_id, w.name FROM shipment_package p LEFT JOIN warehouse w ON w.id = p.warehouse_id"
    " WHERE p.order_id = :id"
)


_CONNECTOR = text(
    "SELECT c.connector FROM purchase_order o JOIN connection c ON c.id = o.connection_id WHERE o.id = :id"
)


def together(session: Session, scope: Scope, order_id: UUID) -> Together:
    scope.require("orders.read")
    numbers = tuple(session.execute(_NUMBERS, {"id": order_id}).scalars())
    packages = session.execute(_PACKAGES, {"id": order_id}).all()
    others = [one for one in packing.alike(session, scope, order_id) if one.number not in numbers]
    return Together(
        numbers,
        tuple(others),
        frozenset(row.id for row in packages if row.split_from_id),
        {row.id: row.name for row in packages if row.name},
        way_of(session.execute(_CONNECTOR, {"id": order_id}).scalar()),
        tuple(queries_splits.open_of(session, order_id)),
    )


def kept(session: Session, scope: Scope, order_id: UUID) -> list[KeptFile]:
    """Newest first; those of its shipments and invoices where the person may see these."""
    found = files.listed(session, scope, Subject.ORDER, [order_id])
    for subject, table, permission in (
        (Subject.SHIPMENT, "shipment", "fulfillment.read"),
        (Subject.INVOICE, "invoice", "invoices.read"),
    ):
        if scope.can(permission):
            ids = session.execute(text(f"SELECT id FROM {table} WHERE order_id = :id"), {"id": order_id})
            found += files.listed(session, scope, subject, list(ids.scalars()))
    return sorted(found, key=lambda one: one.created_at, reverse=True)


def keep(session: Session, scope: Scope, order_id: UUID, kind: FileKind, name: str, data: bytes) -> UUID:
    """Raises FileRefused, and OrderMissing."""
    queries_one.detail(session, scope, order_id)
    before = {one.id for one in files.listed(session, scope, Subject.ORDER, [order_id])}
    made = files.keep(session, scope, Subject.ORDER, order_id, kind, name, data)
    if made not in before:
        timeline.write(session, scope, [(order_id, "file", {"name": name})])
        live.tell(session, scope.merchant_id, "orders.changed")
    return made


def remove(session: Session, scope: Scope, order_id: UUID, file_id: UUID) -> None:
    """Of the order's own; what belongs to an invoice or a shipment stays with it. Raises FileMissing."""
    found = files.listed(session, scope, Subject.ORDER, [order_id])
    one = next((one for one in found if one.id == file_id), None)
    if one is None:
        raise FileMissing(file_id)
    files.remove(session, scope, file_id)
    timeline.write(session, scope, [(order_id, "file_removed", {"name": one.name})])
    live.tell(session, scope.merchant_id, "orders.changed")
