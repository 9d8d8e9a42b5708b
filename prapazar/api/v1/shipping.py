"""How parcels are given to carriers, over REST: rules, zones and their reasons; movement files; bills."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, UploadFile
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from prapazar.api.door import scope_with
from prapazar.api.downloads import csv_answer, xlsx_answer
from prapazar.api.errors import Refused, tells
from prapazar.api.uploads import uploaded_sheet
from prapazar.domain.shipping import queries_bills, queries_one
from prapazar.domain.shipping.actions import billed
from prapazar.domain.shipping.actions import settings as actions
from prapazar.domain.shipping.actions import zones as zone_actions
from prapazar.domain.shipping.actions.settings import RuleForm
from prapazar.domain.shipping.errors import BillMissing, RuleMissing, ShippingInvalid
from prapazar.domain.shipping.queries_bills import BilledShipment, BillRow
from prapazar.domain.shipping.queries_one import RuleRow, ZoneRow
from prapazar.flows import bill_sheets, list_sheets, movement_sheets, sheet_runs, shipment_desk
from prapazar.flows.movement_sheets import RowFault
from prapazar.flows.shipment_desk import Explained
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say

router = APIRouter(prefix="/api", tags=["shipments"])
tells(BillMissing, 404, "billing.missing")
tells(RuleMissing, 404, "errors.not_found")
Reader = Annotated[Scope, Depends(scope_with("fulfillment.read"))]
Writer = Annotated[Scope, Depends(scope_with("fulfillment.write"))]
Seer = Annotated[Scope, Depends(scope_with("settings.read"))]
Setter = Annotated[Scope, Depends(scope_with("settings.write"))]
View = Literal["differs", "all", "disputed", "unpriced"]


class Rule(BaseModel):
    """Empty or missing: it does not matter."""

    name: str
    connection_id: UUID | None = None
    """The carrier's account; without one the cheapest by tariff."""
    payer: Literal["sender", "receiver"] = "sender"
    channels: list[UUID] = []
    provinces: list[str] = []
    zones: list[str] = []
    """`city`, `near`, `far`, `islands`, `region:marmara` and so on, or the id of an own zone."""
    least_desi: Decimal | None = None
    most_desi: Decimal | None = None
    least_total: Decimal | None = None
    most_total: Decimal | None = None
    cash_on_delivery: bool | None = None


class Zone(BaseModel):
    name: str
    places: list[str]
    """`Province`, or `Province/District`."""


class Made(BaseModel):
    id: UUID


class TriedRule(BaseModel):
    rule_id: UUID
    name: str
    misses: list[str]
    """Empty: it won."""


class Reason(BaseModel):
    package_id: UUID | None
    zones: list[str]
    connection_id: UUID | None
    """None: nobody takes it, or the channel has chosen."""
    carrier: str
    rule_id: UUID | None
    expected: Decimal | None
    tried: list[TriedRule]


class FaultRow(BaseModel):
    row: int
    code: str
    message: str


class Taken(BaseModel):
    taken: int
    """Movements, or shipments that are billed."""
    faults: list[FaultRow]
    bill_id: UUID | None = None


class Disputed(BaseModel):
    shipments: Annotated[list[UUID], Field(min_length=1, max_length=1_000)]
    note: str = Field("", max_length=300)
    is_disputed: bool = True


class Count(BaseModel):
    changed: int


@router.get("/shipping/rules")
def rules(scope: Seer) -> list[RuleRow]:
    with db.transaction(scope) as session:
        return queries_one.all_rules(session, scope)


@router.post("/shipping/rules", status_code=201)
def add_rule(body: Rule, scope: Setter) -> Made:
    """It stands last; the first rule that fits decides."""
    return Made(id=_save_rule(scope, body, None))


@router.put("/shipping/rules/{rule_id}")
def change_rule(rule_id: UUID, body: Rule, scope: Setter) -> Made:
    return Made(id=_save_rule(scope, body, rule_id))


@router.delete("/shipping/rules/{rule_id}", status_code=204)
def remove_rule(rule_id: UUID, scope: Setter) -> None:
    with db.transaction(scope) as session:
        actions.remove_rule(session, scope, rule_id)


@router.get("/shipping/zones")
def zones(scope: Seer) -> list[ZoneRow]:
    with db.transaction(scope) as session:
        return queries_one.zones(session, scope)


@router.post("/shipping/zones", status_code=201)
def add_zone(body: Zone, scope: Setter) -> Made:
    with _fitting(), db.transaction(scope) as session:
        return Made(id=zone_actions.save_zone(session, scope, body.name, body.places))


@router.put("/shipping/zones/{zone_id}")
def change_zone(zone_id: UUID, body: Zone, scope: Setter) -> Made:
    with _fitting(), db.transaction(scope) as session:
        return Made(id=zone_actions.save_zone(session, scope, body.name, body.places, zone_id))


@router.delete("/shipping/zones/{zone_id}", status_code=204)
def remove_zone(zone_id: UUID, scope: Setter) -> None:
    with _fitting(), db.transaction(scope) as session:
        zone_actions.remove_zone(session, scope, zone_id)


