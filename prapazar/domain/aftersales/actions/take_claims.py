"""Take claims: a batch of a channel's claims into the books; the same again, or older words, change nothing."""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.aftersales.actions import timeline
from prapazar.domain.aftersales.actions.forgotten import claims_without_buyers
from prapazar.domain.aftersales.enums import ClaimStatus
from prapazar.domain.aftersales.records import Imported, IncomingClaim, IncomingClaimLine
from prapazar.foundation import live
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import words

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")
_BEFORE = text(
    "SELECT external_id, status FROM claim WHERE connection_id = :connection"
    " AND external_id = ANY(CAST(:ids AS text[]))"
)
_CLAIMS = text(
    "INSERT INTO claim (id, merchant_id, connection_id, external_id, number, kind, status, provider_status,"
    " order_external_id, buyer_name, reason, amount, currency, carrier, tracking_number, due_at, created_at,"
    " modified_at, payload_hash, unit_count, search, detail, note, received_count, inspected_count)"
    " SELECT i.id, :merchant, :connection, i.external_id, i.external_id, i.kind, i.status, i.provider_status,"
    "  i.order_external_id, i.buyer_name, i.reason, i.amount, i.currency, i.carrier, i.tracking_number, i.due_at,"
    "  i.created_at, i.modified_at, decode(i.hash, 'hex'), i.units, to_tsvector('simple', i.words), '', '', 0, 0"
    " FROM jsonb_to_recordset(:claims) AS i(id uuid, external_id text, kind text, status text, provider_status text,"
    "  order_external_id text, buyer_name text, reason text, amount numeric, currency text, carrier text,"
    "  tracking_number text, due_at timestamptz, created_at timestamptz, modified_at timestamptz, hash text,"
    "  units int, words text)"
    " ON CONFLICT (connection_id, external_id) WHERE connection_id IS NOT NULL DO UPDATE SET kind = excluded.kind,"
    "  status = excluded.status, provider_status = excluded.provider_status, reason = excluded.reason,"
    "  amount = excluded.amount, buyer_name = excluded.buyer_name, carrier = excluded.carrier,"
    "  tracking_number = excluded.tracking_number, due_at = excluded.due_at, modified_at = excluded.modified_at,"
    "  payload_hash = excluded.payload_hash, unit_count = excluded.unit_count, search = excluded.search,"
    "  code = CASE WHEN excluded.status = claim.status THEN claim.code END,"
    "  detail = CASE WHEN excluded.status = claim.status THEN claim.detail ELSE '' END,"
    "  decided_at = CASE WHEN excluded.status IN ('accepted', 'rejected') THEN coalesce(claim.decided_at, now())"
    "   ELSE claim.decided_at END, updated_at = now()"
    " WHERE excluded.modified_at > claim.modified_at"
    "  OR excluded.modified_at = claim.modified_at AND excluded.payload_hash <> claim.payload_hash"
    " RETURNING id, external_id, status, number"
).bindparams(bindparam("claims", type_=JSONB))
# What somebody counted is never forgotten, whatever the channel says now of how many there are.
_LINES = text(
    "INSERT INTO claim_line (id, merchant_id, claim_id, external_id, order_line_external_id, sku, barcode, title,"
    " quantity, reason, note, status, amount, received, inspected, restocked, verdict)"
    " SELECT i.id, :merchant, i.claim_id, i.external_id, i.order_line_external_id, i.sku, i.barcode, i.title,"
    "  i.quantity, i.reason, i.note, i.status, i.amount, 0, 0, 0, '' FROM jsonb_to_recordset(:lines)"
    "  AS i(id uuid, claim_id uuid, external_id text, order_line_external_id text, sku text, barcode text,"
    "  title text, quantity int, reason text, note text, status text, amount numeric)"
    " ON CONFLICT (claim_id, external_id) DO UPDATE SET status = excluded.status, reason = excluded.reason,"
    "  note = excluded.note, amount = excluded.amount, quantity = greatest(excluded.quantity, claim_line.received),"
    "  deciding = CASE WHEN excluded.status = 'waiting' THEN claim_line.deciding END"
).bindparams(bindparam("lines", type_=JSONB))
_GONE = text(
    "DELETE FROM claim_line l USING unnest(CAST(:claims AS uuid[])) AS c(id) WHERE l.claim_id = c.id"
    " AND l.received = 0 AND NOT (l.claim_id, l.external_id) IN"
    "  (SELECT i.claim_id, i.external_id FROM jsonb_to_recordset(:lines) AS i(claim_id uuid, external_id text))"
).bindparams(bindparam("lines", type_=JSONB))
_ORDERS = text(
    "UPDATE claim c SET order_id = coalesce("
    "  (SELECT o.id FROM purchase_order o WHERE o.connection_id = :connection"
    "    AND o.external_id = c.order_external_id LIMIT 1),"
    "  (SELECT p.order_id FROM shipment_package p WHERE p.connection_id = :connection"
    "    AND p.external_id = c.order_external_id LIMIT 1))"
    " WHERE c.connection_id = :connection AND c.order_id IS NULL"
)
_ARTICLES = text(
    "UPDATE claim_line l SET (order_line_id, variant_id) ="
    "  (SELECT f.line_id, f.variant_id FROM (SELECT 1) one LEFT JOIN LATERAL"
    "   (SELECT o.id AS line_id, o.variant_id FROM order_line o WHERE o.order_id = c.order_id"
    "     AND (o.external_id = l.order_line_external_id OR o.barcode = l.barcode OR o.sku = l.sku)"
    "     ORDER BY (o.external_id = l.order_line_external_id) IS TRUE DESC, o.id LIMIT 1) f ON true)"
    " FROM claim c WHERE l.claim_id = c.id AND c.connection_id = :connection AND c.order_id IS NOT NULL"
    "  AND l.order_line_id IS NULL"
)
_UNSOLD = text(
    "UPDATE claim_line l SET variant_id = coalesce("
    "  (SELECT g.variant_id FROM listing g WHERE g.connection_id = :connection AND g.variant_id IS NOT NULL"
    "    AND (g.barcode = l.barcode OR g.sku = l.sku) ORDER BY g.id LIMIT 1),"
    "  (SELECT v.id FROM variant v WHERE v.barcode = l.barcode OR v.sku = l.sku ORDER BY v.id LIMIT 1))"
    " FROM claim c WHERE l.claim_id = c.id AND c.connection_id = :connection AND l.variant_id IS NULL"
)
_COUNT = text(
    "UPDATE claim c SET unit_count = s.units, received_count = s.received, inspected_count = s.inspected,"
    " deciding = s.deciding, received_at = CASE WHEN s.received > 0 THEN coalesce(c.received_at, now()) END"
    " FROM (SELECT l.claim_id, sum(l.quantity) AS units, sum(l.received) AS received, sum(l.inspected) AS inspected,"
    "   max(l.deciding) AS deciding FROM claim_line l WHERE l.claim_id = ANY(CAST(:ids AS uuid[]))"
    "   GROUP BY l.claim_id) s WHERE c.id = s.claim_id"
)
TO_ACT = {ClaimStatus.REQUESTED, ClaimStatus.WAITING}


