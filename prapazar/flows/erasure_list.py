"""The list of erasures outside of the database: a file for each, beside what a restore replaces, of nobody's data."""

from collections.abc import Iterable
from pathlib import Path

import structlog
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import text

from prapazar.domain.privacy import actions
from prapazar.domain.privacy.actions import Erasure
from prapazar.domain.privacy.enums import RequestKind, RequestStatus
from prapazar.foundation import db
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import system_scope
from prapazar.foundation.settings import settings

FOLDER = "erasures"
BESIDE = "prapazar-erasures.jsonl"
"""Kept in the folder backups are written to: whoever takes them elsewhere takes it along."""
_ERASURE = TypeAdapter(Erasure)
_APPROVED = text(
    "SELECT merchant_id, id FROM privacy_request WHERE kind = :kind AND status IN (:running, :done) ORDER BY id"
)
log = structlog.get_logger(__name__)


def keep(told: Erasure) -> None:
    """Again is the same; written whole or not at all."""
    path = _folder() / str(told.merchant_id) / f"{told.request_id}.json"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(path, _ERASURE.dump_json(told))


def complete() -> None:
    """Erasures of the books that no file tells of yet."""
    kept = {(one.merchant_id, one.request_id) for one in listed()}
    values = {"kind": RequestKind.ERASURE.value}
    values |= {status.name.lower(): status.value for status in (RequestStatus.RUNNING, RequestStatus.DONE)}
    with db.system_transaction() as session:
        found = session.execute(_APPROVED, values).all()
    for merchant_id, request_id in found:
        if (merchant_id, request_id) not in kept:
            scope = system_scope(merchant_id)
            with db.transaction(scope) as session:
                told = actions.tell(session, scope, request_id)
            if told is not None:
                keep(told)


def listed(beside: Path | None = None) -> list[Erasure]:
    """Those of the data folder, and of a file beside backups; of two about one, the one that was finished."""
    found: dict[object, Erasure] = {}
    for said in _lines(beside):
        try:
            one = _ERASURE.validate_json(said)
        except ValidationError:
            log.warning("an entry of the list of erasures cannot be read", file=str(beside or _folder()))
            continue
        known = found.get(one.request_id)
        if known is None or (one.number is not None and known.number is None):
            found[one.request_id] = one
    return sorted(found.values(), key=lambda one: (one.number is None, one.erased_at, one.request_id))


def copy_beside(folder: Path) -> Path | None:
    """Adds to what stands there already; None while nobody was ever erased."""
    path = folder / BESIDE
    told = listed(path)
    if not told:
        return None
    _write(path, b"".join(_ERASURE.dump_json(one) + b"\n" for one in told))
    return path


def _folder() -> Path:
    return settings().erasures_dir or settings().data_dir / FOLDER


def _lines(beside: Path | None) -> Iterable[bytes]:
    for path in sorted(_folder().glob("*/*.json")):
        yield path.read_bytes()
    if beside is not None and beside.is_file():
        yield from (line for line in beside.read_bytes().splitlines() if line)


def _write(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f".{path.name}.{new_id().hex}")
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(content)
    unfinished.rename(path)
