"""The payment screens: taking one for an order, the list, one payment, a claim's refund to the card."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.aftersales import actions as claims
from prapazar.domain.payments import actions
from prapazar.flows import connections, payment_desk, payment_refunds, payments
from prapazar.flows.payment_desk import ProviderAccount
from prapazar.foundation import db, routes
from prapazar.states.claim import ClaimState
from prapazar.states.payment import PaymentState
from prapazar.states.payments import PaymentsState
from prapazar.states.take_payment import TakePaymentState
from tests.factories import payments as factory
from tests.factories.payments import BUYER, PretendTill
from tests.factories.tabs import Person, Tab, person

pytestmark = pytest.mark.usefixtures("database", "redis_server")


def _prepared(monkeypatch: pytest.MonkeyPatch) -> tuple[Person, UUID, UUID]:
    """Somebody with an account at a provider and an order."""
    who = person()
    with db.transaction(who.scope) as session:
        account, order = factory.account(session, who.scope), factory.order(session, who.scope)
    monkeypatch.setattr(payment_desk, "accounts", lambda *_: [ProviderAccount(account, "till", "Kasa")])
    return who, account, order


def _paid(who: Person, account: UUID, monkeypatch: pytest.MonkeyPatch) -> PretendTill:
    """The one link is paid."""
    till = PretendTill()
    monkeypatch.setattr(connections, "build", lambda *_, **__: till)
    with db.transaction(who.scope) as session:
        payment = session.execute(text("SELECT id FROM payment WHERE link IS NOT NULL")).scalar_one()
        actions.begin(session, who.scope, payment, BUYER)
    payments.open_pages(account)
    till.pay(next(iter(till.opened)))
    with connections.opened(account) as channel:
        payments.record(channel, till.records[next(iter(till.opened))])
    return till


def test_payment_is_taken_for_an_order_listed_and_refunded(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, account, order = _prepared(monkeypatch)

    async def take() -> list[Any]:
        tab = Tab(who, routes.order(order))
        money = await tab.state(TakePaymentState)
        await tab.call(TakePaymentState.load, money)
        seen: list[Any] = [(money.money["settle"], money.money["ask"], money.money["can_take"])]
        await tab.call(TakePaymentState.ask, money, True)
        await tab.call(TakePaymentState.take, money, {"amount": "çok", "days": "7"})
        seen.append((money.way, money.fault))
        await tab.call(TakePaymentState.take, money, {"amount": "150", "days": "3"})
        seen.append((money.is_open, money.fault, [row["link"][:28] for row in money.rows]))
        await tab.call(TakePaymentState.ask, money, True)
        await tab.call(TakePaymentState.choose_way, money, "transfer")
        await tab.call(TakePaymentState.take, money, {"amount": "50,00"})
        seen.append((money.money["settle"], money.money["left"]))
        return seen

    assert asyncio.run(take()) == [
        ("Ödenmedi", "200,00", "1"),
        ("link", "Tutarı sayı olarak yazın."),
        (False, "", ["http://localhost:8123/pay/" + _link(who)[:2]]),
        ("Kısmen ödendi", "₺150,00"),
    ]

    _paid(who, account, monkeypatch)

    async def look() -> list[Any]:
        tab = Tab(who, "/payments?view=paid")
        listed = await tab.state(PaymentsState)
        await tab.call(PaymentsState.load, listed)
        seen: list[Any] = [
            [(row["status"], row["amount"], row["method"]) for row in listed.rows],
            [one["value"] for one in listed.sums],
        ]
        card = next(row for row in listed.rows if row["connector"])
        tab = Tab(who, routes.payment(card["id"]))
        state = await tab.state(PaymentState)
        await tab.call(PaymentState.load, state)
        await tab.call(PaymentState.ask_refund, state, True)
        await tab.call(PaymentState.refund, state, {"amount": "150,01"})
        seen.append(state.fault)
        await tab.call(PaymentState.refund, state, {"amount": "60", "note": "eksik"})
        await tab.call(PaymentState.cancel, state)
        seen.append((state.payment["left"], [(row["status"], row["note"]) for row in state.refunds]))
        return seen

    assert asyncio.run(look()) == [
        [("Ödendi", "₺50,00", "Havale/EFT"), ("Ödendi", "₺150,00", "Kart")],
        ["₺200,00", "₺0,00", "₺3,50", "₺0,00"],
        "En çok 150.00 iade edilebilir.",
        ("₺90,00", [("Gönderilecek", "eksik")]),
    ]


def _link(who: Person) -> str:
    with db.transaction(who.scope) as session:
        found: str = session.execute(text("SELECT link FROM payment WHERE link IS NOT NULL")).scalar_one()
        return found


def test_claim_is_refunded_to_the_card(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    who, account, order = _prepared(monkeypatch)
    with db.transaction(who.scope) as session:
        actions.ask(session, who.scope, actions.Wish(account, order))
        line = session.execute(text("SELECT id FROM order_line")).scalar_one()
        claim = claims.open_claim(session, who.scope, order, {line: 1})
    till = _paid(who, account, monkeypatch)

    async def walk() -> list[Any]:
        tab = Tab(who, routes.claim(claim))
        state = await tab.state(ClaimState)
        await tab.call(ClaimState.load, state)
        seen: list[Any] = [[one["label"] for one in state.ways]]
        way = state.ways[0]["value"]
        await tab.call(ClaimState.refund, state, {"amount": "100,01", "way": way})
        seen.append(state.fault)
        await tab.call(ClaimState.refund, state, {"amount": "100", "way": way})
        await tab.call(ClaimState.refund, state, {"amount": "1", "way": way})
        seen.append(state.fault)
        payment_refunds.refund(account)
        await tab.call(ClaimState.load, state)
        return [*seen, state.claim["refunded"], state.claim["left"]]

    assert asyncio.run(walk()) == [
        ["Karta geri gönder: **** 0008, en çok ₺200,00", "Başka yolla verildi, yalnızca kaydet"],
        "Talebin tutarından fazla iade edilemez.",
        "Talebin tutarından fazla iade edilemez.",
        "₺100,00",
        "",
    ]
    assert [amount for _, amount in till.refunds] == [Decimal("100.00")]
