"""The screens of a segment and of a campaign, as a person goes through them."""

import asyncio
from typing import Any

import pytest

from prapazar.foundation import routes
from prapazar.states.campaign import CampaignState
from prapazar.states.campaigns import CampaignsState
from prapazar.states.messages import MessagesState
from prapazar.states.segment import SegmentState
from tests.factories import campaigns as factory
from tests.factories.tabs import Tab, person

pytestmark = pytest.mark.usefixtures("database", "redis_server")


def test_count_follows_what_is_written_and_what_is_wrong_stands_by_its_line() -> None:
    who = person()
    factory.customers(who.scope, 3)

    async def write() -> list[Any]:
        tab = Tab(who, routes.segment("new"))
        state = await tab.state(SegmentState)
        await tab.call(SegmentState.load, state)
        seen: list[Any] = [(state.count, len(state.lines))]
        key = state.lines[0]["key"]
        await tab.call(SegmentState.set_value, state, key, "viele")
        seen.append([bool(one["fault"]) for one in state.lines])
        await tab.call(SegmentState.set_value, state, key, "1")
        await tab.call(SegmentState.look, state)
        seen.append((state.count, state.people, [one["fault"] for one in state.lines]))
        await tab.call(SegmentState.set_fact, state, key, "consent")
        await tab.call(SegmentState.choose, state, key, "email")
        await tab.call(SegmentState.look, state)
        seen.append((state.count, sorted(one["name"] for one in state.people)))
        await tab.call(SegmentState.save, state, {"name": " ", "note": ""})
        seen.append(bool(state.faults["name"]))
        await tab.call(SegmentState.save, state, {"name": "İzinli", "note": ""})
        seen.append(state.is_dirty)
        return seen

    assert asyncio.run(write()) == [
        ("3", 1),
        [True],
        ("0", [], [""]),
        ("3", ["Ad1 Soyad", "Ad2 Soyad", "Ad3 Soyad"]),
        True,
        False,
    ]


def test_every_condition_that_is_only_begun_asks_for_its_value() -> None:
    who = person()

    async def write() -> list[Any]:
        tab = Tab(who, routes.segment("new"))
        state = await tab.state(SegmentState)
        await tab.call(SegmentState.load, state)
        await tab.call(SegmentState.add, state, "")
        await tab.call(SegmentState.add, state, "")
        await tab.call(SegmentState.set_value, state, state.lines[1]["key"], "2")
        await tab.call(SegmentState.save, state, {"name": "Yarım", "note": ""})
        return [state.segment["id"], [one["fault"] for one in state.lines]]

    told = "Bir değer girin ya da seçin."
    assert asyncio.run(write()) == ["", [told, "", told]]


def test_campaign_shows_whom_it_reaches_and_every_message_has_its_words() -> None:
    who = person()
    factory.customers(who.scope, 4)
    made = factory.campaign(who.scope, approved=False)

    async def look() -> list[Any]:
        tab = Tab(who, routes.campaign(made))
        state = await tab.state(CampaignState)
        await tab.call(CampaignState.load, state)
        seen: list[Any] = [[one["value"] for one in state.estimate][:4], state.campaign["code"]]
        await tab.call(CampaignState.test, state, {"arm": "a", "to": "ben@x.com"})
        await tab.call(CampaignState.approve, state)
        seen.append((state.campaign["code"], state.fault, state.missing))
        every = await tab.state(CampaignsState)
        await tab.call(CampaignsState.load, every)
        seen.append([one["name"] for one in every.rows])
        log = await tab.state(MessagesState)
        await tab.call(MessagesState.load, log)
        seen.append([one["about"] for one in log.rows])
        return seen

    assert asyncio.run(look()) == [
        ["4", "4", "4", "4"],
        "draft",
        ("approved", "", False),
        ["Kasım"],
        ["Kampanya denemesi"],
    ]
