"""Letters of a merchant: over its own mail server where it connected one, else over the installation's."""

from email.utils import make_msgid
from uuid import UUID

from prapazar.connector_kit.contract import SendsMessages
from prapazar.connector_kit.errors import ConnectorError, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.messages import OutgoingMessage
from prapazar.domain.access import audit
from prapazar.domain.messaging.enums import Way
from prapazar.flows import message_accounts
from prapazar.flows.connections import ConnectionIdle, opened
from prapazar.foundation import db, mail
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.mail import MailNotSent
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say


def send(
    scope: Scope,
    to: str,
    subject: str,
    plain: str,
    html: str | None = None,
    *,
    reference: str,
    attached: tuple[str, bytes] | None = None,
) -> None:
    """`reference` is the same at each try. Raises MailNotSent. Never inside a transaction."""
    with db.transaction(scope) as session:
        account = message_accounts.account(session, scope, Way.EMAIL)
    if account is None:
        mail.send(to, subject, plain, html=html, attached=attached)
        return
    letter = OutgoingMessage(
        reference=reference,
        to=to,
        text=plain,
        subject=subject,
        html=html or "",
        attached=(attached,) if attached else (),
    )
    try:
        over(account, letter)
    except ConnectionIdle as problem:
        raise MailNotSent("messages.server_stopped") from problem
    except ConnectorError as error:
        raise MailNotSent(
            error.detail or error.code, is_final=isinstance(error, Rejected), maybe_done=may_have_gone(error)
        ) from error


def over(connection_id: UUID, letter: OutgoingMessage) -> None:
    """Raises ConnectionIdle, ConnectorError."""
    with opened(connection_id) as channel:
        if not isinstance(channel.connector, SendsMessages):
            raise Rejected("sends no messages", code="messages.not_a_provider")
        channel.connector.send_message(letter)


def may_have_gone(error: ConnectorError) -> bool:
    return isinstance(error, UnexpectedAnswer) or (isinstance(error, Unavailable) and error.maybe_done)


def try_out(scope: Scope, connection_id: UUID) -> str:
    """A letter to the acting person, so that a form that is right can be seen to be. Their address.

    Calls the server: by a worker thread, never while a page is made. Raises ConnectionIdle, ConnectorError.
    """
    scope.require("channels.write")
    with db.transaction(scope) as session:
        to = message_accounts.own_address(session, scope)
        audit.append(session, scope, "channels.test_mail", connection_id, {})
    if not to:
        raise Rejected("nobody to write to", code="messages.no_address")
    at = f"{now().astimezone(ISTANBUL):%d.%m.%Y %H:%M}"
    letter = OutgoingMessage(
        reference=make_msgid(domain="test")[1:].partition("@")[0],
        to=to,
        text=say(scope.locale, "messages.test_body", at=at),
        subject=say(scope.locale, "messages.test_subject"),
        language=scope.locale,
    )
    with opened(connection_id, even_if_idle=True, by_hand=True) as channel:
        if not isinstance(channel.connector, SendsMessages):
            raise Rejected("sends no messages", code="messages.not_a_provider")
        channel.connector.send_message(letter)
    return to
