"""Customers, a segment and a campaign to it, with as few words as possible."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from prapazar.domain.campaigns import actions
from prapazar.domain.campaigns.rules import Draft
from prapazar.domain.messaging import actions as messaging
from prapazar.domain.messaging.enums import Purpose, Way
from prapazar.domain.segments import actions as segments
from prapazar.domain.segments.rules import Conditions
from prapazar.foundation import db
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Scope

_CUSTOMERS = (
    (
        "INSERT INTO customer (id, merchant_id, name, folded_name, company, city, district, note, email, phone,"
        " order_count, currency) SELECT gen_random_uuid(), :merchant, 'Ad' || n || ' Soyad', '', '', '', '', '',"
        " 'm' || n || '@x.com', '90532' || lpad(CAST(n AS text), 7, '0'), 0, 'TRY'"
        " FROM generate_series(CAST(:first AS int), CAST(:last AS int)) n"
    ),
    (
        "INSERT INTO customer_tally (id, merchant_id, orders, counted, is_company, city, district)"
        " SELECT id, merchant_id, 0, 0, false, '', '' FROM customer WHERE merchant_id = :merchant"
        " AND :first <= :last ON CONFLICT (id) DO NOTHING"
    ),
    (
        "INSERT INTO contact_consent (id, merchant_id, way, address, state, source, note)"
        " SELECT gen_random_uuid(), :merchant, 'email', 'm' || n || '@x.com', 'granted', 'hand', ''"
        " FROM generate_series(CAST(:first AS int), CAST(:last AS int)) n"
    ),
)


def customers(scope: Scope, count: int, first: int = 1) -> None:
    """Who welcome mail, each at an address of their own: `m1@x.com` and on."""
    values = {"merchant": scope.merchant_id, "first": first, "last": first + count - 1}
    with db.transaction(scope) as session:
        for statement in _CUSTOMERS:
            session.execute(text(statement), values)


def template(scope: Scope, name: str = "Kasım", way: Way = Way.EMAIL) -> UUID:
    said = {"tr": {"subject": f"{name} indirimi", "body": "Merhaba {first_name}, kuponunuz {coupon}"}}
    with db.transaction(scope) as session:
        return messaging.save_template(
            session, scope, None, name=name, way=way, purpose=Purpose.COMMERCIAL, texts=said
        )


def today() -> date:
    return now().astimezone(ISTANBUL).date()


def campaign(scope: Scope, *, approved: bool = True, **changes: Any) -> UUID:  # noqa: ANN401 - fields of a draft
    """To every customer, at any hour, from today for a week."""
    with db.transaction(scope) as session:
        segment = segments.save(session, scope, None, f"Herkes {now()}", Conditions())
    given: dict[str, Any] = {
        "name": "Kasım",
        "segment_id": segment,
        "starts_on": today(),
        "ends_on": today() + timedelta(days=7),
        "control_share": 0,
        "coupon": "KASIM10",
        "hour_from": 0,
        "hour_to": 24,
        **changes,
    }
    if "template_id" not in given:
        given["template_id"] = template(scope)
    with db.transaction(scope) as session:
        made = actions.save(session, scope, None, Draft(**given))
        if approved:
            actions.approve(session, scope, made)
    return made
