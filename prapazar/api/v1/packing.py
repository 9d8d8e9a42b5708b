"""Packing and picking over REST: labels of packages, papers of picking lists."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from prapazar.api.door import scope_with
from prapazar.api.errors import Refused, tells
from prapazar.domain.packing.errors import PickingMissing
from prapazar.domain.shipping import labels_read
from prapazar.flows import picking_papers, shipment_labels
from prapazar.flows.picking_papers import By
from prapazar.flows.shipment_labels import Print
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/packing", tags=["packing"])
tells(PickingMissing, 404, "picking.list_missing")
Reader = Annotated[Scope, Depends(scope_with("orders.read"))]
Shipper = Annotated[Scope, Depends(scope_with("fulfillment.read"))]


def inline(data: bytes, name: str) -> Response:
    headers = {"content-disposition": f'inline; filename="{name}"', "cache-control": "no-store"}
    return Response(data, media_type="application/pdf", headers=headers)


@router.get("/packages/{package_id}/label.pdf")
def label(package_id: UUID, scope: Shipper) -> Response:
    """Not before the carrier has taken the shipment; shown in the page and printed from there."""
    with db.transaction(scope) as session:
        found = labels_read.of_packages(session, [package_id]).get(package_id)
    made = (
        shipment_labels.printed(scope, [found.shipment_id], Print.LABEL) if found and found.is_ready else None
    )
    if made is None:
        raise Refused(404, "errors.not_found")
    return inline(made.data, made.name)


@router.get("/packages/{package_id}/label.png")
def label_picture(package_id: UUID, scope: Shipper) -> Response:
    """Its first page, to look at."""
    with db.transaction(scope) as session:
        found = labels_read.of_packages(session, [package_id]).get(package_id)
    made = shipment_labels.preview(scope, found.shipment_id) if found and found.is_ready else None
    if made is None:
        raise Refused(404, "errors.not_found")
    return Response(made, media_type="image/png", headers={"cache-control": "no-store"})


@router.get("/lists/{list_id}/{by}.pdf")
def picking_list(list_id: UUID, by: By, scope: Reader) -> Response:
    with db.transaction(scope) as session:
        return inline(picking_papers.pdf(session, scope, list_id, by), "picking.pdf")
