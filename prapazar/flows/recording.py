"""What a piece of work leaves behind: its traffic, the calls of the hour, and shapes of answers that changed."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.connector_kit.shapes import fingerprint
from prapazar.domain.channels import actions
from prapazar.domain.channels.health import actions as health
from prapazar.domain.channels.queries import Account
from prapazar.domain.channels.shapes import actions as shapes
from prapazar.domain.channels.shapes.actions import Seen
from prapazar.domain.messaging import actions as messaging
from prapazar.foundation import routes
from prapazar.foundation.scope import Scope


def shapes_of(traffic: list[dict[str, Any]]) -> list[Seen]:
    """Takes the shapes out of the entries; answers alike are one, with their count."""
    seen: dict[tuple[str, str], Seen] = {}
    for entry in traffic:
        shape = entry.pop("shape", None)
        if not shape:
            continue
        operation, printed = entry["operation"], fingerprint(shape)
        known = seen.get((operation, printed))
        if known is None:
            at = datetime.fromisoformat(entry["at"])
            seen[operation, printed] = Seen(operation, printed, shape, UUID(entry["id"]), at)
        else:
            known.answers += 1
    return list(seen.values())


def keep(
    session: Session, scope: Scope, account: Account, traffic: list[dict[str, Any]], seen: list[Seen]
) -> None:
    """Within the transaction that records how the work ended; entries are redacted already."""
    actions.record_traffic(session, scope, account.id, traffic)
    calls = [(entry["at"], entry["error"], Decimal(entry["duration_ms"])) for entry in traffic]
    health.count_calls(session, scope, account.id, calls)
    for operation in shapes.observe(session, scope, account.id, seen):
        messaging.notify(
            session,
            scope,
            "channels.drift",
            permission="channels.read",
            level="warning",
            group_key=f"channels.drift:{account.id}:{operation}",
            store=account.id,
            values={"channel": account.name, "operation": operation},
            link=routes.CHANNEL_HEALTH,
        )
