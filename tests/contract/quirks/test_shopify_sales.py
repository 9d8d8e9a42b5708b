"""What only Shopify does after a sale and in its taxonomy, seen in its simulator."""

from datetime import timedelta
from decimal import Decimal

import pytest

from prapazar.connector_kit.aftersales import ClaimRecord, ClaimStatus, SettlementKind, SettlementRecord
from prapazar.connector_kit.errors import Rejected
from prapazar.foundation.clock import now
from tests.factories.stages import Article, Stage

_KEY = "8690000000017"
_CATEGORY = "gid://shopify/TaxonomyCategory/aa-1-1-2"
_WINDOW = timedelta(hours=1)


def _claim(stage: Stage) -> ClaimRecord:
    [[found]] = stage.connector().fetch_claims(now() - _WINDOW, now() + _WINDOW)
    assert isinstance(found, ClaimRecord)
    return found


def _lines(stage: Stage) -> list[tuple[SettlementKind, Decimal]]:
    pages = stage.connector().fetch_settlements(now() - _WINDOW, now() + _WINDOW)
    return [(one.kind, one.amount) for page in pages for one in page if isinstance(one, SettlementRecord)]


def test_approved_return_moves_no_money_until_it_is_refunded(stage: Stage) -> None:
    stage.seed([Article(_KEY, price=Decimal("129.80"))])
    number = stage.claim(stage.order((_KEY, 2)), [(_KEY, 1)])
    lines = [line.external_id for line in _claim(stage).lines]

    stage.connector().approve_claim(number, lines)

    approved = _claim(stage).provider_status, _lines(stage)
    stage.refund(number)
    assert approved == ("OPEN", [])
    assert (_claim(stage).provider_status, _lines(stage)) == (
        "CLOSED",
        [(SettlementKind.RETURN, Decimal("-129.80"))],
    )


def test_declined_return_is_read_though_its_order_counts_as_without_any(stage: Stage) -> None:
    stage.seed([Article(_KEY)])
    number = stage.claim(stage.order((_KEY, 1)), [(_KEY, 1)])
    lines = [line.external_id for line in _claim(stage).lines]

    stage.connector().reject_claim(number, lines, "FINAL_SALE", "İndirimli ürün.")

    assert _claim(stage).status is ClaimStatus.REJECTED


def test_payout_that_was_called_off_is_no_line(stage: Stage) -> None:
    stage.seed([Article(_KEY, price=Decimal("129.80"))])
    stage.settle(stage.order((_KEY, 1)))

    stage.server.pull("POST", f"/shopify/{stage.account}/payout", {"status": "CANCELED"})

    assert _lines(stage) == [(SettlementKind.SALE, Decimal("123.31"))]


def test_shop_paid_by_others_has_no_account(stage: Stage) -> None:
    stage.server.pull("PATCH", "/shopify/rules", {"has_payments": False})

    found = _lines(stage)

    stage.server.pull("PATCH", "/shopify/rules", {"has_payments": True})
    assert found == []


def test_taxonomy_is_read_below_its_top_without_what_was_given_up(stage: Stage) -> None:
    found = {one.external_id.rpartition("/")[2]: one.is_leaf for one in stage.connector().fetch_categories()}

    assert (found["aa"], found["aa-1-1-2"], "hg-11" in found, "hg-11-9" in found) == (
        False,
        True,
        True,
        False,
    )


def test_attributes_are_lists_and_measures_of_a_leaf(stage: Stage) -> None:
    connector = stage.connector()

    found = connector.fetch_attributes(_CATEGORY)

    told = [(one.name, one.allows_custom, len(one.values)) for one in found]
    assert told == [("Color", False, 3), ("Fabric", False, 2), ("Length", True, 0)]
    with pytest.raises(Rejected):
        connector.fetch_attributes("gid://shopify/TaxonomyCategory/aa-1")
