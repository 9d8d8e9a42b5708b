"""Handing parcels to drivers: what is ready by carrier, the lists, and the scan of each parcel."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.shipping import actions, queries_list, queries_one
from prapazar.domain.shipping.actions import Scan, ScanVerdict
from prapazar.domain.shipping.errors import HandoverMissing
from prapazar.domain.shipping.queries_one import HandedRow, HandoverRow
from prapazar.flows import standing
from prapazar.foundation import db, formats, routes
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.order_rows import masked
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast
from prapazar.states.updates import put

_TONES = {ScanVerdict.COUNTED: "good", ScanVerdict.AGAIN: "bad"}
_LONGEST = 100
_SHOWN = 25
"""Shipments of a list on the screen, the newest first: each scan sends them again. The PDF has them all."""


@dataclass(frozen=True, slots=True)
class _Handover:
    """What the screen of a list shows."""

    row: HandoverRow
    rows: list[HandedRow]
    short: int
    """Shipments of which parcels are missing."""


class HandoversState(rx.State):
    ready: list[dict[str, str]] = []
    """Carriers with parcels that wait for their driver."""
    lists: list[dict[str, str]] = []
    answer: dict[str, str] = {"k": "", "tone": ""}
    verdict: dict[str, str] = {"tone": "", "title": "", "text": ""}
    loading: bool = True

    @rx.event
    @allow("fulfillment.read")
    async def load(self) -> None:
        scope = await current_scope(self)
        ready, lists = await in_thread(_all, scope)
        ready_rows = [
            {
                "carrier": carrier,
                "name": standing.channel_name(carrier),
                "count": say(
                    scope.locale, "shipping.handover_ready", count=formats.number(count, scope.locale)
                ),
            }
            for carrier, count in ready
        ]
        put(self, ready=ready_rows, lists=[_list(row, scope) for row in lists], loading=False)

    @rx.event
    @allow("fulfillment.write")
    async def scan(self, code: str) -> object:
        """Any parcel begins the list of its own carrier, or goes on with it."""
        scope = await current_scope(self)
        if not str(code).strip():
            return None
        handover_id, found = await in_thread(_scan_any, scope, str(code)[:_LONGEST])
        if handover_id is not None:
            return rx.redirect(routes.handover(handover_id))
        self.answer = {"k": uuid4().hex, "tone": "bad"}
        self.verdict = {"tone": "bad", "title": _said(found, scope), "text": _about(found, scope)}
        return None

    @rx.event
    @allow("fulfillment.write")
    async def start(self, carrier: str) -> object:
        """Scanning begins; a list that is open already goes on."""
        scope = await current_scope(self)
        handover_id = await in_thread(_start, scope, str(carrier)[:_LONGEST])
        return rx.redirect(routes.handover(handover_id))


class HandoverState(rx.State):
    handover: dict[str, str] = {}
    rows: list[dict[str, str]] = []
    answer: dict[str, str] = {"k": "", "tone": ""}
    """For the scanner's field: each new `k` sounds once."""
    verdict: dict[str, str] = {"tone": "", "title": "", "text": ""}
    incomplete: str = ""
    close_open: bool = False
    loading: bool = True
    missing: bool = False

    @rx.event
    @allow("fulfillment.read")
    async def load(self) -> None:
        self.verdict, self.close_open = {"tone": "", "title": "", "text": ""}, False
        await self._show()

    @rx.event
    @allow("fulfillment.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("fulfillment.write")
    async def scan(self, code: str) -> None:
        """Counted, or refused with its cause: a parcel of another carrier must not go with this driver."""
        scope, handover_id = await current_scope(self), self._id()
        if handover_id is None or not str(code).strip():
            return
        try:
            found, handover = await in_thread(_scan, scope, handover_id, str(code)[:_LONGEST])
        except HandoverMissing:
            await self._show()
            return
        tone = _TONES.get(found.verdict, "bad")
        self.answer = {"k": uuid4().hex, "tone": tone}
        self.verdict = {"tone": tone, "title": _said(found, scope), "text": _about(found, scope)}
        self._put(handover, scope)

    @rx.event
    @allow("fulfillment.write")
    async def take_out(self, shipment_id: str) -> None:
        scope, handover_id = await current_scope(self), self._id()
        try:
            if handover_id is not None:
                await in_thread(_take_out, scope, handover_id, UUID(str(shipment_id)))
        except (ValueError, HandoverMissing):
            pass
        await self._show()

    @rx.event
    @allow("fulfillment.write")
    def ask_close(self, is_open: bool) -> None:
        self.close_open = bool(is_open)

    @rx.event
    @allow("fulfillment.write")
    async def close(self) -> None:
        scope, handover_id = await current_scope(self), self._id()
        if handover_id is None:
            return
        try:
            gone = await in_thread(_close, scope, handover_id)
        except HandoverMissing:
            gone = 0
        self.close_open = False
        await self._show()
        if gone:
            await toast(self, "success", say(scope.locale, "shipping.handover_done", count=gone))

    def _id(self) -> UUID | None:
        try:
            return UUID(self.handover.get("id", ""))
        except ValueError:
            return None

    async def _show(self) -> None:
        scope = await current_scope(self)
        asked = self.router.url.path.rstrip("/").rpartition("/")[2]
        try:
            found = await in_thread(_read, scope, UUID(asked))
        except (ValueError, HandoverMissing):
            self.missing, self.loading = True, False
            return
        self._put(found, scope)

    def _put(self, found: _Handover, scope: Scope) -> None:
        count = formats.number(found.short, scope.locale)
        put(
            self,
            handover=_list(found.row, scope),
            rows=[_row(row, scope) for row in found.rows],
            incomplete=say(scope.locale, "shipping.handover_incomplete", count=count) if found.short else "",
            missing=False,
            loading=False,
        )


def _all(scope: Scope) -> tuple[list[tuple[str, int]], list[HandoverRow]]:
    with db.transaction(scope) as session:
        return queries_list.ready(session, scope), queries_one.handovers(session, scope)


def _start(scope: Scope, carrier: str) -> UUID:
    with db.transaction(scope) as session:
        return actions.open_handover(session, scope, carrier, None)


def _scan(scope: Scope, handover_id: UUID, code: str) -> tuple[Scan, _Handover]:
    """What became of it and what stands there now, in one go: somebody waits for both with a parcel in hand."""
    with db.transaction(scope) as session:
        return actions.scan(session, scope, handover_id, code), _found(session, scope, handover_id)


def _take_out(scope: Scope, handover_id: UUID, shipment_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.take_out(session, scope, handover_id, shipment_id)


def _close(scope: Scope, handover_id: UUID) -> int:
    with db.transaction(scope) as session:
        return actions.close_handover(session, scope, handover_id)


def _scan_any(scope: Scope, code: str) -> tuple[UUID | None, Scan]:
    with db.transaction(scope) as session:
        return actions.scan_any(session, scope, code)


def _read(scope: Scope, handover_id: UUID) -> _Handover:
    with db.transaction(scope) as session:
        return _found(session, scope, handover_id)


def _found(session: Session, scope: Scope, handover_id: UUID) -> _Handover:
    return _Handover(
        queries_one.handover(session, scope, handover_id),
        queries_one.handed(session, scope, handover_id, _SHOWN),
        queries_one.incomplete(session, scope, handover_id),
    )


def _said(found: Scan, scope: Scope) -> str:
    carrier = standing.channel_name(found.carrier)
    return say(scope.locale, f"shipping.scan_{found.verdict.value}", carrier=carrier)


def _about(found: Scan, scope: Scope) -> str:
    who = masked(found.recipient) if scope.hides("buyer.name") else found.recipient
    todo = say(scope.locale, "shipping.try_again_or_aside") if found.verdict is ScanVerdict.UNKNOWN else ""
    return " · ".join(one for one in (found.barcode, found.order_number, who, todo) if one)


def _list(row: HandoverRow, scope: Scope) -> dict[str, str]:
    locale = scope.locale
    return {
        "id": str(row.id),
        "number": row.number,
        "carrier": standing.channel_name(row.carrier),
        "connector": row.carrier,
        "state": say(locale, "shipping.handover_closed" if row.closed_at else "shipping.handover_open"),
        "tone": "good" if row.closed_at else "wait",
        "is_open": "" if row.closed_at else "1",
        "counts": say(
            locale,
            "shipping.handover_counts",
            shipments=formats.number(row.shipment_count, locale),
            parcels=formats.number(row.parcel_count, locale),
        ),
        "left": say(locale, "shipping.handover_left", count=formats.number(row.waiting, locale))
        if row.waiting and not row.closed_at
        else "",
        "has_rows": "1" if row.shipment_count else "",
        "at": formats.short(row.closed_at or row.created_at, locale),
        "person": row.person or "",
    }


def _row(row: HandedRow, scope: Scope) -> dict[str, str]:
    is_whole = row.scanned >= row.parcels
    return {
        "id": str(row.shipment_id),
        "barcode": row.barcodes[0],
        "order": row.order_number,
        "recipient": masked(row.recipient) if scope.hides("buyer.name") else row.recipient,
        "city": row.city,
        "parcels": f"{row.scanned}/{row.parcels}",
        "tone": "good" if is_whole else "bad",
    }
