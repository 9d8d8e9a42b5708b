"""What people look for every day, by name, and what the address of the list means."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from prapazar.domain.orders.queries import OrderFilter
from prapazar.foundation.clock import ISTANBUL, now

VIEWS: Final[dict[str, OrderFilter]] = {
    "all": OrderFilter(),
    "new": OrderFilter(statuses=("new",)),
    "picking": OrderFilter(statuses=("picking",)),
    "packed": OrderFilter(statuses=("packed",)),
    "late": OrderFilter(late=True),
    "problem": OrderFilter(problem=True),
    "shipped": OrderFilter(statuses=("shipped",)),
    "cancelled": OrderFilter(statuses=("cancelled",)),
}
PERIODS: Final = {"today": 0, "7": 7, "30": 30}


def asked(
    *,
    view: str = "all",
    search: str = "",
    connection_id: UUID | None = None,
    period: str = "",
    ids: Sequence[UUID] = (),
) -> OrderFilter:
    """An unknown view means all orders, an unknown period any time."""
    return replace(
        VIEWS.get(view, VIEWS["all"]),
        search=search,
        connection_ids=(connection_id,) if connection_id else (),
        since=_since(period),
        ids=tuple(ids),
    )


def _since(period: str) -> datetime | None:
    """Days end at midnight in Istanbul."""
    if period not in PERIODS:
        return None
    midnight = now().astimezone(ISTANBUL).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=PERIODS[period])