@router.get("/shipping/choice")
def choice(scope: Reader, order: Annotated[str, Query(min_length=1, max_length=100)]) -> list[Reason]:
    """Which carrier would take each package of an order, by which rule, and what kept the rules before it."""
    found = shipment_desk.explain_order(scope, order)
    if not found:
        raise Refused(404, "orders.missing")
    return [_reason(one) for one in found]


@router.get("/shipments/movements/{connection_id}.xlsx")
def day_list(connection_id: UUID, scope: Reader) -> StreamingResponse:
    """What a carrier without an interface has, with the columns it is to fill."""
    return xlsx_answer(_day_list(scope, connection_id), "gunun-listesi")


@router.post("/shipments/movements/{connection_id}")
def take_movements(connection_id: UUID, file: UploadFile, scope: Writer) -> Taken:
    """Good rows are recorded, the others told."""
    with uploaded_sheet(scope, file) as path:
        done = movement_sheets.take_in(scope, connection_id, path)
    return Taken(taken=done.taken, faults=_faults(done.faults, scope))


@router.get("/shipping/bills")
def bills(scope: Reader) -> list[BillRow]:
    with db.transaction(scope) as session:
        return queries_bills.bills(session, scope)


@router.post("/shipping/bills/{connection_id}", status_code=201)
def take_bill(
    connection_id: UUID, file: UploadFile, scope: Writer, number: Annotated[str, Query(max_length=80)] = ""
) -> Taken:
    """Of a carrier's account; the same number again replaces what was there."""
    name = number.strip() or Path(file.filename or "1").stem
    with uploaded_sheet(scope, file) as path:
        done = bill_sheets.take_in(scope, connection_id, name, path)
    return Taken(taken=done.matched, faults=_faults(done.faults, scope), bill_id=done.bill_id)


@router.get("/shipping/bills/{bill_id}")
def bill(bill_id: UUID, scope: Reader) -> BillRow:
    with db.transaction(scope) as session:
        return queries_bills.bill(session, scope, bill_id)


@router.get("/shipping/bills/{bill_id}/shipments")
def billed_shipments(
    bill_id: UUID,
    scope: Reader,
    view: View = "differs",
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[BilledShipment]:
    """The largest difference first."""
    with db.transaction(scope) as session:
        return queries_bills.shipments(session, scope, bill_id, view, offset=offset, limit=limit)


@router.get("/shipping/bills/{bill_id}/export.csv")
def export_csv(bill_id: UUID, scope: Reader, view: View = "differs") -> StreamingResponse:
    return csv_answer(list_sheets.as_csv(bill_sheets.sheet(scope, bill_id, view)), "kargo-farklari")


@router.get("/shipping/bills/{bill_id}/export.xlsx")
def export_xlsx(bill_id: UUID, scope: Reader, view: View = "differs") -> StreamingResponse:
    return xlsx_answer(list_sheets.as_xlsx(bill_sheets.sheet(scope, bill_id, view)), "kargo-farklari")


@router.post("/shipping/disputes")
def dispute(body: Disputed, scope: Writer) -> Count:
    """Mark what is billed for shipments as objected to, or take it back."""
    with db.transaction(scope) as session:
        if body.is_disputed:
            return Count(changed=billed.dispute(session, scope, body.shipments, body.note))
        return Count(changed=billed.settle(session, scope, body.shipments))


@router.delete("/shipping/bills/{bill_id}", status_code=204)
def remove_bill(bill_id: UUID, scope: Writer) -> None:
    with db.transaction(scope) as session:
        billed.remove_bill(session, scope, bill_id)


def _save_rule(scope: Scope, body: Rule, rule_id: UUID | None) -> UUID:
    with _fitting(), db.transaction(scope) as session:
        return actions.save_rule(session, scope, RuleForm(**body.model_dump()), rule_id)


@contextmanager
def _fitting() -> Iterator[None]:
    """A field that does not fit is told by its name."""
    try:
        yield
    except ShippingInvalid as error:
        raise Refused(422, error.code, field=error.field, value=error.value) from None


def _reason(found: Explained) -> Reason:
    chosen = found.choice
    return Reason(
        package_id=found.package_id,
        zones=sorted(found.load.zones),
        connection_id=chosen.connection_id if chosen else None,
        carrier=found.carrier,
        rule_id=chosen.rule_id if chosen else None,
        expected=chosen.expected if chosen else None,
        tried=[
            TriedRule(rule_id=one.rule_id, name=name, misses=list(one.misses)) for name, one in found.tried
        ],
    )


def _faults(faults: object, scope: Scope) -> list[FaultRow]:
    found: list[RowFault] = list(faults)  # type: ignore[call-overload]  # a sequence of them
    return [
        FaultRow(row=one.row, code=one.code, message=say(scope.locale, one.code, value=one.value))
        for one in found
    ]


@contextmanager
def _day_list(scope: Scope, connection_id: UUID) -> Iterator[Path]:
    path = sheet_runs.upload_path(scope, "list.xlsx")
    try:
        movement_sheets.write(scope, connection_id, path)
        yield path
    finally:
        path.unlink(missing_ok=True)
