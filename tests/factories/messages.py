"""Templates, orders and people for messages."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.messaging import actions
from prapazar.domain.messaging.actions import Draft
from prapazar.domain.messaging.enums import OrderMoment, Purpose, Way
from prapazar.domain.orders.actions import import_packages
from prapazar.domain.orders.enums import OrderStatus
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope
from tests.factories import catalog, orders

TEXTS = {
    "tr": {"subject": "{number} yolda", "body": "Merhaba {first_name}, {number} yolda: {tracking_number}"},
    "en": {"subject": "{number} is on its way", "body": "Hello {first_name}, {number}: {tracking_number}"},
}


def template(
    scope: Scope,
    *moments: OrderMoment,
    way: Way = Way.EMAIL,
    name: str = "Yolda",
    purpose: Purpose = Purpose.TRANSACTIONAL,
    provider_name: str = "",
) -> UUID:
    with db.transaction(scope) as session:
        return actions.save_template(
            session,
            scope,
            None,
            name=name,
            way=way,
            purpose=purpose,
            texts=TEXTS,
            moments=moments,
            provider_name=provider_name,
        )


def draft(key: str, *, way: Way = Way.EMAIL, address: str = "ayse@example.com", **changes: object) -> Draft:
    given = {"purpose": Purpose.TRANSACTIONAL, "subject": "Siparişiniz", "body": "Yolda", **changes}
    return Draft(key=key, way=way, address=address, **given)  # type: ignore[arg-type]  # fields of a draft


def connection(session: Session, scope: Scope, connector: str = "netgsm") -> UUID:
    return catalog.connection(session, scope, connector)


def ordered(
    scope: Scope,
    connection_id: UUID,
    number: str = "S-1",
    *,
    at: datetime | None = None,
    email: str = "ayse@example.com",
) -> UUID:
    """An order of now, its buyer known by mail and phone."""
    with db.transaction(scope) as session:
        taken = orders.package(f"p-{number}", orders.line("B-1"), order=number, ordered_at=at or now())
        import_packages(session, scope, connection_id, [taken])
        found: UUID = session.execute(
            text(
                "UPDATE purchase_order SET buyer_email = :email, buyer_phone = '0532 111 22 33'"
                " WHERE number = :number RETURNING id"
            ),
            {"email": email, "number": number},
        ).scalar_one()
    return found


def moved(scope: Scope, connection_id: UUID, number: str, status: OrderStatus, minute: int = 1) -> None:
    """The channel says so."""
    with db.transaction(scope) as session:
        taken = orders.package(
            f"p-{number}", orders.line("B-1"), order=number, status=status, minute=minute, ordered_at=now()
        )
        import_packages(session, scope, connection_id, [taken])


def log(scope: Scope) -> list[tuple[str, ...]]:
    """Way, status, recipient, subject and code of every message, oldest first."""
    with db.transaction(scope) as session:
        found = session.execute(
            text("SELECT way, status, recipient, subject, code FROM message ORDER BY created_at, id")
        )
        return [tuple(row) for row in found]


def due(scope: Scope) -> None:
    """Whatever waits for its time has waited long enough."""
    with db.transaction(scope) as session:
        session.execute(
            text(
                "UPDATE outbox SET available_at = now(), claimed_until = CASE WHEN claimed_until IS NOT NULL"
                " THEN now() - interval '1 second' END"
            )
        )
