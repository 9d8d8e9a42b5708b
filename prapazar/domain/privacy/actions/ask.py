"""Ask, refuse, approve: what a person wants of their data is taken down, and somebody with the right decides."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.channels.enums import Topic
from prapazar.domain.customers import queries_one
from prapazar.domain.privacy.enums import AskedBy, Identity, RequestKind, RequestStatus
from prapazar.domain.privacy.errors import RequestMissing, RequestRefused
from prapazar.domain.privacy.models import PrivacyRequest
from prapazar.foundation import live, outbox
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

TIME_BY_LAW = timedelta(days=30)
_LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Asked:
    kind: RequestKind
    customer_id: UUID
    way: AskedBy
    identity: Identity
    note: str = ""


def ask(session: Session, scope: Scope, asked: Asked) -> UUID:
    """An export begins at once, an erasure waits for approval. Raises CustomerMissing, RequestRefused."""
    scope.require("privacy.write")
    shown = queries_one.shown_id(session, scope, asked.customer_id)
    request = PrivacyRequest(
        merchant_id=scope.merchant_id,
        kind=asked.kind.value,
        customer_id=shown,
        way=asked.way.value,
        identity=asked.identity.value,
        note=asked.note.strip()[:_LONGEST_NOTE],
        asked_by=scope.user_id,
        due_at=now() + TIME_BY_LAW,
    )
    try:
        with session.begin_nested():
            session.add(request)
    except IntegrityError:
        raise RequestRefused("privacy.asked_already") from None
    values = {"kind": asked.kind.value, "way": asked.way.value, "identity": asked.identity.value}
    audit.append(session, scope, "privacy.asked", request.id, values)
    if asked.kind is RequestKind.EXPORT:
        _begin(session, scope, request)
    live.tell(session, scope.merchant_id, "privacy.changed")
    return request.id


def approve(session: Session, scope: Scope, request_id: UUID) -> None:
    """Cannot be taken back: from here on the person is being removed. Raises RequestMissing, RequestRefused."""
    scope.require("privacy.approve")
    request = locked(session, scope, request_id)
    if request.status != RequestStatus.ASKED:
        raise RequestRefused("privacy.decided_already")
    request.approved_at, request.approved_by = now(), scope.user_id
    audit.append(session, scope, "privacy.approved", request.id, {})
    _begin(session, scope, request)
    live.tell(session, scope.merchant_id, "privacy.changed")


def refuse(session: Session, scope: Scope, request_id: UUID) -> None:
    """The person took it back, or was not who they said. Raises RequestMissing, RequestRefused."""
    scope.require("privacy.approve")
    request = locked(session, scope, request_id)
    if request.status != RequestStatus.ASKED:
        raise RequestRefused("privacy.decided_already")
    request.status, request.refused_at = RequestStatus.REFUSED.value, now()
    request.approved_by = scope.user_id
    audit.append(session, scope, "privacy.refused", request.id, {})
    live.tell(session, scope.merchant_id, "privacy.changed")


def locked(session: Session, scope: Scope, request_id: UUID) -> PrivacyRequest:
    """Raises RequestMissing."""
    found = session.get(PrivacyRequest, request_id, with_for_update=True, populate_existing=True)
    if found is None or found.merchant_id != scope.merchant_id:
        raise RequestMissing(request_id)
    return found


def _begin(session: Session, scope: Scope, request: PrivacyRequest) -> None:
    request.status, request.started_at = RequestStatus.RUNNING.value, now()
    session.flush()
    outbox.append(session, scope.merchant_id, Topic.PRIVACY.value, request.id, request.id, {})


def pause_gathering(session: Session, request_id: UUID) -> None:
    """Orders of the person are not looked at again by whoever gathers customers."""
    session.execute(
        text(
            "UPDATE customer_order w SET is_waiting = false FROM privacy_order p"
            " WHERE p.request_id = :request AND p.order_id = w.order_id AND w.is_waiting"
        ),
        {"request": request_id},
    )
