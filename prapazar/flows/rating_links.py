"""Addresses by which a buyer rates an order or our help: sealed, so that they tell nothing to whoever reads them."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from prapazar.domain.support import actions, queries_feedback, rules
from prapazar.domain.support.actions import Rated
from prapazar.domain.support.queries_feedback import Given
from prapazar.foundation import db, routes, secrets, throttle
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Locale, Scope, system_scope
from prapazar.foundation.settings import settings

_CONTEXT = b"feedback links"
_ORDER, _TICKET = b"o", b"t"
_LENGTH = 33
_LONGEST = 200
_TRIES, _WITHIN = 20, 600
"""Of one caller and of one link."""


class RatesTooFast(Exception):
    """Somebody tries many links, or one of them again and again."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on the page."""

    seller: str
    given: Given | None
    is_open: bool
    """It can be given, or changed."""


def address(merchant_id: UUID, about: Rated) -> str:
    return f"{settings().address}{routes.rate(token(merchant_id, about))}"


def token(merchant_id: UUID, about: Rated) -> str:
    kind, which = (_TICKET, about.ticket_id) if about.ticket_id else (_ORDER, about.order_id)
    if which is None:
        raise ValueError("a rating is about something")
    sealed = secrets.box().seal(kind + merchant_id.bytes + which.bytes, _CONTEXT)
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def shown(link: str, caller: str) -> Shown | None:
    """None for an address we never gave out. Raises RatesTooFast."""
    found = _opened(link, caller)
    if found is None:
        return None
    scope, about = found
    with db.transaction(scope) as session:
        given = queries_feedback.given(session, scope, about.key)
        seller = queries_feedback.seller(session, scope)
    return Shown(seller, given, given is None or rules.is_changeable(given.created_at, now()))


def rate(link: str, caller: str, rating: int, reasons: Sequence[str], words: str, locale: Locale) -> bool:
    """False for an address we never gave out. Raises RatesTooFast, TicketRefused, TicketMissing."""
    found = _opened(link, caller)
    if found is None:
        return False
    scope, about = found
    acting = Scope(scope.merchant_id, permissions=scope.permissions, locale=locale)
    db.retried(acting, lambda session: actions.rate(session, acting, about, rating, reasons, words))
    return True


def _opened(link: str, caller: str) -> tuple[Scope, Rated] | None:
    for key in (f"rate:{caller}", f"rate:{link[-24:]}"):
        if not throttle.granted(key, most=_TRIES, seconds=_WITHIN):
            raise RatesTooFast
    return _read(link)


def _read(link: str) -> tuple[Scope, Rated] | None:
    try:
        sealed = base64.b64decode((link + "=" * (-len(link) % 4))[:_LONGEST].encode(), b"-_", validate=True)
        plain = secrets.box().open(sealed, _CONTEXT)
    except (binascii.Error, ValueError, secrets.SecretUnreadable):
        return None
    if len(plain) != _LENGTH:
        return None
    scope, which = system_scope(UUID(bytes=plain[1:17])), UUID(bytes=plain[17:])
    return scope, Rated(ticket_id=which) if plain[:1] == _TICKET else Rated(order_id=which)
