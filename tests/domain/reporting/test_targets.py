"""Targets of a merchant's own, and breaches that are told once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from prapazar.domain.reporting.errors import ReportInvalid
from prapazar.domain.reporting.performance import Measure
from prapazar.domain.reporting.targets import Place, note_breaches, set_targets, targets
from prapazar.foundation import db
from prapazar.foundation.scope import PermissionDenied, Scope
from tests.factories import catalog

NOON = datetime(2026, 11, 20, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATE, BUYBOX = Measure.LATE, Measure.BUYBOX


def test_targets_are_kept_by_store_and_taken_away(scope: Scope, other_scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop, _ = catalog.connection(session, scope), catalog.connection(session, scope)
        set_targets(session, scope, shop, {LATE: Decimal("0.03"), BUYBOX: Decimal(1)})
        set_targets(session, scope, shop, {LATE: Decimal("0.025")})
        kept = targets(session, scope)
        set_targets(session, scope, shop, {LATE: None})
        left = targets(session, scope)
    with db.transaction(other_scope) as session:
        others = targets(session, other_scope)

    assert kept == {shop: {LATE: Decimal("0.0250"), BUYBOX: Decimal(1)}}
    assert (left, others) == ({shop: {BUYBOX: Decimal(1)}}, {})


def test_wrong_share_foreign_store_or_reader_changes_nothing(scope: Scope) -> None:
    reader = replace(scope, permissions=frozenset({"channels.read"}))
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
        set_targets(session, scope, shop, {LATE: Decimal("0.03")})
        for store, share in ((shop, Decimal(0)), (shop, Decimal(1)), (uuid4(), Decimal("0.1"))):
            with pytest.raises(ReportInvalid):
                set_targets(session, scope, store, {LATE: share})
        with pytest.raises(PermissionDenied):
            set_targets(session, reader, shop, {LATE: None})

        assert targets(session, scope) == {shop: {LATE: Decimal("0.0300")}}


def test_breach_is_told_when_it_is_new_and_once_a_day_at_most(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
        late, box = Place(shop, LATE), Place(shop, BUYBOX)

        def told(on: list[Place], at: datetime) -> list[Place]:
            return note_breaches(session, scope, on, at)

        first = told([late], NOON)
        stays = told([late], NOON + HOUR)
        another = told([late, box], NOON + 2 * HOUR)
        over = told([box], NOON + 3 * HOUR)
        same_day = told([late, box], NOON + 4 * HOUR)
        stays_next_day = told([late, box], NOON + DAY)
        over_again = told([], NOON + DAY + HOUR)
        next_day = told([late], NOON + DAY + 2 * HOUR)

    assert (first, stays, another) == ([late], [], [box])
    assert (over, same_day, stays_next_day, over_again, next_day) == ([], [], [], [], [late])
