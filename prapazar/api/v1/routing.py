"""Where packages are sent from, over REST: rules and their order, places, and what the rules say of an order."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from prapazar.api.door import scope_with
from prapazar.api.errors import Refused
from prapazar.domain.orders.routing import actions, queries, rules
from prapazar.domain.orders.routing.actions import Draft, RuleInvalid
from prapazar.domain.orders.routing.queries import Place, RuleRow
from prapazar.domain.shipping import regions
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/routing", tags=["orders"])
Reader = Annotated[Scope, Depends(scope_with("orders.read"))]
Writer = Annotated[Scope, Depends(scope_with("orders.write"))]
Keeper = Annotated[Scope, Depends(scope_with("stock.write"))]
Ids = Annotated[list[UUID], Field(max_length=200)]


class Rule(BaseModel):
    """An empty wish means any."""

    name: Annotated[str, Field(max_length=80)]
    warehouse_id: UUID
    """Warehouse or supplier that sends."""
    channels: Ids = []
    provinces: Annotated[list[str], Field(max_length=81)] = []
    brands: Ids = []
    categories: Ids = []
    needs_stock: bool = False
    """Only where it has every unit."""


class Order(BaseModel):
    rule_ids: Annotated[list[UUID], Field(min_length=1, max_length=1_000)]


class Activity(BaseModel):
    is_active: bool


class NewPlace(BaseModel):
    name: Annotated[str, Field(max_length=80)]
    is_supplier: bool = False


class Made(BaseModel):
    id: UUID


class Answer(BaseModel):
    """None: no rule fits, and the default place sends."""

    rule_id: UUID | None
    rule: str
    warehouse_id: UUID | None
    warehouse: str
    passed_over: list[str]
    """Suppliers whose rule fits, but who are known to have too few."""


@router.get("/rules")
def listed(scope: Reader) -> list[RuleRow]:
    """In the order they are asked; the first that fits decides."""
    with db.transaction(scope) as session:
        return queries.rules(session, scope)


@router.post("/rules", status_code=201)
def add(body: Rule, scope: Writer) -> Made:
    """It stands last."""
    with _fitting(), db.transaction(scope) as session:
        return Made(id=actions.add_rule(session, scope, _draft(body)))


@router.put("/rules/{rule_id}", status_code=204)
def change(rule_id: UUID, body: Rule, scope: Writer) -> None:
    """It keeps its place in the order."""
    with _fitting(), db.transaction(scope) as session:
        _known(session, scope, rule_id)
        actions.change_rule(session, scope, rule_id, _draft(body))


@router.patch("/rules/{rule_id}", status_code=204)
def turn(rule_id: UUID, body: Activity, scope: Writer) -> None:
    """On or off."""
    with db.transaction(scope) as session:
        _known(session, scope, rule_id)
        actions.set_active(session, scope, rule_id, is_active=body.is_active)


@router.delete("/rules/{rule_id}", status_code=204)
def remove(rule_id: UUID, scope: Writer) -> None:
    """What it has routed stays where it is."""
    with db.transaction(scope) as session:
        _known(session, scope, rule_id)
        actions.delete_rule(session, scope, rule_id)


@router.put("/order", status_code=204)
def order(body: Order, scope: Writer) -> None:
    """Every rule, as they are to be asked from now on."""
    with db.transaction(scope) as session:
        known = {row.id for row in queries.rules(session, scope)}
        if known != set(body.rule_ids) or len(known) != len(body.rule_ids):
            raise Refused(422, "errors.invalid_fields")
        actions.order_rules(session, scope, body.rule_ids)


@router.get("/places")
def places(scope: Reader) -> list[Place]:
    """Warehouses and suppliers, the default first."""
    with db.transaction(scope) as session:
        return queries.places(session, scope)


@router.post("/places", status_code=201)
def add_place(body: NewPlace, scope: Keeper) -> Made:
    with _fitting(), db.transaction(scope) as session:
        return Made(id=actions.add_place(session, scope, body.name, is_supplier=body.is_supplier))


@router.get("/choice")
def choice(scope: Reader, order: Annotated[str, Query(min_length=1, max_length=100)]) -> Answer:
    """What the rules say of an order; nothing is changed."""
    with db.transaction(scope) as session:
        package = queries.by_number(session, scope, order)
        parcel = queries.parcels(session, [package]).get(package) if package else None
        if parcel is None:
            raise Refused(404, "routing.no_order")
        found = queries.rules(session, scope)
        asked = queries.asked(found)
        choice = rules.choose(parcel, asked, queries.shelves(session, [parcel], asked))
    places = {row.id: row.warehouse for row in found}
    passed, rule = [places[lack.rule.id] for lack in choice.passed], choice.rule
    if rule is None:
        return Answer(rule_id=None, rule="", warehouse_id=None, warehouse="", passed_over=passed)
    return Answer(
        rule_id=rule.id,
        rule=rule.name,
        warehouse_id=rule.warehouse_id,
        warehouse=places[rule.id],
        passed_over=passed,
    )


def _draft(body: Rule) -> Draft:
    unknown = next((one for one in body.provinces if not regions.province(one)), None)
    if unknown is not None:
        raise Refused(422, "shipping.no_province", value=unknown)
    return Draft(
        name=body.name,
        warehouse_id=body.warehouse_id,
        channels=tuple(body.channels),
        provinces=tuple(body.provinces),
        brands=tuple(body.brands),
        categories=tuple(body.categories),
        needs_stock=body.needs_stock,
    )


def _known(session: Session, scope: Scope, rule_id: UUID) -> None:
    if rule_id not in {row.id for row in queries.rules(session, scope)}:
        raise Refused(404, "errors.not_found")


@contextmanager
def _fitting() -> Iterator[None]:
    try:
        yield
    except RuleInvalid as invalid:
        raise Refused(422, invalid.code) from None
