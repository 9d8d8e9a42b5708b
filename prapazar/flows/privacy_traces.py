"""Traces outside of the database: files in the data folder, and what tabs and workers hold in Redis."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import redis
import structlog
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.privacy import rules
from prapazar.domain.privacy.actions.ask import locked
from prapazar.domain.privacy.actions.collect import collect
from prapazar.domain.privacy.documents import names_person
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings

_AT_ONCE = 500
_LARGEST = 50_000_000
_DRAWN = ".pdf"
"""A list somebody took out, drawn in glyphs of its own font: its words cannot be searched, it is soon made anew."""
_LETTER_OF = re.compile(rb"^X-PraPazar-Message: ([0-9a-f]{32})\r?$", re.MULTILINE)
log = structlog.get_logger(__name__)
Pattern = re.Pattern[str]


def looked_for(session: Session, scope: Scope, request_id: UUID) -> Pattern | None:
    """None for a person of whom nothing is known that could be looked for."""
    said = rules.pattern(collect(session, scope, locked(session, scope, request_id)).terms)
    return re.compile(said) if said else None


def remove(scope: Scope, kind: str, pattern: Pattern | None) -> int:
    """`files` or `memory`; how many went."""
    if pattern is None:
        return 0
    return _files(scope, pattern) if kind == "files" else _memory(pattern)


def _files(scope: Scope, pattern: Pattern) -> int:
    """Sheets that were uploaded, files made for platforms, exports left behind, letters kept for want of a server."""
    gone = 0
    for path in _kept(scope, settings().data_dir):
        data = _read(path)
        if data is None or not _is_ours(scope, path, data):
            continue
        if path.suffix == _DRAWN or names_person(data, pattern):
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _kept(scope: Scope, data_dir: Path) -> Iterator[Path]:
    own = str(scope.merchant_id)
    for folder in ("uploads", "made", "exports"):
        yield from (path for path in (data_dir / folder / own).rglob("*") if path.is_file())
    for put_aside in data_dir.glob("uploads-before-*"):
        yield from (path for path in (put_aside / own).rglob("*") if path.is_file())
    yield from data_dir.glob("export-*")
    yield from (data_dir / "outgoing-mail").glob("*.eml")


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.stat().st_size <= _LARGEST else None
    except FileNotFoundError:
        return None


def _is_ours(scope: Scope, path: Path, data: bytes) -> bool:
    """Of letters those this merchant wrote: what another one has of the same person is another's to remove."""
    if path.suffix != ".eml":
        return True
    named = _LETTER_OF.search(data)
    if named is None:
        return False
    with db.transaction(scope) as session:
        return (
            session.execute(
                text("SELECT 1 FROM message WHERE id = :id"), {"id": UUID(named[1].decode())}
            ).first()
            is not None
        )


def _memory(pattern: Pattern) -> int:
    """A tab whose state goes reads its screen again; nothing in Redis is the only copy of anything."""
    if settings().redis_url is None:
        return 0
    gone = 0
    with redis.Redis.from_url(settings().redis_url or "") as client:
        for key in client.scan_iter(count=_AT_ONCE, _type="string"):
            value = client.get(key)
            if isinstance(value, bytes) and names_person(value, pattern):
                gone += int(client.delete(key))
    return gone
