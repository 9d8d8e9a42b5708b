"""Targets of stores and their buy boxes over REST, beside the rates of performance."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from prapazar.api.door import scope_with
from prapazar.api.downloads import ChosenIds, chosen
from prapazar.api.errors import Refused
from prapazar.api.exporting import Form, exported
from prapazar.domain.listings import queries_buyboxes as boxes
from prapazar.domain.listings.queries_buyboxes import BoxFilter, BoxRow
from prapazar.domain.reporting import targets as books
from prapazar.domain.reporting.errors import ReportInvalid
from prapazar.domain.reporting.performance import Measure
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/channels/performance", tags=["channels"])
Reader = Annotated[Scope, Depends(scope_with("channels.read"))]
Writer = Annotated[Scope, Depends(scope_with("channels.write"))]
View = Annotated[str, Query(pattern="^(all|lost|held|alone|unknown|)$")]
Words = Annotated[str, Query(max_length=120)]


class OneBox(BaseModel):
    listing_id: UUID
    title: str
    sku: str
    barcode: str
    connection_id: UUID
    connector: str
    store: str
    state: str
    """`lost`, `held`, `alone` (nobody else sells it) or `unknown`."""
    rank: int | None
    own_price: Decimal | None
    best_price: Decimal | None
    above: Decimal | None
    """By how much ours is dearer than the one shown first."""
    currency: str
    since: datetime
    checked_at: datetime
    product_id: UUID | None


class BoxPage(BaseModel):
    boxes: list[OneBox]
    next_cursor: str | None
    """Hand it back as `cursor`; null on the last page."""


class Targets(BaseModel):
    """Shares by measure, such as `{"late": "0.03", "buybox": "0.8"}`; null takes one away."""

    targets: dict[Measure, Decimal | None]


@router.get("/buyboxes")
def buyboxes(
    scope: Reader,
    view: View = "all",
    search: Words = "",
    connection: UUID | None = None,
    cursor: Annotated[str, Query(max_length=100)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> BoxPage:
    """What changed last stands first."""
    wanted = BoxFilter(view or "all", search, connection)
    with db.transaction(scope) as session:
        rows = boxes.page(session, scope, wanted, after=_checked(cursor), limit=limit)
    last = rows[-1] if len(rows) == limit else None
    return BoxPage(boxes=[_box(row) for row in rows], next_cursor=boxes.cursor(last) if last else None)


@router.get("/buyboxes/export.{form}")
def export(
    request: Request,
    scope: Reader,
    form: Form,
    view: View = "all",
    search: Words = "",
    connection: UUID | None = None,
    ids: ChosenIds = "",
) -> Response:
    wanted = BoxFilter(view or "all", search, connection, chosen(ids))
    return exported(request, scope, "buyboxes", form, wanted)


@router.get("/{connection_id}/targets")
def targets(scope: Reader, connection_id: UUID) -> Targets:
    with db.transaction(scope) as session:
        found: Mapping[Measure, Decimal] = books.targets(session, scope).get(connection_id, {})
    return Targets(targets={one: found.get(one) for one in Measure})


@router.put("/{connection_id}/targets", status_code=204)
def set_targets(scope: Writer, connection_id: UUID, body: Targets) -> None:
    """Those that are not named stay."""
    try:
        with db.transaction(scope) as session:
            books.set_targets(session, scope, connection_id, body.targets)
    except ReportInvalid as refused:
        raise Refused(404 if refused.field == "store" else 422, refused.code) from None


def _box(row: BoxRow) -> OneBox:
    same = {name: getattr(row, name) for name in OneBox.model_fields if name != "store"}
    return OneBox(**same, store=row.channel)


def _checked(cursor: str) -> str:
    moment, _, last = cursor.partition("~")
    try:
        return f"{datetime.fromisoformat(moment).isoformat()}~{UUID(last)}" if cursor else ""
    except ValueError:
        raise Refused(422, "errors.invalid_fields") from None
