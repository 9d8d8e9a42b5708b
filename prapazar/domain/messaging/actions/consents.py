"""Consents: who welcomes advertising, who refused it, and whom nothing may be sent at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.messaging import rules
from prapazar.domain.messaging.enums import CALL, CONSENT_WAYS, ConsentState, Way
from prapazar.domain.messaging.errors import MessageRefused
from prapazar.foundation import live
from prapazar.foundation.ids import new_ids
from prapazar.foundation.scope import Scope

SOURCES = ("iys", "link", "hand", "api", "provider", "file")
_SET = text(
    "WITH said AS (SELECT d.id, d.address FROM unnest(CAST(:ids AS uuid[]),"
    "  CAST(:addresses AS text[])) AS d(id, address)), told AS ("
    " INSERT INTO consent_event (id, merchant_id, way, address, state, source, note, text_version, proof,"
    "  user_id, at) SELECT gen_random_uuid(), :merchant, :way, address, :state, :source, :note, :text_version, :proof,"
    "  CAST(:user AS uuid), coalesce(CAST(:at AS timestamptz), now()) FROM said)"
    " INSERT INTO contact_consent (id, merchant_id, way, address, state, source, note, text_version, proof,"
    "  user_id, at, noted_at, iys_at)"
    " SELECT id, :merchant, :way, address, :state, :source, :note, :text_version, :proof, CAST(:user AS uuid),"
    "  coalesce(CAST(:at AS timestamptz), now()), now(), CASE WHEN :source = 'iys' THEN now() END FROM said"
    " ON CONFLICT (merchant_id, way, address) DO UPDATE SET state = excluded.state, source = excluded.source,"
    " note = excluded.note, text_version = excluded.text_version, proof = excluded.proof,"
    " user_id = excluded.user_id, at = excluded.at, noted_at = excluded.noted_at, iys_at = excluded.iys_at,"
    " iys_source = '' WHERE contact_consent.at <= excluded.at"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said, and how it is known."""

    state: ConsentState
    source: str = "hand"
    note: str = ""
    text_version: str = ""
    proof: str = ""
    at: datetime | None = None


def consents_of(
    session: Session, scope: Scope, wanted: Sequence[tuple[Way, str]]
) -> dict[tuple[Way, str], ConsentState]:
    """Of those who said anything."""
    if not wanted:
        return {}
    found = session.execute(
        text(
            "SELECT c.way, c.address, c.state FROM contact_consent c"
            " JOIN unnest(CAST(:ways AS text[]), CAST(:addresses AS text[])) AS w(way, address) USING (way, address)"
            " WHERE c.merchant_id = :merchant"
        ),
        {
            "merchant": scope.merchant_id,
            "ways": [way.value for way, _ in wanted],
            "addresses": [address for _, address in wanted],
        },
    )
    return {(Way(row.way), row.address): ConsentState(row.state) for row in found}


def record_consents(
    session: Session,
    scope: Scope,
    way: str,
    addresses: Sequence[str],
    state: ConsentState,
    *,
    source: str = "hand",
    note: str = "",
    text_version: str = "",
    proof: str = "",
    at: datetime | None = None,
) -> int:
    """What people said, or the registry says of them, at `at` or just now; older words never replace newer ones.

    Raises MessageRefused for what is no address or no way.
    """
    scope.require("messages.write")
    if source not in SOURCES:
        raise MessageRefused("messages.not_a_choice", "source")
    if way not in CONSENT_WAYS:
        raise MessageRefused("messages.not_a_choice", "way")
    reached = Way.SMS if way == CALL else Way(way)
    found = sorted({rules.address(reached, one) for one in addresses})
    if not found or "" in found:
        raise MessageRefused("messages.address_wrong", "address")
    _set(session, scope, way, found, Said(state, source, note, text_version, proof, at))
    return len(found)


def opt_out(session: Session, scope: Scope, message_id: UUID) -> bool:
    """By the link within a message: no more advertising by that way. False where there is no such message."""
    row = session.execute(
        text("SELECT way, recipient FROM message WHERE id = :id AND merchant_id = :merchant"),
        {"id": message_id, "merchant": scope.merchant_id},
    ).one_or_none()
    if row is None or not row.recipient:
        return False
    _set(session, scope, row.way, [row.recipient], Said(ConsentState.REFUSED, "link"))
    return True


def _set(session: Session, scope: Scope, way: str, addresses: Sequence[str], said: Said) -> None:
    session.execute(
        _SET,
        {
            "merchant": scope.merchant_id,
            "way": str(way),
            "state": said.state.value,
            "source": said.source,
            "note": said.note.strip()[:300],
            "text_version": said.text_version.strip()[:60],
            "proof": said.proof.strip()[:200],
            "at": said.at,
            "user": scope.user_id,
            "ids": new_ids(len(addresses)),
            "addresses": list(addresses),
        },
    )
    live.tell(session, scope.merchant_id, "messages.changed")
