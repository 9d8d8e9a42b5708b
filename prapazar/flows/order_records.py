"""From the connector's words to our books: a package record becomes an incoming package."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime

from prapazar.connector_kit.records import Address, LineRecord, PackageRecord
from prapazar.domain.mappings.rules import key_of
from prapazar.domain.orders import places
from prapazar.domain.orders.enums import CargoBy, OrderStatus
from prapazar.domain.orders.records import IncomingLine, IncomingPackage


def incoming(record: PackageRecord, carriers: Mapping[str, str] | None = None) -> IncomingPackage:
    """`carriers`: the channel's names for them, folded, to ours; others stay as the channel says."""
    known = carriers or {}
    address, billing = _placed(record.shipping_address), _placed(record.billing_address)
    return IncomingPackage(
        external_id=record.external_id,
        order_external_id=record.order_external_id,
        order_number=record.order_number,
        status=OrderStatus(record.status.value),
        provider_status=record.provider_status,
        ordered_at=record.ordered_at,
        modified_at=record.modified_at,
        payload_hash=_hash(record),
        currency=record.currency,
        total=record.total,
        discount=record.discount,
        shipping=record.shipping,
        lines=tuple(_line(line) for line in record.lines),
        ship_by_at=record.ship_by_at,
        buyer_name=record.buyer_name,
        buyer_email=record.buyer_email,
        buyer_phone=record.buyer_phone,
        city=address.city,
        district=address.district,
        shipping_address=_address(address),
        billing_address=_address(billing),
        carrier=known.get(key_of(record.carrier or ""), record.carrier),
        cargo_by=CargoBy(record.cargo_by.value) if record.cargo_by else None,
        tracking_number=record.tracking_number,
        tracking_url=record.tracking_url,
        invoice_number=record.invoice_number,
        origin_external_ids=record.origin_external_ids,
        note=record.note,
        buyer_external_id=record.buyer_external_id,
    )


def incoming_of_file(record: PackageRecord, told_at: datetime) -> IncomingPackage:
    """A file does not say when an order changed: the later file is the newer one, and the same one is no news."""
    return replace(incoming(record), modified_at=told_at)


def _hash(record: PackageRecord) -> bytes:
    """Records are frozen and their repr names every field, so equal records hash alike in any process."""
    return hashlib.blake2b(repr(record).encode(), digest_size=16).digest()


def _line(line: LineRecord) -> IncomingLine:
    return IncomingLine(
        external_id=line.external_id,
        listing_external_id=line.listing_external_id,
        sku=line.sku,
        barcode=line.barcode,
        title=line.title,
        quantity=line.quantity,
        cancelled_quantity=line.cancelled_quantity,
        unit_price=line.unit_price,
        discount=line.discount,
        total=line.total,
        vat_rate=line.vat_rate,
        commission_rate=line.commission_rate,
    )


def _placed(address: Address) -> Address:
    """Many shops ask for no district, or for one in the field of the city."""
    if address.country not in {"TR", ""}:
        return address
    city, district = places.completed(address.city, address.district, address.line)
    return replace(address, city=city, district=district)


def _address(address: Address) -> dict[str, str | None]:
    return asdict(address)
