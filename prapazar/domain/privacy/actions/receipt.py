"""The receipt: numbered and signed, it proves what was removed and says what stays and why, and names nobody."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.customers import erased
from prapazar.domain.privacy import finders
from prapazar.domain.privacy.actions.ask import locked
from prapazar.domain.privacy.actions.collect import Known, collect
from prapazar.domain.privacy.actions.slices import values
from prapazar.domain.privacy.enums import RequestStatus
from prapazar.domain.privacy.inventory import inventory
from prapazar.domain.privacy.models import PrivacyRequest
from prapazar.domain.privacy.plan import MASKED, steps
from prapazar.foundation import live
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope
from prapazar.foundation.secrets import derived_token

METHOD = "HMAC-SHA256"
_NEXT = text(
    "INSERT INTO number_series (id, merchant_id, kind, last) VALUES (:id, :merchant, :kind, 1)"
    " ON CONFLICT (merchant_id, kind) DO UPDATE SET last = number_series.last + 1 RETURNING last"
)


def finish(session: Session, scope: Scope, request_id: UUID) -> str:
    """After the last step; again is the same. Returns the receipt's number."""
    scope.require("privacy.approve")
    request = locked(session, scope, request_id)
    if request.status == RequestStatus.DONE or request.step < len(steps()):
        return request.number or ""
    known = collect(session, scope, request)
    request.finished_at, request.number = now(), _number(session, scope)
    request.receipt = _content(session, scope, request, known)
    request.signature = sign(request.receipt)
    request.status, request.known = RequestStatus.DONE.value, None
    session.execute(text("DELETE FROM privacy_order WHERE request_id = :id"), {"id": request.id})
    said = {"number": request.number, "digest": request.receipt["digest"]}
    audit.append(session, scope, "privacy.erased", request.id, said)
    session.flush()
    for kind in ("privacy.changed", "customers.changed", "orders.changed", "messages.changed"):
        live.tell(session, scope.merchant_id, kind)
    return request.number


def sign(receipt: Mapping[str, Any]) -> str:
    key = derived_token("privacy receipts").encode()
    return hmac.new(key, canonical(receipt), hashlib.sha256).hexdigest()


def is_genuine(receipt: Mapping[str, Any], signature: str) -> bool:
    """Whether this installation wrote it, and nobody changed it."""
    return hmac.compare_digest(sign(receipt), signature)


def canonical(receipt: Mapping[str, Any]) -> bytes:
    return json.dumps(receipt, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _content(session: Session, scope: Scope, request: PrivacyRequest, known: Known) -> dict[str, Any]:
    name = "|".join(str(one) for one in known.members)
    return {
        "number": request.number,
        "merchant": str(scope.merchant_id),
        "request": str(request.id),
        "person": erased.fingerprint(scope, name),
        "way": request.way,
        "identity": request.identity,
        "asked_at": _told(request.asked_at),
        "approved_at": _told(request.approved_at),
        "approved_by": str(request.approved_by) if request.approved_by else None,
        "finished_at": _told(request.finished_at),
        "removed": _counted(request, is_masked=False),
        "masked": _counted(request, is_masked=True),
        "kept": _kept(session, request, known),
        "digest": (request.chain or b"").hex(),
        "method": METHOD,
    }


def _counted(request: PrivacyRequest, *, is_masked: bool) -> list[dict[str, Any]]:
    return [
        {"place": name.removesuffix(MASKED), "rows": rows}
        for name, rows in sorted(request.counts.items())
        if name.endswith(MASKED) is is_masked
    ]


def _kept(session: Session, request: PrivacyRequest, known: Known) -> list[dict[str, Any]]:
    """Whole rows by law, with how many; single columns of what was made anonymous, with their reason."""
    given, found = values(request, known), []
    for place in inventory().places:
        if place.law:
            where = finders.FINDERS[place.rows]
            rows = session.execute(
                text(f'SELECT count(*) FROM "{place.table}" t WHERE t.merchant_id = :merchant AND {where}'),
                given,
            ).scalar_one()
            found.append({"place": place.name, "rows": rows, "columns": [], "reason": place.law})
        for reason in sorted(set(place.kept.values())):
            touched = place.name if place.rows else f"{place.name}{MASKED}"
            if not place.deletes and request.counts.get(touched):
                columns = sorted(name for name, why in place.kept.items() if why == reason)
                found.append({"place": place.name, "rows": None, "columns": columns, "reason": reason})
    return [one for one in found if one["rows"] != 0]


def _number(session: Session, scope: Scope) -> str:
    year = now().astimezone(ISTANBUL).year
    values = {"id": new_id(), "merchant": scope.merchant_id, "kind": f"privacy_{year}"}
    last: int = session.execute(_NEXT, values).scalar_one()
    return f"KVKK{year}-{last:05d}"


def _told(at: Any) -> str | None:  # noqa: ANN401 - a moment or none
    return at.isoformat(timespec="seconds") if at else None
