"""The way out of advertising: an address within each message, which needs no log-in and says nothing of its reader."""

import hashlib
import hmac
from uuid import UUID

from prapazar.domain.messaging import actions
from prapazar.foundation import db, routes
from prapazar.foundation.scope import system_scope
from prapazar.foundation.secrets import derived_token
from prapazar.foundation.settings import settings
from prapazar.foundation.texts import say

_SIGNED = 24


def address(merchant_id: UUID, message_id: UUID) -> str:
    return f"{settings().address}{routes.opt_out(_token(merchant_id, message_id))}"


def line(language: str) -> str:
    return say("en" if language == "en" else "tr", "messages.stop_line")


def opt_out(token: str) -> bool:
    """False for an address we never gave out."""
    found = _read(token)
    if found is None:
        return False
    merchant_id, message_id = found
    scope = system_scope(merchant_id)
    return db.retried(scope, lambda session: actions.opt_out(session, scope, message_id))


def is_ours(token: str) -> bool:
    return _read(token) is not None


def _token(merchant_id: UUID, message_id: UUID) -> str:
    named = f"{merchant_id.hex}{message_id.hex}"
    return named + _sign(named)


def _read(token: str) -> tuple[UUID, UUID] | None:
    named, signed = token[:64], token[64:]
    if not hmac.compare_digest(signed.encode(), _sign(named).encode()):
        return None
    return UUID(named[:32]), UUID(named[32:])


def _sign(named: str) -> str:
    key = derived_token("opt-out links").encode()
    return hmac.new(key, named.encode(), hashlib.sha256).hexdigest()[:_SIGNED]
