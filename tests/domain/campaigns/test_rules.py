"""When a campaign may write, what is wrong with one, and what it brought."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from prapazar.domain.campaigns import rules
from prapazar.domain.campaigns.rules import Draft, Gain, Group, Reach
from prapazar.foundation.ids import new_id

_DRAFT = Draft(
    name="Kasım",
    segment_id=new_id(),
    template_id=new_id(),
    starts_on=date(2026, 11, 23),
    ends_on=date(2026, 11, 30),
)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        (datetime(2026, 11, 23, 8, 0, tzinfo=UTC), datetime(2026, 11, 23, 8, 0, tzinfo=UTC)),
        (datetime(2026, 11, 23, 5, 0, tzinfo=UTC), datetime(2026, 11, 23, 7, 0, tzinfo=UTC)),
        (datetime(2026, 11, 23, 17, 0, tzinfo=UTC), datetime(2026, 11, 24, 7, 0, tzinfo=UTC)),
        (datetime(2026, 11, 23, 22, 30, tzinfo=UTC), datetime(2026, 11, 24, 7, 0, tzinfo=UTC)),
    ],
    ids=["at noon", "early", "at eight in the evening", "after midnight"],
)
def test_nobody_is_written_to_outside_the_hours(at: datetime, opens: datetime) -> None:
    assert rules.may_write_at(at, 10, 20) == opens


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {}),
        ({"name": " "}, {"name": "campaigns.name_needed"}),
        ({"ends_on": date(2026, 11, 22)}, {"ends_on": "campaigns.ends_before"}),
        ({"ends_on": date(2028, 11, 22)}, {"ends_on": "campaigns.too_long"}),
        ({"control_share": 51}, {"control_share": "campaigns.share_wrong"}),
        ({"template_b_id": _DRAFT.template_id}, {"template_b": "campaigns.same_text"}),
        ({"template_b_id": new_id(), "b_share": 0}, {"b_share": "campaigns.share_wrong"}),
        ({"hour_from": 20, "hour_to": 10}, {"hour_to": "campaigns.hours_wrong"}),
    ],
    ids=["good", "name", "days", "years", "control", "same text", "no share", "hours"],
)
def test_what_is_wrong_is_told_by_field(changes: dict[str, object], expected: dict[str, str]) -> None:
    assert rules.faults(replace(_DRAFT, **changes)) == expected  # type: ignore[arg-type]  # fields of a draft


def test_gain_is_what_the_control_group_did_not_bring() -> None:
    written = Group(members=900, buyers=90, orders=95, turnover=Decimal(45_000), cost=Decimal(500))
    control = Group(members=100, buyers=5, orders=5, turnover=Decimal(2_000))

    found = rules.gain(written, control)

    # 50 a head beside 20 a head, of 900 heads; 54 times the cost stays beyond it less once.
    assert found == Gain(Decimal("27000.00"), Decimal("53.0000"))
    assert rules.gain(written, Group()) == Gain(None, None)
    assert rules.gain(replace(written, cost=Decimal(0)), control) == Gain(Decimal("27000.00"), None)


def test_cost_is_of_those_who_get_a_message() -> None:
    reach = Reach(members=1_000, with_address=800, welcome=500)

    assert reach.messages(10) == 450
    assert rules.cost(450, parts=2, price=Decimal("0.045")) == Decimal("40.50")


@pytest.mark.parametrize(
    ("status", "today", "shown"),
    [
        ("sent", date(2026, 11, 30), "running"),
        ("sent", date(2026, 12, 1), "done"),
        ("asked", date(2026, 12, 1), "asked"),
    ],
)
def test_campaign_runs_until_the_end_of_its_last_day(status: str, today: date, shown: str) -> None:
    assert rules.shown_status(status, _DRAFT.ends_on, today) == shown
