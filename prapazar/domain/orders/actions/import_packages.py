"""Import: any number of deliveries of any packages, in any order, end in the same books."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders import rules
from prapazar.domain.orders.actions import change, insert
from prapazar.domain.orders.actions.known import Known, lock_known
from prapazar.domain.orders.actions.lines import find_variants
from prapazar.domain.orders.records import ImportResult, IncomingPackage
from prapazar.domain.stock import queries as stock
from prapazar.foundation import live
from prapazar.foundation.scope import Scope


def import_packages(
    session: Session, scope: Scope, connection_id: UUID, packages: Sequence[IncomingPackage]
) -> ImportResult:
    """A handful of statements whatever the batch's size; at most a few hundred packages at a time."""
    arrived = rules.newest_of_each(packages)
    if not arrived:
        return ImportResult()
    _one_at_a_time(session, connection_id)
    known = lock_known(session, connection_id, [package.external_id for package in arrived])
    fresh = [package for package in arrived if package.external_id not in known]
    changed = [
        (known[package.external_id], package)
        for package in arrived
        if package.external_id in known and _is_news(known[package.external_id], package)
    ]
    _lock_stock(session, scope, connection_id, fresh, changed)
    created = insert.insert_packages(session, scope, connection_id, fresh)
    updated = change.change_packages(session, scope, connection_id, changed)
    result = ImportResult(
        created=created.created,
        updated=updated.updated,
        unchanged=len(arrived) - created.created - updated.updated,
        unmapped=created.unmapped + updated.unmapped,
        short=created.short + updated.short,
        numbers=created.numbers,
    )
    if result.created or result.updated:
        live.tell(
            session,
            scope.merchant_id,
            "orders.imported",
            created=result.created,
            updated=result.updated,
            number=result.numbers[-1] if result.numbers else "",
        )
    return result


def _one_at_a_time(session: Session, connection_id: UUID) -> None:
    """A poll and a webhook of one channel bring the same packages, each in its own order: one waits for the other."""
    session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": f"import:{connection_id}"}
    )


def _lock_stock(
    session: Session,
    scope: Scope,
    connection_id: UUID,
    fresh: Sequence[IncomingPackage],
    changed: Sequence[tuple[Known, IncomingPackage]],
) -> None:
    """Before units are given back and others taken; new packages alone only take, which is one step."""
    origins = [origin for package in fresh for origin in package.origin_external_ids]
    if not changed and not origins:
        return
    told = [*fresh, *(package for _, package in changed)]
    variants = find_variants(
        session, scope, connection_id, (line for package in told for line in package.lines)
    )
    lines = session.execute(
        text(
            "SELECT l.id FROM order_line l JOIN shipment_package p ON p.id = l.package_id"
            " WHERE p.connection_id = :connection AND p.external_id = ANY(CAST(:packages AS text[]))"
        ),
        {"connection": connection_id, "packages": [*origins, *(known.external_id for known, _ in changed)]},
    ).scalars()
    stock.lock_ahead(session, {v for v in variants.values() if v}, lines)


def _is_news(known: Known, package: IncomingPackage) -> bool:
    return package.modified_at >= known.modified_at and package.payload_hash != known.payload_hash
