"""What the filters of the list of claims mean, for its screen and for what is exported from it."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from prapazar.domain.aftersales.queries import ClaimFilter
from prapazar.foundation.clock import now

PERIODS = {"7": 7, "30": 30, "90": 90, "365": 365}


def asked(
    *,
    view: str = "",
    search: str = "",
    connection_id: UUID | None = None,
    kind: str = "",
    reason: str = "",
    variant_id: UUID | None = None,
    period: str = "",
    ids: Sequence[UUID] = (),
) -> ClaimFilter:
    days = PERIODS.get(period)
    return ClaimFilter(
        view=view,
        search=search,
        connection_ids=(connection_id,) if connection_id else (),
        kind=kind,
        reason=reason,
        variant_id=variant_id,
        since=now() - timedelta(days=days) if days else None,
        ids=tuple(ids),
    )
