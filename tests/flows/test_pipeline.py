"""A deal from its first stage to the screen of a new order, or to the reason why not."""

from decimal import Decimal
from uuid import UUID

import pytest

from prapazar.domain.pipeline import actions, queries
from prapazar.domain.pipeline.errors import DealRefused
from prapazar.domain.pipeline.rules import Draft, Wish
from prapazar.domain.planning.errors import PlanInvalid
from prapazar.flows import pipeline
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog
from tests.factories.customers import MODA, arrive, bought, ids


@pytest.fixture
def customer(scope: Scope) -> UUID:
    with db.transaction(scope) as session:
        store = catalog.connection(session, scope)
        actions.start(session, scope)
    arrive(scope, store, bought("1", "Ege Kafe", email="ege@x.com", phone="05321112233", address=MODA))
    return ids(scope)["Ege Kafe"]


def _deal(scope: Scope, customer: UUID, title: str, value: int = 100, *wishes: Wish) -> UUID:
    draft = Draft(title=title, customer_id=customer, value=Decimal(value), wishes=wishes)
    with db.transaction(scope) as session:
        return actions.save(session, scope, None, draft)


def _stage(scope: Scope, name: str) -> UUID:
    with db.transaction(scope) as session:
        return next(one.id for one in queries.stages(session, scope) if one.name == name)


def _board(scope: Scope) -> list[tuple[str, str]]:
    with db.transaction(scope) as session:
        return [(row.stage, row.title) for row in queries.board(session, scope)]


def test_cards_go_from_stage_to_stage_and_keep_their_order(scope: Scope, customer: UUID) -> None:
    made = {title: _deal(scope, customer, title) for title in ("A", "B", "C")}
    with db.transaction(scope) as session:
        actions.move(session, scope, made["A"], _stage(scope, "Teklif"))
        actions.move(session, scope, made["C"], _stage(scope, "Teklif"), 1)
        actions.move(session, scope, made["C"], _stage(scope, "Yeni ilgi"), 9)
        reached = queries.reached(session, scope)

    # The newest card stands first; C came back behind B, and has been at the offer all the same.
    assert _board(scope) == [("Yeni ilgi", "B"), ("Yeni ilgi", "C"), ("Teklif", "A")]
    assert reached == ({0: 1, 2: 2}, 0)


def test_loss_needs_its_reason_and_a_deal_can_come_back(scope: Scope, customer: UUID) -> None:
    made, lost = _deal(scope, customer, "A"), _stage(scope, "Kaybedildi")
    with pytest.raises(DealRefused) as refused, db.transaction(scope) as session:
        actions.move(session, scope, made, lost)
    before = _board(scope)
    with db.transaction(scope) as session:
        actions.move(session, scope, made, lost, reason="Fiyat")
        gone = queries.deal(session, scope, made)
        actions.move(session, scope, made, _stage(scope, "Görüşme"))
        back = queries.deal(session, scope, made)

    assert (refused.value.code, before) == ("pipeline.reason_needed", [("Yeni ilgi", "A")])
    assert (gone.reason, gone.kind, gone.closed_at is None) == ("Fiyat", "lost", False)
    assert (back.reason, back.kind, back.closed_at) == ("", "open", None)


def test_won_deal_fills_the_screen_of_a_new_order(scope: Scope, customer: UUID) -> None:
    with db.transaction(scope) as session:
        variant = catalog.variant(session, scope, "CAY", price="120.00")
    made = _deal(scope, customer, "Aylık çay", 1440, Wish(variant, 12))
    with db.transaction(scope) as session:
        actions.move(session, scope, made, _stage(scope, "Kazanıldı"))
        found = pipeline.prefill(session, scope, made)

    assert found.buyer == {
        "buyer_name": "Ege Kafe",
        "email": "ege@x.com",
        "phone": "+905321112233",
        "city": "İstanbul",
        "district": "Kadıköy",
        "address": "Moda Cad. No: 12 D: 5",
        "note": "Aylık çay",
    }
    assert [(one.variant_id, one.sku, one.price, one.quantity) for one in found.wishes] == [
        (variant, "CAY", Decimal("120.00"), 12)
    ]


def test_stages_in_use_stay_and_a_step_becomes_a_task(scope: Scope, customer: UUID) -> None:
    made = _deal(scope, customer, "A")
    with pytest.raises(DealRefused) as refused, db.transaction(scope) as session:
        actions.delete_stage(session, scope, _stage(scope, "Yeni ilgi"))
    with pytest.raises(PlanInvalid), db.transaction(scope) as session:
        actions.next_step(session, scope, made, " ", None)
    with db.transaction(scope) as session:
        actions.next_step(session, scope, made, "Numune gönder", None)
        actions.delete_stage(session, scope, _stage(scope, "Pazarlık"))
        added = actions.save_stage(session, scope, None, "Sözleşme", 90)
        names = [one.name for one in queries.stages(session, scope)]
        row = queries.deal(session, scope, made)

    assert (refused.value.code, row.task) == ("pipeline.stage_in_use", "Numune gönder")
    assert names == ["Yeni ilgi", "Görüşme", "Teklif", "Sözleşme", "Kazanıldı", "Kaybedildi"]
    assert added == _stage(scope, "Sözleşme")


def test_the_list_is_narrowed_to_one_stage(scope: Scope, customer: UUID) -> None:
    made = {title: _deal(scope, customer, title) for title in ("A", "B")}
    stage = _stage(scope, "Teklif")
    with db.transaction(scope) as session:
        actions.move(session, scope, made["B"], stage)

        found = [row.title for row in queries.deals(session, scope, stage_id=stage)]
        every = {row.title for row in queries.deals(session, scope)}

    assert (found, every) == (["B"], {"A", "B"})
