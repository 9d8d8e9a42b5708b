"""The demo's order desk in the midst of a day: invoices, a walk along the shelves, packed boxes, a van that left."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.invoicing import actions as invoicing
from prapazar.domain.packing import actions as packing
from prapazar.domain.packing import queries_picking
from prapazar.domain.shipping import actions as shipping
from prapazar.flows import channels
from prapazar.flows import packing as station
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

SELLER = {
    "name": "Anadolu Lezzet Gıda Ltd. Şti.",
    "tax_office": "Kadıköy",
    "city": "İstanbul",
    "district": "Kadıköy",
    "street": "Moda Caddesi 12",
    "website": "https://anadolulezzet.com",
}
SERIES = {"einvoice": "EFA", "earchive": "EAR", "despatch": "EIR", "return": "IAD"}
INVOICED = 4
_LISTED, _PICKED, _PACKED = 24, 16, 10
"""Orders on the list of the day, how many of their boxes are filled, and how many of those are closed."""
_GONE = 3
"""Of the closed ones whose carrier the channel pays: as many have left already."""


def invoices(scope: Scope, account: Mapping[str, Any]) -> int:
    """Of a few orders, most of them sent as soon as a worker runs. Returns how many were drafted."""
    with db.transaction(scope) as session:
        provider = channels.connect(
            session,
            scope,
            connector="nilvera",
            name="Nilvera",
            environment="sandbox",
            values={"api_key": str(account["api_key"])},
        )
        seller = {**SELLER, "tax_id": str(account["tax_number"])}
        profile = invoicing.ProfileValues(seller=seller, series=SERIES, providers=[provider])
        invoicing.set_profile(session, scope, profile)
        found = session.execute(
            text(
                "SELECT id FROM purchase_order WHERE status NOT IN ('cancelled', 'awaiting_payment')"
                " AND currency = 'TRY' ORDER BY ordered_at DESC LIMIT 6"
            )
        )
        made = [invoicing.draft(session, scope, order_id) for order_id in found.scalars().all()]
        for invoice_id in made[:INVOICED]:
            invoicing.issue(session, scope, invoice_id)
    return len(made)


def work(scope: Scope) -> str:
    """What stands in each worklist afterwards, in words."""
    with db.transaction(scope) as session:
        list_id = packing.make_list(session, scope, _oldest(session))
        _, rows = queries_picking.one(session, scope, list_id)
        boxes = [lines for _, lines in queries_picking.by_order(rows)]
        for lines in boxes[:_PICKED]:
            packing.pick(
                session, scope, list_id, [row.id for row in lines], sum(row.quantity for row in lines)
            )
        packages = _packages(session, list_id)[:_PACKED]
        for package_id in packages:
            _pack(session, scope, package_id)
        gone = _leave(session, scope, packages)
    return f"{len(boxes)} orders on a list, {len(packages)} of them packed, {gone} handed over"


def _oldest(session: Session) -> list[UUID]:
    found = session.execute(
        text(
            "SELECT id FROM purchase_order WHERE status = 'new' AND NOT has_problem"
            " ORDER BY ordered_at, id LIMIT :most"
        ),
        {"most": _LISTED},
    )
    return list(found.scalars())


def _packages(session: Session, list_id: UUID) -> list[UUID]:
    """By box."""
    found = session.execute(
        text("SELECT package_id FROM picking_line WHERE list_id = :id GROUP BY package_id ORDER BY min(box)"),
        {"id": list_id},
    )
    return list(found.scalars())


def _pack(session: Session, scope: Scope, package_id: UUID) -> None:
    """As the scanner does it."""
    for item in packing.open_box(session, scope, package_id):
        station.scan(session, scope, package_id, f"{item.left}*{item.sku or item.barcode}")


def _leave(session: Session, scope: Scope, packages: list[UUID]) -> int:
    """The first van of the day has been here."""
    found = session.execute(
        text(
            "SELECT s.carrier, p.barcode FROM shipment s JOIN shipment_parcel p ON p.shipment_id = s.id"
            " WHERE s.package_id = ANY(CAST(:packages AS uuid[])) AND s.payer = 'channel'"
            " AND s.carrier = (SELECT carrier FROM shipment WHERE package_id = ANY(CAST(:packages AS uuid[]))"
            "  AND payer = 'channel' ORDER BY carrier LIMIT 1) ORDER BY s.id LIMIT :most"
        ),
        {"packages": packages, "most": _GONE},
    ).all()
    if not found:
        return 0
    handover = shipping.open_handover(session, scope, found[0].carrier, None)
    for row in found:
        shipping.scan(session, scope, handover, row.barcode)
    return shipping.close_handover(session, scope, handover)
