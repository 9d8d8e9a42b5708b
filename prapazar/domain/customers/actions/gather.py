"""Gather: whose the waiting orders are, found out for a whole batch in a handful of statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from prapazar.domain.customers import rules
from prapazar.domain.customers.actions import addresses, refresh
from prapazar.domain.customers.actions.suggest import suggest_alike, suggest_clashes
from prapazar.domain.customers.enums import KeyKind
from prapazar.domain.customers.rules import Found, Key, Said
from prapazar.foundation import live
from prapazar.foundation.ids import new_ids
from prapazar.foundation.places import placed
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import words

BATCH = 1000
_TAKE = text(
    "SELECT w.order_id, w.customer_id, w.buyer_id, w.ordered_at, o.connection_id, o.buyer_name, o.buyer_email,"
    " o.buyer_phone, o.city, o.district, o.shipping_address, o.billing_address,"
    " o.is_test OR o.erased_at IS NOT NULL AS is_nobodys"
    " FROM customer_order w JOIN purchase_order o ON o.id = w.order_id"
    " WHERE w.merchant_id = :merchant AND w.is_waiting ORDER BY w.order_id LIMIT :limit FOR UPDATE OF w SKIP LOCKED"
)
_KNOWN = text(
    "SELECT k.kind, k.value, k.customer_id FROM unnest(CAST(:kinds AS text[]), CAST(:values AS text[])) u(kind, value)"
    " JOIN customer_key k ON k.merchant_id = :merchant AND k.kind = u.kind AND k.value = u.value"
)
_INSERT = text(
    "INSERT INTO customer (id, merchant_id, name, folded_name, company, email, phone, tax_number, city, district,"
    " first_order_at, last_order_at, note, order_count, currency)"
    " SELECT u.id, :merchant, u.name, u.folded, u.company, u.email, u.phone, u.tax, u.city, u.district, u.at, u.at,"
    "  '', 0, 'TRY'"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:names AS text[]), CAST(:folded AS text[]), CAST(:companies AS text[]),"
    "  CAST(:emails AS text[]), CAST(:phones AS text[]), CAST(:taxes AS text[]), CAST(:cities AS text[]),"
    "  CAST(:districts AS text[]), CAST(:at AS timestamptz[]))"
    "  AS u(id, name, folded, company, email, phone, tax, city, district, at)"
)
_FILL = text(
    "UPDATE customer c SET email = coalesce(c.email, u.email), phone = coalesce(c.phone, u.phone),"
    " tax_number = coalesce(c.tax_number, u.tax), company = CASE WHEN c.company = '' THEN u.company ELSE c.company END"
    " FROM (SELECT DISTINCT ON (id) * FROM unnest(CAST(:ids AS uuid[]), CAST(:emails AS text[]),"
    "  CAST(:phones AS text[]), CAST(:taxes AS text[]), CAST(:companies AS text[]))"
    "  AS n(id, email, phone, tax, company) ORDER BY id) u"
    " WHERE c.id = u.id AND (c.email IS NULL AND u.email IS NOT NULL OR c.phone IS NULL AND u.phone IS NOT NULL"
    "  OR c.tax_number IS NULL AND u.tax IS NOT NULL OR c.company = '' AND u.company <> '')"
)
_INSERT_KEYS = text(
    "INSERT INTO customer_key (id, merchant_id, customer_id, kind, value)"
    " SELECT u.id, :merchant, u.customer_id, u.kind, u.value FROM unnest(CAST(:ids AS uuid[]),"
    "  CAST(:customers AS uuid[]), CAST(:kinds AS text[]), CAST(:values AS text[])) u(id, customer_id, kind, value)"
    " ON CONFLICT (merchant_id, kind, value) DO NOTHING"
)
_ANSWER = text(
    "UPDATE customer_order w SET customer_id = u.customer_id, is_waiting = false"
    " FROM unnest(CAST(:orders AS uuid[]), CAST(:customers AS uuid[])) u(order_id, customer_id)"
    " WHERE w.order_id = u.order_id"
)


@dataclass(frozen=True, slots=True)
class Gathered:
    orders: int = 0
    """Looked at; fewer than asked for means that none waits any more."""
    customers: int = 0
    """New ones."""


def gather(session: Session, scope: Scope, *, limit: int = BATCH) -> Gathered:
    """Customers of the oldest waiting orders; one worker of a merchant at a time."""
    scope.require("customers.write")
    session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"),
        {"key": f"customers:{scope.merchant_id}"},
    )
    taken = session.execute(_TAKE, {"merchant": scope.merchant_id, "limit": limit}).all()
    if not taken:
        return Gathered()
    orders = [_said(row) for row in taken if not row.is_nobodys]
    found = rules.settle(orders, _known(session, scope, orders), new_ids(len(orders)))
    _insert(session, scope, found)
    _fill(session, orders, found)
    _keep_keys(session, scope, found)
    addresses.keep(session, scope, orders, found)
    _answer(session, taken, found)
    suggest_alike(session, scope, list(found.fresh))
    suggest_clashes(session, scope, found.clashes)
    refresh.refresh(session, scope, set(found.owner.values()))
    live.tell(session, scope.merchant_id, "customers.changed")
    return Gathered(len(taken), len(found.fresh))


def _said(row: Row[*tuple[Any, ...]]) -> Said:
    shipping, billing = row.shipping_address, row.billing_address
    if not shipping.get("city") and row.city:
        shipping = {**shipping, "city": row.city, "district": row.district}
    return Said(
        row.order_id,
        row.ordered_at,
        row.buyer_name or shipping.get("name") or "",
        row.buyer_email,
        row.buyer_phone,
        f"{row.connection_id}:{row.buyer_id}" if row.buyer_id else None,
        shipping,
        billing,
        row.customer_id,
    )


def _known(session: Session, scope: Scope, orders: Iterable[Said]) -> dict[Key, UUID]:
    keys = sorted({key for said in orders for key in rules.keys_of(said)})
    found = session.execute(
        _KNOWN,
        {
            "merchant": scope.merchant_id,
            "kinds": [kind.value for kind, _ in keys],
            "values": [value for _, value in keys],
        },
    )
    return {(KeyKind(row.kind), row.value): row.customer_id for row in found}


def _facts(orders: Sequence[Said]) -> dict[str, list[str | None]]:
    return {
        "emails": [rules.email_of(one.email) for one in orders],
        "phones": [rules.phone_of(one.phone or one.shipping.get("phone")) for one in orders],
        "taxes": [
            rules.tax_number_of(one.billing.get("tax_number") or one.shipping.get("tax_number"))
            for one in orders
        ],
        "companies": [one.billing.get("company") or one.shipping.get("company") or "" for one in orders],
    }


def _insert(session: Session, scope: Scope, found: Found) -> None:
    if not found.fresh:
        return
    orders = list(found.fresh.values())
    at = [placed(_text(one.shipping, "city"), _text(one.shipping, "district")) for one in orders]
    session.execute(
        _INSERT,
        {
            "merchant": scope.merchant_id,
            "ids": list(found.fresh),
            "names": [one.name.strip() for one in orders],
            "folded": [" ".join(words(one.name)) for one in orders],
            "cities": [place.province for place in at],
            "districts": [place.district for place in at],
            "at": [one.ordered_at for one in orders],
            **_facts(orders),
        },
    )


def _fill(session: Session, orders: Sequence[Said], found: Found) -> None:
    """What was not known of a customer until now; what is known stays."""
    later = [one for one in orders if found.owner[one.order_id] not in found.fresh]
    later += [one for one in orders if found.fresh.get(found.owner[one.order_id], one) is not one]
    if later:
        session.execute(_FILL, {"ids": [found.owner[one.order_id] for one in later], **_facts(later)})


def _keep_keys(session: Session, scope: Scope, found: Found) -> None:
    if found.keys:
        session.execute(
            _INSERT_KEYS,
            {
                "merchant": scope.merchant_id,
                "ids": new_ids(len(found.keys)),
                "customers": list(found.keys.values()),
                "kinds": [kind.value for kind, _ in found.keys],
                "values": [value for _, value in found.keys],
            },
        )


def _answer(session: Session, taken: Sequence[Row[*tuple[Any, ...]]], found: Found) -> None:
    session.execute(
        _ANSWER,
        {
            "orders": [row.order_id for row in taken],
            "customers": [found.owner.get(row.order_id) for row in taken],
        },
    )


def _text(address: Mapping[str, str | None], name: str) -> str:
    return address.get(name) or ""
