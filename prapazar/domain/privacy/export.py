"""Everything that is held of a person, to be handed out: by place, as rows and as files."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.privacy import finders
from prapazar.domain.privacy.actions.ask import locked
from prapazar.domain.privacy.actions.collect import collect
from prapazar.domain.privacy.actions.slices import values
from prapazar.domain.privacy.inventory import Place, inventory
from prapazar.foundation import secrets
from prapazar.foundation.scope import Scope

_OURS = (
    "merchant_id",
    "search",
    "payload_hash",
    "digest",
    "likeness",
    "folded_name",
    "key",
    "link",
    "paper_key",
)
"""No word of the person's, and nothing anybody else should have."""
MOST_ROWS = 20_000
_FILES = text(
    "SELECT t.id, t.name, t.content FROM stored_file t WHERE t.merchant_id = :merchant AND ("
    + finders.FINDERS["file"]
    + " OR t.subject = 'invoice' AND t.subject_id IN (SELECT i.id FROM invoice i WHERE i.order_id IN"
    " (SELECT x.order_id FROM privacy_order x WHERE x.request_id = :request)))"
    " AND t.id > CAST(:after AS uuid) ORDER BY t.id LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class HeldFile:
    id: UUID
    name: str
    content: bytes


def rows(session: Session, scope: Scope, request_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """By place, those with any."""
    scope.require("privacy.write")
    request = locked(session, scope, request_id)
    given = values(request, collect(session, scope, request))
    found = {place.name: _of(session, place, given) for place in inventory().places if place.rows}
    return {name: held for name, held in found.items() if held}


def _of(session: Session, place: Place, given: dict[str, Any]) -> list[dict[str, Any]]:
    hidden = [*_OURS, *place.sealed]
    found = session.execute(
        text(
            f'SELECT to_jsonb(t) - CAST(:hidden AS text[]) FROM "{place.table}" t WHERE t.merchant_id = :merchant'
            f" AND {finders.FINDERS[place.rows]} ORDER BY t.id LIMIT {MOST_ROWS}"
        ),
        {**given, "hidden": hidden},
    )
    return list(found.scalars())


def files(session: Session, scope: Scope, request_id: UUID) -> Iterator[HeldFile]:
    """One at a time, opened: labels, pictures, evidence, and the documents of invoices."""
    request = locked(session, scope, request_id)
    given = values(request, collect(session, scope, request)) | {"after": str(UUID(int=0))}
    while (row := session.execute(_FILES, given).one_or_none()) is not None:
        yield HeldFile(row.id, row.name, secrets.box().open(bytes(row.content), row.id.bytes))
        given["after"] = str(row.id)
