"""A task's card carried over the board with the keyboard alone, which keeps it in hand."""

import pytest
from playwright.sync_api import expect

from prapazar.domain.planning.enums import TaskStatus
from tests.factories.running import RunningShop, awaited
from tests.factories.screens import Open

pytestmark = pytest.mark.browser
TITLE = "Koli bandı al"


def test_card_is_carried_from_column_to_column_by_keys(opened: Open, shop: RunningShop) -> None:
    task = _written(shop)
    tab = opened("/tasks")
    column = {status: tab.locator(f"[data-column={status.value}]") for status in TaskStatus}
    card = tab.locator(f"[data-card='{task}']")

    card.press("Alt+ArrowRight")
    expect(column[TaskStatus.DOING].locator(card)).to_be_focused()
    tab.keyboard.press("Alt+ArrowRight")
    expect(column[TaskStatus.DONE].locator(card)).to_be_focused()

    assert awaited(lambda: _status(shop, task), TaskStatus.DONE.value) == TaskStatus.DONE.value


def _written(shop: RunningShop) -> str:
    answer = shop.http.post(
        "/api/tasks", json={"title": TITLE}, headers={"Authorization": f"Bearer {shop.key_of('admin')}"}
    )
    answer.raise_for_status()
    return str(answer.json()["id"])


def _status(shop: RunningShop, task: str) -> str:
    return shop.look_up(f"SELECT status FROM task WHERE id = '{task}'")
