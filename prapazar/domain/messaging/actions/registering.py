"""The registry of consents: what it says is taken in, and what it was told of is marked."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.messaging.registry import WAYS, Registered
from prapazar.foundation import live
from prapazar.foundation.ids import new_ids
from prapazar.foundation.scope import Scope

_TAKEN = text(
    "WITH told AS (SELECT DISTINCT ON (way, address) * FROM jsonb_to_recordset(:rows) AS d(id uuid, way text,"
    "  address text, state text, at timestamptz, source text, kind text) ORDER BY way, address, at DESC),"
    " kept AS (INSERT INTO contact_consent AS c (id, merchant_id, way, address, state, source, note, user_id, at,"
    "   noted_at, iys_at, iys_source, recipient_kind)"
    "  SELECT id, :merchant, way, address, state, 'iys', '', CAST(:user AS uuid), at, now(), now(), source, kind"
    "   FROM told"
    # Who is not to be written to at all stays so: the registry knows of advertising alone.
    "  ON CONFLICT (merchant_id, way, address) DO UPDATE SET"
    "   state = CASE WHEN c.state = 'blocked' THEN c.state ELSE excluded.state END,"
    "   source = CASE WHEN c.state = excluded.state THEN c.source ELSE excluded.source END,"
    "   at = CASE WHEN c.state = excluded.state THEN c.at ELSE excluded.at END, noted_at = now(),"
    "   iys_at = now(), iys_source = excluded.iys_source, recipient_kind = excluded.recipient_kind"
    "  WHERE date_trunc('second', c.at) <= excluded.at RETURNING way, address, state, at, source)"
    " INSERT INTO consent_event (id, merchant_id, way, address, state, source, note, text_version, proof, user_id,"
    "  at) SELECT gen_random_uuid(), :merchant, k.way, k.address, k.state, 'iys', '', '', '', CAST(:user AS uuid),"
    "  k.at FROM kept k WHERE k.source = 'iys' AND NOT EXISTS (SELECT 1 FROM consent_event e"
    "   WHERE e.merchant_id = :merchant AND e.way = k.way AND e.address = k.address AND e.state = k.state"
    "    AND e.at = k.at)"
).bindparams(bindparam("rows", type_=JSONB))
_MARKED = text(
    "UPDATE contact_consent SET iys_at = now() WHERE merchant_id = :merchant AND iys_at IS NULL"
    " AND way = ANY(CAST(:ways AS text[])) AND noted_at <= :until RETURNING id"
)


def take_registered(session: Session, scope: Scope, told: Sequence[Registered]) -> None:
    """What people said to us later than to the registry stays as it is, and has to be told there."""
    scope.require("messages.write")
    if not told:
        return
    rows = [
        {
            "id": str(key),
            "way": one.way,
            "address": one.address,
            "state": one.state.value,
            "at": one.at.isoformat(),
            "source": one.source,
            "kind": one.kind,
        }
        for key, one in zip(new_ids(len(told)), told, strict=True)
    ]
    session.execute(_TAKEN, {"merchant": scope.merchant_id, "user": scope.user_id, "rows": rows})
    live.tell(session, scope.merchant_id, "messages.changed")


def mark_registered(session: Session, scope: Scope, until: datetime) -> int:
    """A person uploaded the file that was made at `until`; what came into the books later was not in it."""
    scope.require("messages.write")
    asked = {"merchant": scope.merchant_id, "ways": list(WAYS), "until": until}
    marked = len(session.execute(_MARKED, asked).all())
    if marked:
        live.tell(session, scope.merchant_id, "messages.changed")
    return marked
