"""Packages that belong together: those in one parcel, and the parts of one we split."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.stock import actions as stock
from prapazar.foundation.scope import Scope

_FREE = text(
    "UPDATE shipment_package SET merged_into_id = NULL WHERE merged_into_id IS NOT NULL"
    " AND (merged_into_id = ANY(CAST(:ids AS uuid[])) OR id = ANY(CAST(:ids AS uuid[])))"
)
_PARTS = text(
    "UPDATE shipment_package SET status = :status WHERE split_from_id = ANY(CAST(:ids AS uuid[]))"
    " AND status IN ('awaiting_payment', 'new', 'picking', 'packed') RETURNING id"
)
_LINES = text("SELECT id FROM order_line WHERE package_id = ANY(CAST(:ids AS uuid[]))")


def free(session: Session, package_ids: Sequence[UUID]) -> None:
    """What is cancelled or broken up travels with nobody, and nobody with it."""
    if package_ids:
        session.execute(_FREE, {"ids": list(package_ids)})


def end_parts(session: Session, scope: Scope, package_ids: Sequence[UUID], status: str) -> None:
    """The channel knows only the package we split: what ends it ends its parts."""
    if not package_ids:
        return
    parts = list(session.execute(_PARTS, {"ids": list(package_ids), "status": status}).scalars())
    if parts:
        free(session, parts)
        stock.release(session, scope, list(session.execute(_LINES, {"ids": parts}).scalars()))
