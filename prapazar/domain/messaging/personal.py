"""Notifications to named people, where nobody else is concerned."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from prapazar.domain.messaging.actions import notices
from prapazar.domain.messaging.actions.notices import EVERYBODY as EVERYBODY
from prapazar.domain.messaging.actions.notices import Note as Note
from prapazar.foundation.scope import Scope


def notify(session: Session, scope: Scope, notes: Sequence[Note]) -> int:
    """Each is a line of its own, for it is about one thing."""
    return notices.notify_each(session, scope, notes)
