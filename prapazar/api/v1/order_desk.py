"""The order desk over REST: bulk runs, common parcels, split packages, carriers, files of an order, scans."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, UploadFile
from pydantic import BaseModel, Field

from prapazar.api.door import scope_with
from prapazar.api.errors import Refused
from prapazar.domain.files.enums import FileKind
from prapazar.domain.files.errors import FileRefused
from prapazar.domain.files.rules import MOST_BYTES
from prapazar.domain.orders import queries, views
from prapazar.domain.orders.bulk import actions as runs
from prapazar.domain.orders.bulk.actions import RunRow
from prapazar.domain.orders.bulk.enums import BulkKind
from prapazar.domain.packing import actions, queries_splits
from prapazar.domain.packing.actions import Merged
from prapazar.domain.packing.errors import SplitRefused
from prapazar.domain.packing.queries_splits import AskedSplit
from prapazar.domain.shipping import queries_exchange
from prapazar.domain.shipping.actions import exchange
from prapazar.domain.shipping.errors import ChangeRefused
from prapazar.domain.shipping.queries_exchange import ChangeRow
from prapazar.flows import cargo_changes, order_desk, order_runs, packing, splits
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api", tags=["orders"])
Reader = Annotated[Scope, Depends(scope_with("orders.read"))]
Writer = Annotated[Scope, Depends(scope_with("orders.write"))]
PersonsKind = Literal["invoice", "label", "picture", "document"]
OrderIds = Annotated[list[UUID], Field(min_length=1, max_length=20_000)]


class Bulk(BaseModel):
    kind: BulkKind
    order_ids: Annotated[list[UUID], Field(max_length=20_000)] = []
    view: str = ""
    """Instead of ids: all of this worklist."""
    text: Annotated[str, Field(max_length=2000)] = ""
    """Of a note or a tag."""
    warehouse_id: UUID | None = None


@router.post("/orders/bulk", status_code=202)
def bulk(body: Bulk, scope: Writer) -> RunRow:
    """More than fifty are left to a worker: ask for the run again."""
    if body.kind not in order_runs.offered() or (not body.order_ids and body.view not in views.VIEWS):
        raise Refused(422, "errors.invalid_fields")
    values = {"text": body.text, "warehouse_id": str(body.warehouse_id) if body.warehouse_id else ""}
    with db.transaction(scope) as session:
        ids = body.order_ids or queries.ids_matching(session, scope, views.asked(view=body.view))
    return run(order_runs.start(scope, body.kind, ids, {k: v for k, v in values.items() if v}), scope)


@router.get("/orders/runs/{run_id}")
def run(run_id: UUID, scope: Reader) -> RunRow:
    with db.transaction(scope) as session:
        found = runs.run(session, scope, run_id)
    if found is None:
        raise Refused(404, "errors.not_found")
    return found


class Orders(BaseModel):
    order_ids: OrderIds


@router.post("/orders/merge")
def merge(body: Orders, scope: Writer) -> Merged:
    with db.transaction(scope) as session:
        return actions.merge(session, scope, body.order_ids)


@router.delete("/orders/{order_id}/merge", status_code=204)
def unmerge(order_id: UUID, scope: Writer) -> None:
    with db.transaction(scope) as session:
        if not actions.unmerge(session, scope, order_id):
            raise Refused(409, "orders.step_refused")


class Kept(BaseModel):
    id: UUID


class Carrier(BaseModel):
    carrier: Annotated[str, Field(min_length=1, max_length=100)]
    """The id of one that was offered."""


class Split(BaseModel):
    parts: dict[UUID, Annotated[int, Field(gt=0)]]
    """Units by line that go into the new package."""


@router.post("/packages/{package_id}/split", status_code=201)
def split(package_id: UUID, body: Split, scope: Writer) -> splits.Begun:
    """Where the channel splits, `id` is what it was asked; its new packages come with the order."""
    try:
        with db.transaction(scope) as session:
            return splits.split(session, scope, package_id, body.parts)
    except SplitRefused as refused:
        raise Refused(409, refused.code) from None


@router.get("/orders/{order_id}/splits")
def asked(order_id: UUID, scope: Reader) -> list[AskedSplit]:
    """What the channel was asked to split and has not done: under way, or refused and why."""
    with db.transaction(scope) as session:
        return queries_splits.open_of(session, order_id)


@router.post("/splits/{split_id}/retry", status_code=204)
def split_again(split_id: UUID, scope: Writer) -> None:
    with db.transaction(scope) as session:
        if not actions.ask_again(session, scope, split_id):
            raise Refused(409, "orders.step_refused")


@router.delete("/splits/{split_id}", status_code=204)
def drop_split(split_id: UUID, scope: Writer) -> None:
    with db.transaction(scope) as session:
        if not actions.drop(session, scope, split_id):
            raise Refused(409, "orders.step_refused")


@router.delete("/packages/{package_id}/split", status_code=204)
def join(package_id: UUID, scope: Writer) -> None:
    try:
        with db.transaction(scope) as session:
            actions.join(session, scope, package_id)
    except SplitRefused as refused:
        raise Refused(409, refused.code) from None


@router.get("/orders/{order_id}/carriers")
def carriers(order_id: UUID, scope: Reader) -> list[ChangeRow]:
    """What its channel offers for each package that was asked about, what was chosen, and what became of it."""
    with db.transaction(scope) as session:
        return queries_exchange.of_order(session, scope, order_id)


@router.post("/packages/{package_id}/carriers", status_code=202)
def ask_carriers(package_id: UUID, scope: Writer) -> Kept:
    """A worker asks the channel which carriers it offers; they stand with the order a moment later."""
    with _changing(), db.transaction(scope) as session:
        return Kept(id=cargo_changes.look(session, scope, package_id))


@router.put("/packages/{package_id}/carrier", status_code=202)
def change_carrier(package_id: UUID, body: Carrier, scope: Writer) -> Kept:
    """To one of those offered; a worker tells the channel."""
    with _changing(), db.transaction(scope) as session:
        return Kept(id=exchange.choose(session, scope, package_id, body.carrier))


@router.delete("/packages/{package_id}/carrier", status_code=204)
def keep_carrier(package_id: UUID, scope: Writer) -> None:
    """Take the wish back, as long as the channel is not being told."""
    with db.transaction(scope) as session:
        if not exchange.leave(session, scope, package_id):
            raise Refused(409, "orders.step_refused")


@contextmanager
def _changing() -> Iterator[None]:
    try:
        yield
    except ChangeRefused as refused:
        raise Refused(409, refused.code) from None


@router.post("/orders/{order_id}/files", status_code=201)
def keep(order_id: UUID, file: UploadFile, scope: Writer, kind: PersonsKind = "document") -> Kept:
    data = file.file.read(MOST_BYTES + 1)
    try:
        with db.transaction(scope) as session:
            made = order_desk.keep(session, scope, order_id, FileKind(kind), file.filename or "", data)
    except FileRefused as refused:
        raise Refused(422, refused.code, name=refused.name) from None
    return Kept(id=made)


@router.delete("/orders/{order_id}/files/{file_id}", status_code=204)
def remove(order_id: UUID, file_id: UUID, scope: Writer) -> None:
    with db.transaction(scope) as session:
        order_desk.remove(session, scope, order_id, file_id)


class Scan(BaseModel):
    code: Annotated[str, Field(min_length=1, max_length=200)]
    package_id: UUID | None = None
    """The package on the table."""


class Answer(BaseModel):
    verdict: str
    package_id: UUID | None
    """Now on the table."""
    counted: int
    wanted: int
    refusal: str
    """Why a packed one got no shipment."""


@router.post("/packing/scan")
def scan(body: Scan, scope: Writer) -> Answer:
    """For stations that are no browser."""
    found = db.retried(scope, lambda session: packing.scan(session, scope, body.package_id, body.code))
    return Answer(
        verdict=found.verdict.value,
        package_id=found.box.id if found.box and found.packed_id is None else None,
        counted=sum(item.counted for item in found.items),
        wanted=sum(item.wanted for item in found.items),
        refusal=found.refusal,
    )
