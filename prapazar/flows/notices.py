"""What people chose to hear beside the screen: notifications gathered into one letter, each told once by a way."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.access.permissions import PERSONAL_FIELDS
from prapazar.domain.channels.enums import Topic
from prapazar.domain.messaging import actions, masking, queries_messages, rules
from prapazar.domain.messaging.actions import Draft
from prapazar.domain.messaging.enums import SUBJECTS, Mode, Purpose, Way
from prapazar.domain.messaging.rules import Choice
from prapazar.domain.messaging.wording import sentence
from prapazar.domain.planning import scopes
from prapazar.flows import message_accounts
from prapazar.foundation import db, outbox, routes
from prapazar.foundation.outbox import Claim
from prapazar.foundation.scope import Locale, Scope, system_scope
from prapazar.foundation.settings import settings
from prapazar.foundation.texts import say

LEASE = timedelta(minutes=2)
AT_ONCE = 50
_SHOWN_IN_SMS = 2
_SHOWN_IN_MAIL = 50
Told = list[tuple[str, str, dict[str, object], int]]


def tell(merchant_id: UUID) -> int:
    """Returns how many letters were taken down. Killed in between, nothing counts as told."""
    scope = system_scope(merchant_id)

    def work(session: Session) -> int:
        claims = outbox.claim(session, Topic.TELL_PEOPLE.value, merchant_id, AT_ONCE, LEASE)
        letters = [draft for claim in claims if (draft := _letter(session, scope, claim)) is not None]
        actions.take_down(session, scope, letters)
        outbox.finish(session, [one.id for one in claims])
        return len(letters)

    return db.retried(scope, work)


def _letter(session: Session, scope: Scope, claim: Claim) -> Draft | None:
    """None where all of it was read meanwhile, or the person chose otherwise."""
    user_id = UUID(claim.payload["user_id"])
    way, mode = Way(claim.payload["way"]), Mode(claim.payload["mode"])
    reader = queries_messages.reader(session, user_id)
    if reader is None:
        return None
    choice = actions.choice(session, scope, user_id)
    kinds = [one for one in SUBJECTS if rules.mode(choice, f"{one}.", way) is mode]
    told = actions.take_untold(session, scope, user_id, way, kinds)
    if not told:
        return None
    person = scopes.of_person(session, scope.merchant_id, user_id)
    masks = person.masks if person else frozenset(PERSONAL_FIELDS)
    told = [(level, kind, masking.told(masks, kind, values), count) for level, kind, values, count in told]
    locale: Locale = "en" if reader.locale == "en" else "tr"
    subject, body = words(way, told, locale)
    return Draft(
        key=f"notice:{claim.id}",
        way=way,
        purpose=Purpose.NOTICE,
        address=_address(way, reader.email, choice),
        name=reader.name,
        language=locale,
        subject=subject,
        body=body,
        event="notice",
        user_id=user_id,
        connection_id=_account(session, scope, way),
    )


def words(way: Way, told: Told, locale: Locale) -> tuple[str, str]:
    """Subject and body; a text message says the newest and how many there are."""
    lines = [sentence(kind, values, count, locale) for _, kind, values, count in told]
    subject = lines[0] if len(lines) == 1 else say(locale, "notifications.letter_subject", count=len(lines))
    address = settings().address + routes.NOTIFICATIONS
    if way is Way.EMAIL:
        times = [
            f" ({say(locale, 'notifications.times', count=one[3])})" if one[3] > 1 else "" for one in told
        ]
        listed = [f"- {line}{often}" for line, often in zip(lines, times, strict=True)]
        if len(listed) > _SHOWN_IN_MAIL:
            left = len(listed) - _SHOWN_IN_MAIL
            listed = [*listed[:_SHOWN_IN_MAIL], say(locale, "notifications.letter_more", count=left)]
        foot = say(locale, "notifications.letter_foot", link=settings().address + routes.PROFILE)
        return subject, "\n".join([*listed, "", address, "", foot])
    more = len(lines) - _SHOWN_IN_SMS
    tail = [say(locale, "notifications.letter_more", count=more)] if more > 0 else []
    return subject, "PraPazar: " + "; ".join([*lines[:_SHOWN_IN_SMS], *tail])


def _account(session: Session, scope: Scope, way: Way) -> UUID | None:
    """News of a mail server that fails must not go over that server, as long as there is another."""
    if way is Way.EMAIL and settings().smtp_host:
        return None
    return message_accounts.account(session, scope, way)


def _address(way: Way, email: str, choice: Choice) -> str:
    return email if way is Way.EMAIL else choice.phone
