"""The screens of messages and notifications: the log, templates, one's own choices, the centre."""

import asyncio
from typing import Any

import pytest

from prapazar.domain.messaging import actions
from prapazar.foundation import db, routes
from prapazar.foundation.scope import Scope, system_scope
from prapazar.states.message_templates import MessageTemplatesState
from prapazar.states.messages import MessagesState
from prapazar.states.notification_choices import NotificationChoicesState
from prapazar.states.notifications import NotificationsState
from tests.factories import messages as factory
from tests.factories.tabs import Tab, person

pytestmark = pytest.mark.usefixtures("database", "redis_server")
_TEMPLATE = {
    "name": "Yolda",
    "purpose": "transactional",
    "subject_tr": "{number} yolda",
    "body_tr": "Merhaba {first_name}",
    "moment_shipped": "on",
    "is_active": "on",
}


def test_template_is_written_with_a_preview_and_its_faults_stand_by_the_field() -> None:
    async def write() -> list[Any]:
        tab = Tab(person(), routes.MESSAGE_TEMPLATES)
        state = await tab.state(MessageTemplatesState)
        await tab.call(MessageTemplatesState.load, state)
        await tab.call(MessageTemplatesState.edit, state, "")
        await tab.call(MessageTemplatesState.set_way, state, "sms")
        await tab.call(MessageTemplatesState.show_text, state, "body_tr", "Merhaba {first_name}, {nobody}")
        await tab.call(
            MessageTemplatesState.show_text, state, "body_en", "Hello {first_name}: {feedback_url}"
        )
        await tab.call(MessageTemplatesState.set_way, state, "email")
        seen: list[Any] = [(state.preview["body_tr"], state.preview["body_en"])]
        await tab.call(MessageTemplatesState.save, state, {**_TEMPLATE, "body_tr": "{nobody}"})
        seen.append((state.is_open, {name: said for name, said in state.faults.items() if said}))
        await tab.call(MessageTemplatesState.save, state, _TEMPLATE)
        seen.append((state.is_open, [(one["name"], one["moments"], one["state"]) for one in state.rows]))
        return seen

    assert asyncio.run(write()) == [
        ("Merhaba Ayşe, {nobody}", "Hello Ayşe: https://magaza.example/p/10458233"),
        (True, {"body_tr": "Metinde bilinmeyen bir alan var; yalnız listedeki alanları kullanın."}),
        (False, [("Yolda", "Kargoya verildi", "Kullanımda")]),
    ]


def test_log_shows_why_one_did_not_go_and_offers_it_again_only_where_it_can() -> None:
    who = person()
    with db.transaction(who.scope) as session:
        made = actions.take_down(
            session, who.scope, [factory.draft("k1", address="kim"), factory.draft("k2", subject="Geldi")]
        )

    async def look() -> list[Any]:
        tab = Tab(who, routes.MESSAGES)
        state = await tab.state(MessagesState)
        await tab.call(MessagesState.load, state)
        seen: list[Any] = [sorted((one["to"], one["status"], one["why"]) for one in state.rows)]
        await tab.call(MessagesState.show_view, state, "blocked")
        seen.append(len(state.rows))
        await tab.call(MessagesState.open, state, str(made["k1"]))
        seen.append((state.is_open, state.shown["can_again"]))
        return seen

    assert asyncio.run(look()) == [
        [
            ("ayse@example.com", "Sırada", ""),
            ("—", "Gönderilmedi", "Alıcının bu yol için adresi yok."),
        ],
        1,
        (True, ""),
    ]


def test_choices_are_kept_as_typed_and_a_wrong_clock_is_told() -> None:
    async def choose() -> list[Any]:
        tab = Tab(person(), routes.PROFILE)
        state = await tab.state(NotificationChoicesState)
        await tab.call(NotificationChoicesState.load, state)
        typed = {"digest_at": "08:30", "orders_email": "digest"}
        await tab.call(NotificationChoicesState.save, state, {**typed, "quiet_from": "25:00"})
        seen: list[Any] = [state.faults["quiet_from"]]
        await tab.call(
            NotificationChoicesState.save, state, {**typed, "quiet_from": "22:00", "quiet_to": "08:00"}
        )
        [orders] = [one for one in state.rows if one["subject"] == "orders"]
        seen.append(
            (orders["email"], orders["in_app"], state.values["quiet_from"], state.values["digest_at"])
        )
        return seen

    assert asyncio.run(choose()) == [
        "Saati SS:DD biçiminde yazın.",
        ("digest", "off", "22:00", "08:30"),
    ]


def test_read_marks_hold_in_every_tab_and_causes_are_one_line_each() -> None:
    who = person()
    _failures(system_scope(who.scope.merchant_id))

    async def mark() -> list[Any]:
        one, other = (Tab(who, routes.NOTIFICATIONS) for _ in range(2))
        here, there = [await tab.state(NotificationsState) for tab in (one, other)]
        await one.call(NotificationsState.load, here)
        await one.call(NotificationsState.show_view, here, "cause")
        seen: list[Any] = [[(row["times"], row["unread"]) for row in here.rows]]
        await one.call(NotificationsState.mark, here, here.rows[0]["id"])
        await other.call(NotificationsState.load, there)
        await other.call(NotificationsState.show_view, there, "unread")
        seen.append(len(there.rows))
        return seen

    assert asyncio.run(mark()) == [[("30 kez", "1")], 0]


def test_sentence_that_counts_is_not_counted_again() -> None:
    who = person()
    with db.transaction(who.scope) as session:
        for kind, group in (("orders.new", "a"), ("channels.failed", "b")):
            actions.notify(
                session,
                who.scope,
                kind,
                permission="orders.read",
                level="info",
                group_key=group,
                values={"channel": "N11"},
                count=24,
            )

    async def look() -> list[tuple[str, str]]:
        tab = Tab(who, routes.NOTIFICATIONS)
        state = await tab.state(NotificationsState)
        await tab.call(NotificationsState.load, state)
        return sorted((row["text"], row["times"]) for row in state.rows)

    assert asyncio.run(look()) == [("N11: 24 yeni sipariş", ""), ("N11: kanal çağrısı başarısız", "24 kez")]


def _failures(scope: Scope) -> None:
    with db.transaction(scope) as session:
        for place in ("N11", "Trendyol", "İdefix"):
            actions.notify(
                session,
                scope,
                "channels.failed",
                permission="channels.read",
                level="error",
                group_key=f"channels.failed:{place}",
                values={"channel": place, "code": "connector.unavailable"},
                count=10,
            )
