"""Sealing: what is kept secret of connections goes over to the present key."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.foundation import secrets
from prapazar.foundation.secrets import SecretBox, SecretUnreadable


@dataclass(frozen=True, slots=True)
class Resealed:
    renewed: int
    unreadable: int
    """Sealed with a key this installation was not given; kept as they are."""


def reseal(session: Session) -> Resealed:
    """For the system role, after the key was changed: then the old one may go."""
    box = secrets.box()
    found = session.execute(
        text("SELECT id, credentials, webhook_secret FROM connection ORDER BY id FOR UPDATE")
    ).all()
    renewed = unreadable = 0
    for row in found:
        if _is_current(box, row.credentials) and _is_current(box, row.webhook_secret):
            continue
        try:
            credentials = _renewed(box, row.credentials, row.id.bytes)
            webhook_secret = _renewed(box, row.webhook_secret, row.id.bytes)
        except SecretUnreadable:
            unreadable += 1
            continue
        session.execute(
            text("UPDATE connection SET credentials = :credentials, webhook_secret = :secret WHERE id = :id"),
            {"id": row.id, "credentials": credentials, "secret": webhook_secret},
        )
        renewed += 1
    return Resealed(renewed, unreadable)


def _is_current(box: SecretBox, sealed: bytes) -> bool:
    return not sealed or box.is_current(sealed)


def _renewed(box: SecretBox, sealed: bytes, context: bytes) -> bytes:
    return box.seal(box.open(sealed, context), context) if sealed else sealed
