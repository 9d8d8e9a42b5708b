"""What is kept sealed or raw: opened, read, and emptied or thrown away where it names the person."""

import hashlib
import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.privacy import rules
from prapazar.domain.privacy.documents import names_person
from prapazar.domain.privacy.models import PrivacyRequest
from prapazar.foundation import secrets
from prapazar.foundation.scope import Scope
from prapazar.foundation.secrets import SecretUnreadable

_FIRST = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Opened:
    touched: int
    last: str
    hashes: Sequence[str] = ()


Opener = Callable[[Session, Scope, PrivacyRequest, "re.Pattern[str]", str, int], Opened]
Unseal = Callable[[Any], bytes]


def _each(select: str, act: str, unseal: Unseal) -> Opener:
    """`select` brings `id` and what `unseal` needs, from :after on; `act` is done to the ids that name the person."""

    def work(
        session: Session,
        _scope: Scope,
        request: PrivacyRequest,
        looked_for: "re.Pattern[str]",
        after: str,
        limit: int,
    ) -> Opened:
        rows = session.execute(
            text(select),
            {
                "merchant": request.merchant_id,
                "request": request.id,
                "after": after or str(_FIRST),
                "limit": limit,
            },
        ).all()
        plain = {row.id: _read(unseal, row) for row in rows}
        hit = [id_ for id_, said in plain.items() if said is None or names_person(said, looked_for)]
        if hit:
            session.execute(text(act), {"ids": hit})
        last = str(rows[-1].id) if len(rows) == limit else ""
        return Opened(len(hit), last, [hashlib.sha256(plain[one] or b"").hexdigest() for one in hit])

    return work


def _read(unseal: Unseal, row: Any) -> bytes | None:  # noqa: ANN401 - a row of SQLAlchemy
    """None for what nobody can read any more: it is of no use, and might name the person."""
    try:
        return unseal(row)
    except (SecretUnreadable, zlib.error):
        return None


def _select(table: str, columns: str, where: str = "true") -> str:
    return (
        f"SELECT id, {columns} FROM {table} WHERE merchant_id = :merchant AND id > CAST(:after AS uuid)"
        f" AND {where} ORDER BY id LIMIT :limit FOR UPDATE"
    )


def _packed(row: Any) -> bytes:  # noqa: ANN401 - as above
    return zlib.decompress(secrets.box().open(bytes(row.content), row.connection_id.bytes))


def _audit(
    session: Session,
    scope: Scope,
    request: PrivacyRequest,
    looked_for: "re.Pattern[str]",
    after: str,
    limit: int,
) -> Opened:
    """The chain of hashes stays whole: a later entry names those that were masked, with the hash each had."""
    rows = session.execute(
        text(
            "SELECT id, number, action, values, hash FROM audit_entry WHERE merchant_id = :merchant AND number > :after"
            " ORDER BY number LIMIT :limit FOR UPDATE"
        ),
        {"merchant": request.merchant_id, "after": int(after or 0), "limit": limit},
    ).all()
    masked = [(row, rules.masked(row.values, looked_for)) for row in rows]
    hit = [(row, values) for row, values in masked if values != row.values]
    for row, values in hit:
        statement = text(
            "UPDATE audit_entry SET values = :values, search = to_tsvector('simple', :search) WHERE id = :id"
        )
        search = audit.searchable(row.number, row.action, values)
        session.execute(
            statement.bindparams(bindparam("values", type_=JSONB)),
            {"values": values, "search": search, "id": row.id},
        )
    if hit:
        named = [[row.number, bytes(row.hash).hex()] for row, _ in hit]
        audit.append(session, scope, audit.MASKED, request.id, {"entries": named})
    last = str(rows[-1].number) if len(rows) == limit else ""
    return Opened(len(hit), last, [bytes(row.hash).hex() for row, _ in hit])


def _skip(*_: object) -> Opened:
    """A request's own: what it knows goes with its last step."""
    return Opened(0, "")


OPENERS: dict[str, Opener] = {
    "repair": _each(
        _select("repair", "external_id, raw", "raw IS NOT NULL"),
        "UPDATE repair SET raw = NULL, values = '{}' WHERE id = ANY(CAST(:ids AS uuid[]))",
        lambda row: secrets.box().open(bytes(row.raw), row.external_id.encode()),
    ),
    "stored_file": _each(
        _select("stored_file", "content", "subject <> 'invoice' AND kind <> 'invoice'"),
        "DELETE FROM stored_file WHERE id = ANY(CAST(:ids AS uuid[]))",
        lambda row: secrets.box().open(bytes(row.content), row.id.bytes),
    ),
    "inbox": _each(
        # What waits is looked at when it was worked on: see flows.privacy.sweep.
        _select("inbox", "body", "done_at IS NOT NULL AND body <> ''"),
        "UPDATE inbox SET body = '', headers = '{}' WHERE id = ANY(CAST(:ids AS uuid[]))",
        lambda row: bytes(row.body),
    ),
    "take": _each(
        _select("take", "connection_id, content"),
        "DELETE FROM take WHERE id = ANY(CAST(:ids AS uuid[]))",
        _packed,
    ),
    "bench_run": _each(
        _select("bench_run", "connection_id, content"),
        "DELETE FROM bench_run WHERE id = ANY(CAST(:ids AS uuid[]))",
        _packed,
    ),
    "audit_entry": _audit,
    "privacy_request": _skip,
}
