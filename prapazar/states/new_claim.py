"""Entering a claim by hand: of which order, how many of what, why."""

from uuid import UUID

import reflex as rx
from reflex.event import EventSpec
from sqlalchemy import text

from prapazar.domain.aftersales import actions
from prapazar.domain.aftersales.enums import ClaimKind
from prapazar.domain.aftersales.errors import ClaimMissing, ClaimRefused
from prapazar.domain.orders import queries_one
from prapazar.domain.orders.errors import OrderMissing
from prapazar.domain.orders.queries_one import OrderDetail
from prapazar.foundation import db, routes
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread

_UNITS = "units-"


class NewClaimState(rx.State):
    order_id: str = ""
    number: str = ""
    buyer: str = ""
    lines: list[dict[str, str]] = []
    fault: str = ""
    kept: bool = False

    @rx.event
    @allow("claims.write")
    async def load(self) -> None:
        self.order_id, self.number, self.lines, self.fault, self.kept = "", "", [], "", False
        for one in uuids([str(self.router.url.query_parameters.get("order", ""))]):
            await self._show(one)

    @rx.event
    @allow("claims.write")
    async def find(self, values: dict[str, str]) -> None:
        number = str(values.get("number", "")).strip()[:100]
        scope = await current_scope(self)
        found = await in_thread(_find, scope, number)
        self.fault = "" if found else say(scope.locale, "claims.open_unknown")
        if found:
            await self._show(found)

    @rx.event
    @allow("claims.write")
    async def save(self, values: dict[str, str]) -> EventSpec | None:
        """`kind`, `reason`, `note`, and `units-<line>` of each."""
        order_id = next(iter(uuids([self.order_id])), None)
        if order_id is None:
            return None
        units = {
            UUID(line["id"]): int(said)
            for line in self.lines
            if (said := str(values.get(f"{_UNITS}{line['id']}", "")).strip()).isdecimal() and len(said) < 7  # noqa: PLR2004 - no order holds a million
        }
        kind = str(values.get("kind", ""))
        chosen = ClaimKind(kind) if kind in set(ClaimKind) else ClaimKind.RETURN
        scope = await current_scope(self)
        reason, note = str(values.get("reason", "")), str(values.get("note", ""))
        try:
            claim_id = await in_thread(_open, scope, order_id, units, chosen, reason, note)
        except ClaimRefused as error:
            self.fault = say(scope.locale, error.code)
            return None
        except ClaimMissing:
            return None
        self.kept = True
        return rx.redirect(routes.claim(claim_id))

    async def _show(self, order_id: UUID) -> None:
        scope = await current_scope(self)
        try:
            found = await in_thread(_order, scope, order_id)
        except OrderMissing:
            return
        self.order_id, self.number = str(found.id), found.number
        self.buyer = "•••" if scope.hides("buyer.name") else found.buyer_name
        self.lines = [
            {
                "id": str(line.id),
                "name": f"{_UNITS}{line.id}",
                "title": line.title,
                "image": line.image or "",
                "codes": " · ".join(part for part in (line.sku, line.barcode) if part),
                "sold": str(line.quantity - line.cancelled_quantity),
            }
            for line in found.lines
        ]


def _find(scope: Scope, number: str) -> UUID | None:
    scope.require("orders.read")
    with db.transaction(scope) as session:
        found: UUID | None = session.execute(
            text(
                "SELECT id FROM purchase_order WHERE merchant_id = :merchant"
                " AND (number = :number OR external_id = :number) ORDER BY ordered_at DESC LIMIT 1"
            ),
            {"merchant": scope.merchant_id, "number": number},
        ).scalar()
        return found


def _order(scope: Scope, order_id: UUID) -> OrderDetail:
    with db.transaction(scope) as session:
        return queries_one.detail(session, scope, order_id)


def _open(
    scope: Scope, order_id: UUID, units: dict[UUID, int], kind: ClaimKind, reason: str, note: str
) -> UUID:
    with db.transaction(scope) as session:
        return actions.open_claim(session, scope, order_id, units, kind=kind, reason=reason, note=note)
