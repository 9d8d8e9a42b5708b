"""Campaigns as screens show them: their days, and when there is something to draw."""

from dataclasses import replace
from datetime import date
from typing import cast

from prapazar.domain.campaigns.enums import Arm
from prapazar.domain.campaigns.queries import CampaignRow
from prapazar.domain.campaigns.rules import Group
from prapazar.states import campaign_rows


def test_days_name_month_and_year_as_often_as_they_change() -> None:
    last = date(2026, 11, 29)

    said = [
        campaign_rows.days(first, last, "tr")
        for first in (last, date(2026, 11, 22), date(2026, 10, 22), date(2025, 11, 22))
    ]

    assert said == [
        "29 Kas 2026",
        "22 – 29 Kas 2026",
        "22 Eki 2026 – 29 Kas 2026",
        "22 Kas 2025 – 29 Kas 2026",
    ]


def test_shares_are_drawn_once_somebody_bought() -> None:
    row = cast("CampaignRow", None)  # of two texts it asks for nothing else
    sent = Group(members=10)
    before = {Arm.B: sent, Arm.CONTROL: sent}

    drawn = campaign_rows.bars({**before, Arm.B: replace(sent, buyers=2)}, row, "en")

    assert campaign_rows.bars(before, row, "en") == []
    assert [one["share"] for one in drawn] == [20.0, 0.0]
