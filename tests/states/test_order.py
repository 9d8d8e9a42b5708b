"""What an order's page says about money and addresses."""

from dataclasses import replace
from decimal import Decimal

import pytest

from prapazar.domain.orders.queries_one import OrderDetail
from prapazar.foundation.clock import now
from prapazar.foundation.ids import new_id
from prapazar.states.order import _order
from tests.factories.tabs import Person, person

HOME = {"name": "Ayşe Yılmaz", "line": "Lale Sokak 1", "district": "Kadıköy", "city": "İstanbul"}


@pytest.fixture
def who(database: str) -> Person:
    return person()


@pytest.fixture
def order() -> OrderDetail:
    return OrderDetail(
        id=new_id(),
        number="1001",
        external_id="1001",
        connection_id=None,
        connector=None,
        channel=None,
        status="new",
        has_problem=False,
        ordered_at=now(),
        ship_by_at=None,
        currency="TRY",
        total=Decimal("120.00"),
        discount=Decimal("10.00"),
        shipping=Decimal("30.00"),
        buyer_name="Ayşe Yılmaz",
        buyer_email=None,
        buyer_phone=None,
        city="İstanbul",
        district="Kadıköy",
        shipping_address=HOME,
        billing_address=HOME,
        note="",
        tags=[],
        is_test=False,
    )


def test_sums_lead_from_the_goods_to_what_is_paid(who: Person, order: OrderDetail) -> None:
    shown = _order(order, who.scope)

    sums = [shown[name] for name in ("subtotal", "shipping", "discount", "total")]
    assert sums == ["₺100,00", "₺30,00", "−₺10,00", "₺120,00"]


def test_billing_address_is_shown_only_when_it_differs(who: Person, order: OrderDetail) -> None:
    elsewhere = replace(order, billing_address={**HOME, "company": "Ege Ltd."})

    shown = [_order(one, who.scope)["billing"] for one in (order, elsewhere)]

    assert shown == ["", "Ayşe Yılmaz\nEge Ltd.\nLale Sokak 1\nKadıköy\nİstanbul"]
