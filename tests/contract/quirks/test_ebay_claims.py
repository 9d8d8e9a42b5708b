"""Goods that did not arrive and payments disputed with the bank, at the pretend eBay."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.aftersales import ClaimKind, ClaimRecord, ClaimStatus, SettlementKind
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.records import PackageStatus
from prapazar.foundation.clock import now
from tests.factories.stages import Article, Stage

_KEY, _TITLE = "8690000000017", "Çiçekli Şal, İğne Oyalı"
_WINDOW = timedelta(hours=1)


def _claim(stage: Stage) -> ClaimRecord:
    pages = stage.connector().fetch_claims(now() - _WINDOW, now() + _WINDOW)
    [found] = [one for page in pages for one in page]
    assert isinstance(found, ClaimRecord)
    return found


def _opened(stage: Stage, deed: str, **more: object) -> ClaimRecord:
    """The claim about an order that was shipped under the number TR1."""
    stage.seed([Article(_KEY, _TITLE, Decimal("129.80"))])
    order = stage.order((_KEY, 2))
    [package] = stage.connector().fetch_package(stage.package_id(order))
    units = {line.external_id: line.quantity for line in package.lines}
    stage.connector().report_status(
        package.external_id, PackageStatus.SHIPPED, units, carrier="DHL", tracking_number="TR1"
    )
    body = {"order": stage.order_id(order), "sku": _KEY, **more}
    stage.server.pull("POST", f"/ebay/{stage.account}/{deed}", body)
    return _claim(stage)


def _shipment_told(stage: Stage) -> Any:  # noqa: ANN401 - the provider's answer
    asked = stage.server.pull("GET", f"/requests?provider=ebay&account={stage.account}")
    return next(one["body"] for one in asked if one["path"].endswith("/provide_shipment_info"))


def test_inquiry_is_told_with_its_article_and_when_it_is_due(stage: Stage) -> None:
    found = _opened(stage, "inquiries")

    [line] = found.lines
    assert (found.kind, found.status) == (ClaimKind.MISSING, ClaimStatus.WAITING)
    assert (line.sku, line.title, line.quantity, line.amount) == (_KEY, _TITLE, 2, Decimal("259.60"))
    assert found.due_at is not None


def test_refunded_inquiry_is_accepted_and_stands_in_the_account(stage: Stage) -> None:
    number = _opened(stage, "inquiries").external_id

    stage.connector().approve_claim(number, [number])

    pages = stage.connector().fetch_settlements(now() - _WINDOW, now() + _WINDOW)
    assert (_claim(stage).provider_status, _claim(stage).status) == ("CLOSED", ClaimStatus.ACCEPTED)
    assert [one.kind for page in pages for one in page] == [SettlementKind.RETURN]
    with pytest.raises(Rejected):
        stage.connector().reject_claim(number, [number], "DECLINE", "Gönderildi.")


@pytest.mark.parametrize("names_order", [True, False])
def test_refused_inquiry_tells_how_it_was_shipped(stage: Stage, *, names_order: bool) -> None:
    stage.server.pull("PATCH", "/ebay/rules", {"inquiry_order": names_order})
    number = _opened(stage, "inquiries").external_id

    stage.connector().reject_claim(number, [number], "DECLINE", "Kargoda.")

    told = _shipment_told(stage)
    assert _claim(stage).status is ClaimStatus.DISPUTED
    assert ("TR1" in told, "Kargoda." in told) == (names_order, True)
    stage.server.pull("PATCH", "/ebay/rules", {"inquiry_order": True})


def test_accepted_dispute_costs_the_money(stage: Stage) -> None:
    found = _opened(stage, "disputes", reason="FRAUD")

    stage.connector().approve_claim(found.external_id, [found.external_id])

    assert (found.kind, found.status, found.lines[0].sku) == (ClaimKind.CHARGEBACK, ClaimStatus.WAITING, _KEY)
    assert (_claim(stage).provider_status, _claim(stage).status) == ("CLOSED", ClaimStatus.ACCEPTED)


def test_contested_dispute_is_the_banks_to_decide(stage: Stage) -> None:
    number = _opened(stage, "disputes", reason="ITEM_NOT_RECEIVED").external_id

    stage.connector().reject_claim(number, [number], "DECLINE", "Teslim edildi.")

    assert _claim(stage).status is ClaimStatus.DISPUTED
    with pytest.raises(Rejected):
        stage.connector().approve_claim(number, [number])
