"""A shipment as it stands before anybody is asked: carrier, number, day it is expected, and what its label shows."""

from collections.abc import Mapping
from decimal import Decimal
from urllib.parse import quote

from prapazar.domain.shipping import rules
from prapazar.domain.shipping.enums import ShipmentStatus
from prapazar.domain.shipping.models import Shipment
from prapazar.domain.shipping.queries import CarrierAccount, Unshipped
from prapazar.domain.shipping.rules import Choice
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope


def by_us(
    scope: Scope,
    package: Unshipped,
    reference: str,
    choice: Choice,
    carrier: CarrierAccount,
    cash: Decimal | None,
    drivers: Mapping[str, str],
) -> Shipment:
    made = _row(scope, package, reference)
    made.connection_id, made.payer = choice.connection_id, choice.payer
    # Several couriers may be connected by the one connector that calls nobody: each has its own van and list.
    made.carrier = carrier.connector if carrier.is_called else rules.driver(carrier.name, drivers)
    made.expected_amount, made.cash_on_delivery = choice.expected, cash
    made.expected_at = rules.due(now(), carrier.delivery_days)
    if not carrier.is_called:
        made.status = ShipmentStatus.CREATED.value
        made.tracking_number, made.tracking_url = reference, followed(carrier.tracking_url, reference)
    return made


def by_channel(scope: Scope, package: Unshipped, reference: str, drivers: Mapping[str, str]) -> Shipment:
    """The channel has told its carrier already: there is a number to print, and nobody to ask."""
    made = _row(scope, package, reference)
    made.connection_id, made.payer = package.channel_id, "channel"
    made.carrier = rules.driver(package.carrier or "", drivers)
    made.tracking_number, made.status = package.tracking_number, ShipmentStatus.CREATED.value
    made.expected_amount = Decimal(0)
    made.expected_at = rules.due(now(), rules.USUAL_DAYS)
    return made


def followed(pattern: str, number: str) -> str | None:
    """Where a buyer looks after a parcel, by the address the merchant knows for its carrier."""
    return pattern.replace("{number}", quote(number)) if pattern else None


def _row(scope: Scope, package: Unshipped, reference: str) -> Shipment:
    return Shipment(
        merchant_id=scope.merchant_id,
        order_id=package.order_id,
        package_id=package.id,
        carrier="",
        reference=reference,
        city=package.province,
        recipient=package.recipient,
        currency=package.currency,
        desi=package.desi,
    )


def barcode(shipment: Shipment, place: int) -> str:
    """The channel's number where it gave one; each further parcel has its place behind it."""
    first = (
        shipment.tracking_number
        if shipment.payer == "channel" and shipment.tracking_number
        else shipment.reference
    )
    return first if place == 1 else f"{first}-{place}"
