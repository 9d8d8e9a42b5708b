"""What happens to orders becomes messages: each moment of an order by each template once."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.messaging import actions, rules
from prapazar.domain.messaging import queries_messages as queries
from prapazar.domain.messaging.actions import Draft
from prapazar.domain.messaging.enums import OrderMoment, Purpose, Way
from prapazar.domain.messaging.models import MessageTemplate
from prapazar.domain.messaging.queries_messages import OrderFacts
from prapazar.domain.support.actions import Rated
from prapazar.flows import message_accounts, rating_links
from prapazar.foundation import db, formats, outbox
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Locale, Scope, system_scope

LEASE = timedelta(minutes=2)
AT_ONCE = 200
FRESH = timedelta(days=2)
"""An order older than that is history that was fetched, not news to its buyer."""
_OLD = timedelta(days=30)
_NEW = frozenset({"new", "picking", "packed"})


def compose(merchant_id: UUID) -> int:
    """Taken down in the transaction that ends the events: killed in between, all of it happens again, or none.

    Returns how many events were worked on.
    """
    scope = system_scope(merchant_id)

    def work(session: Session) -> int:
        claims = outbox.claim(session, Topic.MESSAGE_EVENTS.value, merchant_id, AT_ONCE, LEASE)
        happened = [
            (UUID(one.payload["order_id"]), moment)
            for one in claims
            if (moment := actions.moment_of(one.payload["kind"], one.payload["status"])) is not None
        ]
        actions.take_down(session, scope, drafts(session, scope, happened))
        outbox.finish(session, [one.id for one in claims])
        return len(claims)

    return db.retried(scope, work)


def drafts(session: Session, scope: Scope, happened: Sequence[tuple[UUID, OrderMoment]]) -> list[Draft]:
    if not happened:
        return []
    templates = queries.templates_of(session, scope, sorted({moment for _, moment in happened}))
    orders = (
        queries.orders(session, scope, sorted({order_id for order_id, _ in happened})) if templates else {}
    )
    accounts = {
        (way, is_test): message_accounts.account(session, scope, way, is_test=is_test)
        for way in {Way(one.way) for one in templates}
        for is_test in {one.is_test for one in orders.values()}
    }
    return [
        about_order(
            template,
            order,
            key=f"order:{order.id}:{moment}:{template.id}",
            event=moment.value,
            connection_id=accounts[Way(template.way), order.is_test],
        )
        for order_id, moment in dict.fromkeys(happened)
        if (order := orders.get(order_id)) is not None and is_news(order, moment)
        for template in templates
        if moment.value in template.moments and not (order.is_test and _is_nowhere(accounts, template))
    ]


def is_news(order: OrderFacts, moment: OrderMoment) -> bool:
    age = now() - order.ordered_at
    if moment is OrderMoment.NEW:
        return age < FRESH and order.status in _NEW
    return age < _OLD


def about_order(
    template: MessageTemplate, order: OrderFacts, *, key: str, event: str, connection_id: UUID | None
) -> Draft:
    """In the buyer's language where the template has it."""
    way = Way(template.way)
    language = rules.chosen_language(template.texts, "tr" if order.country in {"", "TR", "TUR"} else "en")
    said: Mapping[str, str] = template.texts.get(language, {})
    known = facts(order, "en" if language == "en" else "tr")
    body = said.get("body", "")
    return Draft(
        key=key,
        way=way,
        purpose=Purpose(template.purpose),
        address=(order.email if way is Way.EMAIL else order.phone) or "",
        name=order.name,
        language=language,
        subject=without_places(rules.filled(said.get("subject", ""), known)),
        body=without_places(rules.filled(body, known)),
        event=event,
        template_id=template.id,
        provider_name=template.provider_name,
        params=[known.get(one) or "-" for one in rules.places(body)],
        order_id=order.id,
        connection_id=connection_id,
    )


def facts(order: OrderFacts, locale: Locale) -> dict[str, str]:
    return {
        "number": order.number,
        "name": order.name,
        "first_name": order.name.split()[0] if order.name.split() else "",
        "channel": order.channel,
        "merchant": order.merchant,
        "total": formats.money(order.total, order.currency, locale),
        "date": f"{order.ordered_at.astimezone(ISTANBUL):%d.%m.%Y}",
        "carrier": order.carrier,
        "tracking_number": order.tracking_number,
        "tracking_url": order.tracking_url,
        "feedback_url": rating_links.address(order.merchant_id, Rated(order_id=order.id))
        if order.merchant_id
        else "",
    }


def without_places(text: str) -> str:
    """A place nothing is known for must not reach a buyer."""
    return rules.filled(text, dict.fromkeys(rules.places(text), "-"))


def _is_nowhere(accounts: Mapping[tuple[Way, bool], UUID | None], template: MessageTemplate) -> bool:
    """An order of a test store is written about through a test account, or not at all."""
    return accounts[Way(template.way), True] is None
