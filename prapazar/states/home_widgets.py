"""The registry of a home's parts: which function reads each. A part needs a line here and one in reporting.homes."""

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy.orm import Session

from prapazar.domain.access.permissions import PLATFORM
from prapazar.domain.reporting.homes import WIDGETS
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.states import home_desk, home_plant, home_sales, home_stock, home_stores, home_supply
from prapazar.states.home_parts import Drawn

READS: Final[Mapping[str, Callable[[Session, Scope], Drawn]]] = {
    "sales": home_sales.sales,
    "week": home_sales.week,
    "hours": home_sales.hours,
    "margin": home_sales.margin,
    "goals": home_sales.goals,
    "stores_today": home_sales.stores_today,
    "orders_today": home_sales.orders_today,
    "attention": home_desk.attention,
    "worklists": home_desk.worklists,
    "late_clock": home_desk.late_clock,
    "next_due": home_desk.next_due,
    "claims_due": home_desk.claims_due,
    "questions_due": home_desk.questions_due,
    "answer_clock": home_desk.answer_clock,
    "tickets_due": home_desk.tickets_due,
    "tasks": home_desk.tasks,
    "routed": home_desk.routed,
    "low_stock": home_stock.low_stock,
    "stock_value": home_stock.stock_value,
    "listings": home_stock.listings,
    "prices": home_stock.prices,
    "pipeline": home_stock.pipeline,
    "customers": home_stock.customers,
    "best_customers": home_stock.best_customers,
    "store_health": home_stores.store_health,
    "performance": home_stores.performance,
    "causes": home_stores.causes,
    "limits": home_stores.limits,
    "calls": home_stores.calls,
    "queues": home_plant.queues,
    "slow_calls": home_plant.slow_calls,
    "storage": home_plant.storage,
    "backups": home_plant.backups,
    "supply_clock": home_supply.supply_clock,
    "supply_next": home_supply.supply_next,
    "supply_score": home_supply.supply_score,
    "supply_stock": home_supply.supply_stock,
    "supply_feed": home_supply.supply_feed,
    "picks": home_supply.picks,
    "pick_margins": home_supply.pick_margins,
    "merchants": home_plant.merchants,
    "people": home_plant.people,
    "processes": home_plant.processes,
    "all_queues": home_plant.all_queues,
    "connectors": home_plant.connectors,
    "growth": home_plant.growth,
}


def drawn(scope: Scope, key: str) -> Drawn:
    """One part, in a transaction of its own: what fails in it fails in nothing else."""
    widget = WIDGETS[key]
    scope.require(widget.permission)
    opened = db.system_transaction() if widget.permission == PLATFORM else db.transaction(scope)
    with opened as session:
        return READS[key](session, scope)
