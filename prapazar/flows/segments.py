"""Segments for people: who is in one as a list, as a sheet, and what can be chosen in a condition."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.catalog import queries as catalog
from prapazar.domain.channels import queries as channels
from prapazar.domain.customers import queries as customers
from prapazar.domain.customers.queries import BY_HAND, CustomerFilter, CustomerRow
from prapazar.domain.segments import queries
from prapazar.domain.segments.enums import KINDS, WAYS, Fact
from prapazar.domain.segments.rules import Conditions
from prapazar.flows import customer_desk
from prapazar.flows.list_sheets import ListSheet
from prapazar.foundation import db, places
from prapazar.foundation.scope import Scope
from prapazar.foundation.sheets import Cell
from prapazar.foundation.texts import say

FIRST = 20
_FETCHED = 200


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str


def preview(session: Session, scope: Scope, wanted: Conditions) -> list[CustomerRow]:
    """The first twenty, who bought last at the top."""
    ids = queries.first(session, scope, wanted, FIRST)
    return customers.page(session, scope, CustomerFilter(ids=tuple(ids)), limit=FIRST) if ids else []


def sheet(scope: Scope, wanted: Conditions) -> ListSheet:
    scope.require("campaigns.read")
    scope.require("customers.read")
    return ListSheet(customer_desk.headings(scope), _rows(scope, wanted))


def _rows(scope: Scope, wanted: Conditions) -> Iterator[Sequence[Cell]]:
    after: UUID | None = None
    while True:
        with db.transaction(scope) as session:
            ids = queries.members(session, scope, wanted, after=after, limit=_FETCHED)
            found = (
                customers.page(session, scope, CustomerFilter(ids=tuple(ids)), limit=_FETCHED) if ids else []
            )
        yield from (customer_desk.cells(row, scope) for row in found)
        if len(ids) < _FETCHED:
            return
        after = ids[-1]


def options(session: Session, scope: Scope) -> dict[str, list[Option]]:
    """By fact, what a person chooses from; products are searched for, districts told by `districts`."""
    sees = scope.can("products.read")
    return {
        Fact.CHANNEL: [
            *(Option(str(one.id), one.name) for one in channels.names(session, scope)),
            Option(BY_HAND, say(scope.locale, "orders.manual")),
        ],
        Fact.CITY: [Option(one.name, one.name) for one in places.provinces()],
        Fact.KIND: [Option(one, say(scope.locale, f"segments.kind_{one}")) for one in KINDS],
        Fact.CONSENT: [Option(one, say(scope.locale, f"messages.way_{one}")) for one in WAYS],
        Fact.TAG: [Option(one, one) for one in queries.tags(session, scope)],
        Fact.BRAND: [
            Option(str(one.id), one.name) for one in (catalog.brands(session, scope) if sees else [])
        ],
        Fact.CATEGORY: [
            Option(str(one.id), one.name) for one in (catalog.categories(session, scope) if sees else [])
        ],
    }


def product_names(session: Session, scope: Scope, ids: Sequence[UUID]) -> list[Option]:
    found = session.execute(
        text(
            "SELECT id, name FROM product WHERE merchant_id = :merchant AND id = ANY(CAST(:ids AS uuid[]))"
            " ORDER BY name, id"
        ),
        {"merchant": scope.merchant_id, "ids": list(ids)},
    )
    return [Option(str(row.id), row.name) for row in found]


@lru_cache(maxsize=1)
def districts() -> tuple[str, ...]:
    """As a condition names them: `İstanbul / Kadıköy`."""
    return tuple(f"{one.name} / {name}" for one in places.provinces() for name in places.districts(one))
