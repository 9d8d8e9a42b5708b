"""What an open tab does when its person may do less."""

import re
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from prapazar.domain.access.permissions import SUBJECTS
from prapazar.states.returns import ReturnsState
from tests.factories.running import RunningShop, awaited, second_web
from tests.factories.screens import Open, row, t
from tests.factories.wires import Wire, wire

pytestmark = pytest.mark.browser


def test_an_open_tab_leaves_what_is_switched_off_and_gets_its_menu_back(
    opened: Open, shop: RunningShop
) -> None:
    tab = opened("/returns", who="operator")
    boss = opened("/settings/features")
    switch = boss.get_by_label(f"{t('features.returns')}: {t('role_names.operator')}")
    place = tab.locator(".pp-side").get_by_role("link", name=t("frame.returns"))
    expect(place).to_be_visible()

    switch.click()
    expect(switch).not_to_be_checked()
    expect(tab).to_have_url(f"{shop.address}/")
    expect(place).to_have_count(0)

    switch.click()
    expect(switch).to_be_checked()
    expect(place).to_be_visible()


def test_permission_taken_from_a_role_acts_on_its_open_tabs_and_every_process(
    opened: Open, shop: RunningShop, tmp_path: Path
) -> None:
    clerk = shop.key_of("operator")
    with (
        second_web(shop, tmp_path) as other,
        wire(shop.port, clerk) as here,
        wire(other, clerk) as there,
    ):
        tab, elsewhere = opened("/returns", who="operator"), opened("/orders", who="operator")
        boss = opened("/settings/roles")
        places = [
            one.locator(".pp-side").get_by_role("link", name=t("frame.returns")) for one in (tab, elsewhere)
        ]
        may = [_refused(shop.port, clerk), _refused(other, clerk), *(_denied(one) for one in (here, there))]

        _switch_claims(boss)
        expect(tab).to_have_url(f"{shop.address}/")
        for place in places:
            expect(place).to_have_count(0)
        expect(elsewhere).to_have_url(re.compile(r"/orders/?$"))
        may_not = [
            awaited(lambda: _refused(shop.port, clerk), True),
            awaited(lambda: _refused(other, clerk), True),
            *(_denied(one) for one in (here, there)),
        ]

        _switch_claims(boss)
        for place in places:
            expect(place).to_be_visible()

    assert (may, may_not) == ([False] * 4, [True] * 4)


def _switch_claims(boss: Page) -> None:
    """All that the role may do with claims, off or on again: whoever may change them may see them."""
    row(boss, t("role_names.operator")).get_by_role("button", name=t("words.open"), exact=True).click()
    sheet = boss.get_by_role("dialog")
    for verb in SUBJECTS["claims"]:
        sheet.get_by_label(
            f"{t('permission_words.claims')}: {t(f'permission_words.{verb}')}", exact=True
        ).click()
    sheet.get_by_role("button", name=t("words.save"), exact=True).click()
    expect(sheet).to_be_hidden()


def _refused(port: int, key: str) -> bool:
    """Whether the REST routes of this process say no."""
    answer = httpx.get(
        f"http://127.0.0.1:{port}/api/claims",
        headers={"Authorization": f"Bearer {key}"},
        timeout=30,
        trust_env=False,
    )
    return answer.status_code == HTTPStatus.FORBIDDEN


def _denied(one: Wire) -> bool:
    """Whether a handler called from a tab that knows nothing of the change is refused."""
    return t("errors.permission_denied") in one.call(ReturnsState.close_result, is_open=False)
