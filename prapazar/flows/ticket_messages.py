"""Messages that a solved ticket sets off, by the templates that wait for it: each ticket once by each."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.messaging import actions, rules
from prapazar.domain.messaging import queries_messages as messages
from prapazar.domain.messaging.actions import Draft
from prapazar.domain.messaging.enums import OrderMoment, Purpose, Way
from prapazar.domain.messaging.models import MessageTemplate
from prapazar.domain.messaging.queries_messages import OrderFacts
from prapazar.domain.support import queries
from prapazar.domain.support.actions import Rated
from prapazar.domain.support.queries import TicketFilter, TicketRow
from prapazar.flows import message_accounts, message_events, rating_links
from prapazar.foundation import db, outbox
from prapazar.foundation.clock import ISTANBUL
from prapazar.foundation.scope import Scope, system_scope

LEASE = timedelta(minutes=2)
AT_ONCE = 100


def tell_solved(merchant_id: UUID) -> int:
    """Taken down in the transaction that ends the events. Returns how many messages."""
    scope = system_scope(merchant_id)

    def work(session: Session) -> int:
        claims = outbox.claim(session, Topic.TICKET_SOLVED, merchant_id, AT_ONCE, LEASE)
        drafts = _drafts(session, scope, [claim.coalesce_key for claim in claims])
        actions.take_down(session, scope, drafts)
        outbox.finish(session, [one.id for one in claims])
        return len(drafts)

    return db.retried(scope, work)


def _drafts(session: Session, scope: Scope, ticket_ids: list[UUID]) -> list[Draft]:
    templates = messages.templates_of(session, scope, [OrderMoment.TICKET_SOLVED]) if ticket_ids else []
    if not templates:
        return []
    wanted = TicketFilter(view="all", ids=tuple(ticket_ids))
    rows = [row for row in queries.page(session, scope, wanted, limit=AT_ONCE) if row.status == "solved"]
    orders = messages.orders(session, scope, [row.order_id for row in rows if row.order_id])
    accounts = {
        (way, is_test): message_accounts.account(session, scope, way, is_test=is_test)
        for way in {Way(one.way) for one in templates}
        for is_test in {False, *(one.is_test for one in orders.values())}
    }
    return [
        _draft(scope, template, row, orders.get(row.order_id) if row.order_id else None, accounts)
        for row in rows
        for template in templates
    ]


def _draft(
    scope: Scope,
    template: MessageTemplate,
    row: TicketRow,
    order: OrderFacts | None,
    accounts: Mapping[tuple[Way, bool], UUID | None],
) -> Draft:
    way = Way(template.way)
    foreign = order is not None and order.country not in {"", "TR", "TUR"}
    language = rules.chosen_language(template.texts, "en" if foreign else "tr")
    said: Mapping[str, str] = template.texts.get(language, {})
    known = message_events.facts(order, "en" if language == "en" else "tr") if order else {}
    known = {
        **known,
        "number": known.get("number") or row.number,
        "name": row.name,
        "first_name": row.name.split()[0] if row.name.split() else "",
        "date": f"{row.created_at.astimezone(ISTANBUL):%d.%m.%Y}",
        "ticket": row.number,
        "feedback_url": rating_links.address(scope.merchant_id, Rated(ticket_id=row.id)),
    }
    body = said.get("body", "")
    return Draft(
        key=f"ticket:{row.id}:solved:{template.id}",
        way=way,
        purpose=Purpose(template.purpose),
        address=row.email if way is Way.EMAIL else row.phone,
        name=row.name,
        language=language,
        subject=message_events.without_places(rules.filled(said.get("subject", ""), known)),
        body=message_events.without_places(rules.filled(body, known)),
        event=OrderMoment.TICKET_SOLVED.value,
        template_id=template.id,
        provider_name=template.provider_name,
        params=[known.get(one) or "-" for one in rules.places(body)],
        order_id=row.order_id,
        connection_id=accounts[way, bool(order and order.is_test)],
    )
