"""The desk of a supplier over REST: packages routed to it, its articles and their stock, and how well it does."""

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from prapazar.api.door import scope_with
from prapazar.api.downloads import ChosenIds, attached, chosen
from prapazar.api.errors import Refused
from prapazar.domain.dropship import actions, goods, queries
from prapazar.domain.dropship.errors import SupplyRefused
from prapazar.domain.dropship.goods import FeedRow, GoodsRow, ToldRow
from prapazar.domain.dropship.queries import GoodsLine, PackageRow
from prapazar.domain.dropship.rules import RefuseReason
from prapazar.flows import dropship
from prapazar.flows.shipment_labels import Print
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/supplies", tags=["supplies"])
Reader = Annotated[Scope, Depends(scope_with("supplies.read"))]
Writer = Annotated[Scope, Depends(scope_with("supplies.write"))]
View = Literal["waiting", "shipped", "cancelled"]
Cursor = Annotated[str, Query(max_length=600)]
Limit = Annotated[int, Query(ge=1, le=200)]


class PackagePage(BaseModel):
    packages: list[PackageRow]
    next_cursor: str | None
    """Hand it back as `cursor`; None on the last page."""


class ParcelOut(BaseModel):
    package: PackageRow
    lines: list[GoodsLine]
    recipient: str
    """Name and address, line by line; empty once it is shipped."""
    has_label: bool


class Chosen(BaseModel):
    packages: Annotated[list[UUID], Field(min_length=1, max_length=actions.MOST)]


class Moved(BaseModel):
    moved: list[str]
    """Order numbers."""
    refused: list[str]
    """Those whose state does not lead there."""


class Sent(BaseModel):
    carrier: Annotated[str, Field(min_length=1, max_length=80)]
    tracking_number: Annotated[str, Field(min_length=1, max_length=80)]


class Refusing(BaseModel):
    packages: Annotated[list[UUID], Field(min_length=1, max_length=actions.MOST)]
    reason: RefuseReason
    note: Annotated[str, Field(max_length=actions.MOST_NOTE)] = ""
    """What the desk is to know; asked for where the reason is `other`."""


class Handed(BaseModel):
    orders: list[str]
    """Numbers."""


class GoodsPage(BaseModel):
    goods: list[GoodsRow]
    next_cursor: str | None


class Units(BaseModel):
    sku: Annotated[str, Field(min_length=1, max_length=100)]
    units: Annotated[int, Field(ge=0, le=dropship.MOST_UNITS)]


class StockTold(BaseModel):
    supplier_id: UUID
    source: Annotated[str, Field(max_length=120)] = "api"
    """What it is told from, such as the name of a file."""
    rows: Annotated[list[Units], Field(min_length=1, max_length=dropship.MOST_ROWS)]


class Fault(BaseModel):
    row: int
    code: str
    value: str


class Outcome(BaseModel):
    rows: int
    changed: int
    faults: list[Fault]
    """The first thousand."""


class ScoreOut(BaseModel):
    supplier_id: UUID
    supplier: str
    days: int
    routed: int
    due: int
    """Packages with a deadline that are shipped, or late by now."""
    on_time: int
    on_time_share: Decimal | None
    """Null where there are too few packages to say."""
    wanting: int
    """Cancelled because there were none."""
    wanting_share: Decimal | None


@router.get("/packages")
def packages(scope: Reader, view: View = "waiting", cursor: Cursor = "", limit: Limit = 50) -> PackagePage:
    """Waiting ones by deadline, others newest first."""
    with db.transaction(scope) as session:
        try:
            rows = queries.packages(session, scope, view, cursor=cursor, limit=limit)
        except ValueError:
            raise Refused(422, "errors.invalid_fields", field="cursor") from None
    more = queries.cursor(rows[-1], view) if len(rows) == limit else None
    return PackagePage(packages=rows, next_cursor=more)


