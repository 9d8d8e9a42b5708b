"""The buyer's side of a payment link: what is to be shown, and pressing the button. Nobody waits for a provider."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from prapazar.domain.payments import actions, queries_work
from prapazar.domain.payments.actions import Buyer
from prapazar.domain.payments.enums import AttemptStatus, PaymentStatus
from prapazar.domain.payments.queries_work import Sheet, Try
from prapazar.foundation import db, throttle
from prapazar.foundation.clock import now
from prapazar.foundation.scope import system_scope

PATIENCE = timedelta(seconds=25)
"""A page that is not open by then is said to be late."""
PAGE_LASTS = timedelta(minutes=20)
"""Of a provider that does not say how long its page is open."""
STARTS_A_MINUTE = 6
STARTS_BY_ADDRESS = 30


class Stage(StrEnum):
    """What the page shows."""

    ASK = "ask"
    PREPARING = "preparing"
    PAY = "pay"
    PAID = "paid"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class PaysTooFast(Exception):
    """Somebody presses the button again and again."""


@dataclass(frozen=True, slots=True)
class Shown:
    sheet: Sheet
    stage: Stage
    attempt: Try | None = None
    is_late: bool = False
    """The provider's page takes longer than it should."""


def shown(link: str) -> Shown | None:
    """None: no such link."""
    with db.system_transaction() as session:
        sheet = queries_work.by_link(session, link)
        tried = queries_work.newest_attempt(session, sheet.payment_id) if sheet else None
    return None if sheet is None else _shown(sheet, tried, now())


def _shown(sheet: Sheet, tried: Try | None, at: datetime) -> Shown:
    status = PaymentStatus(sheet.status)
    if status in {PaymentStatus.PAID, PaymentStatus.PARTLY_REFUNDED}:
        return Shown(sheet, Stage.PAID)
    if status in {PaymentStatus.REFUNDED, PaymentStatus.CANCELLED}:
        return Shown(sheet, Stage(status.value))
    if tried is not None and tried.status is AttemptStatus.OPEN and at < _closes(tried):
        return Shown(sheet, Stage.PAY, tried)
    if status is PaymentStatus.EXPIRED or (sheet.expires_at is not None and sheet.expires_at <= at):
        return Shown(sheet, Stage.EXPIRED)
    if tried is not None and tried.status is AttemptStatus.WAITING:
        return Shown(sheet, Stage.PREPARING, tried, is_late=at - tried.created_at > PATIENCE)
    return Shown(sheet, Stage.ASK, tried)


def _closes(tried: Try) -> datetime:
    return tried.expires_at or tried.created_at + PAGE_LASTS


def start(
    link: str, *, name: str, email: str, phone: str, ip: str, language: str, anew: bool = False
) -> bool:
    """A worker opens the provider's page; what the order knows of its buyer is not asked again.

    False where something is missing. Raises PaymentRefused, PaysTooFast; nothing happens without such a link.
    """
    with db.system_transaction() as session:
        sheet = queries_work.by_link(session, link)
    if sheet is None:
        return True
    buyer = Buyer(
        name=(sheet.buyer_name or name).strip()[:60],
        email=(sheet.buyer_email or email).strip()[:100],
        phone=(sheet.buyer_phone or phone).strip()[:20],
        ip=ip[:39] or "127.0.0.1",
        language=language,
    )
    if not buyer.name or "@" not in buyer.email or not any(sign.isdigit() for sign in buyer.phone):
        return False
    fast = [(f"pay:{sheet.payment_id}", STARTS_A_MINUTE), (f"pay-from:{ip}", STARTS_BY_ADDRESS)]
    if not all(throttle.granted(key, most=most, seconds=60) for key, most in fast):
        raise PaysTooFast
    scope = system_scope(sheet.merchant_id)
    db.retried(scope, lambda session: actions.begin(session, scope, sheet.payment_id, buyer, anew=anew))
    return True
