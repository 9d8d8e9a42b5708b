"""Reads of what is invoiced: orders and packages with their lines, and the seller's own data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from prapazar.domain.invoicing import seller as sellers
from prapazar.domain.invoicing.documents.records import DocumentReference, Profile
from prapazar.domain.invoicing.drafting import Sold, SoldLine
from prapazar.domain.invoicing.enums import InvoiceKind
from prapazar.domain.invoicing.errors import InvoiceMissing, InvoiceRefused
from prapazar.domain.invoicing.models import InvoiceProfile
from prapazar.domain.invoicing.seller import Carrier, Seller
from prapazar.foundation.clock import ISTANBUL
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import fold


@dataclass(frozen=True, slots=True)
class Standing:
    """A document of an order that was neither cancelled nor refused."""

    id: UUID
    package_id: UUID | None
    kind: str
    status: str
    number: str | None
    order_lines: tuple[tuple[UUID, int], ...]
    """Units of the order's lines that stand on a sale."""


@dataclass(frozen=True, slots=True)
class Sale:
    """What stands in the books, with what decides whether it may be invoiced at all."""

    sold: Sold
    """Its lines say what was invoiced before, and what is left to be."""
    status: str
    is_test: bool
    is_paid: bool
    """The channel has the buyer's money."""
    standing: tuple[Standing, ...] = ()


_ORDERS = (
    "SELECT o.id, o.number, o.ordered_at, o.currency, o.shipping, o.status, o.is_test, o.buyer_name, o.buyer_email,"
    "  o.billing_address, o.shipping_address, coalesce(c.connector, '') AS connector, coalesce(c.name, '') AS channel"
    " FROM purchase_order o LEFT JOIN connection c ON c.id = o.connection_id WHERE o.id = ANY(CAST(:ids AS uuid[]))"
    " ORDER BY o.id"
)
_LOCK = " FOR UPDATE OF o"
_PACKAGES = text(
    "SELECT id, order_id, status, carrier, shipped_at FROM shipment_package WHERE order_id = ANY(CAST(:ids AS uuid[]))"
    " AND status NOT IN ('cancelled', 'unpacked') ORDER BY created_at, id"
)
_LINES = text(
    "SELECT l.id, l.order_id, l.package_id, l.external_id, l.title, coalesce(l.sku, '') AS sku,"
    "  coalesce(l.barcode, '') AS barcode, l.quantity, l.quantity - l.cancelled_quantity AS left_over, l.total,"
    "  l.discount, coalesce(l.vat_rate, t.vat_rate) AS vat_rate"
    " FROM order_line l LEFT JOIN variant v ON v.id = l.variant_id LEFT JOIN product t ON t.id = v.product_id"
    " WHERE l.package_id = ANY(CAST(:packages AS uuid[])) ORDER BY l.package_id, l.id"
)
_STANDING = text(
    "SELECT id, order_id, package_id, kind, status, number, issued_at, content -> 'order_lines' AS order_lines"
    " FROM invoice WHERE order_id = ANY(CAST(:ids AS uuid[])) AND kind IN ('sale', 'despatch')"
    " AND status NOT IN ('cancelled', 'rejected') ORDER BY created_at, id"
)
_DESPATCHED = frozenset({"draft", "failed"})


def sale(session: Session, order_id: UUID, package_id: UUID | None = None, *, locks: bool = True) -> Sale:
    """As `many`, of one order or one of its packages. Raises InvoiceMissing."""
    found = many(session, [order_id], {order_id: package_id} if package_id else {}, locks=locks)
    if order_id not in found:
        raise InvoiceMissing(package_id or order_id)
    return found[order_id]


def many(
    session: Session,
    order_ids: Sequence[UUID],
    packages: Mapping[UUID, UUID] = MappingProxyType({}),
    *,
    locks: bool = True,
) -> dict[UUID, Sale]:
    """With `locks`, so that each order is invoiced once. One that is gone, or has no such package, is left out.

    An order of one package is that package. What the way costs stands on the first document of an order.
    """
    asked = {"ids": list(order_ids)}
    orders = session.execute(text(_ORDERS + (_LOCK if locks else "")), asked).all()
    boxes, lines, standing = _by_order(session.execute(_PACKAGES, asked)), {}, {}
    if orders:
        every = [one.id for found in boxes.values() for one in found]
        lines = _by_order(session.execute(_LINES, {"packages": every}))
        standing = _by_order(session.execute(_STANDING, asked))
    found = {}
    for row in orders:
        parts = boxes.get(row.id, [])
        wanted = packages.get(row.id)
        if wanted is not None and wanted not in {one.id for one in parts}:
            continue
        chosen = [one for one in parts if wanted in {None, one.id}]
        found[row.id] = _sale(row, chosen, lines.get(row.id, []), standing.get(row.id, []))
    return found


