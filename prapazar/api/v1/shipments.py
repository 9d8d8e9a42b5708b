"""Shipments over REST: list, one, open for packages, cancel, labels, and the list a driver signs."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from prapazar.api import masks
from prapazar.api.door import scope_with
from prapazar.api.downloads import ChosenIds, chosen
from prapazar.api.errors import Refused, tells
from prapazar.api.exporting import Form, exported
from prapazar.domain.shipping import queries_list as lists
from prapazar.domain.shipping import queries_one
from prapazar.domain.shipping.errors import HandoverMissing, NoCarrier, ShipmentMissing, ShipmentNotOpen
from prapazar.domain.shipping.labels.files import FIELDS
from prapazar.domain.shipping.queries_list import Place, ShipmentRow
from prapazar.domain.shipping.queries_one import ShipmentDetail
from prapazar.flows import handover_sheets, label_runs, shipment_desk, shipment_labels
from prapazar.flows.shipment_desk import Done, Wish
from prapazar.flows.shipment_labels import Print, PrintOut
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say

router = APIRouter(prefix="/api", tags=["shipments"])
tells(ShipmentMissing, 404, "shipping.missing")
tells(HandoverMissing, 404, "shipping.handover_missing")
tells(NoCarrier, 409, "shipping.no_carrier")
tells(ShipmentNotOpen, 409, "shipping.not_open")
Reader = Annotated[Scope, Depends(scope_with("fulfillment.read"))]
Writer = Annotated[Scope, Depends(scope_with("fulfillment.write"))]
FirstField = Annotated[int, Query(ge=1, le=FIELDS)]
"""Of a sheet of A4 whose first fields are used."""
_HIDDEN = "•••"


class ShipmentPage(BaseModel):
    shipments: list[ShipmentRow]
    next_cursor: str | None
    """Hand it back as `cursor`; None on the last page."""


class Packages(BaseModel):
    """For which packages; without a carrier's connection the rules choose, without desi the goods do."""

    packages: Annotated[list[UUID], Field(min_length=1, max_length=shipment_desk.MOST)]
    connection_id: UUID | None = None
    parcels: Annotated[int, Field(ge=1, le=50)] = 1
    desi: Annotated[Decimal, Field(gt=0, le=9999, decimal_places=2)] | None = None
    """Of one parcel."""
    weight: Annotated[Decimal, Field(gt=0, le=9999, decimal_places=2)] | None = None
    cash_on_delivery: bool = False


class RefusedRow(BaseModel):
    id: UUID
    code: str
    message: str


class Outcome(BaseModel):
    done: dict[UUID, UUID]
    """What was asked for, and its shipment."""
    refused: list[RefusedRow]


class Asked(BaseModel):
    """Of labels, either by ids or by the filters of the list."""

    view: str = "all"
    search: str = Field("", max_length=100)
    carrier: str = Field("", max_length=100)
    channel: UUID | None = None
    period: str = ""
    ids: ChosenIds = ""


