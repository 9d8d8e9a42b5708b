"""Erased: people who asked to be forgotten, known again by fingerprints that say nothing of them."""

import hashlib
import hmac
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.customers.enums import ErasedKind
from prapazar.foundation.ids import new_ids
from prapazar.foundation.scope import Scope
from prapazar.foundation.secrets import derived_token

Named = tuple[str, str]
"""A KeyKind or ErasedKind, and its value."""
_LENGTH = 16
_READ_AT_ONCE = 5000
_REMEMBER = text(
    "INSERT INTO erased_key (id, merchant_id, request_id, print)"
    " SELECT u.id, :merchant, :request, u.print"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:prints AS bytea[])) AS u(id, print)"
    " ON CONFLICT (merchant_id, print) DO UPDATE SET at = now(), request_id = excluded.request_id"
)
_AGAIN = text(
    "INSERT INTO erased_key (id, merchant_id, request_id, print, at) SELECT u.id, :merchant, :request, u.print, :at"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:prints AS bytea[])) AS u(id, print)"
    " ON CONFLICT (merchant_id, print) DO NOTHING"
)
_ALL_KEYS = text("SELECT customer_id AS id, kind, value FROM customer_key WHERE merchant_id = :merchant")
_ALL_ORDERS = text(
    f"SELECT id, '{ErasedKind.ORDER.value}' AS kind, connection_id || ':' || external_id AS value"
    " FROM purchase_order WHERE merchant_id = :merchant AND connection_id IS NOT NULL"
)


def remember(session: Session, scope: Scope, request_id: UUID, named: Collection[Named]) -> None:
    prints = fingerprints(scope, list(named))
    if prints:
        values = {"merchant": scope.merchant_id, "request": request_id}
        session.execute(_REMEMBER, {**values, "ids": new_ids(len(prints)), "prints": prints})


def prints_of(session: Session, request_id: UUID) -> list[bytes]:
    found = session.execute(
        text("SELECT print FROM erased_key WHERE request_id = :request ORDER BY print"),
        {"request": request_id},
    ).scalars()
    return [bytes(one) for one in found]


def remember_again(
    session: Session, scope: Scope, request_id: UUID, prints: Sequence[bytes], at: datetime
) -> None:
    """After a restore: known from then on, so that what they bought later stays theirs."""
    values = {"merchant": scope.merchant_id, "request": request_id, "at": at}
    session.execute(_AGAIN, {**values, "ids": new_ids(len(prints)), "prints": list(prints)})
    session.execute(text("UPDATE erased_key SET at = :at WHERE request_id = :request"), values)


def fingerprints(scope: Scope, named: Sequence[Named]) -> list[bytes]:
    return sorted(set(_prints(scope, named).values()))


def recognised(session: Session, scope: Scope, prints: Collection[bytes]) -> dict[bytes, set[UUID]]:
    """Customers and orders that fingerprints are of, looked for among all there are, some thousand at a time."""
    found: dict[bytes, set[UUID]] = {}
    key = _key()
    for statement in (_ALL_KEYS, _ALL_ORDERS):
        rows = session.execute(
            statement, {"merchant": scope.merchant_id}, execution_options={"yield_per": _READ_AT_ONCE}
        )
        for row in rows:
            print_ = _print(key, scope, row.kind, row.value)
            if print_ in prints:
                found.setdefault(print_, set()).add(row.id)
    return found


def any_here(session: Session, scope: Scope) -> bool:
    """Most merchants have nobody: then nothing is worked out."""
    found: bool = session.execute(
        text("SELECT EXISTS (SELECT FROM erased_key WHERE merchant_id = :merchant)"),
        {"merchant": scope.merchant_id},
    ).scalar_one()
    return found


def known(session: Session, scope: Scope, named: Sequence[Named]) -> dict[Named, datetime]:
    """Those of somebody who is forgotten, with when."""
    prints = _prints(scope, named)
    found = session.execute(
        text(
            "SELECT print, at FROM erased_key WHERE merchant_id = :merchant AND print = ANY(CAST(:prints AS bytea[]))"
        ),
        {"merchant": scope.merchant_id, "prints": sorted(set(prints.values()))},
    )
    at = {bytes(row.print): row.at for row in found}
    return {one: at[print_] for one, print_ in prints.items() if print_ in at}


def fingerprint(scope: Scope, name: str) -> str:
    """Of whoever a receipt is about: the same each time, and nothing that could be turned back."""
    return _print(_key(), scope, "receipt", name).hex()


def _prints(scope: Scope, named: Sequence[Named]) -> dict[Named, bytes]:
    key = _key()
    return {(kind, value): _print(key, scope, kind, value) for kind, value in named}


def _print(key: bytes, scope: Scope, kind: str, value: str) -> bytes:
    return hmac.new(key, f"{scope.merchant_id}|{kind}|{value}".encode(), hashlib.sha256).digest()[:_LENGTH]


def _key() -> bytes:
    """Of this installation alone: without it nobody can try out who a fingerprint could be."""
    return derived_token("fingerprints of erased people").encode()
