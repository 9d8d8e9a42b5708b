"""The demo's support desk: tickets in every state, ratings of delivered orders, a call and a visit."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.customers import actions as customers
from prapazar.domain.customers.actions.gather import BATCH
from prapazar.domain.support import actions, queries
from prapazar.domain.support.actions import ContactDraft, Desk, Rated, TicketDraft
from prapazar.domain.support.enums import (
    AnswerWay,
    AssignBy,
    InteractionKind,
    LowRating,
    Origin,
    Priority,
    TicketStatus,
)
from prapazar.domain.support.hours import USUAL
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

_ROUNDS = 40
_WEEK = (*USUAL[:5], (10 * 60, 16 * 60), None)
_RATINGS = (
    (5, ("delivery", "packing"), "Çok hızlı geldi, teşekkürler."),
    (5, ("product",), ""),
    (4, ("product", "price"), "Ürün güzel, kargo bir gün gecikti."),
    (2, ("packing",), "Şişe koliden ıslak çıktı."),
    (5, (), ""),
    (3, ("delivery",), "Kargo şubesinden kendim aldım."),
    (1, ("delivery", "service"), "Beş gündür bekliyorum, kimse dönmedi."),
    (4, ("price",), ""),
    (5, ("service",), "Sorduğum her şeye yanıt verdiler."),
)
_STORIES = (
    # subject, what the customer said, priority, reason, what happens then
    ("Kargom nerede?", "Üç gündür hareket yok, ne zaman gelir?", Priority.HIGH, "delivery", "new"),
    (
        "Fatura gelmedi",
        "Siparişimin faturasını e-postama gönderir misiniz?",
        Priority.NORMAL,
        "invoice",
        "taken",
    ),
    (
        "Kutu ezik geldi",
        "Kutu ezilmiş, ürün sağlam ama hediye edecektim.",
        Priority.NORMAL,
        "packing",
        "answered",
    ),
    ("Yanlış ürün çıktı", "5 litre istedim, 1 litre geldi.", Priority.URGENT, "product", "back"),
    ("Ödeme iki kez çekildi", "Kartımdan iki kez çekilmiş görünüyor.", Priority.URGENT, "payment", "solved"),
    ("İade adresi", "Ürünü hangi adrese göndereyim?", Priority.LOW, "return", "closed"),
    ("Kargo hâlâ gelmedi", "Aynı siparişi ikinci kez soruyorum.", Priority.HIGH, "delivery", "merged"),
)


def fill(scope: Scope) -> str:
    """What was written, in words."""
    _gather(scope)
    with db.transaction(scope) as session:
        scope = replace(scope, user_id=queries.members(session, scope)[-1].id)
        actions.save_setting(session, scope, _desk())
        orders = _orders(session)
        tickets = [
            _open(session, scope, story, orders[place % len(orders)] if orders else None)
            for place, story in enumerate(_STORIES)
        ]
        for made, story in zip(tickets, _STORIES, strict=True):
            _go_on(session, scope, made, story[4], tickets[0])
        more = _of_channels(session, scope)
        rated = _rate(session, scope)
        contacts = _contacts(session, scope)
    return f"{len(tickets) + more} tickets, {rated} ratings, {contacts} interactions"


def _gather(scope: Scope) -> None:
    """Whose the orders are, as the worker finds out: tickets and calls are about people."""
    for _ in range(_ROUNDS):
        with db.transaction(scope) as session:
            if customers.gather(session, scope).orders < BATCH:
                return


def _desk() -> Desk:
    return Desk(week=_WEEK, assign_by=AssignBy.NOBODY, low_rating=LowRating.NOTICE)


def _orders(session: Session) -> list[UUID]:
    found = session.execute(
        text(
            "SELECT id FROM purchase_order WHERE status IN ('shipped', 'delivered', 'packed', 'new')"
            " AND NOT is_test ORDER BY ordered_at DESC, id LIMIT 6"
        )
    )
    return list(found.scalars())


def _open(
    session: Session, scope: Scope, story: tuple[str, str, Priority, str, str], order_id: UUID | None
) -> UUID:
    subject, words, priority, reason, _ = story
    draft = TicketDraft(
        subject=subject,
        words=words,
        priority=priority,
        reason=reason,
        order_id=order_id,
        origin=Origin.ORDER if order_id else Origin.HAND,
    )
    return actions.open_ticket(session, scope, draft)


def _go_on(session: Session, scope: Scope, made: UUID, then: str, first: UUID) -> None:
    if then in {"taken", "back", "solved"}:
        actions.assign(session, scope, made, scope.user_id)
    if then == "taken":
        actions.add_note(session, scope, made, "Muhasebeye soruldu, bugün iletilecek.")
    if then in {"answered", "back", "solved", "closed"}:
        said = "Merhaba, hemen ilgileniyoruz; sonucu size yazacağız."
        actions.add_answer(session, scope, made, said, AnswerWay.SPOKEN)
    if then == "back":
        actions.customer_said(session, scope, made, "Bekliyorum, misafirim gelecek.")
    if then in {"solved", "closed"}:
        actions.move(session, scope, made, TicketStatus(then))
    if then == "merged":
        actions.merge(session, scope, first, made)


_ONE_QUESTION = "SELECT id FROM question WHERE status = 'waiting' ORDER BY asked_at DESC, id LIMIT 1"
_ONE_CLAIM = "SELECT id FROM claim ORDER BY created_at DESC, id LIMIT 1"


def _of_channels(session: Session, scope: Scope) -> int:
    question = session.execute(text(_ONE_QUESTION)).scalar()
    claim = session.execute(text(_ONE_CLAIM)).scalar()
    if question is not None:
        words = session.execute(
            text("SELECT body FROM question WHERE id = :id"), {"id": question}
        ).scalar_one()
        draft = TicketDraft(
            subject="Ürün sorusu", words=words, question_id=question, origin=Origin.QUESTION, reason="product"
        )
        actions.open_ticket(session, scope, draft)
    if claim is not None:
        draft = TicketDraft(
            subject="İade kargosu alınmadı",
            words="Kurye iki gündür gelmiyor.",
            claim_id=claim,
            origin=Origin.CLAIM,
            reason="return",
        )
        actions.open_ticket(session, scope, draft)
    return (question is not None) + (claim is not None)


def _rate(session: Session, scope: Scope) -> int:
    found = session.execute(
        text(
            "SELECT id FROM purchase_order WHERE status = 'delivered' AND NOT is_test"
            " ORDER BY ordered_at DESC, id LIMIT :most"
        ),
        {"most": len(_RATINGS)},
    )
    rated = 0
    for order_id, (rating, reasons, words) in zip(found.scalars().all(), _RATINGS, strict=False):
        actions.rate(session, scope, Rated(order_id=order_id), rating, reasons, words)
        rated += 1
    return rated


def _contacts(session: Session, scope: Scope) -> int:
    customer = session.execute(
        text("SELECT id FROM customer WHERE merged_into_id IS NULL ORDER BY spent DESC, id LIMIT 1")
    ).scalar()
    if customer is None:
        return 0
    today = now()
    drafts = (
        ContactDraft(
            kind=InteractionKind.CALL,
            body="Toplu alım için fiyat istedi; 20 koli ve üzeri konuşuldu.",
            at=today - timedelta(days=3),
            next_step="Toplu alım teklifini gönder",
            next_at=today + timedelta(days=1),
        ),
        ContactDraft(
            kind=InteractionKind.VISIT, body="Depoyu gezdi, numune aldı.", at=today - timedelta(days=1)
        ),
    )
    for draft in drafts:
        actions.add_contact(session, scope, customer, draft)
    return len(drafts)
