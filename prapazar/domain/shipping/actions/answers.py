"""What a carrier said of a shipment: taken, refused, cancelled."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.files import actions as files
from prapazar.domain.files.enums import FileKind, Subject
from prapazar.domain.orders.actions import timeline
from prapazar.domain.shipping.enums import Direction, ShipmentStatus
from prapazar.domain.shipping.errors import ShipmentMissing
from prapazar.domain.shipping.models import Shipment
from prapazar.foundation import live
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

_LONGEST = 500


def record_answer(
    session: Session,
    scope: Scope,
    shipment_id: UUID,
    *,
    external_id: str,
    tracking_number: str | None,
    tracking_url: str | None,
    barcodes: Sequence[str] = (),
    label: tuple[str, bytes] | None = None,
) -> None:
    """The carrier has it; `label` is a file's name and bytes. A shipment that is further already stays there."""
    row = _locked(session, scope, shipment_id)
    if row.status in {ShipmentStatus.WAITING, ShipmentStatus.REFUSED}:
        row.status = ShipmentStatus.CREATED.value
    row.external_id, row.code, row.detail, row.updated_at = external_id, None, "", now()
    row.tracking_number = tracking_number or row.tracking_number
    row.tracking_url = tracking_url or row.tracking_url
    if label is not None:
        name, data = label
        row.label_id = files.keep(session, scope, Subject.SHIPMENT, row.id, FileKind.LABEL, name, data)
    session.flush()
    for place, barcode in enumerate(barcodes, 1):
        session.execute(
            text("UPDATE shipment_parcel SET barcode = :barcode WHERE shipment_id = :id AND place = :place"),
            {"barcode": barcode, "id": row.id, "place": place},
        )
    tell_package(session, row)
    timeline.write(
        session,
        scope,
        [
            (
                row.order_id,
                "shipment_created",
                {"carrier": row.carrier, "number": row.tracking_number or external_id},
            )
        ],
    )
    live.tell(session, scope.merchant_id, "shipments.changed")


def record_label(session: Session, scope: Scope, shipment_id: UUID, name: str, data: bytes) -> None:
    """What the carrier or the channel drew; from now on it is printed instead of ours."""
    row = _locked(session, scope, shipment_id)
    row.label_id = files.keep(session, scope, Subject.SHIPMENT, row.id, FileKind.LABEL, name, data)
    row.updated_at = now()
    session.flush()
    live.tell(session, scope.merchant_id, "shipments.changed")


def record_refusal(session: Session, scope: Scope, shipment_id: UUID, code: str, detail: str) -> None:
    """It stays with its cause until somebody mends it; the package may go with another carrier."""
    row = _locked(session, scope, shipment_id)
    row.status, row.code, row.detail = ShipmentStatus.REFUSED.value, code, detail[:_LONGEST]
    row.attempts, row.updated_at = row.attempts + 1, now()
    session.flush()
    _free_package(session, row)
    timeline.write(
        session,
        scope,
        [(row.order_id, "shipment_refused", {"carrier": row.carrier, "detail": detail[:_LONGEST]})],
    )
    live.tell(session, scope.merchant_id, "shipments.changed")


def record_delay(
    session: Session,
    scope: Scope,
    connection_id: UUID,
    code: str,
    detail: str,
    shipment_id: UUID | None = None,
) -> None:
    """Of this one, or of all that wait and have said nothing yet: until it is tried again its cause stands with it."""
    changed = session.execute(
        text(
            "UPDATE shipment SET code = :code, detail = :detail, updated_at = now() WHERE status = 'waiting'"
            " AND connection_id = :connection AND (code IS NULL AND CAST(:id AS uuid) IS NULL OR id = :id"
            " AND code IS DISTINCT FROM :code) RETURNING id"
        ),
        {"code": code, "detail": detail[:_LONGEST], "connection": connection_id, "id": shipment_id},
    ).first()
    if changed is not None:
        live.tell(session, scope.merchant_id, "shipments.changed")


def record_cancelled(session: Session, scope: Scope, shipment_id: UUID) -> None:
    row = _locked(session, scope, shipment_id)
    row.status, row.code, row.detail, row.updated_at = ShipmentStatus.CANCELLED.value, None, "", now()
    session.flush()
    _free_package(session, row)
    timeline.write(session, scope, [(row.order_id, "shipment_cancelled", {"carrier": row.carrier})])
    live.tell(session, scope.merchant_id, "shipments.changed")


def record_not_cancelled(session: Session, scope: Scope, shipment_id: UUID, code: str, detail: str) -> None:
    """The carrier has it already: it stays what it is, with the reason."""
    row = _locked(session, scope, shipment_id)
    row.code, row.detail, row.updated_at = code, detail[:_LONGEST], now()
    session.flush()
    live.tell(session, scope.merchant_id, "shipments.changed")


def _free_package(session: Session, row: Shipment) -> None:
    """It may go with another carrier: a number of ours that is void is not taken for one of the channel's."""
    if row.payer == "channel" or row.direction != Direction.OUT:
        return
    session.execute(
        text(
            "UPDATE shipment_package SET carrier = NULL, tracking_number = NULL, tracking_url = NULL"
            " WHERE id = :id AND carrier = :carrier AND shipped_at IS NULL"
        ),
        {"id": row.package_id, "carrier": row.carrier},
    )


def _locked(session: Session, scope: Scope, shipment_id: UUID) -> Shipment:
    row = session.get(Shipment, shipment_id, with_for_update=True)
    if row is None or row.merchant_id != scope.merchant_id:
        raise ShipmentMissing(shipment_id)
    return row


def tell_package(session: Session, row: Shipment) -> None:
    """The package goes with this carrier, under this number; what comes back is no way to the buyer."""
    if row.direction != Direction.OUT:
        return
    session.execute(
        text(
            "UPDATE shipment_package SET carrier = :carrier, tracking_number = coalesce(:number, tracking_number),"
            " tracking_url = coalesce(:url, tracking_url) WHERE id = :id"
        ),
        {
            "carrier": row.carrier,
            "number": row.tracking_number,
            "url": row.tracking_url,
            "id": row.package_id,
        },
    )
