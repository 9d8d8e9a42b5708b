"""Floors, and prices moved by percent."""

from decimal import Decimal

import pytest

from prapazar.domain.pricing import rules
from prapazar.domain.pricing.errors import Refusal
from prapazar.domain.pricing.rules import Ending, PriceStep


@pytest.mark.parametrize(
    ("sale", "floor", "cost", "verdict"),
    [
        (None, "5", None, Refusal.NO_PRICE),
        ("10", None, None, Refusal.NO_FLOOR),
        ("10", "11", "1", Refusal.BELOW_FLOOR),
        ("10", None, "11", Refusal.BELOW_FLOOR),
        ("10", "10", None, None),
        ("10", None, "9", None),
        ("10", "5", "11", None),
    ],
)
def test_why_not_pushed(
    sale: str | None, floor: str | None, cost: str | None, verdict: Refusal | None
) -> None:
    amounts = [None if amount is None else Decimal(amount) for amount in (sale, floor, cost)]

    assert rules.why_not_pushed(*amounts) == verdict


@pytest.mark.parametrize(
    ("step", "after"),
    [
        (PriceStep(percent=Decimal(10)), "110.00"),
        (PriceStep(percent=Decimal("-12.5")), "87.50"),
        (PriceStep(amount=Decimal("2.345")), "102.35"),
        (PriceStep(percent=Decimal(3), ending=Ending.NINETY), "103.90"),
        (PriceStep(percent=Decimal(4), ending=Ending.NINETY), "104.90"),
        (PriceStep(amount=Decimal("3.90"), ending=Ending.NINETY), "103.90"),
        (PriceStep(amount=Decimal("0.50"), ending=Ending.WHOLE), "101.00"),
    ],
)
def test_price_step(step: PriceStep, after: str) -> None:
    assert str(step.applied(Decimal("100.00"))) == after
