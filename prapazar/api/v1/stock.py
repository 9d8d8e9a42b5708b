"""Stock over REST: balances, counts, movements, and what each channel was told."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from prapazar.api.door import scope_with
from prapazar.api.downloads import ChosenIds, chosen
from prapazar.api.errors import tells
from prapazar.api.exporting import Form, exported
from prapazar.domain.listings import queries as listings
from prapazar.domain.listings.queries import ListingRow, PublicationRow
from prapazar.domain.stock import actions, queries, queries_list
from prapazar.domain.stock.actions import StockCount
from prapazar.domain.stock.errors import QuantityInvalid, StockShort, VariantUnknown
from prapazar.domain.stock.queries import MovementRow, StockRow
from prapazar.domain.stock.queries_list import After, StockFilter, StockListRow
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/stock", tags=["stock"])
tells(StockShort, 409, "errors.stock_short_plain")
tells(QuantityInvalid, 422, "errors.quantity_invalid")
tells(VariantUnknown, 404, "errors.not_found")
Reader = Annotated[Scope, Depends(scope_with("stock.read"))]
Writer = Annotated[Scope, Depends(scope_with("stock.write"))]


class Count(BaseModel):
    variant_id: UUID
    on_hand: Annotated[int, Field(ge=0, le=10_000_000)]


class Counts(BaseModel):
    counts: Annotated[list[Count], Field(min_length=1, max_length=5000)]
    note: Annotated[str, Field(max_length=200)] = ""


class Asked(BaseModel):
    """The filters of the list, under the names the screen's address has."""

    view: str = "all"
    search: str = Field("", max_length=100)
    channel: UUID | None = None
    ids: ChosenIds = ""

    def filter(self) -> StockFilter:
        return StockFilter(self.view, self.search, self.channel, chosen(self.ids))


class Changed(BaseModel):
    changed: int


@router.get("")
def balances(
    scope: Reader,
    view: str = "all",
    search: str = "",
    after_name: str = "",
    after_id: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[StockListRow]:
    """By name; the next page begins after the last row's `folded_name` and `variant_id`."""
    after = After(after_name, after_id) if after_id else None
    with db.transaction(scope) as session:
        return queries_list.page(session, scope, StockFilter(view, search), after=after, limit=limit)


@router.put("")
def count(body: Counts, scope: Writer) -> Changed:
    """Set balances; every channel follows by itself."""
    wanted = [StockCount(one.variant_id, one.on_hand) for one in body.counts]
    with db.transaction(scope) as session:
        return Changed(changed=actions.set_on_hand(session, scope, wanted, note=body.note))


@router.get("/export.{form}")
def export(request: Request, scope: Reader, form: Form, asked: Annotated[Asked, Query()]) -> Response:
    """At once up to some thousands of rows; for more the answer is 202, and `/api/exports/{id}` tells how far it is."""
    return exported(request, scope, "stock", form, asked.filter())


@router.get("/{variant_id}")
def balance(variant_id: UUID, scope: Reader) -> list[StockRow]:
    with db.transaction(scope) as session:
        return queries.stock_of(session, scope, [variant_id])


@router.get("/{variant_id}/movements")
def movements(
    variant_id: UUID,
    scope: Reader,
    before: int | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[MovementRow]:
    with db.transaction(scope) as session:
        return queries.movements(session, scope, variant_id, before=before, limit=limit)


@router.get("/{variant_id}/channels")
def channels(variant_id: UUID, scope: Reader) -> list[ListingRow]:
    with db.transaction(scope) as session:
        return listings.listings_of(session, scope, [variant_id])


@router.get("/{variant_id}/shown")
def shown(variant_id: UUID, at: datetime, scope: Reader) -> list[PublicationRow]:
    """What each channel had been told at that moment."""
    with db.transaction(scope) as session:
        return listings.shown_at(session, scope, variant_id, at)