def take_claims(
    session: Session, scope: Scope, connection_id: UUID, claims: Sequence[IncomingClaim]
) -> Imported:
    """The newest word of each wins, by the channel's clock; at most some hundreds at a time."""
    claims = claims_without_buyers(session, scope, connection_id, claims)
    newest = {one.external_id: one for one in sorted(claims, key=lambda one: one.modified_at)}
    if not newest:
        return Imported()
    session.execute(_LOCK, {"key": f"claims:{connection_id}"})
    found = session.execute(_BEFORE, {"connection": connection_id, "ids": list(newest)})
    before: dict[str, str] = {row.external_id: row.status for row in found}
    changed = session.execute(
        _CLAIMS,
        {
            "merchant": scope.merchant_id,
            "connection": connection_id,
            "claims": [_plain(one) for one in newest.values()],
        },
    ).all()
    ids = [row.id for row in changed]
    lines = [
        {"id": str(new_id()), "claim_id": str(row.id), **_line(line)}
        for row in changed
        for line in newest[row.external_id].lines
    ]
    session.execute(_LINES, {"merchant": scope.merchant_id, "lines": lines})
    session.execute(_GONE, {"claims": ids, "lines": lines})
    for statement in (_ORDERS, _ARTICLES, _UNSOLD):
        session.execute(statement, {"connection": connection_id})
    count(session, ids)
    new = [row for row in changed if row.external_id not in before]
    timeline.write(session, scope, [event for row in changed if (event := _event(row, before))])
    if changed:
        live.tell(session, scope.merchant_id, "claims.imported" if new else "claims.changed")
    return Imported(
        created=len(new),
        updated=len(changed) - len(new),
        waiting=sum(row.status in TO_ACT for row in new),
    )


def count(session: Session, claim_ids: Sequence[UUID]) -> None:
    """Write the sums of their lines into claims."""
    session.execute(_COUNT, {"ids": list(claim_ids)})


def _event(row: Any, before: dict[str, str]) -> tuple[UUID, str, dict[str, Any]] | None:  # noqa: ANN401 - a row of SQLAlchemy
    was = before.get(row.external_id)
    if was is None:
        return (row.id, "imported", {"status": row.status})
    return (row.id, "status", {"from": was, "to": row.status}) if was != row.status else None


def _plain(claim: IncomingClaim) -> dict[str, Any]:
    amounts = [line.amount for line in claim.lines if line.amount is not None]
    return {
        "id": str(new_id()),
        "external_id": claim.external_id,
        "kind": claim.kind.value,
        "status": claim.status.value,
        "provider_status": claim.provider_status,
        "order_external_id": claim.order_external_id,
        "buyer_name": claim.buyer_name,
        "reason": next((line.reason for line in claim.lines if line.reason), ""),
        "amount": str(sum(amounts)) if amounts else None,
        "currency": claim.currency,
        "carrier": claim.carrier,
        "tracking_number": claim.tracking_number,
        "due_at": claim.due_at.isoformat() if claim.due_at else None,
        "created_at": claim.created_at.isoformat(),
        "modified_at": claim.modified_at.isoformat(),
        "hash": hashlib.blake2b(repr(claim).encode(), digest_size=16).hexdigest(),
        "units": sum(line.quantity for line in claim.lines),
        "words": " ".join(words(searched(claim))),
    }


def searched(claim: IncomingClaim) -> str:
    lines = [f"{line.title} {line.sku or ''} {line.barcode or ''} {line.reason}" for line in claim.lines]
    tracked = claim.tracking_number or ""
    return " ".join([claim.external_id, claim.order_external_id, claim.buyer_name, tracked, *lines])


def _line(line: IncomingClaimLine) -> dict[str, Any]:
    return {
        "external_id": line.external_id,
        "order_line_external_id": line.order_line_external_id,
        "sku": line.sku,
        "barcode": line.barcode,
        "title": line.title,
        "quantity": line.quantity,
        "reason": line.reason,
        "note": line.note,
        "status": line.status.value,
        "amount": None if line.amount is None else str(line.amount),
    }
