"""What the API and the screens ask for: a message to somebody now, or a notification to people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from prapazar.domain.channels import queries as channels
from prapazar.domain.messaging import actions, queries_messages, rules
from prapazar.domain.messaging.actions import Draft
from prapazar.domain.messaging.enums import Purpose, Way
from prapazar.domain.messaging.errors import MessageMissing, MessageRefused
from prapazar.flows import message_accounts, message_events
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say


@dataclass(frozen=True, slots=True)
class Wish:
    """One message; a `template_id`, or a text of its own."""

    way: Way
    to: str = ""
    """Left out for an order: its buyer."""
    order_id: UUID | None = None
    template_id: UUID | None = None
    subject: str = ""
    body: str = ""
    language: str = "tr"
    purpose: Purpose = Purpose.TRANSACTIONAL
    values: Mapping[str, str] = field(default_factory=dict)
    """For the template's places; an order's own come first."""
    key: str = ""
    """The same one again is the same message."""
    event: str = "api"


def send(session: Session, scope: Scope, wish: Wish) -> UUID:
    """Taken down, and sent by a worker. Raises MessageRefused, MessageMissing."""
    scope.require("messages.write")
    if bool(wish.template_id) == bool(wish.body.strip()):
        raise MessageRefused("messages.text_or_template", "body")
    key = f"{wish.event}:{wish.key or uuid4().hex}"
    draft = _of_template(session, scope, wish, key) if wish.template_id else _plain(session, scope, wish, key)
    if not draft.address:
        raise MessageRefused("messages.to_needed", "to")
    if not rules.address(draft.way, draft.address):
        raise MessageRefused("messages.address_wrong", "to")
    return actions.take_down(session, scope, [draft])[key[:200]]


def test_mail(session: Session, scope: Scope, connection_id: UUID) -> UUID:
    """To the acting person over that server, into the log like any message. Raises MessageRefused."""
    scope.require("channels.write")
    if not message_accounts.sends(channels.connection(session, scope, connection_id).connector, Way.EMAIL):
        raise MessageRefused("messages.not_a_provider")
    to = message_accounts.own_address(session, scope)
    if not to:
        raise MessageRefused("messages.no_address")
    key = f"test:{uuid4().hex}"
    draft = Draft(
        key=key,
        way=Way.EMAIL,
        purpose=Purpose.NOTICE,
        address=to,
        language=scope.locale,
        subject=say(scope.locale, "messages.test_subject"),
        body=say(scope.locale, "messages.test_body", at=f"{now().astimezone(ISTANBUL):%d.%m.%Y %H:%M}"),
        user_id=scope.user_id,
        connection_id=connection_id,
    )
    return actions.take_down(session, scope, [draft])[key]


test_mail.__test__ = False  # type: ignore[attr-defined]


def _plain(session: Session, scope: Scope, wish: Wish, key: str) -> Draft:
    if wish.way is Way.WHATSAPP:
        raise MessageRefused("messages.provider_name_needed", "template_id")
    if wish.way is Way.EMAIL and not wish.subject.strip():
        raise MessageRefused("messages.subject_needed", "subject")
    order = _order(session, scope, wish.order_id)
    bought = (order.email if wish.way is Way.EMAIL else order.phone) if order else ""
    return Draft(
        key=key,
        way=wish.way,
        purpose=wish.purpose,
        address=wish.to.strip() or bought or "",
        name=order.name if order and not wish.to.strip() else "",
        language=wish.language,
        subject=wish.subject,
        body=wish.body,
        event=wish.event,
        order_id=wish.order_id,
        connection_id=message_accounts.account(
            session, scope, wish.way, is_test=bool(order and order.is_test)
        ),
    )


def _of_template(session: Session, scope: Scope, wish: Wish, key: str) -> Draft:
    if wish.template_id is None:
        raise MessageRefused("messages.text_or_template", "template_id")
    template = queries_messages.template(session, scope, wish.template_id)
    if template.way != wish.way:
        raise MessageRefused("messages.not_a_choice", "way")
    order = _order(session, scope, wish.order_id)
    language = rules.chosen_language(template.texts, wish.language)
    said: Mapping[str, str] = template.texts.get(language, {})
    known = dict(wish.values)
    if order is not None:
        known |= message_events.facts(order, "en" if language == "en" else "tr")
    bought = (order.email if wish.way is Way.EMAIL else order.phone) if order else ""
    return Draft(
        key=key,
        way=wish.way,
        purpose=Purpose(template.purpose),
        address=wish.to.strip() or bought or "",
        name=order.name if order and not wish.to.strip() else "",
        language=language,
        subject=message_events.without_places(rules.filled(said.get("subject", ""), known)),
        body=message_events.without_places(rules.filled(said.get("body", ""), known)),
        event=wish.event,
        template_id=template.id,
        provider_name=template.provider_name,
        params=[known.get(one) or "-" for one in rules.places(said.get("body", ""))],
        order_id=wish.order_id,
        connection_id=message_accounts.account(
            session, scope, wish.way, is_test=bool(order and order.is_test)
        ),
    )


def _order(session: Session, scope: Scope, order_id: UUID | None) -> queries_messages.OrderFacts | None:
    if order_id is None:
        return None
    scope.require("orders.read")
    found = queries_messages.orders(session, scope, [order_id]).get(order_id)
    if found is None:
        raise MessageMissing(order_id)
    return found
