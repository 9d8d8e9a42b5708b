"""What stands on the labels of shipments, read for many at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.shipping.enums import Direction
from prapazar.domain.shipping.labels.content import LabelContent, Place
from prapazar.foundation import formats
from prapazar.foundation.scope import Locale
from prapazar.foundation.texts import say

_ROWS = text(
    "SELECT s.id, s.reference, s.carrier, s.payer, s.direction, s.label_id, s.tracking_number,"
    " s.cash_on_delivery, s.currency,"
    " s.city, s.recipient AS recipient_name, o.number, o.shipping_address AS address, o.buyer_phone, o.district,"
    " coalesce(c.name, s.carrier) AS account, shop.name AS channel, CASE WHEN place.address ->> 'line' <> ''"
    "  THEN place.address ELSE jsonb_build_object('name', m.name) END AS sender,"
    " (SELECT jsonb_agg(jsonb_build_object('barcode', p.barcode, 'desi', p.desi::text, 'weight', p.weight::text)"
    "   ORDER BY p.place) FROM shipment_parcel p WHERE p.shipment_id = s.id) AS parcels,"
    " (SELECT jsonb_agg((l.quantity - l.cancelled_quantity) || ' x ' || l.title ORDER BY l.id) FROM order_line l"
    "   JOIN shipment_package x ON x.id = l.package_id WHERE (x.id = s.package_id OR x.merged_into_id = s.package_id)"
    "   AND l.quantity > l.cancelled_quantity) AS goods"
    " FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS asked(id, i) JOIN shipment s ON s.id = asked.id"
    " JOIN purchase_order o ON o.id = s.order_id LEFT JOIN connection c ON c.id = s.connection_id"
    " LEFT JOIN connection shop ON shop.id = o.connection_id"
    # It bears the name of where it leaves from, a second warehouse or a supplier; what comes back comes to us. Where
    # nobody has said what address that is, the shop's name stands alone: another place's would be wrong.
    " JOIN merchant m ON m.id = s.merchant_id LEFT JOIN warehouse home ON home.merchant_id = m.id AND home.is_default"
    " LEFT JOIN shipment_package leaves ON leaves.id = s.package_id AND s.direction = 'out'"
    " LEFT JOIN warehouse place ON place.id = coalesce(leaves.warehouse_id, home.id)"
    " WHERE s.status NOT IN ('waiting', 'refused', 'cancelled') ORDER BY asked.i"
)


@dataclass(frozen=True, slots=True)
class LabelRow:
    shipment_id: UUID
    reference: str
    label_id: UUID | None
    """Drawn by somebody else and kept."""
    labels: tuple[LabelContent, ...]
    """Ours, one for each parcel."""


def contents(
    session: Session, shipment_ids: Sequence[UUID], name_of: Callable[[str], str], locale: Locale
) -> list[LabelRow]:
    """In the order given; shipments no carrier has taken yet are left out.

    `name_of` a carrier as it is kept: a connector's slug, or what the channel calls it.
    """
    found = session.execute(_ROWS, {"ids": list(shipment_ids)})
    return [
        LabelRow(row.id, row.reference, row.label_id, tuple(_labels(row._asdict(), name_of, locale)))
        for row in found
    ]


def _labels(row: Mapping[str, Any], name_of: Callable[[str], str], locale: Locale) -> list[LabelContent]:
    parcels = row["parcels"] or []
    cash = row["cash_on_delivery"]
    ours = _place(row["sender"], "", "", "")
    buyers = _place(
        row["address"], row["recipient_name"], row["city"], row["district"], row["buyer_phone"] or ""
    )
    is_out = row["direction"] == Direction.OUT
    mark = "" if is_out else say(locale, "shipping.return_mark")
    return [
        LabelContent(
            barcode=parcel["barcode"],
            carrier=name_of(row["carrier"]),
            sender=ours if is_out else buyers,
            recipient=buyers if is_out else ours,
            parcel=number,
            parcels=len(parcels),
            order_number=row["number"],
            channel=row["channel"] or "",
            desi=Decimal(parcel["desi"]),
            weight=Decimal(parcel["weight"]),
            payer=say(locale, f"shipping.payer_{row['payer']}"),
            cash_on_delivery=say(
                locale, "shipping.cash_label", amount=formats.money(cash, row["currency"], locale)
            )
            if cash
            else "",
            goods=tuple(row["goods"] or ()),
            locale=locale,
            note=" · ".join(
                one
                for one in (mark, row["reference"] if parcel["barcode"] != row["reference"] else "")
                if one
            ),
        )
        for number, parcel in enumerate(parcels, 1)
    ]


def _place(address: Mapping[str, Any], name: str, city: str, district: str, phone: str = "") -> Place:
    lines = (address.get("company"), address.get("line"))
    return Place(
        name=str(address.get("name") or name or address.get("company") or ""),
        lines=tuple(str(one) for one in lines if one),
        district=str(address.get("district") or district),
        city=str(address.get("city") or city),
        postal_code=str(address.get("postal_code") or ""),
        phone=str(address.get("phone") or phone),
    )


@dataclass(frozen=True, slots=True)
class PackageLabel:
    """Where the label of a package stands: with a shipment that can be printed, or with a refusal."""

    shipment_id: UUID
    is_ready: bool
    """The carrier has taken it: before that its bar code may still become another."""
    is_refused: bool


def of_packages(session: Session, package_ids: Sequence[UUID]) -> dict[UUID, PackageLabel]:
    """The newest shipment of each package on its way out, unless it was cancelled."""
    found = session.execute(
        text(
            "SELECT DISTINCT ON (package_id) package_id, id, status FROM shipment"
            " WHERE package_id = ANY(CAST(:ids AS uuid[])) AND direction = 'out' AND status <> 'cancelled'"
            " ORDER BY package_id, created_at DESC, id DESC"
        ),
        {"ids": list(package_ids)},
    )
    return {
        row.package_id: PackageLabel(
            row.id, row.status not in {"waiting", "refused"}, row.status == "refused"
        )
        for row in found
    }


@dataclass(frozen=True, slots=True)
class AskedLabel:
    """By what its drawer knows a shipment: its own number and id for the package, or our reference and its id."""

    id: UUID
    reference: str
    number: str
    external_id: str


def asked_label(session: Session, shipment_id: UUID) -> AskedLabel | None:
    """None where it has one already, or is not to be printed any more."""
    row = session.execute(
        text(
            "SELECT s.id, s.reference, s.payer, s.tracking_number, s.external_id, p.external_id AS package"
            " FROM shipment s JOIN shipment_package p ON p.id = s.package_id WHERE s.id = :id"
            " AND s.label_id IS NULL AND s.status NOT IN ('waiting', 'refused', 'cancelled')"
        ),
        {"id": shipment_id},
    ).first()
    if row is None:
        return None
    if row.payer == "channel":
        return AskedLabel(row.id, row.reference, row.tracking_number or "", row.package)
    return AskedLabel(row.id, row.reference, row.reference, row.external_id or row.reference)
