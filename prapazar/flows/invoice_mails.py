"""Invoices mailed to their buyers: the paper itself, and an address where it can be read without a log-in."""

from datetime import timedelta
from html import escape
from uuid import UUID

from prapazar.connector_kit.einvoices import DocumentKind
from prapazar.domain.channels.enums import Topic
from prapazar.domain.invoicing import actions, content, sending
from prapazar.domain.invoicing.documents import paper
from prapazar.domain.invoicing.sending import ToSend
from prapazar.flows import documents, merchant_mail
from prapazar.flows.connections import scope_of
from prapazar.foundation import db, mail, outbox, routes, throttle
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.outbox import Claim
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings
from prapazar.foundation.texts import say

LEASE = timedelta(minutes=2)
AT_ONCE = 50
A_MINUTE = 200
"""Letters of a merchant: five hundred invoices at once would look like a flood to mail servers."""
_PAUSE = timedelta(minutes=1)
_LATER = timedelta(minutes=5)


def tell(connection_id: UUID) -> int:
    """Mail documents to buyers who have an address. A letter that cannot be sent is tried again later."""
    scope, told = scope_of(connection_id), 0
    with db.exclusive(f"{Topic.TELL_DOCUMENTS}:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        with db.transaction(scope) as session:
            claims = outbox.claim(session, Topic.TELL_DOCUMENTS.value, connection_id, AT_ONCE, LEASE)
        for place, claim in enumerate(claims):
            if not throttle.granted(f"invoice-mail:{scope.merchant_id}", most=A_MINUTE, seconds=60):
                left = [one.id for one in claims[place:]]
                with db.transaction(scope) as session:
                    outbox.give_back(session, left, "", now() + _PAUSE, counts=False)
                break
            told += _tell(scope, claim)
    return told


def _tell(scope: Scope, claim: Claim) -> bool:
    told = _read(scope, documents.key(claim.payload))
    asked_for = claim.payload.get("to", "")
    address = asked_for or (told.buyer_email if told and told.told_buyer_at is None else "")
    if told is None or not address or told.document_kind == DocumentKind.DESPATCH:
        db.retried(scope, lambda session: outbox.finish(session, [claim.id]))
        return False
    document, link = content.read(told.content), _link(scope, told)
    values = {
        "number": told.number or "",
        "order": told.order_number,
        "seller": document.seller.title,
        "day": told.issued_at.astimezone(ISTANBUL).strftime("%d.%m.%Y"),
        "link": link,
    }
    words = say("tr", "mails.invoice_link" if link else "mails.invoice", **values)
    try:
        merchant_mail.send(
            scope,
            address,
            say("tr", "mails.invoice_subject", **values),
            words,
            _html(words, link),
            reference=f"invoice-{told.id.hex}",
            attached=(f"{told.number}.pdf", paper.draw(document)),
        )
    except mail.MailNotSent as lost:
        _wait(scope, claim, told, lost)
        return False
    with db.transaction(scope) as session:
        outbox.finish(session, [claim.id])
        actions.record_told(session, scope, told.id)
    return True


def _wait(scope: Scope, claim: Claim, told: ToSend, lost: mail.MailNotSent) -> None:
    """What may have gone is not sent again by itself: the invoice says so, and a person decides."""
    with db.transaction(scope) as session:
        if lost.maybe_done:
            outbox.finish(session, [claim.id])
        else:
            outbox.give_back(session, [claim.id], lost.code, now() + _LATER)
        if lost.maybe_done or claim.attempts <= 1:
            actions.record_not_told(session, scope, told.id, str(lost))


def _link(scope: Scope, told: ToSend) -> str:
    """The provider's address; else our own, where buyers can reach it."""
    if told.url or not settings().public_url:
        return told.url or ""
    key = told.paper_key or db.retried(scope, lambda session: actions.give_paper_key(session, scope, told.id))
    return f"{settings().address}{routes.paper(key)}"


def _html(words: str, link: str) -> str:
    """The same words; the address can be pressed."""
    said = escape(words.strip())
    if link:
        shown = escape(link)
        said = said.replace(shown, f'<a href="{shown}">{shown}</a>')
    paragraphs = "".join(f"<p>{part}</p>" for part in said.split("\n\n"))
    return (
        f'<!doctype html><html lang="tr"><head><meta charset="utf-8"></head><body>{paragraphs}</body></html>'
    )


def _read(scope: Scope, invoice_id: UUID) -> ToSend | None:
    with db.transaction(scope) as session:
        found = sending.read(session, scope, [invoice_id])
    return found[0] if found else None
