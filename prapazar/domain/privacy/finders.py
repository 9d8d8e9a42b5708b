"""Whose rows are the person's, and what becomes of a column, in SQL; `t` is the table looked at."""

import importlib
import pkgutil
from functools import cache

from sqlalchemy import Column, Table
from sqlmodel import SQLModel

from prapazar import domain
from prapazar.domain.privacy.inventory import Place
from prapazar.foundation import inbox as inbox  # its tables
from prapazar.foundation import outbox as outbox

ORDERS = "(SELECT x.order_id FROM privacy_order x WHERE x.request_id = :request)"
ORDERS_OF_MEMBERS = (
    "(SELECT x.order_id FROM customer_order x WHERE x.customer_id = ANY(CAST(:members AS uuid[])))"
)
"""Before there is a request."""
_INVOICES = f"(SELECT i.id FROM invoice i WHERE i.order_id IN {ORDERS})"
_PAYMENTS = f"(SELECT p.id FROM payment p WHERE p.order_id IN {ORDERS} OR p.invoice_id IN {_INVOICES})"
_SHIPMENTS = f"(SELECT s.id FROM shipment s WHERE s.order_id IN {ORDERS})"
_CLAIMS = f"(SELECT c.id FROM claim c WHERE c.order_id IN {ORDERS})"
_MEMBERS = "CAST(:members AS uuid[])"
_TICKETS = f"(SELECT k.id FROM ticket k WHERE k.customer_id = ANY({_MEMBERS}) OR k.order_id IN {ORDERS})"
FINDERS: dict[str, str] = {
    "order": f"t.id IN {ORDERS}",
    "of_order": f"t.order_id IN {ORDERS}",
    "of_shipment": f"t.shipment_id IN {_SHIPMENTS}",
    "printed": (
        "t.content IS NOT NULL AND t.shipment_ids ?|"
        f" ARRAY(SELECT CAST(s.id AS text) FROM shipment s WHERE s.order_id IN {ORDERS})"
    ),
    "of_claim": f"t.claim_id IN {_CLAIMS}",
    "payment": f"(t.order_id IN {ORDERS} OR t.invoice_id IN {_INVOICES})",
    "of_payment": f"t.payment_id IN {_PAYMENTS}",
    "draft": f"t.order_id IN {ORDERS} AND t.number IS NULL",
    "numbered": f"t.order_id IN {ORDERS} AND t.number IS NOT NULL",
    "of_invoice": f"t.invoice_id IN {_INVOICES}",
    # An invoice that was uploaded to its order is a legal book like one of our own.
    "file": (
        f"(t.subject = 'order' AND t.subject_id IN {ORDERS} OR t.subject = 'shipment' AND t.subject_id IN"
        f" {_SHIPMENTS} OR t.subject = 'claim' AND t.subject_id IN {_CLAIMS}"
        " OR t.subject = 'ticket' AND t.subject_id IN"
        f" (SELECT e.id FROM ticket_entry e WHERE e.ticket_id IN {_TICKETS})) AND t.kind <> 'invoice'"
    ),
    "recipient": (
        "(t.recipient <> '' AND t.recipient = ANY(CAST(:addresses AS text[]))"
        f" OR t.purpose <> 'notice' AND t.order_id IN {ORDERS})"
    ),
    "address": "t.address = ANY(CAST(:addresses AS text[]))",
    "link": f"t.link_kind = 'customer' AND t.link_id = ANY({_MEMBERS})",
    "pair": f"(t.low_id = ANY({_MEMBERS}) OR t.high_id = ANY({_MEMBERS}))",
    "merge": f"(t.kept_id = ANY({_MEMBERS}) OR t.gone_id = ANY({_MEMBERS}))",
    "ticket": f"t.id IN {_TICKETS}",
    "of_ticket": f"t.ticket_id IN {_TICKETS}",
    "rated": f"(t.customer_id = ANY({_MEMBERS}) OR t.order_id IN {ORDERS} OR t.ticket_id IN {_TICKETS})",
    "of_customer": f"t.customer_id = ANY({_MEMBERS})",
    "customer": f"t.id = ANY({_MEMBERS})",
}
_FACTS = ("package", "status", "was", "is", "from", "to", "quantity", "kind", "connector", "tracking_number")
"""Of a line of a timeline; what people wrote, and what names anybody, is not among them."""
_BECOMES: dict[str, str] = {
    "place": "jsonb_strip_nulls(jsonb_build_object('city', t.{name} -> 'city', 'country', t.{name} -> 'country'))",
    "words": "ts_delete(t.{name}, CAST(:words AS text[]))",
    "facts": (
        "coalesce((SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(t.{name}) f"
        f" WHERE f.key IN ({', '.join(repr(one) for one in _FACTS)})"
        "), '{{}}'::jsonb)"
    ),
    "now": "coalesce(t.{name}, now())",
    "no": "false",
    "number": "t.number",
}
UNTOUCHED = frozenset({"law", "gone"})
"""Of rows that stay by law, or go as a whole."""


@cache
def load_tables() -> None:
    """A worker has not loaded the tables of every subject."""
    for found in pkgutil.walk_packages(domain.__path__, f"{domain.__name__}."):
        if found.name.endswith(".models"):
            importlib.import_module(found.name)


def table_of(place: Place) -> Table:
    load_tables()
    return SQLModel.metadata.tables[place.table]


def column(place: Place, name: str) -> "Column[object]":
    return table_of(place).c[name]


def is_document(place: Place, name: str) -> bool:
    return "JSON" in str(column(place, name).type)


def first_key(place: Place) -> tuple[str, str]:
    """The type of the table's id, and what stands before all of them."""
    is_number = "INT" in str(column(place, "id").type).upper()
    return ("bigint", "0") if is_number else ("uuid", "00000000-0000-0000-0000-000000000000")


def assignments(place: Place) -> str:
    """`name = NULL, note = ''` of what an erasure does with the person's rows of a place."""
    said = [(name, how) for name, how in place.erase.items() if how not in UNTOUCHED]
    return ", ".join(f'"{name}" = {_becomes(place, name, how)}' for name, how in said)


def _becomes(place: Place, name: str, how: str) -> str:
    if how != "empty":
        return _BECOMES[how].format(name=f'"{name}"')
    found = column(place, name)
    if found.nullable:
        return "NULL"
    if is_document(place, name):
        default = getattr(found.server_default, "arg", "'{}'::jsonb")
        return str(default)
    return "''"
