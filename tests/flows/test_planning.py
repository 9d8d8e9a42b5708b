"""Planned prices and stock: carried out once, for who may still do it, with every refusal kept."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.planning import actions, queries, recurrence
from prapazar.domain.planning.actions import plans
from prapazar.domain.planning.enums import EntryKind
from prapazar.domain.planning.rules import EntryDraft, PlanLine, Span
from prapazar.flows import planning
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog, people
from tests.factories.people import Member

pytestmark = pytest.mark.usefixtures("database")
THEN = recurrence.absolute(datetime(2040, 1, 2, 9))  # noqa: DTZ001 - a clock on the wall


@pytest.fixture
def who() -> Member:
    found = people.member(people.merchant())
    with db.transaction(found.scope) as session:
        for sku in ("KAHVE", "CAY"):
            catalog.variant(session, found.scope, sku)
    return found


def _planned(scope: Scope, kind: EntryKind, **values: int) -> UUID:
    lines = tuple(PlanLine(sku, Decimal(value)) for sku, value in values.items())
    with db.transaction(scope) as session:
        return actions.add(
            session, scope, EntryDraft(kind=kind, title="Kasım", span=Span(THEN, THEN), lines=lines)
        )


def _due(*, shift: str = "- interval '1 second'") -> None:
    with db.system_transaction() as session:
        session.execute(
            text(f"UPDATE outbox SET available_at = now() {shift} WHERE topic = 'planning.carry_out'")
        )


def _prices(scope: Scope) -> dict[str, Decimal]:
    with db.transaction(scope) as session:
        return dict(session.execute(text("SELECT sku, sale_price FROM variant ORDER BY sku")).tuples().all())


def _state(scope: Scope, plan: UUID) -> tuple[str, dict[str, object]]:
    with db.transaction(scope) as session:
        row = queries.entry(session, scope, plan)
    return row.status, row.outcome


def test_prices_change_when_their_time_comes_and_not_before(who: Member) -> None:
    plan = _planned(who.scope, EntryKind.PRICE, KAHVE=80, YOK=5)

    early = planning.carry_out(who.merchant_id)
    before = _prices(who.scope)
    _due()
    done, again = planning.carry_out(who.merchant_id), planning.carry_out(who.merchant_id)

    assert (early, before["KAHVE"]) == (0, Decimal("100.00"))
    assert (done, again) == (1, 0)
    assert _prices(who.scope) == {"CAY": Decimal("100.00"), "KAHVE": Decimal("80.00")}
    assert _state(who.scope, plan) == (
        "partly",
        {"changed": 1, "refused": [{"sku": "YOK", "code": "unknown_variant"}], "refused_count": 1},
    )
    with db.transaction(who.scope) as session:
        told = session.execute(text("SELECT user_id, kind FROM notification")).tuples().all()
    assert told == [(who.user_id, "calendar.plan_partly")]


def test_stock_is_counted_when_its_time_comes(who: Member) -> None:
    plan = _planned(who.scope, EntryKind.STOCK, KAHVE=40, CAY=7)
    _due()

    planning.carry_out(who.merchant_id)

    with db.transaction(who.scope) as session:
        rows = session.execute(
            text("SELECT v.sku, s.on_hand FROM stock s JOIN variant v ON v.id = s.variant_id ORDER BY v.sku")
        )
        assert rows.tuples().all() == [("CAY", 7), ("KAHVE", 40)]
    assert _state(who.scope, plan) == ("done", {"changed": 2, "refused": [], "refused_count": 0})


def test_plan_moved_after_its_mark_was_taken_waits_for_its_new_time(who: Member) -> None:
    plan = _planned(who.scope, EntryKind.PRICE, KAHVE=80)
    with db.transaction(who.scope) as session:
        actions.move(session, who.scope, plan, Span(THEN + timedelta(days=1), THEN + timedelta(days=1)))
        session.execute(
            text("UPDATE outbox SET payload = jsonb_build_object('starts_at', CAST(:then AS text))"),
            {"then": THEN.isoformat()},
        )
    _due()

    planning.carry_out(who.merchant_id)

    assert (_prices(who.scope)["KAHVE"], _state(who.scope, plan)) == (Decimal("100.00"), ("waiting", {}))


def test_plan_of_somebody_who_may_no_longer_set_prices_changes_nothing(who: Member) -> None:
    plan = _planned(who.scope, EntryKind.PRICE, KAHVE=80)
    with db.system_transaction() as session:
        session.execute(text("UPDATE role SET permissions = permissions - 'prices.write' - '*'"))
    _due()

    planning.carry_out(who.merchant_id)

    assert _prices(who.scope)["KAHVE"] == Decimal("100.00")
    assert _state(who.scope, plan) == ("failed", {"changed": 0, "refused": [], "code": "not_permitted"})


def test_plan_that_breaks_holds_no_other_up(who: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = _planned(who.scope, EntryKind.PRICE, KAHVE=80)
    good = _planned(who.scope, EntryKind.PRICE, CAY=70)
    carry_out = plans.carry_out

    def breaking(session: object, scope: object, claim: object) -> None:
        if claim.coalesce_key == broken:  # type: ignore[attr-defined]
            raise RuntimeError("out of order")
        carry_out(session, scope, claim)  # type: ignore[arg-type]

    monkeypatch.setattr(plans, "carry_out", breaking)
    _due()

    done = planning.carry_out(who.merchant_id)

    assert (done, _state(who.scope, good)[0], _state(who.scope, broken)[0]) == (1, "done", "waiting")
    with db.transaction(who.scope) as session:
        rows = session.execute(
            text("SELECT coalesce_key, attempts, last_error FROM outbox WHERE topic = 'planning.carry_out'")
        )
        assert rows.tuples().all() == [(broken, 1, "RuntimeError")]