def _by_order(found: Iterable[Row[Any]]) -> dict[UUID, list[Row[Any]]]:
    sorted_out: dict[UUID, list[Row[Any]]] = {}
    for row in found:
        sorted_out.setdefault(row.order_id, []).append(row)
    return sorted_out


def _sale(
    row: Row[Any], packages: Sequence[Row[Any]], lines: Sequence[Row[Any]], documents: Sequence[Row[Any]]
) -> Sale:
    standing = tuple(_standing(one) for one in documents)
    is_first = not any(one.kind == InvoiceKind.SALE for one in standing)
    sold = Sold(
        order_id=row.id,
        package_id=packages[0].id if len(packages) == 1 else None,
        number=row.number,
        ordered_at=row.ordered_at,
        currency=row.currency,
        shipping=row.shipping if is_first and packages else Decimal(0),
        connector=row.connector,
        channel=row.channel,
        buyer_name=row.buyer_name,
        buyer_email=row.buyer_email,
        billing=row.billing_address,
        delivery=row.shipping_address,
        lines=tuple(_lines(lines, {one.id for one in packages}, _invoiced(lines, standing))),
        carrier=next((one.carrier for one in packages if one.carrier), ""),
        shipped_at=next((one.shipped_at for one in packages if one.shipped_at), None),
        despatches=tuple(
            DocumentReference(one.number, one.issued_at.astimezone(ISTANBUL).date())
            for one in sorted(documents, key=lambda one: one.number or "")
            if one.kind == InvoiceKind.DESPATCH and one.number and one.status not in _DESPATCHED
        ),
    )
    return Sale(sold, row.status, row.is_test, bool(row.connector), standing)


def _standing(row: Row[Any]) -> Standing:
    units = tuple((UUID(line), int(quantity)) for line, quantity in row.order_lines or [])
    return Standing(row.id, row.package_id, row.kind, row.status, row.number, units)


def _invoiced(lines: Sequence[Row[Any]], standing: Iterable[Standing]) -> dict[UUID, int]:
    """Units by line. What was moved into another parcel after it was invoiced counts for the line it became."""
    units: dict[UUID, int] = {}
    for one in standing:
        if one.kind == InvoiceKind.SALE:
            for line_id, quantity in one.order_lines:
                units[line_id] = units.get(line_id, 0) + quantity
    spare: dict[str, int] = {}
    for line in lines:
        spare[line.external_id] = spare.get(line.external_id, 0) + max(
            0, units.get(line.id, 0) - line.left_over
        )
    for line in lines:
        room = line.left_over - units.get(line.id, 0)
        if room > 0 and spare[line.external_id]:
            taken = min(room, spare[line.external_id])
            units[line.id] = units.get(line.id, 0) + taken
            spare[line.external_id] -= taken
    return units


def _lines(rows: Iterable[Row[Any]], packages: set[UUID], invoiced: Mapping[UUID, int]) -> list[SoldLine]:
    return [
        SoldLine(
            id=row.id,
            package_id=row.package_id,
            title=row.title,
            sku=row.sku,
            barcode=row.barcode,
            quantity=row.quantity,
            before=min(invoiced.get(row.id, 0), row.left_over),
            left=max(0, row.left_over - invoiced.get(row.id, 0)),
            total=row.total,
            discount=row.discount,
            vat_rate=row.vat_rate,
        )
        for row in rows
        if row.package_id in packages
    ]


def profile(session: Session, scope: Scope) -> InvoiceProfile | None:
    found: InvoiceProfile | None = (
        session.query(InvoiceProfile).filter(InvoiceProfile.merchant_id == scope.merchant_id).one_or_none()  # type: ignore[arg-type]  # SQLModel columns are typed as their values
    )
    return found


def seller(session: Session, scope: Scope) -> Seller:
    """Raises InvoiceRefused where nobody has filled it in."""
    row = profile(session, scope)
    if row is None:
        raise InvoiceRefused("invoicing.no_seller")
    return seller_of(row)


def seller_of(row: InvoiceProfile) -> Seller:
    said: dict[str, Any] = row.seller
    return Seller(
        party=sellers.party(said),
        series=row.series,
        providers=tuple(UUID(one) for one in row.providers),
        automatic=row.automatic,
        profile=Profile(row.profile),
        due_days=row.due_days,
        default_vat=row.default_vat,
        rate_day=row.rate_day,
        carriers={
            fold(one["called"]): Carrier(name=one["name"], tax_id=one["tax_id"])
            for one in said.get("carriers", [])
        },
        iban=said.get("iban", ""),
        bank=said.get("bank", ""),
        is_test=row.is_test,
    )


_ACTIVE = text("SELECT id FROM connection WHERE id = ANY(CAST(:ids AS uuid[])) AND status = 'active'")


def providers(session: Session, asked: Seller) -> list[UUID]:
    """Those that may be used now, in the order they are tried."""
    active = set(session.execute(_ACTIVE, {"ids": list(asked.providers)}).scalars())
    return [one for one in asked.providers if one in active]
