"""Again: an erasure as it is told outside of the database, and done once more where a restore undid it."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.customers import erased
from prapazar.domain.privacy.actions.ask import TIME_BY_LAW, locked
from prapazar.domain.privacy.actions.collect import Beforehand, collect
from prapazar.domain.privacy.enums import RequestKind, RequestStatus
from prapazar.domain.privacy.models import PrivacyRequest
from prapazar.domain.privacy.plan import steps
from prapazar.foundation.clock import now
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

_NUMBER = re.compile(r"KVKK(\d{4})-(\d+)")
_OPEN = f"('{RequestStatus.ASKED}', '{RequestStatus.RUNNING}')"
_GIVEN = text(
    "INSERT INTO number_series (id, merchant_id, kind, last) VALUES (:id, :merchant, :kind, :last)"
    " ON CONFLICT (merchant_id, kind) DO UPDATE SET last = greatest(number_series.last, excluded.last)"
)


@dataclass(frozen=True, slots=True)
class Erasure:
    """Ids, codes, moments and keyed hashes: nothing in it is a person's."""

    merchant_id: UUID
    request_id: UUID
    customer_id: UUID
    members: frozenset[UUID]
    orders: frozenset[UUID]
    prints: tuple[str, ...]
    """Hexadecimal: by what the person is known again."""
    way: str
    identity: str
    asked_at: datetime
    erased_at: datetime
    approved_by: UUID | None = None
    number: str | None = None
    """Of the receipt, once there is one; it went to the person and stays as it was."""
    receipt: dict[str, Any] = field(default_factory=dict)
    signature: str = ""
    finished_at: datetime | None = None


def tell(session: Session, scope: Scope, request_id: UUID) -> Erasure | None:
    """None for what is no erasure, or one nobody has approved."""
    scope.require("privacy.approve")
    request = locked(session, scope, request_id)
    is_done = request.status == RequestStatus.DONE
    if request.kind != RequestKind.ERASURE or not (is_done or request.status == RequestStatus.RUNNING):
        return None
    members = () if is_done else collect(session, scope, request).members
    orders = session.execute(
        text("SELECT order_id FROM privacy_order WHERE request_id = :id"), {"id": request_id}
    ).scalars()
    found = Erasure(
        scope.merchant_id,
        request.id,
        request.customer_id,
        frozenset((request.customer_id, *members)),
        frozenset(orders),
        tuple(one.hex() for one in erased.prints_of(session, request.id)),
        request.way,
        request.identity,
        request.asked_at,
        request.started_at or now(),
        request.approved_by,
    )
    return with_receipt(session, scope, found)


def with_receipt(session: Session, scope: Scope, told: Erasure) -> Erasure:
    request = locked(session, scope, told.request_id)
    return replace(
        told,
        number=request.number,
        receipt=dict(request.receipt),
        signature=request.signature,
        finished_at=request.finished_at,
    )


def recognised(session: Session, scope: Scope, told: Collection[Erasure]) -> list[Erasure]:
    """Each with whoever has its fingerprints in these books, however their rows are called here."""
    scope.require("privacy.approve")
    wanted = {bytes.fromhex(print_) for one in told for print_ in one.prints}
    known = erased.recognised(session, scope, wanted) if wanted else {}
    found = []
    for one in told:
        rows = frozenset(row for print_ in one.prints for row in known.get(bytes.fromhex(print_), ()))
        found.append(replace(one, members=one.members | rows, orders=one.orders | rows))
    return found


def begin_again(session: Session, scope: Scope, told: Erasure) -> None:
    """The request as it was, however much of it these books know. Done ones stay as they are."""
    scope.require("privacy.approve")
    request = session.get(PrivacyRequest, told.request_id, with_for_update=True, populate_existing=True)
    if request is not None and request.status == RequestStatus.DONE:
        return
    # Asked before, and decided since: the person is gone either way.
    session.execute(
        text(
            "UPDATE privacy_request SET status = :refused, refused_at = now() WHERE customer_id = :customer"
            f" AND kind = :kind AND id <> :id AND status IN {_OPEN}"
        ),
        {
            "refused": RequestStatus.REFUSED.value,
            "customer": told.customer_id,
            "kind": RequestKind.ERASURE.value,
            "id": told.request_id,
        },
    )
    if request is None:
        request = PrivacyRequest(
            id=told.request_id,
            merchant_id=scope.merchant_id,
            kind=RequestKind.ERASURE.value,
            customer_id=told.customer_id,
            way=told.way,
            identity=told.identity,
            asked_at=told.asked_at,
            due_at=told.asked_at + TIME_BY_LAW,
        )
        session.add(request)
    request.status, request.started_at = RequestStatus.RUNNING.value, told.erased_at
    request.approved_at, request.approved_by = request.approved_at or told.erased_at, told.approved_by
    session.flush()
    collect(session, scope, request, Beforehand(told.members, told.orders))
    prints = [bytes.fromhex(one) for one in told.prints]
    erased.remember_again(session, scope, request.id, prints, told.erased_at)


def finish_again(session: Session, scope: Scope, told: Erasure) -> None:
    """After the last step. The receipt is the one that was handed out; its number is given to nobody else."""
    scope.require("privacy.approve")
    request = locked(session, scope, told.request_id)
    if request.status == RequestStatus.DONE or request.step < len(steps()):
        return
    request.number, request.receipt, request.signature = told.number, dict(told.receipt), told.signature
    request.finished_at, request.known = told.finished_at, None
    request.status = RequestStatus.DONE.value
    session.execute(text("DELETE FROM privacy_order WHERE request_id = :id"), {"id": request.id})
    given = _NUMBER.fullmatch(told.number or "")
    if given:
        series = {"id": new_id(), "merchant": scope.merchant_id, "kind": f"privacy_{given[1]}"}
        session.execute(_GIVEN, {**series, "last": int(given[2])})
    audit.append(session, scope, "privacy.reapplied", request.id, {"number": told.number})
    session.flush()
