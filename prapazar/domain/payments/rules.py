"""Decisions about payments on plain values: what an answer changes, what may be refunded, where money is laid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from prapazar.domain.payments.enums import (
    HOLDING,
    TAKEN,
    AttemptStatus,
    PaymentStatus,
    RefundStatus,
    SeenState,
    Way,
)
from prapazar.foundation.clock import ISTANBUL

K = TypeVar("K")


class Outcome(StrEnum):
    NOTHING = "nothing"
    FAILED = "failed"
    PAID = "paid"
    SURPLUS = "surplus"
    ODD = "odd"


@dataclass(frozen=True, slots=True)
class Sum:
    amount: Decimal
    currency: str


def outcome(
    attempt: AttemptStatus, payment: PaymentStatus, asked: Sum, seen: SeenState, taken: Sum
) -> Outcome:
    """What the provider's word changes. Money that was taken is never untaken by a later or repeated word.

    A payment that was cancelled or has expired here is paid all the same when the money came: it did.
    """
    if attempt in TAKEN or seen is SeenState.OPEN:
        return Outcome.NOTHING
    if seen is SeenState.FAILED:
        is_news = attempt in {AttemptStatus.WAITING, AttemptStatus.OPEN}
        return Outcome.FAILED if is_news else Outcome.NOTHING
    if payment in HOLDING:
        return Outcome.SURPLUS
    if taken.currency != asked.currency or taken.amount < asked.amount:
        return Outcome.ODD
    return Outcome.PAID


def refundable(status: PaymentStatus, amount: Decimal, refunded: Decimal, waiting: Decimal) -> Decimal:
    """What can still be given back, refunds on their way taken off."""
    return amount - refunded - waiting if status in HOLDING else Decimal(0)


def after_refund(amount: Decimal, refunded: Decimal) -> PaymentStatus:
    if not refunded:
        return PaymentStatus.PAID
    return PaymentStatus.REFUNDED if refunded >= amount else PaymentStatus.PARTLY_REFUNDED


def was_refunded(before: Decimal, amount: Decimal, now_refunded: Decimal) -> bool:
    """Whether a refund whose answer was lost had been done: the provider has given back that much more since."""
    return now_refunded - before >= amount


def way_back(
    *, can_cancel: bool, whole: Decimal, amount: Decimal, given_back: Decimal, paid_at: datetime, at: datetime
) -> Way:
    """A payment that goes back whole on the day it was made, by Istanbul's clock, is cancelled.

    `whole` is what the seller counts of it: a cancellation returns the interest of instalments besides. What has
    gone back in part already can only be refunded.
    """
    is_whole = amount >= whole and not given_back
    is_today = paid_at.astimezone(ISTANBUL).date() == at.astimezone(ISTANBUL).date()
    return Way.CANCEL if can_cancel and is_whole and is_today else Way.REFUND


@dataclass(frozen=True, slots=True)
class Found:
    """Money the provider has given back that nobody asked for here."""

    amount: Decimal
    """Of the payment; zero where only interest of instalments went back."""
    way: Way


def found(
    known: Decimal, seen: Decimal, left: Decimal, *, is_cancelled: bool, under_way: Sequence[RefundStatus]
) -> Found | None:
    """None where there is nothing new, or where a refund of ours may be what was seen: that one settles it first."""
    if seen <= known or any(one in {RefundStatus.WAITING, RefundStatus.ASKED} for one in under_way):
        return None
    return Found(min(seen - known, left), Way.CANCEL if is_cancelled else Way.REFUND)


def is_payable(status: PaymentStatus, expires_at: datetime | None, at: datetime) -> bool:
    return status is PaymentStatus.OPEN and (expires_at is None or expires_at > at)


@dataclass(frozen=True, slots=True)
class Place(Generic[K]):
    """An invoice, oldest first."""

    key: K
    room: Decimal
    """What is left to pay of it, what lies there of this payment not counted."""
    is_standing: bool = True
    """Neither cancelled nor rejected."""


def spread(kept: Decimal, places: Sequence[Place[K]], lying: Mapping[K, Decimal]) -> dict[K, Decimal]:
    """How much of the payment lies on each invoice: what lies there stays, what is over goes to the oldest."""
    wanted: dict[K, Decimal] = {}
    left = kept
    for place in places:
        stays = min(lying.get(place.key, Decimal(0)), place.room, left) if place.is_standing else Decimal(0)
        wanted[place.key] = stays
        left -= stays
    for place in places:
        more = min(place.room - wanted[place.key], left) if place.is_standing else Decimal(0)
        wanted[place.key] += max(more, Decimal(0))
        left -= max(more, Decimal(0))
    return wanted
