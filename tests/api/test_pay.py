"""The buyer's page of a link, and the door providers knock at."""

import re
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from prapazar.domain.payments import actions
from prapazar.domain.payments.actions import Wish
from prapazar.flows import connections, payment_callbacks, payments
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import payments as factory
from tests.factories.payments import PretendTill, money


@pytest.fixture
def till(monkeypatch: pytest.MonkeyPatch) -> PretendTill:
    made = PretendTill()
    monkeypatch.setattr(connections, "build", lambda *_, **__: made)
    monkeypatch.setattr(payment_callbacks, "build", lambda *_, **__: made)
    return made


@pytest.fixture
def account(scope: Scope) -> UUID:
    with db.transaction(scope) as session:
        return factory.account(session, scope)


@pytest.fixture
def link(scope: Scope, account: UUID) -> str:
    with db.transaction(scope) as session:
        payment = actions.ask(session, scope, Wish(account, factory.order(session, scope)))
        found: str = session.execute(
            text("SELECT link FROM payment WHERE id = :id"), {"id": payment}
        ).scalar_one()
        return f"/pay/{found}"


def _headings(html: str) -> list[str]:
    return re.findall(r"<h1>(.*?)</h1>", html)


def test_buyer_pays_in_the_providers_frame(
    client: TestClient, scope: Scope, account: UUID, link: str, till: PretendTill
) -> None:
    first = client.get(link)
    pressed = client.post(link)
    preparing = client.get(pressed.headers["location"])
    payments.open_pages(account)
    page = client.get(pressed.headers["location"])
    [reference] = till.opened
    till.pay(reference)
    back = client.post(f"{link}/back", content=b"token=abc")
    checking = client.get(back.headers["location"])
    payments.look(account)
    paid = client.get(back.headers["location"])

    assert "₺200,00" in first.text
    assert "Şule" not in first.text
    assert _headings(preparing.text) == ["Ödeme sayfası hazırlanıyor"]
    assert f'<iframe src="https://till.example/{reference}"' in page.text
    assert "frame-src 'self' https:;" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer"
    assert (back.status_code, _headings(checking.text)) == (303, ["Ödemeniz kontrol ediliyor"])
    assert _headings(paid.text) == ["✓ Ödemeniz alındı"]
    assert money(scope)["order"] == "200.00"
    with db.transaction(scope) as session:
        kept = session.execute(text("SELECT kind, body, done_at IS NOT NULL FROM inbox")).all()
    assert [tuple(one) for one in kept] == [("payments.back", b"token=abc", True)]


def test_buyer_whose_payment_nobody_knows_of_begins_anew(
    client: TestClient, scope: Scope, account: UUID, link: str, till: PretendTill
) -> None:
    client.post(link)
    payments.open_pages(account)
    client.get(f"{link}/back")
    payments.look(account)
    checking = [client.get(link, params={"back": looks}).text for looks in (1, 4)]
    client.post(link)
    same = len(till.opened)
    client.post(link, params={"again": "1"})
    payments.open_pages(account)

    assert ["again=1" in page for page in checking] == [False, True]
    assert (same, len(till.opened)) == (1, 2)


def test_page_speaks_both_languages_and_asks_for_what_is_not_known(
    client: TestClient, scope: Scope, link: str, till: PretendTill
) -> None:
    with db.transaction(scope) as session:
        session.execute(text("UPDATE purchase_order SET buyer_email = NULL, buyer_phone = NULL"))
    page = client.get(link, params={"lang": "en"})
    bare = client.post(link, params={"lang": "en"}, data={"email": "sule@example.com"})
    said = client.get(bare.headers["location"])
    filled = client.post(link, data={"email": "sule@example.com", "phone": "05550001122"})

    assert re.findall(r'name="(\w+)"', page.text)[2:] == ["email", "phone"]
    assert "Pay by card" in page.text
    assert "Fill in name, e-mail and phone." in said.text
    assert filled.headers["location"].endswith("?lang=tr&go=1")


def test_closed_and_unknown_links_say_so(
    client: TestClient, scope: Scope, link: str, till: PretendTill
) -> None:
    with db.transaction(scope) as session:
        actions.enter(session, scope, order_id=_order(scope), method="cash")
    settled = client.get(client.post(link).headers["location"])
    with db.transaction(scope) as session:
        session.execute(text("UPDATE payment SET status = 'cancelled' WHERE link IS NOT NULL"))
    closed, unknown = client.get(link), client.get("/pay/nothing")

    assert "Bu tutar artık beklenmiyor" in settled.text
    assert _headings(closed.text) == ["Bu ödeme bağlantısı kapatıldı"]
    assert (unknown.status_code, _headings(unknown.text)) == (404, ["Ödeme bağlantısı bulunamadı"])
    assert client.post("/pay/nothing/back").status_code == 303


def test_callback_is_answered_exactly_and_denied_without_its_secret(
    client: TestClient, scope: Scope, account: UUID, link: str, till: PretendTill
) -> None:
    client.post(link)
    payments.open_pages(account)
    [reference] = till.opened
    till.pay(reference)
    good, forged = till.callback(reference), till.callback(reference, key="bad")
    path = f"/callback/till/till-{scope.merchant_id.hex}"
    answers = [
        client.post(path, content=forged.body),
        client.post("/callback/till/guess", content=good.body),
        client.post(f"/callback/other/till-{scope.merchant_id.hex}", content=good.body),
        client.post(path, content=b"x" * 200_000),
        client.post(path, content=good.body),
    ]
    payments.take_in(account)

    assert [answer.status_code for answer in answers] == [401, 401, 401, 413, 200]
    assert (answers[-1].text, answers[-1].headers["content-type"]) == ("OK", "text/plain; charset=utf-8")
    assert money(scope)["order"] == "200.00"


def _order(scope: Scope) -> UUID:
    with db.transaction(scope) as session:
        found: UUID = session.execute(text("SELECT id FROM purchase_order")).scalar_one()
        return found
