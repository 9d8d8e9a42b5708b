"""A segment whose count follows its conditions, a campaign sent to it over the pretend SMS provider, its result."""

from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from prapazar.foundation import formats
from tests.factories.running import RunningShop, awaited
from tests.factories.screens import Open, follow, is_shown, t, toast

pytestmark = pytest.mark.browser
_GATEWAY = "/netgsm/500001"
_COUPON = "DENEME15"
_CHOICE = "select[aria-label='{}']"
"""Until the line is drawn for its new fact, an input of the same name stands there."""
_CITY = {"fact": "city", "test": "is", "values": ["İstanbul"]}
_WELCOME = {"fact": "consent", "test": "is", "values": ["sms"]}


def test_segment_is_made_written_to_and_what_came_of_it_is_seen(opened: Open, shop: RunningShop) -> None:
    _write_template(shop)
    tab = opened("/segments/new")

    members = _make_segment(tab, shop)
    campaign = _make_campaign(tab)
    tab.get_by_role("button", name=t("campaigns.approve")).click()
    tab.get_by_role("dialog").get_by_role("button", name=t("campaigns.approve")).click()
    expect(toast(tab, t("campaigns.approved_done"))).to_be_visible()

    assert awaited(lambda: _is_sent(shop, campaign, members), True) is True
    arms = _phones(shop, campaign)
    written = Counter(arms["a"])  # two people may share a phone, and one of them may stand in the other group
    assert arms.keys() == {"a", "control"}
    assert {phone: _got(shop, phone) for phones in arms.values() for phone in phones} == {
        phone: written[phone] for phones in arms.values() for phone in phones
    }
    tab.reload()
    is_shown(tab)
    result = tab.get_by_role("table", name=t("campaigns.result"))
    for arm, name in (("a", "arm_written"), ("control", "arm_control")):
        count = result.locator(f"tr[data-row-id={name}] td").nth(1)
        expect(count).to_have_text(formats.number(len(arms[arm]), "tr"), use_inner_text=True)
    expect(result.locator("tr[data-row-id=arm_written] td").nth(2)).to_have_text(
        formats.number(len(arms["a"]), "tr")
    )


def _write_template(shop: RunningShop) -> None:
    body = f"Merhaba {{first_name}}, size %15: {_COUPON}"
    template = {
        "name": "Deneme SMS",
        "way": "sms",
        "purpose": "commercial",
        "texts": {"tr": {"subject": "", "body": body}},
    }
    _posted(shop, "/api/messages/templates", template)


def _make_segment(tab: Page, shop: RunningShop) -> int:
    """Two conditions; the count follows each."""
    tab.get_by_label(t("segments.name")).fill("İstanbul, izinli")
    _choose(tab, shop, _CITY)
    tab.get_by_role("button", name=t("segments.add"), exact=True).click()
    members = _choose(tab, shop, _CITY, _WELCOME)
    tab.get_by_role("button", name=t("words.save")).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("İstanbul, izinli")
    is_shown(tab)
    return members


def _choose(tab: Page, shop: RunningShop, *conditions: dict[str, Any]) -> int:
    """The last of them: what the screen says of all is what there are, or were before somebody came meanwhile."""
    asked = {"conditions": {"parts": list(conditions)}}

    def counted() -> int:
        return int(_posted(shop, "/api/segments/count?exact=true", asked)["count"])

    def is_said() -> bool:
        said, there_are = tab.locator("[data-count]").inner_text(), counted()
        between = range(min(before, there_are), max(before, there_are) + 1)
        return said in {formats.number(count, "tr") for count in between}

    before = counted()
    line = tab.locator(".pp-condition").nth(len(conditions) - 1)
    line.get_by_label(t("segments.fact"), exact=True).select_option(conditions[-1]["fact"])
    line.locator(_CHOICE.format(t("segments.value"))).select_option(*conditions[-1]["values"])
    assert awaited(is_said, True) is True
    return counted()


def _make_campaign(tab: Page) -> str:
    """From the segment's own button: the form knows it already. At any hour, or the test would depend on it."""
    segment = tab.url.rstrip("/").rpartition("/")[2]
    follow(tab.get_by_role("link", name=t("segments.use")))
    form = tab.get_by_role("dialog")
    expect(form.get_by_label(t("campaigns.segment"), exact=True)).to_have_value(segment)
    form.get_by_label(t("campaigns.name"), exact=True).fill("Deneme duyurusu")
    form.get_by_label(t("campaigns.template"), exact=True).select_option(
        label=f"Deneme SMS · {t('messages.way_sms')}"
    )
    for name, value in (("control_share", "50"), ("hour_from", "0"), ("hour_to", "24")):
        form.locator(f"#f-{name}").fill(value)
    form.locator("#f-starts_on").fill(_today(tab))
    form.get_by_role("button", name=t("words.save")).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Deneme duyurusu")
    is_shown(tab)
    return tab.url.rstrip("/").rpartition("/")[2]


def _today(tab: Page) -> str:
    """On Istanbul's clock, as the campaign's days are."""
    return str(
        tab.evaluate("new Intl.DateTimeFormat('sv-SE', {timeZone: 'Europe/Istanbul'}).format(new Date())")
    )


def _is_sent(shop: RunningShop, campaign: str, members: int) -> bool:
    """All are settled, and whoever is written to was."""
    groups = shop.ask(f"/api/campaigns/{campaign}/result")["groups"]
    written = [one for one in groups if one["arm"] != "control"]
    return sum(one["members"] for one in groups) == members and all(
        one["sent"] == one["members"] for one in written
    )


def _phones(shop: RunningShop, campaign: str) -> dict[str, list[str]]:
    """By group, as the gateway knows them."""
    found = shop.look_up(
        "SELECT string_agg(m.arm || ' ' || right(c.phone, 10), ',') FROM campaign_member m"
        f" JOIN customer c ON c.id = m.customer_id WHERE m.campaign_id = '{campaign}'"
    )
    arms: dict[str, list[str]] = {}
    for one in found.split(","):
        arm, phone = one.split()
        arms.setdefault(arm, []).append(phone)
    return arms


def _got(shop: RunningShop, phone: str) -> int:
    """So many messages of this campaign."""
    kept = shop.channels.pull("POST", f"{_GATEWAY}/kept", {"to": phone})["messages"]
    return sum(_COUPON in one["text"] for one in kept)


def _posted(shop: RunningShop, path: str, body: dict[str, Any]) -> Any:  # noqa: ANN401 - what the route answers
    answer = shop.http.post(path, json=body, headers={"Authorization": f"Bearer {shop.key_of('admin')}"})
    answer.raise_for_status()
    return answer.json()
