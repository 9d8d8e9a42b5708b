"""That labels were printed: so that nobody prints a parcel twice without knowing."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.foundation import live
from prapazar.foundation.scope import Scope


def mark_printed(session: Session, scope: Scope, shipment_ids: Sequence[UUID]) -> None:
    session.execute(
        text("UPDATE shipment SET printed_at = now() WHERE id = ANY(CAST(:ids AS uuid[]))"),
        {"ids": list(shipment_ids)},
    )
    live.tell(session, scope.merchant_id, "shipments.changed")
