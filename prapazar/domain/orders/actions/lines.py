"""Lines: which variant a channel's line means, how lines are written, and what they demand of stock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.orders.enums import RepairKind
from prapazar.domain.orders.records import IncomingLine
from prapazar.domain.stock.actions import Demand
from prapazar.foundation import live
from prapazar.foundation.ids import new_ids
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class NewLine:
    id: UUID
    order_id: UUID
    package_id: UUID
    package_external_id: str
    line: IncomingLine
    variant_id: UUID | None

    @property
    def wanted(self) -> int:
        return self.line.quantity - self.line.cancelled_quantity


# The listing the channel names wins, then the listing of that SKU or barcode there, then our own catalogue.
_FIND = text(
    "SELECT w.i, coalesce("
    " (SELECT l.variant_id FROM listing l WHERE l.connection_id = :connection AND l.external_id = w.listing"
    "   AND l.match = 'matched'),"
    " (SELECT l.variant_id FROM listing l WHERE l.connection_id = :connection AND l.barcode = w.barcode"
    "   AND l.match = 'matched' LIMIT 1),"
    " (SELECT l.variant_id FROM listing l WHERE l.connection_id = :connection AND l.sku = w.sku"
    "   AND l.match = 'matched' LIMIT 1),"
    " (SELECT v.id FROM variant v WHERE v.merchant_id = :merchant AND v.barcode = w.barcode),"
    " (SELECT v.id FROM variant v WHERE v.merchant_id = :merchant AND v.sku = w.sku)) AS variant_id"
    " FROM unnest(CAST(:i AS int[]), CAST(:listings AS text[]), CAST(:barcodes AS text[]), CAST(:skus AS text[]))"
    "  AS w(i, listing, barcode, sku)"
)

Keys = tuple[str | None, str | None, str | None]


def keys_of(line: IncomingLine) -> Keys:
    return line.listing_external_id, line.barcode or None, line.sku or None


def find_variants(
    session: Session, scope: Scope, connection_id: UUID | None, lines: Iterable[IncomingLine]
) -> dict[Keys, UUID | None]:
    """One query for all lines; the same article asked for twice is looked up once."""
    wanted = list(dict.fromkeys(keys_of(line) for line in lines))
    found = session.execute(
        _FIND,
        {
            "connection": connection_id,
            "merchant": scope.merchant_id,
            "i": list(range(len(wanted))),
            "listings": [k[0] for k in wanted],
            "barcodes": [k[1] for k in wanted],
            "skus": [k[2] for k in wanted],
        },
    )
    return {wanted[row.i]: row.variant_id for row in found}


_INSERT = text(
    "INSERT INTO order_line (id, merchant_id, order_id, package_id, external_id, variant_id, sku, barcode, title,"
    " quantity, cancelled_quantity, unit_price, discount, total, vat_rate, commission_rate)"
    " SELECT n.id, :merchant, n.order_id, n.package_id, n.external_id, n.variant_id, n.sku, n.barcode, n.title,"
    "  n.quantity, n.cancelled, n.unit_price, n.discount, n.total, n.vat_rate, n.commission_rate"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:orders AS uuid[]), CAST(:packages AS uuid[]),"
    "  CAST(:externals AS text[]), CAST(:variants AS uuid[]), CAST(:skus AS text[]), CAST(:barcodes AS text[]),"
    "  CAST(:titles AS text[]), CAST(:quantities AS int[]), CAST(:cancelled AS int[]),"
    "  CAST(:unit_prices AS numeric[]), CAST(:discounts AS numeric[]), CAST(:totals AS numeric[]),"
    "  CAST(:vat_rates AS numeric[]), CAST(:commissions AS numeric[]))"
    "  AS n(id, order_id, package_id, external_id, variant_id, sku, barcode, title, quantity, cancelled,"
    "  unit_price, discount, total, vat_rate, commission_rate)"
)


def write(session: Session, scope: Scope, lines: Sequence[NewLine]) -> None:
    if not lines:
        return
    session.execute(
        _INSERT,
        {
            "merchant": scope.merchant_id,
            "ids": [n.id for n in lines],
            "orders": [n.order_id for n in lines],
            "packages": [n.package_id for n in lines],
            "externals": [n.line.external_id for n in lines],
            "variants": [n.variant_id for n in lines],
            "skus": [n.line.sku for n in lines],
            "barcodes": [n.line.barcode for n in lines],
            "titles": [n.line.title for n in lines],
            "quantities": [n.line.quantity for n in lines],
            "cancelled": [n.line.cancelled_quantity for n in lines],
            "unit_prices": [n.line.unit_price for n in lines],
            "discounts": [n.line.discount for n in lines],
            "totals": [n.line.total for n in lines],
            "vat_rates": [n.line.vat_rate for n in lines],
            "commissions": [n.line.commission_rate for n in lines],
        },
    )


_PARK = text(
    "INSERT INTO repair (id, merchant_id, connection_id, kind, external_id, order_id, order_line_id, code, values,"
    " amount, attempts)"
    " SELECT n.id, :merchant, :connection, :kind, n.external_id, n.order_id, n.line_id, :code, n.values, n.amount, 0"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:externals AS text[]), CAST(:orders AS uuid[]),"
    "  CAST(:lines AS uuid[]), CAST(:amounts AS numeric[])) WITH ORDINALITY"
    "  AS u(id, external_id, order_id, line_id, amount, i)"
    " JOIN jsonb_array_elements(:values) WITH ORDINALITY AS d(values, i) USING (i)"
    " CROSS JOIN LATERAL (SELECT u.id, u.external_id, u.order_id, u.line_id, u.amount, d.values) n"
    " ON CONFLICT (connection_id, kind, external_id) WHERE resolved_at IS NULL DO NOTHING"
).bindparams(bindparam("values", type_=JSONB))


def park_unmapped(
    session: Session, scope: Scope, connection_id: UUID | None, lines: Sequence[NewLine]
) -> int:
    """A repair for each line without a variant; the other lines of its order go their way."""
    unmapped = [n for n in lines if n.variant_id is None and n.wanted > 0]
    if not unmapped:
        return 0
    session.execute(
        _PARK,
        {
            "merchant": scope.merchant_id,
            "connection": connection_id,
            "kind": RepairKind.UNMAPPED_LINE.value,
            "code": "repairs.unmapped_line",
            "ids": new_ids(len(unmapped)),
            "externals": [f"{n.package_external_id}/{n.line.external_id}" for n in unmapped],
            "orders": [n.order_id for n in unmapped],
            "lines": [n.id for n in unmapped],
            "amounts": [n.line.total for n in unmapped],
            "values": [
                {"title": n.line.title, "barcode": n.line.barcode or "", "sku": n.line.sku or ""}
                for n in unmapped
            ],
        },
    )
    live.tell(session, scope.merchant_id, "repairs.changed")
    return len(unmapped)


def demands_of(lines: Iterable[NewLine], connection_id: UUID | None) -> list[Demand]:
    return [
        Demand(n.order_id, n.id, n.variant_id, n.wanted, connection_id)
        for n in lines
        if n.variant_id is not None and n.wanted > 0
    ]
