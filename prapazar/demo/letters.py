"""The demo's messages: a mail server of its own, templates at work, and letters in every state."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from uuid import UUID

import httpx
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.demo import stores
from prapazar.demo.stores import Accounts
from prapazar.domain.messaging import actions
from prapazar.domain.messaging.enums import ConsentState, OrderMoment, Purpose, Way
from prapazar.domain.support.enums import AnswerWay
from prapazar.flows import channels, message_events, messages, notify_desk, tickets
from prapazar.flows.notify_desk import Wish
from prapazar.flows.tickets import Answer
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

_TIMEOUT = 10
_ON_THE_WAY_MS = 45_000
"""How long the pretend network takes to a telephone."""
_MAILED, _TEXTED = 9, 6
_MOMENTS: Mapping[str, OrderMoment] = MappingProxyType(
    {"shipped": OrderMoment.SHIPPED, "delivered": OrderMoment.DELIVERED, "cancelled": OrderMoment.CANCELLED}
)
_SAID = (
    (8, ConsentState.GRANTED, "hand"),
    (1, ConsentState.GRANTED, "api"),
    (1, ConsentState.REFUSED, "api"),
    (0, ConsentState.GRANTED, "api"),
)
"""Days ago, what was said, and how it came in."""
_Texts = Mapping[str, Mapping[str, str]]
_MAILS: tuple[tuple[str, OrderMoment, _Texts], ...] = (
    (
        "Sipariş yolda",
        OrderMoment.SHIPPED,
        {
            "tr": {
                "subject": "{number} numaralı siparişiniz yolda",
                "body": "Merhaba {first_name},\n\nSiparişiniz {carrier} ile yola çıktı.\n"
                "Takip numarası: {tracking_number}\n{tracking_url}\n\nAfiyet olsun,\n{merchant}",
            },
            "en": {
                "subject": "Your order {number} is on its way",
                "body": "Hello {first_name},\n\nYour order left with {carrier}.\n"
                "Tracking number: {tracking_number}\n{tracking_url}\n\nEnjoy,\n{merchant}",
            },
        },
    ),
    (
        "Nasıl buldunuz?",
        OrderMoment.DELIVERED,
        {
            "tr": {
                "subject": "{number}: nasıl buldunuz?",
                "body": "Merhaba {first_name},\n\nSiparişiniz elinize ulaştı. Bir dakikanız varsa bizi değerlendirin:\n"
                "{feedback_url}\n\n{merchant}",
            },
            "en": {
                "subject": "{number}: how was it?",
                "body": "Hello {first_name},\n\nYour order has arrived. If you have a minute, tell us how it was:\n"
                "{feedback_url}\n\n{merchant}",
            },
        },
    ),
)
_SMS = "{first_name}, {number} numaralı siparişiniz alındı, hazırlamaya başladık. {merchant}"
_SMS_NAME = "Sipariş alındı (SMS)"
_ANSWER = (
    "Merhaba, kargo firmasıyla görüştük: paketiniz bugün dağıtıma çıkıyor. Akşama kadar ulaşmazsa bu"
    " e-postayı yanıtlamanız yeterli."
)
_NEWS = "Yeni hasat zeytinyağı geldi: {first_name}, ilk yüz siparişte %15 indirim. {merchant}"


def fill(scope: Scope, accounts: Accounts) -> str:
    """What went where, in words."""
    account = accounts["smtp"]
    with db.transaction(scope) as session:
        own = channels.connect(
            session,
            scope,
            connector="smtp",
            name="Anadolu Lezzet e-posta",
            environment="sandbox",
            values={
                **stores.values_of("smtp", account),
                "port": "587",
                "security": "starttls",
                "sender_name": "Anadolu Lezzet",
                "per_minute": "300",
                "per_day": "20000",
            },
        )
        sms, news = _templates(session, scope)
        mailed = _about_orders(session, scope)
        _texted(session, scope, sms, news)
        refused = _first_address(session, own)
        netgsm: UUID = session.execute(
            text("SELECT id FROM connection WHERE connector = 'netgsm' LIMIT 1")
        ).scalar_one()
    if refused:
        _pull(f"smtp/{account['account']}/refuse", {"to": refused})
    httpx.patch(
        stores.lever("netgsm/rules"), json={"delivers_after_ms": _ON_THE_WAY_MS}, timeout=_TIMEOUT
    ).raise_for_status()
    with db.transaction(scope) as session:
        _answered(session, scope)
        _agreed(session, scope)
    texts = messages.send(netgsm)
    _lose_one(netgsm, scope, accounts["netgsm"]["account"])
    return f"{mailed} letters, {messages.send(own)} over its own server, {texts} text messages"


def _templates(session: Session, scope: Scope) -> tuple[UUID, UUID]:
    """Those of mails go by themselves from now on; of the others one once an order is paid, and an advertisement."""
    for name, moment, texts in _MAILS:
        actions.save_template(
            session,
            scope,
            None,
            name=name,
            way=Way.EMAIL,
            purpose=Purpose.TRANSACTIONAL,
            texts=texts,
            moments=[moment],
        )
    sms = actions.save_template(
        session,
        scope,
        None,
        name=_SMS_NAME,
        way=Way.SMS,
        purpose=Purpose.TRANSACTIONAL,
        texts={"tr": {"subject": "", "body": _SMS}},
        moments=[OrderMoment.PAID],
    )
    news = actions.save_template(
        session,
        scope,
        None,
        name="Yeni hasat duyurusu",
        way=Way.SMS,
        purpose=Purpose.COMMERCIAL,
        texts={"tr": {"subject": "", "body": _NEWS}},
    )
    return sms, news


def _about_orders(session: Session, scope: Scope) -> int:
    """As the worker would have done when these orders moved."""
    found = session.execute(
        text(
            "SELECT id, status FROM purchase_order WHERE NOT is_test AND status IN ('shipped', 'delivered')"
            " AND coalesce(buyer_email, '') <> '' ORDER BY ordered_at DESC, id LIMIT :most"
        ),
        {"most": _MAILED},
    )
    happened = [(row.id, _MOMENTS[row.status]) for row in found]
    return len(actions.take_down(session, scope, message_events.drafts(session, scope, happened)))


def _texted(session: Session, scope: Scope, sms: UUID, news: UUID) -> None:
    """Some by hand; the last is an advertisement to somebody who never agreed to any."""
    found = session.execute(
        text(
            "SELECT o.id, o.buyer_phone, EXISTS (SELECT 1 FROM contact_consent c WHERE c.merchant_id = o.merchant_id"
            "  AND c.way = 'sms' AND c.address = '+90' || right(regexp_replace(o.buyer_phone, '\\D', '', 'g'), 10))"
            "  AS agreed"
            " FROM purchase_order o WHERE NOT o.is_test AND coalesce(o.buyer_phone, '') <> ''"
            " ORDER BY o.ordered_at DESC, o.id LIMIT 200"
        )
    ).all()
    for row in found[:_TEXTED]:
        notify_desk.send(session, scope, Wish(way=Way.SMS, order_id=row.id, template_id=sms, event="hand"))
    unasked = next((row for row in found if not row.agreed), None)
    if unasked is not None:
        notify_desk.send(
            session, scope, Wish(way=Way.SMS, order_id=unasked.id, template_id=news, event="hand")
        )


def _agreed(session: Session, scope: Scope) -> None:
    """Consents of the last days that the registry has to be told of; the oldest is late already."""
    found = session.execute(
        text(
            "SELECT email FROM customer WHERE email <> '' AND merged_into_id IS NULL ORDER BY id LIMIT :most"
        ),
        {"most": len(_SAID)},
    )
    for email, (days, state, source) in zip(found.scalars().all(), _SAID, strict=False):
        actions.record_consents(
            session, scope, Way.EMAIL, [email], state, source=source, at=now() - timedelta(days=days, hours=3)
        )


def _answered(session: Session, scope: Scope) -> None:
    """Somebody who asked for help is written to by mail."""
    ticket: UUID | None = session.execute(
        text(
            "SELECT id FROM ticket WHERE email <> '' AND status NOT IN ('solved', 'closed', 'merged')"
            " ORDER BY said_at DESC, id LIMIT 1"
        )
    ).scalar()
    if ticket is not None:
        tickets.answer(session, scope, ticket, Answer(words=_ANSWER, way=AnswerWay.EMAIL))


def _first_address(session: Session, account: UUID) -> str:
    """Whose server will say that there is no such mailbox."""
    found = session.execute(
        text(
            "SELECT recipient FROM message WHERE connection_id = :id AND status = 'waiting' ORDER BY id LIMIT 1"
        ),
        {"id": account},
    ).scalar()
    return str(found or "")


def _lose_one(netgsm: UUID, scope: Scope, account: str) -> None:
    """One telephone is out of order."""
    with db.transaction(scope) as session:
        lost = session.execute(
            text(
                "SELECT external_id FROM message WHERE connection_id = :id AND status = 'sent' ORDER BY id LIMIT 1"
            ),
            {"id": netgsm},
        ).scalar()
    if lost:
        _pull(f"netgsm/{account}/carry", {"id": lost, "status": 3})


def _pull(path: str, asked: Mapping[str, object]) -> None:
    httpx.post(stores.lever(path), json=dict(asked), timeout=_TIMEOUT).raise_for_status()
