"""The statement of conditions: what people wrote is bound and never part of it."""

from prapazar.domain.segments import rules
from prapazar.domain.segments.enums import Fact, Join, Test
from prapazar.domain.segments.rules import Condition, Conditions
from prapazar.domain.segments.sql import compiled
from prapazar.foundation.ids import new_id

_EVIL = "x') OR true; DROP TABLE customer; --"


def test_what_people_wrote_is_bound() -> None:
    wanted = rules.read(
        {
            "parts": [
                {"fact": fact, "test": "is", "values": [_EVIL]}
                for fact in ("tag", "city", "district", "channel")
            ]
        }
    )

    found = compiled(wanted, new_id())

    assert _EVIL not in found.tail
    assert [value for name, value in found.values.items() if name != "merchant"] == [[_EVIL]] * 4


def test_conditions_on_the_same_days_read_them_once() -> None:
    wanted = Conditions(
        Join.ALL,
        (
            Condition(Fact.ORDERS, Test.AT_LEAST, ("2",), 30),
            Condition(Fact.SPENT, Test.AT_MOST, ("500",), 30),
            Condition(Fact.ORDERS, Test.AT_LEAST, ("5",), 365),
        ),
    )

    found = compiled(wanted, new_id())

    assert len(found.joins) == 2


def test_no_conditions_mean_every_customer() -> None:
    merchant = new_id()

    found = compiled(Conditions(), merchant)

    assert (found.tail, found.values) == (" WHERE t.merchant_id = :merchant AND true", {"merchant": merchant})
