"""Many labels over REST: asked for, looked after, stopped, and fetched as one file."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from prapazar.api.door import scope_with
from prapazar.api.downloads import chosen
from prapazar.api.errors import Refused, tells
from prapazar.api.v1.shipments import Asked, asked_filter
from prapazar.domain.shipping import actions, queries_label_runs, queries_list
from prapazar.domain.shipping.errors import LabelRunMissing
from prapazar.domain.shipping.labels.files import FIELDS
from prapazar.domain.shipping.queries_label_runs import LabelRunRow
from prapazar.flows import label_runs
from prapazar.flows.shipment_labels import CONTENT_TYPES, MOST, Print
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/shipments/labels/runs", tags=["shipments"])
tells(LabelRunMissing, 404, "printing.missing")
Reader = Annotated[Scope, Depends(scope_with("fulfillment.read"))]


class Wanted(Asked):
    """Of which shipments, by ids or by the filters of the list, and how they are printed."""

    format: Print = Print.LABEL
    start: Annotated[int, Field(ge=1, le=FIELDS)] = 1
    """First free field of a sheet of A4."""


class Begun(BaseModel):
    id: UUID


@router.post("", status_code=202)
def begin(body: Wanted, scope: Reader) -> Begun:
    """A worker prints up to a thousand; its file is fetched once the status is `done`."""
    with db.transaction(scope) as session:
        ids = chosen(body.ids) or tuple(queries_list.matching(session, scope, asked_filter(body), MOST))
    if not ids:
        raise Refused(409, "shipping.no_label")
    return Begun(id=label_runs.begin(scope, ids, body.format, body.start))


@router.get("")
def runs(scope: Reader) -> list[LabelRunRow]:
    """The newest twenty."""
    with db.transaction(scope) as session:
        return queries_label_runs.label_runs(session, scope)


@router.get("/{run_id}")
def run(run_id: UUID, scope: Reader) -> LabelRunRow:
    with db.transaction(scope) as session:
        return queries_label_runs.label_run(session, scope, run_id)


@router.get("/{run_id}/file")
def file(run_id: UUID, scope: Reader) -> Response:
    """Kept for a day."""
    with db.transaction(scope) as session:
        found = queries_label_runs.label_run(session, scope, run_id)
        data = queries_label_runs.label_file(session, scope, run_id)
    headers = {
        "content-disposition": f'attachment; filename="{found.name}"',
        "cache-control": "private, no-store",
    }
    return Response(data, media_type=CONTENT_TYPES[Print(found.kind)], headers=headers)


@router.post("/{run_id}/cancel")
def cancel(run_id: UUID, scope: Reader) -> LabelRunRow:
    """One that is over stays as it is."""
    with db.transaction(scope) as session:
        actions.cancel_label_run(session, scope, run_id)
        return queries_label_runs.label_run(session, scope, run_id)
