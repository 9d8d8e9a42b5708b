"""Paying through the pretend iyzico and PayTR: link, page, callback, books, refund."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from prapazar.api import app as api
from prapazar.connector_kit.breaker import Shut
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.payments import PaymentPage
from prapazar.connector_kit.records import WebhookDelivery
from prapazar.domain.invoicing import actions as invoicing
from prapazar.domain.payments import actions
from prapazar.domain.payments.actions import Wish
from prapazar.flows import channels, connections, payment_refunds, payments
from prapazar.flows.faults import ProviderFault
from prapazar.foundation import db, texts
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings
from tests.factories import invoicing as invoices
from tests.factories import payments as factory
from tests.factories.market import Time
from tests.factories.payments import BUYER, due_now, money
from tests.factories.stages import STAGES, Server
from tests.factories.stages.payment import PaymentStage, WayOn

SIGNED = "x-iyz-signature-v3"


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def browser(
    scope: Scope, redis_server: str, sandbox: Server, time: Time, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    """The buyer's; calls of ours run through a clock of the test's own."""
    monkeypatch.setenv("PRAPAZAR_SANDBOX_PORT", sandbox.address.rpartition(":")[2])
    settings.cache_clear()

    def wire(**given: Any) -> Wire:  # noqa: ANN401 - as the wire takes them
        return Wire(**given) if isinstance(given["breaker"], Shut) else time.wire(**given)

    monkeypatch.setattr(connections, "Wire", wire)
    with TestClient(api.build(), base_url=settings().address, follow_redirects=True) as made:
        yield made
    sandbox.pull("DELETE", "/faults")
    settings.cache_clear()


@pytest.fixture(params=["iyzico", "paytr"])
def stage(request: pytest.FixtureRequest, sandbox: Server) -> PaymentStage:
    made = STAGES[request.param](sandbox, f"ödeme {request.param}")
    assert isinstance(made, PaymentStage)
    return made


@pytest.fixture
def account(scope: Scope, stage: PaymentStage) -> UUID:
    with db.transaction(scope) as session:
        return channels.connect(
            session,
            scope,
            connector=stage.slug,
            name=stage.slug,
            environment="sandbox",
            values={**stage.settings, **stage.credentials},
        )


@pytest.fixture
def link(scope: Scope, account: UUID) -> str:
    """Of an order that is invoiced."""
    with db.transaction(scope) as session:
        invoices.seller(session, scope)
        order = factory.order(session, scope, price="124.99", quantity=2)
        actions.ask(session, scope, Wish(account, order))
        invoicing.draft(session, scope, order)
        found: str = session.execute(text("SELECT link FROM payment")).scalar_one()
        return f"/pay/{found}"


def _opened(scope: Scope, browser: TestClient, account: UUID, link: str) -> tuple[str, PaymentPage]:
    """Our reference, and the provider's page."""
    browser.post(link)
    payments.open_pages(account)
    with db.transaction(scope) as session:
        row = session.execute(
            text("SELECT reference, external_id, url FROM payment_attempt ORDER BY created_at DESC LIMIT 1")
        ).one()
    return row.reference, PaymentPage(row.external_id, row.url)


def _led(browser: TestClient, way: WayOn) -> str:
    answer = browser.post(way.url, data=way.fields) if way.method == "post" else browser.get(way.url)
    return str(answer.text)


def _told(stage: PaymentStage, reference: str) -> WebhookDelivery:
    """What the provider's server says of it, signed as it signs."""
    if stage.slug == "iyzico":
        said = stage.deed("webhook", reference=reference)
        headers = {"content-type": "application/json", SIGNED: said["signature"]}
        return WebhookDelivery(headers, json.dumps(said["event"]).encode())
    form = stage.deed("notification", reference=reference)
    return WebhookDelivery(
        {"content-type": "application/x-www-form-urlencoded"},
        "&".join(f"{name}={_quoted(value)}" for name, value in form.items()).encode(),
    )


def _quoted(value: object) -> str:
    return str(value).replace("+", "%2B").replace("/", "%2F").replace("=", "%3D").replace(" ", "+")


def _callback(scope: Scope, stage: PaymentStage) -> str:
    with db.transaction(scope) as session:
        key = session.execute(
            text("SELECT webhook_key FROM connection WHERE connector = :s"), {"s": stage.slug}
        )
        return f"/callback/{stage.slug}/{key.scalar_one()}"


def test_buyer_pays_is_led_back_and_gets_money_back(
    scope: Scope, browser: TestClient, stage: PaymentStage, account: UUID, link: str
) -> None:
    first, page = _opened(scope, browser, account, link)
    stage.press(page, "no_money")
    told = _told(stage, first)
    browser.post(_callback(scope, stage), content=told.body, headers=told.headers)
    payments.take_in(account)
    refused = browser.get(link).text
    second, page = _opened(scope, browser, account, link)
    checking = _led(browser, stage.press(page))
    payments.look(account)
    paid = browser.get(link).text
    with db.transaction(scope) as session:
        payment = session.execute(text("SELECT id, fee > 0 AS has_fee, card FROM payment")).one()
        actions.ask_refund(session, scope, payment.id, Decimal("100.50"))
    payment_refunds.refund(account)

    assert "Ödemeniz kontrol ediliyor" in checking
    assert first != second
    assert "Ödeme alınamadı" in refused
    assert "Ödemeniz alındı" in paid
    assert payment.card.startswith("****")
    assert stage.refunds(second) == [Decimal("100.50")]
    assert money(scope) == {
        "order": "149.48",
        "invoice": "149.48",
        "payments": [("partly_refunded", "249.98", "100.50")],
    }


