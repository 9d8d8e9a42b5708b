"""After a restore: whoever was erased since that backup is erased again, before anybody sees them."""

from collections import defaultdict
from pathlib import Path
from uuid import UUID

from sqlalchemy import text

from prapazar.domain.privacy import actions
from prapazar.domain.privacy.actions import Erasure
from prapazar.domain.privacy.enums import RequestStatus
from prapazar.flows import erasure_list, privacy
from prapazar.foundation import db
from prapazar.foundation.scope import system_scope

_MERCHANTS = text("SELECT id FROM merchant WHERE id = ANY(CAST(:ids AS uuid[]))")
_REQUESTS = text("SELECT id, status FROM privacy_request WHERE id = ANY(CAST(:ids AS uuid[]))")


def apply(beside: Path | None = None) -> int:
    """How many people were erased again. Those the books know to be gone cost one question for all of them."""
    undone: defaultdict[UUID, list[Erasure]] = defaultdict(list)
    for one in _undone(erasure_list.listed(beside)):
        undone[one.merchant_id].append(one)
    for merchant_id, told in undone.items():
        scope = system_scope(merchant_id)
        with db.transaction(scope) as session:
            known = actions.recognised(session, scope, told)
        for one in known:
            _erase(one)
    return sum(len(told) for told in undone.values())


def _undone(told: list[Erasure]) -> list[Erasure]:
    if not told:
        return []
    with db.system_transaction() as session:
        merchants = set(session.execute(_MERCHANTS, {"ids": [one.merchant_id for one in told]}).scalars())
        rows = session.execute(_REQUESTS, {"ids": [one.request_id for one in told]})
        status: dict[UUID, str] = {row.id: row.status for row in rows}
    return [one for one in told if one.merchant_id in merchants and not _goes_on(one, status)]


def _goes_on(told: Erasure, status: dict[UUID, str]) -> bool:
    """Done in these books, or begun and at no end yet anywhere: a worker goes on with it."""
    found = status.get(told.request_id)
    return found == RequestStatus.DONE or (found == RequestStatus.RUNNING and told.number is None)


def _erase(told: Erasure) -> None:
    scope = system_scope(told.merchant_id)
    db.retried(scope, lambda session: actions.begin_again(session, scope, told))
    erasure_list.keep(told)
    while not privacy.advance(scope, told.request_id):
        continue  # each turn ends after a minute, so that a worker can be stopped
    if told.number is None:
        db.retried(scope, lambda session: privacy.finish(session, scope, told.request_id))
    else:
        db.retried(scope, lambda session: actions.finish_again(session, scope, told))
