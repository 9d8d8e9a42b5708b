"""Messages between our books and providers: each is begun, sent and ended; what may have gone never goes again."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.connector_kit.contract import FollowsMessages, SendsMessages
from prapazar.connector_kit.errors import (
    ConnectorError,
    RateLimited,
    Rejected,
    Unavailable,
    UnexpectedAnswer,
)
from prapazar.connector_kit.messages import (
    AskedMessage,
    MessageReport,
    MessageState,
    OutgoingMessage,
    SentMessage,
)
from prapazar.domain.channels import actions as channels
from prapazar.domain.channels.enums import JobKind, Topic
from prapazar.domain.messaging import actions, queries_messages, rules
from prapazar.domain.messaging.actions import Report
from prapazar.domain.messaging.enums import MessageStatus, Purpose, Way
from prapazar.domain.messaging.models import Message
from prapazar.flows import handing_back, opting_out
from prapazar.flows.connections import Channel, ConnectionIdle, opened
from prapazar.foundation import db, mail, outbox
from prapazar.foundation.clock import now
from prapazar.foundation.outbox import Claim
from prapazar.foundation.scope import Scope, system_scope

LEASE = timedelta(minutes=5)
AT_ONCE = 50
ASKED_AGAIN = timedelta(minutes=2)
MAIL_RETRY = timedelta(minutes=1)
GREYLISTED = ".greylisted"
"""How the code of a refusal ends that is about one recipient and passes."""
_STATES = {
    MessageState.ACCEPTED: MessageStatus.SENT,
    MessageState.DELIVERED: MessageStatus.DELIVERED,
    MessageState.READ: MessageStatus.READ,
    MessageState.FAILED: MessageStatus.FAILED,
}


def send(connection_id: UUID) -> int:
    """What waits for an account, by one worker at a time. Returns how many were ended, refusals too."""
    with db.exclusive(f"{Topic.SEND_MESSAGES}:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        try:
            with opened(connection_id) as channel:
                with db.transaction(channel.scope) as session:
                    claims = outbox.claim(session, Topic.SEND_MESSAGES.value, channel.id, AT_ONCE, LEASE)
                return handing_back.one_by_one(channel, claims, lambda claim: _send(channel, claim))
        except ConnectionIdle:
            handing_back.put_off(connection_id, Topic.SEND_MESSAGES)
            raise


def _send(channel: Channel, claim: Claim) -> None:
    message_id, connector = UUID(claim.payload["message_id"]), channel.connector
    begun = _begin(channel.scope, claim)
    if begun is None:
        return
    try:
        if not isinstance(connector, SendsMessages):
            raise Rejected("sends no messages", code="messages.not_a_provider")
        sent = connector.send_message(outgoing(begun))
    except ConnectorError as error:
        status, code, detail = after(error), error.code, error.detail
        ends = status is not MessageStatus.WAITING
        _end(
            channel.scope,
            claim if ends else None,
            lambda session: actions.record_not_sent(
                session, channel.scope, message_id, code, detail, status=status
            ),
        )
        if ends and isinstance(error, Rejected):
            return
        if isinstance(error, RateLimited) and error.code.endswith(GREYLISTED):
            _wait_alone(channel, claim, error)
            return
        raise
    _end(channel.scope, claim, lambda session: _sent(session, channel, begun, sent))


def _wait_alone(channel: Channel, claim: Claim, error: RateLimited) -> None:
    """Put off by the server of this recipient alone: nobody else is kept waiting."""
    until = now() + timedelta(seconds=error.retry_after)
    db.retried(
        channel.scope,
        lambda session: outbox.give_back(session, [claim.id], error.code, until, counts=False),
    )


def _sent(session: Session, channel: Channel, begun: Message, sent: SentMessage) -> None:
    actions.record_sent(
        session,
        channel.scope,
        begun.id,
        external_id=sent.external_id,
        provider_status=sent.provider_status,
        units=sent.units or units(begun),
        price=price(channel.account.settings.get("unit_price", "")),
    )


def after(error: ConnectorError) -> MessageStatus:
    """Sent again only where it surely did not go; what nobody can know, a person decides."""
    if isinstance(error, Rejected):
        return MessageStatus.FAILED
    if isinstance(error, UnexpectedAnswer) or (isinstance(error, Unavailable) and error.maybe_done):
        return MessageStatus.UNCLEAR
    return MessageStatus.WAITING


def outgoing(message: Message) -> OutgoingMessage:
    is_commercial = message.purpose == Purpose.COMMERCIAL
    return OutgoingMessage(
        reference=message.id.hex,
        to=message.recipient,
        text=message.body,
        subject=message.subject,
        language=message.language,
        is_commercial=is_commercial,
        template=message.provider_name,
        params=tuple(message.params),
        stop_url=opting_out.address(message.merchant_id, message.id) if is_commercial else "",
    )


def units(message: Message) -> int:
    return rules.parts(message.body) if message.way == Way.SMS else 1


def price(written: str) -> Decimal:
    """Of one part, as it was typed into the account's form."""
    try:
        found = Decimal(written.strip().replace(",", ".") or "0")
    except InvalidOperation:
        return Decimal(0)
    return found if found.is_finite() and found >= 0 else Decimal(0)


