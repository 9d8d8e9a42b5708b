"""The timeline: what happened to an order, written beside what happened."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.orders import watches
from prapazar.foundation.scope import Scope

_WRITE = text(
    "INSERT INTO order_event (merchant_id, order_id, kind, values, user_id)"
    " SELECT :merchant, u.order_id, u.kind, d.values, :user"
    " FROM unnest(CAST(:orders AS uuid[]), CAST(:kinds AS text[])) WITH ORDINALITY"
    "  AS u(order_id, kind, i) JOIN jsonb_array_elements(:values) WITH ORDINALITY AS d(values, i) USING (i) ORDER BY i"
).bindparams(bindparam("values", type_=JSONB))

Event = tuple[UUID, str, dict[str, Any]]
"""Order, kind, values; the sentence of a kind is `timeline.<kind>` in foundation.texts."""


def write(session: Session, scope: Scope, events: Sequence[Event]) -> None:
    if not events:
        return
    session.execute(
        _WRITE,
        {
            "merchant": scope.merchant_id,
            "user": scope.user_id,
            "orders": [order_id for order_id, _, _ in events],
            "kinds": [kind for _, kind, _ in events],
            "values": [values for _, _, values in events],
        },
    )
    watches.tell(session, scope, events)