def test_callback_of_the_server_counts_once_and_a_forged_one_never(
    scope: Scope, browser: TestClient, stage: PaymentStage, account: UUID, link: str
) -> None:
    reference, page = _opened(scope, browser, account, link)
    stage.press(page)
    path, told = _callback(scope, stage), _told(stage, reference)
    forged = [browser.post(path, content=one.body, headers=one.headers) for one in stage.forgeries(told)]
    payments.take_in(account)
    before = money(scope)["order"]
    good = [browser.post(path, content=told.body, headers=told.headers) for _ in range(3)]
    for _ in range(2):
        payments.take_in(account)

    assert {answer.status_code for answer in forged} <= {400, 401}
    assert before == "0.00"
    assert [(answer.status_code, answer.text) for answer in good] == [(200, "OK")] * 3
    assert money(scope) == {"order": "249.98", "invoice": "249.98", "payments": [("paid", "249.98", "0.00")]}


@pytest.mark.parametrize("fault", ["lost_answer", "500"])
def test_refund_whose_answer_is_lost_happens_once(
    scope: Scope, browser: TestClient, stage: PaymentStage, account: UUID, link: str, fault: str
) -> None:
    reference, page = _opened(scope, browser, account, link)
    stage.press(page)
    with db.transaction(scope) as session:
        payment = session.execute(text("SELECT id FROM payment")).scalar_one()
        actions.look(session, scope, payment)
    payments.look(account)
    with db.transaction(scope) as session:
        actions.ask_refund(session, scope, payment, Decimal(40))
    stage.fault(fault, path=stage.refund_path, times=1)

    for _ in range(3):
        try:
            payment_refunds.refund(account)
        except ProviderFault:
            due_now()

    assert stage.refunds(reference) == [Decimal(40)]
    assert money(scope)["payments"] == [("partly_refunded", "249.98", "40.00")]


_WAYS = ("429", "500", "timeout", "inside_200", "lost_answer")
_INSIDE_200 = {
    "iyzico": '{"status": "failure", "errorCode": "100001", "errorMessage": "Sistem hatası", "locale": "tr"}',
    "paytr": '{"status": "failed", "reason": "Beklenmeyen hata"}',
}


def _strike(stage: PaymentStage, way: str, path: str) -> None:
    kind, options = way, dict[str, Any]()
    if way == "429":
        options = {"retry_after": 600}
    elif way == "inside_200":
        body = {"body": _INSIDE_200[stage.slug], "content_type": "application/json"}
        kind, options = "says", body
    stage.fault(kind, method="POST", path=path, options=options)


def _well(time: Time, server: Server) -> None:
    """The provider answers again, and what waits is due."""
    server.pull("DELETE", "/faults")
    time.passes(900)
    due_now()


def _latest(scope: Scope, table: str) -> Any:  # noqa: ANN401 - a row
    with db.transaction(scope) as session:
        question = text(
            f"SELECT status, coalesce(code, '') AS code FROM {table} ORDER BY created_at DESC LIMIT 1"
        )
        return session.execute(question).one()


def _is_said(code: str) -> bool:
    return texts.knows(code) and len(set(texts.pair(code))) > 1


def _worked(work: Callable[[UUID], object], account: UUID) -> None:
    with suppress(ProviderFault):
        work(account)


def test_provider_that_fails_leaves_a_clear_state_and_opens_and_refunds_once_in_the_end(
    scope: Scope,
    browser: TestClient,
    sandbox: Server,
    stage: PaymentStage,
    time: Time,
    account: UUID,
    link: str,
) -> None:
    with db.transaction(scope) as session:
        payment = session.execute(text("SELECT id FROM payment")).scalar_one()
    time.patience = 0.3
    meanwhile, ended = {}, {}

    for way in _WAYS:
        with db.transaction(scope) as session:
            actions.begin(session, scope, payment, BUYER, anew=True)
        _strike(stage, way, stage.open_path)
        _worked(payments.open_pages, account)
        row = _latest(scope, "payment_attempt")
        meanwhile[way] = row.status == "waiting" if way == "429" else _is_said(row.code)
        _well(time, sandbox)
        with db.transaction(scope) as session:
            actions.begin(session, scope, payment, BUYER)
        _worked(payments.open_pages, account)
        ended[way] = _latest(scope, "payment_attempt").status
    reference, page = _opened(scope, browser, account, link)
    stage.press(page)
    with db.transaction(scope) as session:
        actions.look(session, scope, payment)
    payments.look(account)
    for way in _WAYS:
        with db.transaction(scope) as session:
            actions.ask_refund(session, scope, payment, Decimal(10))
        _strike(stage, way, stage.refund_path)
        _worked(payment_refunds.refund, account)
        row = _latest(scope, "refund")
        meanwhile[f"refund {way}"] = _is_said(row.code)
        _well(time, sandbox)
        if row.status == "failed":
            with db.transaction(scope) as session:
                actions.ask_refund(session, scope, payment, Decimal(10))
        _worked(payment_refunds.refund, account)
        ended[f"refund {way}"] = _latest(scope, "refund").status

    assert [way for way, is_clear in meanwhile.items() if not is_clear] == []
    assert ended == {way: "done" if way.startswith("refund") else "open" for way in meanwhile}
    assert stage.refunds(reference) == [Decimal(10)] * len(_WAYS)
    assert money(scope)["payments"] == [("partly_refunded", "249.98", "50.00")]
