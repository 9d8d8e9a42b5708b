"""Park and resolve: a record that cannot be taken in waits alone, with its cause."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.orders.actions import summary
from prapazar.domain.orders.enums import RepairKind
from prapazar.domain.orders.errors import RepairMissing
from prapazar.foundation import live, secrets
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

_PARK = text(
    "INSERT INTO repair (id, merchant_id, connection_id, kind, external_id, order_id, code, values, raw, attempts)"
    " VALUES (:id, :merchant, :connection, :kind, :external_id, :order_id, :code, :values, :raw, 1)"
    " ON CONFLICT (connection_id, kind, external_id) WHERE resolved_at IS NULL"
    " DO UPDATE SET attempts = repair.attempts + 1, code = excluded.code, values = excluded.values"
    " RETURNING attempts"
).bindparams(bindparam("values", type_=JSONB))


def park(
    session: Session,
    scope: Scope,
    connection_id: UUID | None,
    kind: RepairKind,
    external_id: str,
    *,
    code: str,
    values: dict[str, Any] | None = None,
    raw: bytes | None = None,
    order_id: UUID | None = None,
) -> bool:
    """True the first time. The payload is sealed: it may hold a buyer's data."""
    sealed = secrets.box().seal(raw, external_id.encode()) if raw is not None else None
    attempts: int = session.execute(
        _PARK,
        {
            "id": new_id(),
            "merchant": scope.merchant_id,
            "connection": connection_id,
            "kind": kind.value,
            "external_id": external_id,
            "order_id": order_id,
            "code": code,
            "values": values or {},
            "raw": sealed,
        },
    ).scalar_one()
    if order_id:
        summary.refresh(session, {order_id})
    live.tell(session, scope.merchant_id, "repairs.changed")
    return attempts == 1


def resolve(session: Session, scope: Scope, repair_ids: Sequence[UUID]) -> int:
    """Take repairs off the queue. Raises RepairMissing when none of them is open."""
    scope.require("repairs.write")
    found = session.execute(
        text(
            "UPDATE repair SET resolved_at = now(), resolved_by = :user, raw = NULL"
            " WHERE id = ANY(CAST(:ids AS uuid[])) AND resolved_at IS NULL RETURNING order_id"
        ),
        {"ids": list(repair_ids), "user": scope.user_id},
    ).all()
    if not found:
        raise RepairMissing
    summary.refresh(session, {row.order_id for row in found if row.order_id})
    live.tell(session, scope.merchant_id, "repairs.changed")
    return len(found)


def resolve_arrived(session: Session, scope: Scope, connection_id: UUID, external_ids: Sequence[str]) -> None:
    """Packages that could not be read and have now arrived well."""
    _resolve_kind(session, scope, connection_id, RepairKind.UNREADABLE, external_ids)


def resolve_missing(session: Session, scope: Scope, connection_id: UUID) -> None:
    """The count is right again, whichever day was told of."""
    _resolve_kind(session, scope, connection_id, RepairKind.MISSING, None)


def resolve_readable(
    session: Session, scope: Scope, connection_id: UUID, kind: RepairKind, external_ids: Sequence[str]
) -> None:
    """Records of another kind than packages, such as claims, that could not be read and now can."""
    _resolve_kind(session, scope, connection_id, kind, external_ids)


def _resolve_kind(
    session: Session, scope: Scope, connection_id: UUID, kind: RepairKind, external_ids: Sequence[str] | None
) -> None:
    """None: all of the kind."""
    found = session.execute(
        text(
            "UPDATE repair SET resolved_at = now(), raw = NULL WHERE connection_id = :connection AND kind = :kind"
            " AND (CAST(:ids AS text[]) IS NULL OR external_id = ANY(CAST(:ids AS text[])))"
            " AND resolved_at IS NULL RETURNING id"
        ),
        {
            "connection": connection_id,
            "kind": kind.value,
            "ids": None if external_ids is None else list(external_ids),
        },
    ).all()
    if found:
        live.tell(session, scope.merchant_id, "repairs.changed")
