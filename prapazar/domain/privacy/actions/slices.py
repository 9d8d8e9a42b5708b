"""Slices: a few hundred rows at a time, each with its progress in one transaction, so that a kill costs nothing."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.privacy import finders, rules
from prapazar.domain.privacy.actions import sealed
from prapazar.domain.privacy.actions.ask import locked
from prapazar.domain.privacy.actions.collect import Known, collect
from prapazar.domain.privacy.enums import RequestStatus
from prapazar.domain.privacy.inventory import Place
from prapazar.domain.privacy.models import PrivacyRequest
from prapazar.domain.privacy.plan import Step, steps
from prapazar.foundation import live
from prapazar.foundation.scope import Scope

ROWS, LOOKED_AT, OPENED = 500, 5000, 100


@dataclass(frozen=True, slots=True)
class Slice:
    """What one transaction did."""

    touched: int
    last: str
    """Where the next one goes on; empty: the step is done."""
    hashes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    step: int
    total: int
    outside: Step | None = None
    """A step that is no matter of the database: the caller does it and says so."""

    @property
    def is_done(self) -> bool:
        return self.step >= self.total


def advance(session: Session, scope: Scope, request_id: UUID) -> Progress:
    """One slice of a running erasure. Raises RequestMissing."""
    scope.require("privacy.approve")
    request = locked(session, scope, request_id)
    plan = steps()
    if request.status != RequestStatus.RUNNING or request.step >= len(plan):
        return Progress(len(plan), len(plan))
    known, step = collect(session, scope, request), plan[request.step]
    if step.place is None:
        return Progress(request.step, len(plan), step)
    done = _KINDS[step.kind](session, scope, request, step.place, known)
    _note(request, step.name, done.touched, done.hashes)
    request.cursor = done.last
    if not done.last:
        request.step += 1
    session.flush()
    live.tell(session, scope.merchant_id, "privacy.changed")
    return Progress(request.step, len(plan))


def record_outside(session: Session, scope: Scope, request_id: UUID, step: Step, removed: int) -> None:
    """A step that happened outside of the database is done."""
    request = locked(session, scope, request_id)
    plan = steps()
    if request.step < len(plan) and plan[request.step] == step:
        _note(request, step.name, removed, [])
        request.step, request.cursor = request.step + 1, ""
        session.flush()


def _note(request: PrivacyRequest, name: str, touched: int, hashes: Sequence[str]) -> None:
    if touched:
        request.counts = {**request.counts, name: int(request.counts.get(name, 0)) + touched}
    if hashes:
        link = f"{name}|{'|'.join(hashes)}".encode()
        request.chain = hashlib.sha256((request.chain or b"") + link).digest()


def values(request: PrivacyRequest, known: Known) -> dict[str, Any]:
    """What finders and assignments ask for by name."""
    return {
        "merchant": request.merchant_id,
        "request": request.id,
        "members": list(known.members),
        "addresses": known.terms.addresses(),
        "words": known.terms.words(),
    }


def _rows(session: Session, _scope: Scope, request: PrivacyRequest, place: Place, known: Known) -> Slice:
    """Of the person by what they belong to."""
    given = values(request, known)
    kind, first = finders.first_key(place)
    found = session.execute(
        text(
            f'SELECT t.id, md5(CAST(t AS text)) AS hash FROM "{place.table}" t WHERE t.merchant_id = :merchant'
            f" AND {finders.FINDERS[place.rows]} AND t.id > CAST(:after AS {kind}) ORDER BY t.id LIMIT :limit"
            " FOR UPDATE OF t"
        ),
        {**given, "after": request.cursor or first, "limit": ROWS},
    ).all()
    if not found:
        return Slice(0, "")
    given["ids"] = [row.id for row in found]
    verb = (
        f'DELETE FROM "{place.table}" t'
        if place.deletes
        else f'UPDATE "{place.table}" t SET {finders.assignments(place)}'
    )
    session.execute(text(f"{verb} WHERE t.id = ANY(CAST(:ids AS {kind}[]))"), given)
    last = str(found[-1].id) if len(found) == ROWS else ""
    return Slice(len(found), last, [row.hash for row in found])


def _mentions(session: Session, _scope: Scope, request: PrivacyRequest, place: Place, known: Known) -> Slice:
    """In free text of anybody's: what names the person is masked where it stands."""
    said = rules.pattern(known.terms)
    if not said:
        return Slice(0, "")
    looked_for = re.compile(said)
    kind, first = finders.first_key(place)
    shown = ", ".join(f't."{name}"' for name in place.mentions)
    written = " OR ".join(f'CAST(t."{name}" AS text) ~ :pattern' for name in place.mentions)
    span = session.execute(
        text(
            f'SELECT (array_agg(id ORDER BY id DESC))[1] AS last, count(*) AS rows FROM (SELECT id FROM "{place.table}"'
            f" WHERE merchant_id = :merchant AND id > CAST(:after AS {kind}) ORDER BY id LIMIT :limit) s"
        ),
        {"merchant": request.merchant_id, "after": request.cursor or first, "limit": LOOKED_AT},
    ).one()
    if span.last is None:
        return Slice(0, "")
    found = session.execute(
        text(
            f'SELECT t.id, md5(CAST(t AS text)) AS hash, {shown} FROM "{place.table}" t'
            f" WHERE t.merchant_id = :merchant AND t.id > CAST(:after AS {kind}) AND t.id <= CAST(:last AS {kind})"
            f" AND ({written}) ORDER BY t.id FOR UPDATE OF t"
        ),
        {
            "merchant": request.merchant_id,
            "after": request.cursor or first,
            "last": str(span.last),
            "pattern": said,
        },
    ).all()
    for row in found:
        _mask(session, place, row._asdict(), looked_for, known)
    last = str(span.last) if span.rows == LOOKED_AT else ""
    return Slice(len(found), last, [row.hash for row in found])


def _mask(
    session: Session, place: Place, row: Mapping[str, Any], looked_for: "re.Pattern[str]", known: Known
) -> None:
    """One by one: few rows name a person in passing."""
    changed = {name: rules.masked(row[name], looked_for) for name in place.mentions}
    said = ", ".join(f'"{name}" = :{name}' for name in changed)
    given: dict[str, Any] = {**changed, "id": row["id"]}
    if "search" in place.erase:
        said += ", search = ts_delete(search, CAST(:words AS text[]))"
        given["words"] = known.terms.words(with_doors=True)
    statement = text(f'UPDATE "{place.table}" SET {said} WHERE id = :id').bindparams(
        *(
            bindparam(name, type_=JSONB(none_as_null=True))
            for name in changed
            if finders.is_document(place, name)
        )
    )
    session.execute(statement, given)


def _sealed(session: Session, scope: Scope, request: PrivacyRequest, place: Place, known: Known) -> Slice:
    """Opened, read, and emptied or thrown away where they name the person."""
    said = rules.pattern(known.terms)
    if not said:
        return Slice(0, "")
    looked_for = re.compile(said)
    opener = sealed.OPENERS[place.name]
    done = opener(session, scope, request, looked_for, request.cursor, OPENED)
    return Slice(done.touched, done.last, done.hashes)


_KINDS: dict[str, Callable[[Session, Scope, PrivacyRequest, Place, Known], Slice]] = {
    "rows": _rows,
    "mentions": _mentions,
    "sealed": _sealed,
}
