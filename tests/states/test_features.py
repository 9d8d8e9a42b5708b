"""Parts of the product on and off, on the screen."""

import asyncio

import pytest

from prapazar.states.features import FeaturesState
from prapazar.states.toast import ToastState
from tests.factories import people, tabs

pytestmark = pytest.mark.usefixtures("database")


def test_a_switch_is_shown_for_the_role_and_the_admin_keeps_everything() -> None:
    async def steps() -> list[object]:
        who = tabs.person()
        admin, operator = (str(people.role_id(who.merchant_id, key)) for key in ("admin", "operator"))
        tab = tabs.Tab(who, "/settings/features")
        state = await tab.state(FeaturesState)
        await tab.call(FeaturesState.load, state)
        before = (state.marks["returns"][admin], state.marks["returns"][operator], state.may_merchant)
        await tab.call(FeaturesState.switch_role, state, "returns", operator, False)
        return [before, state.marks["returns"][operator], state.marks["questions"][operator]]

    assert asyncio.run(steps()) == [("=", "1", False), "0", "1"]


@pytest.mark.parametrize(
    ("feature", "role", "told"),
    [
        ("flying", "operator", "Bilinmeyen bir seçim; sayfayı yenileyin."),
        ("returns", "nobody", "Rol bulunamadı; silinmiş olabilir."),
        ("returns", "admin", "Yönetici rolü değişmez; kimse dışarıda kalmasın diye."),
    ],
)
def test_what_cannot_be_switched_is_told(feature: str, role: str, told: str) -> None:
    async def steps() -> str:
        who = tabs.person()
        tab = tabs.Tab(who, "/settings/features")
        state = await tab.state(FeaturesState)
        named = role if role == "nobody" else str(people.role_id(who.merchant_id, role))
        await tab.call(FeaturesState.switch_role, state, feature, named, False)
        return (await tab.state(ToastState)).t["text"]

    assert asyncio.run(steps()) == told
