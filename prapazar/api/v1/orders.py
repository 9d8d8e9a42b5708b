"""Orders over REST: list, one, enter by hand, take a step, export."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from prapazar.api import masks
from prapazar.api.door import scope_with
from prapazar.api.downloads import ChosenIds, chosen
from prapazar.api.errors import Refused, tells
from prapazar.api.exporting import Form, exported
from prapazar.domain.orders import actions, queries, queries_one, views
from prapazar.domain.orders.actions import ManualLine, ManualOrder
from prapazar.domain.orders.enums import CancelReason, OrderStatus
from prapazar.domain.orders.errors import OrderInvalid, OrderMissing
from prapazar.domain.orders.queries import Cursor, OrderFilter, OrderRow
from prapazar.domain.orders.queries_one import OrderDetail
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api", tags=["orders"])
tells(OrderMissing, 404, "orders.missing")
Reader = Annotated[Scope, Depends(scope_with("orders.read"))]
Writer = Annotated[Scope, Depends(scope_with("orders.write"))]


class OrderPage(BaseModel):
    orders: list[OrderRow]
    next_cursor: str | None
    """Hand it back as `cursor`; None on the last page."""


class NewLine(BaseModel):
    variant_id: UUID
    quantity: Annotated[int, Field(gt=0, le=100_000)]
    unit_price: Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]


class NewOrder(BaseModel):
    buyer_name: Annotated[str, Field(min_length=1, max_length=200)]
    lines: Annotated[list[NewLine], Field(min_length=1, max_length=200)]
    buyer_email: Annotated[str, Field(max_length=200)] | None = None
    buyer_phone: Annotated[str, Field(max_length=40)] | None = None
    city: Annotated[str, Field(max_length=80)] = ""
    district: Annotated[str, Field(max_length=80)] = ""
    address: Annotated[str, Field(max_length=500)] = ""
    note: Annotated[str, Field(max_length=2000)] = ""


class District(BaseModel):
    district: Annotated[str, Field(min_length=1, max_length=80)]


class Step(BaseModel):
    status: OrderStatus
    carrier: str | None = None
    tracking_number: str | None = None
    reason: CancelReason = CancelReason.OUT_OF_STOCK
    """What the channel is told when the order is cancelled."""


class Moved(BaseModel):
    moved: list[str]
    refused: list[str]


@router.get("/orders")
def orders(
    scope: Reader,
    status: Annotated[list[OrderStatus] | None, Query()] = None,
    search: str = "",
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> OrderPage:
    wanted = OrderFilter(statuses=tuple(s.value for s in status or ()), search=search)
    with db.transaction(scope) as session:
        rows = queries.page(session, scope, wanted, after=_cursor(cursor), limit=limit)
    last = rows[-1] if len(rows) == limit else None
    shown = [replace(row, buyer_name=masks.name(scope, row.buyer_name)) for row in rows]
    return OrderPage(orders=shown, next_cursor=f"{last.ordered_at.isoformat()}~{last.id}" if last else None)


def _cursor(cursor: str) -> Cursor | None:
    if not cursor:
        return None
    moment, _, order_id = cursor.partition("~")
    try:
        return Cursor(datetime.fromisoformat(moment), UUID(order_id))
    except ValueError:
        raise Refused(422, "errors.invalid_fields") from None


class Asked(BaseModel):
    """The filters of the list, under the names the screen's address has."""

    view: str = "all"
    search: str = Field("", max_length=100)
    channel: UUID | None = None
    period: str = ""
    due: str = ""
    """`late`, `two_hours`, `today`, `tomorrow` or `later`: open orders by the time they have left."""
    sold: str = ""
    """Anything: neither cancelled ones nor tests."""
    supplier: str = Field("", max_length=36)
    """The id of one, or `any`: orders of which a supplier sends a part."""
    ids: ChosenIds = ""

    def filter(self) -> OrderFilter:
        return views.asked(
            view=self.view,
            search=self.search,
            connection_id=self.channel,
            period=self.period,
            due=self.due,
            sold=self.sold,
            supplier=self.supplier,
            ids=chosen(self.ids),
        )


@router.get("/orders/export.{form}")
def export(request: Request, scope: Reader, form: Form, asked: Annotated[Asked, Query()]) -> Response:
    """At once up to some thousands of rows; for more the answer is 202, and `/api/exports/{id}` tells how far it is."""
    return exported(request, scope, "orders", form, asked.filter())


@router.get("/orders/{order_id}")
def order(order_id: UUID, scope: Reader) -> OrderDetail:
    with db.transaction(scope) as session:
        found = queries_one.detail(session, scope, order_id)
    return found if not scope.masks else _masked(found, scope)


_WRITTEN = frozenset({"text", "note", "reason", "detail"})
"""Of a line of the timeline: what people wrote."""


def _masked(found: OrderDetail, scope: Scope) -> OrderDetail:
    hidden: dict[str, Any] = {}
    if "buyer.name" in scope.masks:
        hidden["buyer_name"] = masks.name(scope, found.buyer_name)
    if "buyer.email" in scope.masks:
        hidden["buyer_email"] = None
    if "buyer.phone" in scope.masks:
        hidden["buyer_phone"] = None
    if "buyer.address" in scope.masks:
        hidden |= {"shipping_address": {}, "billing_address": {}}
    hidden["note"] = masks.words(scope, found.note)
    hidden["events"] = tuple(
        replace(one, values=masks.values(scope, one.values, _WRITTEN)) for one in found.events
    )
    return replace(found, **hidden)


@router.post("/orders", status_code=201)
def create(
    body: NewOrder, scope: Writer, idempotency_key: Annotated[str, Header(max_length=100)] = ""
) -> OrderDetail:
    """The same `Idempotency-Key` again answers with the first order."""
    wanted = ManualOrder(
        **body.model_dump(exclude={"lines"}),
        lines=[ManualLine(line.variant_id, line.quantity, line.unit_price) for line in body.lines],
        idempotency_key=idempotency_key or None,
    )
    try:
        with db.transaction(scope) as session:
            order_id = actions.create_manual(session, scope, wanted)
            return queries_one.detail(session, scope, order_id)
    except OrderInvalid as error:
        raise Refused(422, error.code) from None


@router.put("/orders/{order_id}/district")
def district(order_id: UUID, body: District, scope: Writer) -> OrderDetail:
    """Of the buyer's address, which came without one: it is taken as its province writes it."""
    try:
        with db.transaction(scope) as session:
            actions.set_district(session, scope, order_id, body.district)
    except OrderInvalid as error:
        raise Refused(422, error.code) from error
    return order(order_id, scope)


@router.post("/orders/{order_id}/status")
def step(order_id: UUID, body: Step, scope: Writer) -> Moved:
    with db.transaction(scope) as session:
        queries_one.detail(session, scope, order_id)
        result = actions.move(
            session,
            scope,
            [order_id],
            body.status,
            carrier=body.carrier,
            tracking_number=body.tracking_number,
            reason=body.reason,
        )
    return Moved(moved=list(result.moved), refused=list(result.refused))