def send_mail(merchant_id: UUID) -> bool:
    """Over the installation's server; a letter it cannot take now waits. False where that was so."""
    scope = system_scope(merchant_id)
    with db.exclusive(f"{Topic.SEND_MAIL}:{merchant_id}") as is_mine:
        if not is_mine:
            return True
        with db.transaction(scope) as session:
            claims = outbox.claim(session, Topic.SEND_MAIL.value, merchant_id, AT_ONCE, LEASE)
        gone = [_mail(scope, claim) for claim in claims]
        return all(gone)


def _mail(scope: Scope, claim: Claim) -> bool:
    begun = _begin(scope, claim)
    if begun is None:
        return True
    try:
        kept = send_letter(outgoing(begun))
    except mail.MailNotSent as error:
        status = MessageStatus.UNCLEAR if error.maybe_done else MessageStatus.WAITING
        status = MessageStatus.FAILED if error.is_final else status
        code, detail = error.code, str(error)[:300]

        def record(session: Session) -> None:
            actions.record_not_sent(session, scope, begun.id, "messages.mail_refused", detail, status=status)
            if status is MessageStatus.WAITING:
                outbox.give_back(session, [claim.id], code, now() + MAIL_RETRY, counts=False)

        _end(scope, None if status is MessageStatus.WAITING else claim, record)
        return status is not MessageStatus.WAITING
    _end(scope, claim, lambda session: actions.record_sent(session, scope, begun.id, kept=kept))
    return True


def send_letter(message: OutgoingMessage) -> bool:
    """True where it was written to a file, since no server is set. Raises MailNotSent."""
    text, headers = message.text, {"X-PraPazar-Message": message.reference}
    if message.stop_url:
        text = f"{text}\n\n--\n{opting_out.line(message.language)} {message.stop_url}\n"
        headers["List-Unsubscribe"] = f"<{message.stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return mail.send(message.to, message.subject, text, headers=headers) is not None


def _begin(scope: Scope, claim: Claim) -> Message | None:
    """Committed before anything is called; where there is nothing to call for, the claim is ended."""

    def begin(session: Session) -> Message | None:
        row = actions.begin(session, scope, UUID(claim.payload["message_id"]))
        if row is None:
            outbox.finish(session, [claim.id])
        return row

    return db.retried(scope, begin)


def _end(scope: Scope, claim: Claim | None, record: Callable[[Session], None]) -> None:
    def write(session: Session) -> None:
        record(session)
        if claim is not None:
            outbox.finish(session, [claim.id])

    db.retried(scope, write)


def follow(connection_id: UUID) -> int:
    """Ask what became of messages whose provider does not tell. Returns how many reports came."""
    with db.exclusive(f"messages.follow:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        with opened(connection_id) as channel:
            return _follow(channel)


def _follow(channel: Channel) -> int:
    connector, count, code = channel.connector, 0, None
    if not isinstance(connector, FollowsMessages):
        return 0
    with db.transaction(channel.scope) as session:
        channels.start_job(session, channel.id, JobKind.MESSAGES)
        size = connector.report_batch_size
        due = queries_messages.unreported(session, channel.id, now() - ASKED_AGAIN, size)
    try:
        if due:
            asked = [AskedMessage(one.external_id, one.recipient, one.sent_at) for one in due]
            found = connector.fetch_reports(asked)
            reports = [one for one in found if isinstance(one, MessageReport)]

            def write(session: Session) -> None:
                actions.record_asked(session, [one.id for one in due])
                record(session, channel, reports)

            db.retried(channel.scope, write)
            count = len(reports)
    except ConnectorError as error:
        code = error.code
        raise
    finally:
        with db.transaction(channel.scope) as session:
            channels.finish_job(session, channel.scope, channel.id, JobKind.MESSAGES, count=count, error=code)
    return count


def record(session: Session, channel: Channel, reports: list[MessageReport]) -> set[str]:
    """External ids nobody here knows (yet)."""
    told = [
        Report(
            external_id=one.external_id,
            status=_STATES[one.state],
            provider_status=one.provider_status,
            at=one.at,
            code=one.code,
            detail=one.detail,
            recipient=one.to,
        )
        for one in reports
    ]
    return actions.record_reports(session, channel.scope, channel.id, told)
