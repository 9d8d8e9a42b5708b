"""Measures: what they are made of, and whether more of them is good."""

from decimal import Decimal

from prapazar.domain.reporting.reports.kinds import KINDS

_MORE, _LESS = Decimal("0.2"), Decimal("-0.2")


def test_change_is_good_bad_or_neither() -> None:
    measures = {one.key: one for kind in KINDS.values() for one in kind.measures}

    said = {
        key: (measures[key].is_well(_MORE), measures[key].is_well(_LESS), measures[key].is_well(Decimal(0)))
        for key in ("turnover", "cancelled", "cost")
    }

    assert said == {
        "turnover": (True, False, None),
        "cancelled": (False, True, None),
        "cost": (None, None, None),
    }