@router.get("/packages/labels")
def labels(
    scope: Writer, ids: ChosenIds, kind: Annotated[Print, Query(alias="format")] = Print.LABEL
) -> Response:
    """Of packages that have to be sent and have a label, in one file, at most fifty; ids with commas between."""
    try:
        out = dropship.labels(scope, chosen(ids), kind)
    except SupplyRefused as refused:
        raise Refused(404 if refused.code == "supplies.not_yours" else 409, refused.code) from None
    return Response(out.data, media_type=out.content_type, headers=attached(out.name))


@router.get("/packages/{package_id}")
def package(scope: Reader, package_id: UUID) -> ParcelOut:
    found = dropship.parcel(scope, package_id)
    if found is None:
        raise Refused(404, "supplies.not_yours")
    return ParcelOut(
        package=found.row, lines=list(found.lines), recipient=found.recipient, has_label=found.has_label
    )


@router.post("/packages/take-on")
def take_on(scope: Writer, body: Chosen) -> Moved:
    """Their goods are being fetched."""
    try:
        done = dropship.take_on(scope, body.packages)
    except SupplyRefused as refused:
        raise Refused(404, refused.code) from None
    return Moved(moved=list(done.moved), refused=list(done.refused))


@router.post("/packages/{package_id}/ship", status_code=204)
def ship(scope: Writer, package_id: UUID, body: Sent) -> None:
    """It has left; its channel is told."""
    try:
        dropship.ship(scope, package_id, carrier=body.carrier, tracking_number=body.tracking_number)
    except SupplyRefused as refused:
        raise Refused(404 if refused.code == "supplies.not_yours" else 409, refused.code) from None


@router.post("/packages/refuse")
def refuse(scope: Writer, body: Refusing) -> Handed:
    """They are not sent by this supplier: the rules give them to others, or they go back to the merchant's desk."""
    try:
        return Handed(orders=dropship.refuse(scope, body.packages, body.reason, body.note))
    except SupplyRefused as refused:
        status = {"supplies.not_yours": 404, "supplies.note_missing": 422}.get(refused.code, 409)
        raise Refused(status, refused.code) from None


@router.get("/goods")
def listed(scope: Reader, cursor: Cursor = "", limit: Limit = 50) -> GoodsPage:
    """Articles that name a supplier, by name, with what it told of them."""
    with db.transaction(scope) as session:
        try:
            rows = goods.goods(session, scope, cursor=cursor, limit=limit)
        except ValueError:
            raise Refused(422, "errors.invalid_fields", field="cursor") from None
    more = goods.cursor(rows[-1]) if len(rows) == limit else None
    return GoodsPage(goods=rows, next_cursor=more)


@router.put("/stock")
def tell_stock(scope: Writer, body: StockTold) -> Outcome:
    """So many units has the supplier; articles that are not named keep their stock."""
    rows = [ToldRow(place, one.sku.strip(), one.units) for place, one in enumerate(body.rows, start=1)]
    try:
        told = dropship.tell_stock(scope, body.supplier_id, rows, (), body.source)
    except SupplyRefused as refused:
        raise Refused(404, refused.code) from None
    faults = [
        Fault(row=int(one["row"]), code=str(one["code"]), value=str(one["value"])) for one in told.errors
    ]
    return Outcome(rows=told.rows, changed=told.changed, faults=faults)


@router.get("/feeds")
def feeds(scope: Reader) -> list[FeedRow]:
    """When each supplier told its stock last."""
    with db.transaction(scope) as session:
        return goods.feeds(session, scope)


@router.get("/scores")
def scores(scope: Reader, days: Literal["30", "90"] = "30") -> list[ScoreOut]:
    """Of suppliers to whom something was routed in these days."""
    with db.transaction(scope) as session:
        names = queries.suppliers(session, scope)
        found = queries.scores(session, scope, int(days))
    return [
        ScoreOut(
            supplier_id=key,
            supplier=names[key],
            days=score.days,
            routed=score.routed,
            due=score.due,
            on_time=score.on_time,
            on_time_share=score.on_time_share,
            wanting=score.wanting,
            wanting_share=score.wanting_share,
        )
        for key, score in found.items()
    ]
