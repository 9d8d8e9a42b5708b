"""Who carries a package, and for how much."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from prapazar.domain.shipping.rules import (
    Choice,
    Load,
    Rule,
    Step,
    Tariff,
    billable,
    choose,
    cost_differs,
    desi,
    due,
    explained,
)
from prapazar.domain.shipping.rules import driver as carrier_driver
from prapazar.foundation.clock import ISTANBUL

_YURTICI, _ARAS, _SHOP, _OTHER = (UUID(int=number) for number in (1, 2, 3, 4))
_LOAD = Load(_SHOP, "İstanbul", Decimal(3), Decimal("250.00"))
_TARIFFS = {
    _YURTICI: Tariff(
        date(2026, 1, 1),
        "TRY",
        {"": (Step(Decimal(1), Decimal(60)), Step(Decimal(5), Decimal(90), Decimal("7.50")))},
    ),
    _ARAS: Tariff(date(2026, 1, 1), "TRY", {"": (Step(Decimal(10), Decimal(85)),)}),
}


def _rule(**given: object) -> Rule:
    return Rule(uuid4(), **{"connection_id": _ARAS, **given})  # type: ignore[arg-type]  # named one by one above


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        (_rule(), True),
        (_rule(channels=frozenset({_SHOP})), True),
        (_rule(channels=frozenset({_OTHER})), False),
        (_rule(provinces=frozenset({"istanbul"})), True),
        (_rule(provinces=frozenset({"ankara"})), False),
        (_rule(least_desi=Decimal(3), most_desi=Decimal(3)), True),
        (_rule(most_desi=Decimal("2.99")), False),
        (_rule(least_total=Decimal("250.01")), False),
        (_rule(cash_on_delivery=True), False),
        (_rule(cash_on_delivery=False), True),
    ],
)
def test_rule_fits_by_everything_it_names(rule: Rule, fits: bool) -> None:
    assert rule.fits(_LOAD) is fits


def test_first_rule_that_fits_and_whose_carrier_can_be_used_decides() -> None:
    far = _rule(connection_id=_YURTICI, provinces=frozenset({"van"}))
    paused, usual = _rule(connection_id=_OTHER), _rule(payer="receiver")

    found = choose(_LOAD, [far, paused, usual], _TARIFFS, [_YURTICI, _ARAS])

    assert found == Choice(_ARAS, "receiver", Decimal(0), usual.id)


def test_cheapest_carrier_is_taken_among_those_whose_tariff_knows_the_parcel() -> None:
    rule = _rule(connection_id=None)

    found = [
        choose(replace(_LOAD, desi=Decimal(size)), [rule], _TARIFFS, [_YURTICI, _ARAS]) for size in (1, 3, 12)
    ]

    assert [(one.connection_id, one.expected) for one in found if one] == [
        (_YURTICI, Decimal(60)),
        (_ARAS, Decimal(85)),
        (_YURTICI, Decimal("142.50")),
    ]


def test_nobody_is_guessed_where_no_rule_fits_unless_there_is_one_carrier_only() -> None:
    assert choose(_LOAD, [], _TARIFFS, [_YURTICI, _ARAS]) is None
    assert choose(_LOAD, [], _TARIFFS, [_ARAS]) == Choice(_ARAS, "sender", Decimal(85), None)
    assert choose(_LOAD, [_rule()], _TARIFFS, []) is None


def test_desi_is_the_volume_and_the_heavier_of_both_is_billed() -> None:
    assert desi(Decimal(30), Decimal(20), Decimal(15)) == Decimal("3.00")
    assert billable(Decimal(3), Decimal("4.2")) == Decimal("4.2")


def test_parcel_is_due_at_the_end_of_a_working_day_and_sundays_are_none() -> None:
    friday = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
    saturday_night = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)  # Sunday already in Istanbul

    found = [due(friday, 1), due(friday, 2), due(friday, 0), due(saturday_night, 0), due(saturday_night, 1)]

    assert [one.astimezone(ISTANBUL).strftime("%a %d %H:%M") for one in found] == [
        "Sat 21 23:59",
        "Mon 23 23:59",
        "Fri 20 23:59",
        "Mon 23 23:59",
        "Mon 23 23:59",
    ]


def test_cost_differs_by_more_than_rounding() -> None:
    billed = [None, Decimal("85.51"), Decimal("85.52"), Decimal("80.00")]

    assert [cost_differs(Decimal("85.50"), one) for one in billed] == [False, False, True, True]


def test_choice_says_which_rule_won_and_what_kept_the_others() -> None:
    load = replace(_LOAD, province="Van", zones=frozenset({"far", "region:dogu_anadolu"}), zone="far")
    islands = _rule(zones=frozenset({"islands"}), least_desi=Decimal(9))
    gone = _rule(connection_id=_OTHER, zones=frozenset({"far"}))
    east = _rule(zones=frozenset({"region:dogu_anadolu"}), provinces=frozenset({"ankara"}))
    never = _rule()
    tariffs = {_ARAS: Tariff(date(2026, 1, 1), "TRY", {"far": (Step(Decimal(5), Decimal(140)),)})}

    choice, tried = explained(load, [islands, gone, east, never], tariffs, [_YURTICI, _ARAS])

    assert choice == Choice(_ARAS, "sender", Decimal(140), east.id)
    assert [(one.rule_id, one.misses) for one in tried] == [
        (islands.id, ("region", "desi")),
        (gone.id, ("carrier",)),
        (east.id, ()),
    ]


@pytest.mark.parametrize(
    ("name", "driver"),
    [
        ("Yurtiçi Kargo", "yurtici"),
        ("YURTICI KARGO", "yurtici"),
        ("Yurtiçi Kargo Marketplace", "yurtici"),
        ("MNG Kargo", "mng"),
        ("DHL eCommerce", "mng"),
        ("Trendyol Express", "Trendyol Express"),
        ("Kargo", "Kargo"),
        ("", ""),
    ],
)
def test_driver_is_the_same_whoever_pays(name: str, driver: str) -> None:
    known = {"yurtici": "yurtici", "mng": "mng", "dhl": "mng"}

    assert carrier_driver(name, known) == driver
