"""The timeline: what happened to an order, written beside what happened."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.foundation.ids import new_ids
from prapazar.foundation.scope import Scope

_WRITE = text(
    "INSERT INTO order_event (id, merchant_id, order_id, kind, values, user_id)"
    " SELECT u.id, :merchant, u.order_id, u.kind, d.values, :user"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:orders AS uuid[]), CAST(:kinds AS text[])) WITH ORDINALITY"
    "  AS u(id, order_id, kind, i) JOIN jsonb_array_elements(:values) WITH ORDINALITY AS d(values, i) USING (i)"
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
            "ids": new_ids(len(events)),
            "orders": [order_id for order_id, _, _ in events],
            "kinds": [kind for _, kind, _ in events],
            "values": [values for _, _, values in events],
        },
    )
