"""Notifications that come together: who hears them, and the one toast that says them."""

from typing import Any
from uuid import uuid4

import pytest
from reflex_base.constants.state import FIELD_MARKER

from prapazar.states import toast
from prapazar.states.burst import Burst, spoken
from prapazar.states.tabs import Tab

STORE, OTHER = uuid4(), uuid4()
FAILED = {
    "text": "channels.failed",
    "level": "error",
    "permission": "channels.read",
    "link": "/channels/1",
    "v_channel": "Trendyol",
    "v_code": "connector.unavailable",
}
SOLD = {
    "text": "orders.new",
    "level": "success",
    "permission": "orders.read",
    "link": "/orders",
    "v_channel": "N11",
    "v_number": "S-1",
}
NOTE = {
    "text": "tasks.assigned",
    "level": "info",
    "permission": "*",
    "link": "/tasks",
    "only": "ayse",
    "v_title": "Say",
}


def _tab(user_id: str = "ayse", **more: Any) -> Tab:  # noqa: ANN401 - fields of a tab
    seen = {"permissions": frozenset({"*"}), "locale": "tr", "route": "/", **more}
    return Tab(token=user_id, user_id=user_id, merchant_id="m", key="k", **seen)


def _burst(*events: dict[str, Any]) -> Burst:
    burst = Burst(key="b")
    for event in events:
        burst.add(event)
    return burst


def _said(burst: Burst, tab: Tab) -> tuple[str, ...]:
    message = spoken(burst.lines_of(tab), tab.locale, burst.key)[toast.ToastState.get_full_name()][
        "news" + FIELD_MARKER
    ]
    return tuple(message[name] for name in ("level", "text", "detail", "link", "group"))


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([SOLD], ("success", "N11: yeni sipariş S-1", "", "/orders", "b")),
        ([{**SOLD, "units": 3}, SOLD], ("success", "N11: 4 yeni sipariş", "", "/orders", "b")),
        (
            [{**FAILED, "units": 40}],
            ("error", "Trendyol: kanal çağrısı başarısız · 40 kez", "", "/channels/1", "b"),
        ),
        (
            [FAILED, {**FAILED, "v_channel": "N11", "link": "/channels/2"}],
            ("error", "Kanala ulaşılamıyor · 2 kez", "", "/notifications", "b"),
        ),
        (
            [SOLD, {**FAILED, "units": 1300}, NOTE],
            (
                "error",
                "1.302 yeni bildirim",
                "Size bir görev verildi: Say\nTrendyol: kanal çağrısı başarısız · 1.300 kez\nN11: yeni sipariş S-1",
                "/notifications",
                "b",
            ),
        ),
    ],
    ids=["one", "plural", "repeated", "one-cause-at-two-stores", "several"],
)
def test_burst_is_said_in_one_toast(events: list[dict[str, Any]], said: tuple[str, ...]) -> None:
    assert _said(_burst(*events), _tab()) == said


def test_four_thousand_failures_of_three_causes_are_three_lines() -> None:
    causes = ("connector.unavailable", "connector.rate_limited", "connector.unexpected_answer")

    burst = _burst(
        *(
            {**FAILED, "v_code": causes[place % 3], "v_channel": f"Mağaza {place % 8}"}
            for place in range(4000)
        )
    )

    assert sorted((line.cause, line.units) for line in burst.lines_of(_tab())) == sorted(
        zip(causes, (1334, 1333, 1333), strict=True)
    )
    assert _said(burst, _tab())[1] == "4.000 yeni bildirim"


@pytest.mark.parametrize(
    ("event", "tab", "hears"),
    [
        (SOLD, _tab(permissions=frozenset({"orders.read"})), True),
        (SOLD, _tab(permissions=frozenset({"stock.read"})), False),
        ({**SOLD, "muted": "ayse"}, _tab(), False),
        (NOTE, _tab("murat"), False),
        (NOTE, _tab(permissions=frozenset()), True),
        ({**SOLD, "store": str(STORE)}, _tab(sight=(frozenset(), frozenset({STORE}))), True),
        ({**SOLD, "store": str(OTHER)}, _tab(sight=(frozenset(), frozenset({STORE}))), False),
        ({**SOLD, "store": str(OTHER)}, _tab(), True),
    ],
    ids=["may", "may-not", "muted", "anothers", "own", "own-store", "another-store", "all-stores"],
)
def test_tab_hears_what_is_for_its_person(event: dict[str, Any], tab: Tab, hears: bool) -> None:
    assert bool(_burst(event).lines_of(tab)) == hears


def test_burst_hands_out_only_what_is_new_since_the_last_time() -> None:
    burst = _burst(SOLD, FAILED)
    first = sorted(line.kind for line in burst.take()[0])

    burst.add(SOLD)
    burst.read_by("murat")

    fresh, readers = burst.take()
    assert (first, [(line.kind, line.units) for line in fresh], readers, burst.has_news) == (
        ["channels.failed", "orders.new"],
        [("orders.new", 2)],
        {"murat"},
        False,
    )
