"""Collect: which orders are the person's, and by what they are recognised anywhere else."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.customers import erased
from prapazar.domain.customers.enums import ErasedKind, KeyKind
from prapazar.domain.privacy.actions.ask import pause_gathering
from prapazar.domain.privacy.enums import RequestKind
from prapazar.domain.privacy.models import PrivacyRequest
from prapazar.domain.privacy.rules import Gathering, Terms
from prapazar.foundation import secrets
from prapazar.foundation.scope import Scope

_MEMBERS = text(
    "SELECT id FROM customer WHERE merchant_id = :merchant"
    " AND (id = ANY(CAST(:known AS uuid[])) OR merged_into_id = ANY(CAST(:known AS uuid[])))"
)
# By what only this person has: an order can stand with another customer whose key it carried as well.
_ORDERS = text(
    "INSERT INTO privacy_order (id, merchant_id, request_id, order_id)"
    " SELECT gen_random_uuid(), :merchant, :request, o.id FROM purchase_order o"
    " LEFT JOIN customer_order w ON w.order_id = o.id"
    " WHERE o.merchant_id = :merchant AND (w.customer_id = ANY(CAST(:members AS uuid[]))"
    "  OR lower(o.buyer_email) = ANY(CAST(:emails AS text[]))"
    "  OR o.billing_address ->> 'tax_number' = ANY(CAST(:taxes AS text[])))"
    " ON CONFLICT (request_id, order_id) DO NOTHING"
)
_ORDERS_TOLD = text(
    "INSERT INTO privacy_order (id, merchant_id, request_id, order_id)"
    " SELECT gen_random_uuid(), :merchant, :request, o.id FROM purchase_order o"
    " WHERE o.merchant_id = :merchant AND o.id = ANY(CAST(:orders AS uuid[]))"
    " ON CONFLICT (request_id, order_id) DO NOTHING"
)
_OWN = text(
    "SELECT name, company, email, phone, tax_number FROM customer WHERE id = ANY(CAST(:members AS uuid[]))"
)
_KEYS = text("SELECT kind, value FROM customer_key WHERE customer_id = ANY(CAST(:members AS uuid[]))")
_DOORS = text(
    "SELECT name, company, line FROM customer_address WHERE customer_id = ANY(CAST(:members AS uuid[]))"
)
_BOUGHT = text(
    "SELECT DISTINCT o.buyer_name, o.buyer_email, o.buyer_phone, o.shipping_address, o.billing_address, w.buyer_id"
    " FROM privacy_order p JOIN purchase_order o ON o.id = p.order_id"
    " LEFT JOIN customer_order w ON w.order_id = o.id WHERE p.request_id = :request"
)
_PAID = text(
    "SELECT DISTINCT a.buyer FROM payment_attempt a JOIN payment p ON p.id = a.payment_id"
    " JOIN privacy_order x ON x.order_id = p.order_id WHERE x.request_id = :request"
)
_TOLD = text(
    "SELECT 'order' AS kind, o.connection_id, o.external_id FROM privacy_order p"
    " JOIN purchase_order o ON o.id = p.order_id WHERE p.request_id = :request AND o.connection_id IS NOT NULL"
    " UNION ALL SELECT 'claim', c.connection_id, c.external_id FROM privacy_order p"
    " JOIN claim c ON c.order_id = p.order_id WHERE p.request_id = :request AND c.connection_id IS NOT NULL"
    " UNION ALL SELECT 'question', q.connection_id, q.external_id FROM privacy_order p"
    " JOIN question q ON q.order_id = p.order_id WHERE p.request_id = :request"
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the work goes by from its first step to its last."""

    members: tuple[UUID, ...]
    terms: Terms


@dataclass(frozen=True, slots=True)
class Beforehand:
    """Of an erasure that was done before, and that a restore undid: what was found then."""

    members: frozenset[UUID] = frozenset()
    orders: frozenset[UUID] = frozenset()


def collect(session: Session, scope: Scope, request: PrivacyRequest, told: Beforehand | None = None) -> Known:
    """Once; later steps read what was found then, for by then the rows it was found in are gone."""
    if request.known is not None:
        return _opened(request)
    values: dict[str, Any] = {
        "merchant": scope.merchant_id,
        "request": request.id,
        "known": sorted({request.customer_id, *(told.members if told else ())}),
        "orders": sorted(told.orders if told else ()),
    }
    members = tuple(sorted(session.execute(_MEMBERS, values).scalars()))
    values["members"] = list(members)
    gathered = Gathering()
    keys = session.execute(_KEYS, values).all()
    emails = {row.value for row in keys if row.kind == KeyKind.EMAIL}
    taxes = {row.value for row in keys if row.kind == KeyKind.TAX}
    session.execute(_ORDERS_TOLD, values)
    session.execute(_ORDERS, {**values, "emails": sorted(emails), "taxes": sorted(taxes)})
    _read(session, values, gathered)
    for row in keys:
        _key(gathered, row.kind, row.value)
    known = Known(members, gathered.terms())
    request.known = _sealed(request, known)
    if request.kind == RequestKind.ERASURE:
        pause_gathering(session, request.id)
        _fingerprints(session, scope, request, [(row.kind, row.value) for row in keys])
    session.flush()
    return known


def _read(session: Session, values: dict[str, Any], gathered: Gathering) -> None:
    for row in session.execute(_OWN, values):
        gathered.address(row._asdict())
    for row in session.execute(_DOORS, values):
        gathered.address(row._asdict())
    for row in session.execute(_BOUGHT, values):
        gathered.name(row.buyer_name)
        gathered.email(row.buyer_email)
        gathered.phone(row.buyer_phone)
        gathered.number(row.buyer_id)
        gathered.address(row.shipping_address)
        gathered.address(row.billing_address)
    for buyer in session.execute(_PAID, values).scalars():
        gathered.address(buyer)


def _key(gathered: Gathering, kind: str, value: str) -> None:
    match KeyKind(kind):
        case KeyKind.EMAIL:
            gathered.email(value)
        case KeyKind.PHONE:
            gathered.phone(value.partition(" ")[0])
        case KeyKind.TAX:
            gathered.number(value)
        case KeyKind.BUYER:
            gathered.number(value.partition(":")[2])


def _fingerprints(
    session: Session, scope: Scope, request: PrivacyRequest, keys: list[tuple[str, str]]
) -> None:
    """Written before anything goes: an import that runs meanwhile knows the person too."""
    told = session.execute(_TOLD, {"request": request.id})
    named = [(ErasedKind(row.kind).value, f"{row.connection_id}:{row.external_id}") for row in told]
    erased.remember(session, scope, request.id, [*keys, *named])


def _sealed(request: PrivacyRequest, known: Known) -> bytes:
    plain = json.dumps({"members": [str(one) for one in known.members], "terms": known.terms.packed()})
    return secrets.box().seal(plain.encode(), request.id.bytes)


def _opened(request: PrivacyRequest) -> Known:
    read = json.loads(secrets.box().open(request.known or b"", request.id.bytes))
    return Known(tuple(UUID(one) for one in read["members"]), Terms.unpacked(read["terms"]))
