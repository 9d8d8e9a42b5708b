"""Orders of named buyers, imported and gathered, with as few words as possible."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.customers import actions, queries
from prapazar.domain.customers.queries import CustomerFilter
from prapazar.domain.orders.actions.import_packages import import_packages
from prapazar.domain.orders.records import IncomingPackage
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories.orders import NOON, line, package

MODA = {"line": "Moda Cad. No: 12 D: 5", "district": "Kadıköy", "city": "İstanbul"}


def bought(
    number: str,
    name: str,
    *,
    email: str | None = None,
    phone: str | None = None,
    buyer: str | None = None,
    tax: str | None = None,
    address: dict[str, str] | None = None,
    quantity: int = 1,
    day: int = 0,
) -> IncomingPackage:
    """`day`: after NOON."""
    at: datetime = NOON + timedelta(days=day)
    door: dict[str, str | None] = {"name": name, **(address or {})}
    return replace(
        package(number, line("869", quantity), ordered_at=at),
        buyer_name=name,
        buyer_email=email,
        buyer_phone=phone,
        buyer_external_id=buyer,
        shipping_address=door,
        billing_address={"name": name, "tax_number": tax} if tax else {},
        city=door.get("city") or "",
        district=door.get("district") or "",
    )


def arrive(scope: Scope, connection_id: UUID, *packages: IncomingPackage) -> None:
    """In, and whose they are found out."""
    with db.transaction(scope) as session:
        import_packages(session, scope, connection_id, packages)
    with db.transaction(scope) as session:
        actions.gather(session, scope)


def people(scope: Scope, **wanted: str) -> dict[str, int]:
    """Orders by the name of each customer who is shown."""
    with db.transaction(scope) as session:
        found = queries.page(session, scope, CustomerFilter(**wanted))  # type: ignore[arg-type]  # texts alone
    return {row.name: row.order_count for row in found}


def ids(scope: Scope) -> dict[str, UUID]:
    with db.transaction(scope) as session:
        return {row.name: row.id for row in queries.page(session, scope, CustomerFilter())}


def everything(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """All rows about customers but for when they were last touched, to be compared before and after."""
    statements = {
        "customer": "SELECT id, name, email, phone, merged_into_id, order_count, spent, channels, first_order_at,"
        " last_order_at, CAST(search AS text) FROM customer ORDER BY id",
        "customer_key": "SELECT customer_id, kind, value FROM customer_key ORDER BY kind, value",
        "customer_order": "SELECT order_id, customer_id, is_waiting FROM customer_order ORDER BY order_id",
        "customer_address": "SELECT customer_id, digest, likeness FROM customer_address ORDER BY id",
    }
    return {
        name: [tuple(row) for row in session.execute(text(statement))]
        for name, statement in statements.items()
    }
