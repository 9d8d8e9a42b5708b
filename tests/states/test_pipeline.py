"""The pipeline's screens: a deal written and moved in its dialog, where no card can be dragged, and the funnel."""

import asyncio
from typing import Any

import pytest

from prapazar.domain.customers import queries as customers
from prapazar.domain.customers.queries import CustomerFilter
from prapazar.foundation import db, routes
from prapazar.states.deal import DealState
from prapazar.states.pipeline import PipelineState
from tests.factories import campaigns as factory
from tests.factories.tabs import Person, Tab, person

pytestmark = pytest.mark.usefixtures("database", "redis_server")


def _customer(who: Person) -> str:
    factory.customers(who.scope, 1)
    with db.transaction(who.scope) as session:
        return str(customers.page(session, who.scope, CustomerFilter(), limit=1)[0].id)


async def _written(who: Person) -> tuple[Tab, PipelineState, DealState]:
    tab = Tab(who, routes.PIPELINE)
    pipeline, deal = await tab.state(PipelineState), await tab.state(DealState)
    await tab.call(PipelineState.load, pipeline)
    await tab.call(DealState.begin, deal, _customer(who))
    await tab.call(DealState.save, deal, {"title": "Otel kahvaltısı", "value": "1000"})
    await tab.call(PipelineState.news, pipeline)
    return tab, pipeline, deal


def _stood(pipeline: PipelineState) -> list[str]:
    return [
        f"{column['kind']} {card['reason']}".strip()
        for column in pipeline.columns
        for card in column["cards"]
    ]


def test_deal_is_moved_by_the_stage_of_its_dialog_and_a_lost_one_says_why() -> None:
    async def work() -> list[Any]:
        tab, pipeline, deal = await _written(person())
        card = pipeline.columns[0]["cards"][0]["id"]
        form = {"title": "Otel kahvaltısı", "value": "1000"}
        lost = next(one["value"] for one in deal.stages if one["kind"] == "lost")
        await tab.call(DealState.open_deal, deal, card)
        await tab.call(DealState.choose_stage, deal, deal.stages[1]["value"])
        seen: list[Any] = [deal.is_losing]
        await tab.call(DealState.save, deal, form)
        await tab.call(PipelineState.news, pipeline)
        seen.append([column["count"] for column in pipeline.columns[:2]])
        await tab.call(DealState.open_deal, deal, card)
        await tab.call(DealState.choose_stage, deal, lost)
        await tab.call(DealState.save, deal, {**form, "title": "Başka ad", "reason": " "})
        await tab.call(PipelineState.news, pipeline)
        seen.append((deal.is_losing, deal.is_open, bool(deal.faults["reason"]), _stood(pipeline)))
        seen.append(pipeline.columns[1]["cards"][0]["title"])
        await tab.call(DealState.save, deal, {**form, "reason": "Fiyat"})
        await tab.call(PipelineState.news, pipeline)
        seen.append((deal.is_open, _stood(pipeline)))
        return seen

    assert asyncio.run(work()) == [
        False,
        ["0", "1"],
        (True, True, True, ["open"]),
        "Otel kahvaltısı",
        (False, ["lost Fiyat"]),
    ]


def test_stage_that_is_not_there_moves_nothing() -> None:
    async def work() -> list[Any]:
        tab, pipeline, deal = await _written(person())
        card = pipeline.columns[0]["cards"][0]["id"]
        await tab.call(DealState.open_deal, deal, card)
        await tab.call(DealState.choose_stage, deal, "nowhere")
        await tab.call(DealState.save, deal, {"title": "Otel kahvaltısı"})
        await tab.call(PipelineState.news, pipeline)
        return [deal.is_open, [column["count"] for column in pipeline.columns[:2]]]

    assert asyncio.run(work()) == [False, ["1", "0"]]


def test_funnel_says_how_many_went_on_from_each_step() -> None:
    async def work() -> list[dict[str, str]]:
        tab, pipeline, deal = await _written(person())
        second = pipeline.columns[1]
        await tab.call(PipelineState.move, pipeline, pipeline.columns[0]["cards"][0]["id"], second["id"], 0)
        await tab.call(DealState.begin, deal, deal.customer["id"])
        await tab.call(DealState.save, deal, {"title": "Ofis kahvesi"})
        await tab.call(PipelineState.news, pipeline)
        return [{**one, "label": ""} for one in pipeline.funnel[:3]]

    assert asyncio.run(work()) == [
        {"label": "", "deals": "2", "part": "100", "share": "%100", "on": "–"},
        {"label": "", "deals": "1", "part": "50", "share": "%50", "on": "%50"},
        {"label": "", "deals": "0", "part": "0", "share": "%0", "on": "%0"},
    ]
