"""The task screens: board, list, and the form of one."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from prapazar.domain.customers import queries as customers
from prapazar.domain.customers.queries import CustomerFilter
from prapazar.foundation import db
from prapazar.states.record_tasks import RecordTasksState
from prapazar.states.task import TaskState
from prapazar.states.tasks import TasksState
from tests.factories import catalog
from tests.factories.customers import arrive, bought
from tests.factories.tabs import Tab, person

pytestmark = pytest.mark.usefixtures("database", "redis_server")
WANTED = {"title": "Kampanyayı kontrol et", "due": "2040-01-02", "steps": "fiyat\ngörsel"}


async def _opened() -> tuple[Tab, TasksState, TaskState]:
    tab = Tab(person(), "/tasks")
    tasks, task = await tab.state(TasksState), await tab.state(TaskState)
    await tab.call(TasksState.load, tasks)
    await tab.call(TaskState.begin, task, "")
    return tab, tasks, task


def test_task_is_written_ticked_off_and_moved_over_the_board() -> None:
    async def day() -> list[Any]:
        tab, tasks, task = await _opened()
        await tab.call(TaskState.save, task, WANTED)
        await tab.call(TasksState.news, tasks)
        card = tasks.todo[0]
        await tab.call(TaskState.open_task, task, card["id"])
        await tab.call(TaskState.check, task, "1", True)
        await tab.call(TasksState.move, tasks, card["id"], "doing", 0)
        moved = tasks.doing[0]
        await tab.call(TasksState.move, tasks, card["id"], "nowhere", 0)
        return [
            card["title"],
            card["due"],
            card["checks"],
            moved["checks"],
            len(tasks.todo),
            len(tasks.doing),
        ]

    assert asyncio.run(day()) == ["Kampanyayı kontrol et", "2 Oca 2040", "0/2", "1/2", 0, 1]


def test_page_of_a_record_lists_its_open_tasks_alone() -> None:
    async def day() -> list[Any]:
        who = person()
        with db.transaction(who.scope) as session:
            for sku in ("KAHVE", "CAY"):
                catalog.variant(session, who.scope, sku)
            found = session.execute(text("SELECT product_id FROM variant WHERE sku = 'KAHVE'"))
            coffee = str(found.scalar_one())
        tab = Tab(who, "/tasks")
        tasks, task = await tab.state(TasksState), await tab.state(TaskState)
        for title, sku in (("Görsel çek", "KAHVE"), ("Bitmiş iş", "KAHVE"), ("Başka iş", "CAY")):
            await tab.call(TaskState.begin, task, "")
            await tab.call(
                TaskState.save, task, {**WANTED, "title": title, "link_kind": "product", "link": sku}
            )
        await tab.call(TasksState.news, tasks)
        done = next(card["id"] for card in tasks.todo if card["title"] == "Bitmiş iş")
        await tab.call(TasksState.move, tasks, done, "done", 0)

        page = Tab(who, f"/products/{coffee}")
        of_record = await page.state(RecordTasksState)
        await page.call(RecordTasksState.load, of_record)
        return [(row["title"], row["due"], row["assignee"], row["late"]) for row in of_record.rows]

    assert asyncio.run(day()) == [("Görsel çek", "2 Oca 2040", "", "")]


def test_task_about_a_record_keeps_its_link_and_finds_it_by_name() -> None:
    async def day() -> list[Any]:
        who = person()
        with db.transaction(who.scope) as session:
            catalog.variant(session, who.scope, "KAHVE")
        tab = Tab(who, "/tasks")
        tasks, task = await tab.state(TasksState), await tab.state(TaskState)
        await tab.call(TaskState.begin, task, "")
        await tab.call(TaskState.save, task, {**WANTED, "link_kind": "product", "link": "YOK"})
        refused = list(task.errors)
        await tab.call(TaskState.save, task, {**WANTED, "link_kind": "product", "link": "KAHVE"})
        await tab.call(TasksState.load, tasks)
        card = tasks.todo[0]
        await tab.call(TaskState.open_task, task, card["id"])
        return [refused, card["link"], card["href"].startswith("/products/"), task.form["link_name"]]

    assert asyncio.run(day()) == [["link"], "Çay 500 g", True, "KAHVE"]


def test_task_begun_on_a_customer_stays_with_them_where_another_bears_the_name() -> None:
    async def day() -> list[Any]:
        who = person()
        with db.transaction(who.scope) as session:
            store = catalog.connection(session, who.scope)
        arrive(who.scope, store, *(bought(str(n), "Ayşe Yılmaz", email=f"{n}@x.com", day=n) for n in (1, 2)))
        with db.transaction(who.scope) as session:
            first = min(
                customers.page(session, who.scope, CustomerFilter()), key=lambda one: one.last_order_at
            ).id
        tab = Tab(who, f"/tasks?about=customer:{first}")
        tasks, task = await tab.state(TasksState), await tab.state(TaskState)
        await tab.call(TaskState.begin, task, f"customer:{first}")
        named = {"link_kind": task.form["link_kind"], "link": task.form["link_name"]}
        await tab.call(TaskState.save, task, {**WANTED, **named})
        await tab.call(TasksState.news, tasks)
        card = tasks.todo[0]
        await tab.call(TaskState.open_task, task, card["id"])
        await tab.call(TaskState.save, task, {**WANTED, **named, "title": "Ara"})
        await tab.call(TasksState.news, tasks)
        return [named["link"], card["href"] == tasks.todo[0]["href"] == f"/customers/{first}"]

    assert asyncio.run(day()) == ["Ayşe Yılmaz", True]


def test_list_finishes_and_opens_again() -> None:
    async def day() -> list[Any]:
        tab, tasks, task = await _opened()
        await tab.call(TaskState.save, task, {**WANTED, "status": "doing"})
        await tab.call(TasksState.choose, tasks, "open")
        row = tasks.rows[0]
        await tab.call(TasksState.finish, tasks, row["id"])
        left = len(tasks.rows)
        await tab.call(TasksState.choose, tasks, "done")
        await tab.call(TasksState.finish, tasks, tasks.rows[0]["id"])
        await tab.call(TasksState.choose, tasks, "all")
        return [row["status"], left, tasks.rows[0]["status"], tasks.views[1]["count"]]

    assert asyncio.run(day()) == ["doing", 0, "todo", "1"]


def test_removed_task_is_said_to_be_gone() -> None:
    async def day() -> list[Any]:
        tab, tasks, task = await _opened()
        await tab.call(TaskState.save, task, WANTED)
        await tab.call(TasksState.news, tasks)
        await tab.call(TaskState.open_task, task, tasks.todo[0]["id"])
        await tab.call(TaskState.remove, task)
        await tab.call(TaskState.save, task, WANTED)
        await tab.call(TasksState.news, tasks)
        return [tasks.todo, task.errors]

    assert asyncio.run(day()) == [[], {"title": "Bu görev artık yok."}]