@router.get("/shipments")
def shipments(
    scope: Reader,
    asked: Annotated[Asked, Query()],
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ShipmentPage:
    """`view=to_create` lists packages without a shipment, by the id of the package."""
    wanted = asked_filter(asked)
    with db.transaction(scope) as session:
        rows = lists.page(session, scope, wanted, after=_cursor(cursor), limit=limit)
    last = lists.place(rows[-1], wanted.view) if len(rows) == limit else None
    return ShipmentPage(
        shipments=[_masked(row, scope) for row in rows],
        next_cursor=f"{last.at.isoformat()}~{last.id}" if last else None,
    )


@router.post("/shipments", status_code=201)
def create(body: Packages, scope: Writer) -> Outcome:
    """Their carriers are told within seconds; the shipment then says `created` or `refused`."""
    wish = Wish(body.connection_id, body.parcels, body.desi, body.weight, body.cash_on_delivery)
    return _outcome(shipment_desk.open_shipments(scope, body.packages, wish), scope)


@router.get("/shipments/labels")
def labels(
    scope: Reader,
    asked: Annotated[Asked, Query()],
    kind: Annotated[Print, Query(alias="format")] = Print.LABEL,
    start: FirstField = 1,
) -> Response:
    """All that match in one file, at most fifty: ours, and those that carriers or channels drew."""
    with db.transaction(scope) as session:
        ids = chosen(asked.ids) or tuple(
            lists.matching(session, scope, asked_filter(asked), label_runs.AT_ONCE + 1)
        )
    if len(ids) > label_runs.AT_ONCE:
        raise Refused(409, "printing.too_many", most=label_runs.AT_ONCE)
    return _file(shipment_labels.printed(scope, ids, kind, start))


@router.get("/shipments/export.{form}")
def export(request: Request, scope: Reader, form: Form, asked: Annotated[Asked, Query()]) -> Response:
    """At once up to some thousands of rows; for more the answer is 202, and `/api/exports/{id}` tells how far it is."""
    return exported(request, scope, "shipments", form, asked_filter(asked))


@router.get("/shipments/handovers/{handover_id}/list.pdf")
def handover_list(handover_id: UUID, scope: Reader) -> Response:
    """What the driver signs."""
    data = handover_sheets.pdf(scope, handover_id)
    return Response(data, media_type="application/pdf", headers=_attached("teslim-listesi.pdf"))


@router.get("/shipments/{shipment_id}")
def shipment(shipment_id: UUID, scope: Reader) -> ShipmentDetail:
    with db.transaction(scope) as session:
        found = queries_one.detail(session, scope, shipment_id)
    if not scope.hides("buyer.name"):
        return found
    return ShipmentDetail(
        **{name: getattr(found, name) for name in ShipmentDetail.__slots__}
        | {
            "shipment": _masked(found.shipment, scope),
            "received_by": masks.name(scope, found.received_by),
            "movements": tuple(replace(one, text=masks.words(scope, one.text)) for one in found.movements),
        }
    )


@router.get("/shipments/{shipment_id}/label")
def label(
    shipment_id: UUID,
    scope: Reader,
    kind: Annotated[Print, Query(alias="format")] = Print.LABEL,
    start: FirstField = 1,
) -> Response:
    """`10x15` or `a4` as PDF, or `zpl`; 409 as long as no carrier has taken it."""
    return _file(shipment_labels.printed(scope, [shipment_id], kind, start))


@router.get("/shipments/{shipment_id}/label.png")
def preview(shipment_id: UUID, scope: Reader) -> Response:
    data = shipment_labels.preview(scope, shipment_id)
    if data is None:
        raise Refused(404, "shipping.no_label")
    return Response(data, media_type="image/png", headers={"cache-control": "private, no-store"})


@router.post("/shipments/{shipment_id}/cancel")
def cancel(shipment_id: UUID, scope: Writer) -> Outcome:
    """A shipment the carrier knows of is cancelled there first."""
    return _outcome(_one(shipment_desk.cancel(scope, [shipment_id])), scope)


@router.post("/shipments/{shipment_id}/retry")
def retry(shipment_id: UUID, scope: Writer) -> Outcome:
    """Of a refused one, once its cause has been mended."""
    return _outcome(_one(shipment_desk.try_again(scope, [shipment_id])), scope)


class Opened(BaseModel):
    id: UUID


class Return(BaseModel):
    connection_id: UUID | None = None
    """Another carrier's account than the one that brought it."""


@router.post("/shipments/{shipment_id}/return", status_code=201)
def open_return(shipment_id: UUID, body: Return, scope: Writer) -> Opened:
    """A shipment of the same goods from the buyer back to the warehouse."""
    return Opened(id=shipment_desk.open_return(scope, shipment_id, body.connection_id))


def _one(done: Done) -> Done:
    for code in done.refused.values():
        raise Refused(404 if code == "shipping.missing" else 409, code)
    return done


def _outcome(done: Done, scope: Scope) -> Outcome:
    return Outcome(
        done=dict(done.done),
        refused=[
            RefusedRow(id=key, code=code, message=say(scope.locale, code))
            for key, code in done.refused.items()
        ],
    )


def _file(out: PrintOut | None) -> Response:
    if out is None:
        raise Refused(409, "shipping.no_label")
    return Response(out.data, media_type=out.content_type, headers=_attached(out.name))


def _attached(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"', "cache-control": "private, no-store"}


def asked_filter(asked: Asked) -> lists.ShipmentFilter:
    return lists.asked(
        view=asked.view,
        search=asked.search,
        carrier=asked.carrier,
        channel_id=asked.channel,
        period=asked.period,
        ids=chosen(asked.ids),
    )


def _cursor(cursor: str) -> Place | None:
    if not cursor:
        return None
    moment, _, row_id = cursor.partition("~")
    try:
        return Place(datetime.fromisoformat(moment), UUID(row_id))
    except ValueError:
        raise Refused(422, "errors.invalid_fields") from None


def _masked(row: ShipmentRow, scope: Scope) -> ShipmentRow:
    if not scope.hides("buyer.name"):
        return row
    return ShipmentRow(
        **{name: getattr(row, name) for name in ShipmentRow.__slots__} | {"recipient": _HIDDEN}
    )
