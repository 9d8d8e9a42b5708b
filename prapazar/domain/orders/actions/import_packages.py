"""Import: any number of deliveries of any packages, in any order, end in the same books."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.orders import rules
from prapazar.domain.orders.actions import change, insert
from prapazar.domain.orders.actions.known import Known, lock_known
from prapazar.domain.orders.records import ImportResult, IncomingPackage
from prapazar.foundation import live
from prapazar.foundation.scope import Scope


def import_packages(
    session: Session, scope: Scope, connection_id: UUID, packages: Sequence[IncomingPackage]
) -> ImportResult:
    """A handful of statements whatever the batch's size; at most a few hundred packages at a time."""
    arrived = rules.newest_of_each(packages)
    if not arrived:
        return ImportResult()
    known = lock_known(session, connection_id, [package.external_id for package in arrived])
    fresh = [package for package in arrived if package.external_id not in known]
    created, taken = insert.insert_packages(session, scope, connection_id, fresh)
    if taken:
        # Another delivery of the same packages committed while we waited for it: they are known by now.
        known |= lock_known(session, connection_id, taken)
    changed = [
        (known[package.external_id], package)
        for package in arrived
        if package.external_id in known and _is_news(known[package.external_id], package)
    ]
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


def _is_news(known: Known, package: IncomingPackage) -> bool:
    return package.modified_at >= known.modified_at and package.payload_hash != known.payload_hash
