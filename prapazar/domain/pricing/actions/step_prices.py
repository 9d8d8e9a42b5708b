"""Step prices: every price a selection finds, moved by percent or amount, in slices."""

from dataclasses import replace

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.catalog.queries.filters import Selection, selected
from prapazar.domain.pricing.actions.set_prices import PriceLine, PriceOutcome, set_prices
from prapazar.domain.pricing.rules import PriceStep
from prapazar.foundation.scope import Scope

_SLICE = 5_000


def step_prices(
    session: Session, scope: Scope, selection: Selection, step: PriceStep, *, reason: str = ""
) -> PriceOutcome:
    """The crossed-out price moves along. Variants without a price stay without one."""
    scope.require("prices.write")
    conditions, values = selected(selection)
    found = session.execute(
        text(
            "SELECT v.id, v.sale_price, v.list_price FROM product p JOIN variant v ON v.product_id = p.id"
            f" WHERE v.sale_price IS NOT NULL AND {conditions} ORDER BY v.id"
        ),
        values,
    ).all()
    outcome = PriceOutcome(0, 0, 0, ())
    for start in range(0, len(found), _SLICE):
        lines = [
            PriceLine(
                row.id,
                step.applied(row.sale_price),
                None if row.list_price is None else step.applied(row.list_price),
            )
            for row in found[start : start + _SLICE]
        ]
        done = set_prices(session, scope, lines, reason=reason)
        outcome = replace(
            outcome,
            changed=outcome.changed + done.changed,
            unchanged=outcome.unchanged + done.unchanged,
            without_floor=outcome.without_floor + done.without_floor,
            refused=outcome.refused + done.refused,
        )
    return outcome
