"""Claims in the books: newest word, decisions by hand, goods back on the shelf, refunds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.aftersales import actions, queries, statistics
from prapazar.domain.aftersales.enums import ClaimKind, ClaimStatus, Verdict
from prapazar.domain.aftersales.errors import ClaimRefused, CodeUnknown
from prapazar.domain.aftersales.records import Decision, Imported, IncomingClaim, IncomingClaimLine
from prapazar.domain.orders.actions import import_packages
from prapazar.domain.stock import actions as stock
from prapazar.foundation import db
from prapazar.foundation.scope import PermissionDenied, Scope
from tests.factories import books, catalog, orders

_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
_LINE = IncomingClaimLine(
    "L1", "Zeytinyağı", 3, ClaimStatus.WAITING, barcode="869A1", reason="Beğenmedim", amount=Decimal("300.00")
)
_CLAIM = IncomingClaim(
    "C1", ClaimKind.RETURN, ClaimStatus.WAITING, "P1", _AT, _AT, (_LINE,), buyer_name="Işıl Çağlar"
)


def _sold(session: Session, scope: Scope) -> UUID:
    """The connection of a shop that has sold three of fifty."""
    channel = catalog.connection(session, scope)
    variant = catalog.variant(session, scope, "A1")
    stock.set_on_hand(session, scope, [stock.StockCount(variant, 50)])
    catalog.listing(session, scope, channel, variant, "869A1")
    import_packages(session, scope, channel, [orders.package("P1", orders.line("869A1", 3))])
    return channel


def _one(session: Session, scope: Scope) -> queries.ClaimDetail:
    claim_id = session.execute(text("SELECT id FROM claim")).scalar_one()
    return queries.detail(session, scope, claim_id)


def _on_hand(session: Session) -> tuple[int, int]:
    row = session.execute(text("SELECT on_hand, reserved FROM stock")).one()
    return (row.on_hand, row.reserved)


def test_newer_word_wins_and_the_same_again_is_no_news(scope: Scope) -> None:
    with db.transaction(scope) as session:
        channel = _sold(session, scope)
        later = replace(
            _CLAIM,
            status=ClaimStatus.ACCEPTED,
            modified_at=_AT + timedelta(hours=1),
            lines=(replace(_LINE, status=ClaimStatus.ACCEPTED),),
        )

        results = [
            actions.take_claims(session, scope, channel, [one]) for one in (_CLAIM, _CLAIM, later, _CLAIM)
        ]

        found = _one(session, scope)
        told = [(event.kind, event.values.get("to")) for event in found.events]
    assert results == [Imported(1, 0, 1), Imported(), Imported(0, 1), Imported()]
    assert (found.claim.status, found.lines[0].status, found.claim.amount) == (
        "accepted",
        "accepted",
        Decimal(300),
    )
    assert told == [("status", "accepted"), ("imported", None)]


def test_claims_of_one_merchant_are_hidden_from_the_other(scope: Scope, other_scope: Scope) -> None:
    with db.transaction(scope) as session:
        actions.take_claims(session, scope, _sold(session, scope), [_CLAIM])

    with db.transaction(other_scope) as session:
        seen = queries.page(session, other_scope, queries.ClaimFilter())
        counted = queries.worklists(session, other_scope)

    assert (seen, counted) == ([], {"decide": 0, "awaited": 0, "inspect": 0})


def test_goods_are_counted_by_scanner_looked_at_and_put_back_with_their_movement(scope: Scope) -> None:
    with db.transaction(scope) as session:
        actions.take_claims(session, scope, _sold(session, scope), [_CLAIM])
        claim_id, line_id = _one(session, scope).claim.id, _one(session, scope).lines[0].id
        before = _on_hand(session)

        for _ in range(2):
            actions.receive_code(session, scope, claim_id, "869A1")
        with pytest.raises(CodeUnknown):
            actions.receive_code(session, scope, claim_id, "869-of-another")
        during = queries.worklists(session, scope)
        actions.inspect(session, scope, claim_id, line_id, good=1, scrap=1, verdict="Kapağı kırık")
        with pytest.raises(ClaimRefused):
            actions.inspect(session, scope, claim_id, line_id, good=1, scrap=0)
        with pytest.raises(ClaimRefused):
            actions.receive(session, scope, claim_id, {line_id: 2})

        after = _on_hand(session)
        moved = session.execute(
            text(
                "SELECT kind, on_hand_change, order_id IS NOT NULL, note FROM movement ORDER BY id DESC LIMIT 1"
            )
        ).one()
        line = _one(session, scope).lines[0]
        broken = books.faults(session)
    assert (before, after) == ((50, 3), (51, 3))
    assert tuple(moved) == ("return", 1, True, "P1 · Beğenmedim · Kapağı kırık")
    assert (line.received, line.inspected, line.restocked, line.verdict) == (2, 2, 1, "Kapağı kırık")
    assert (during, broken) == ({"decide": 1, "awaited": 1, "inspect": 1}, [])


def test_bundle_that_comes_back_puts_its_components_on_the_shelf(scope: Scope) -> None:
    with db.transaction(scope) as session:
        parts = {catalog.variant(session, scope, "K1"): 2, catalog.variant(session, scope, "K2"): 1}
        box = catalog.bundle(session, scope, "KOLI", parts)

        stock.take_back(session, scope, box, 3, note="İade")

        found = session.execute(
            text("SELECT on_hand_change, note FROM movement ORDER BY on_hand_change")
        ).all()
        broken = books.faults(session)
    assert ([tuple(row) for row in found], broken) == ([(3, "İade"), (6, "İade")], [])


def test_claim_by_hand_is_decided_at_once_and_never_beyond_what_was_sold(scope: Scope) -> None:
    with db.transaction(scope) as session:
        _sold(session, scope)
        order_id, line_id = session.execute(text("SELECT order_id, id FROM order_line")).one()

        claim_id = actions.open_claim(session, scope, order_id, {line_id: 2}, reason="Hasarlı geldi")
        with pytest.raises(ClaimRefused):
            actions.open_claim(session, scope, order_id, {line_id: 2})
        with pytest.raises(ClaimRefused):
            actions.decide(session, scope, Decision(claim_id, Verdict.REJECT))
        actions.decide(session, scope, Decision(claim_id, Verdict.APPROVE))
        found = queries.detail(session, scope, claim_id)
        untold = session.execute(text("SELECT count(*) FROM outbox WHERE topic = 'claims.decide'")).scalar()
    assert (found.claim.number, found.claim.status, found.claim.unit_count) == ("IADE-00001", "accepted", 2)
    assert ([event.kind for event in found.events], untold) == (["accepted", "opened"], 0)


def test_refund_is_recorded_once_and_never_beyond_the_claim(scope: Scope) -> None:
    with db.transaction(scope) as session:
        actions.take_claims(session, scope, _sold(session, scope), [_CLAIM])
        claim_id = _one(session, scope).claim.id

        for _ in range(2):
            actions.record_refund(session, scope, claim_id, Decimal("120.50"), reference="R-1")
        with pytest.raises(ClaimRefused):
            actions.record_refund(session, scope, claim_id, Decimal("200.00"))

        found = _one(session, scope)
    assert found.refunded_amount == Decimal("120.50")


def test_who_may_only_look_decides_nothing(scope: Scope) -> None:
    with db.transaction(scope) as session:
        actions.take_claims(session, scope, _sold(session, scope), [_CLAIM])
        claim_id = _one(session, scope).claim.id
        looking = replace(scope, permissions=frozenset({"claims.read", "claims.write"}))

        with pytest.raises(PermissionDenied):
            actions.decide(session, looking, Decision(claim_id, Verdict.APPROVE))

        assert _one(session, scope).claim.deciding is None


def test_statistics_tell_what_comes_back_and_why(scope: Scope) -> None:
    with db.transaction(scope) as session:
        actions.take_claims(session, scope, _sold(session, scope), [_CLAIM])
        since = _AT - timedelta(days=900)

        [reason] = statistics.by_reason(session, scope, since)
        [product] = statistics.by_product(session, scope, since)
        totals = statistics.totals(session, scope, since)
        weeks = statistics.over_time(session, scope, _AT - timedelta(days=15), _AT, "week")
    assert [units for _, units in weeks] == [0, 0, 3]
    assert reason == statistics.ReasonShare("Beğenmedim", 1, 3, Decimal(300), 0, 0)
    assert (product.sku, product.units, product.sold, product.top_reason) == ("A1", 3, 3, "Beğenmedim")
    assert totals == statistics.Totals(1, 3, Decimal(300), 3, Decimal(0), 0)
