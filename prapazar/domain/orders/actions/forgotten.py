"""Forgotten: an order told again whose buyer asked to be removed comes in without the buyer."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.customers import erased
from prapazar.domain.customers.enums import ErasedKind
from prapazar.domain.customers.rules import Said, keys_of
from prapazar.domain.orders.records import IncomingPackage
from prapazar.foundation.scope import Scope

_PLACES = ("city", "country")


def without_buyers(
    session: Session, scope: Scope, connection_id: UUID, packages: Sequence[IncomingPackage]
) -> tuple[Sequence[IncomingPackage], set[str]]:
    """The packages, those of forgotten people emptied, and the channel's numbers of the latter's orders."""
    if not packages or not erased.any_here(session, scope):
        return packages, set()
    named = {package.external_id: _named(connection_id, package) for package in packages}
    known = erased.known(session, scope, [one for names in named.values() for one in names])
    order_ids = {
        package.order_external_id
        for package in packages
        if any(
            one in known and (one[0] == ErasedKind.ORDER or package.ordered_at <= known[one])
            for one in named[package.external_id]
        )
    }
    return [
        _emptied(package) if package.order_external_id in order_ids else package for package in packages
    ], order_ids


def mark(session: Session, order_ids: Sequence[UUID]) -> None:
    """No customer is made of them."""
    if not order_ids:
        return
    given = {"ids": list(order_ids)}
    session.execute(
        text("UPDATE purchase_order SET erased_at = now() WHERE id = ANY(CAST(:ids AS uuid[]))"), given
    )
    session.execute(
        text(
            "UPDATE customer_order SET is_waiting = false, buyer_id = NULL, customer_id = NULL"
            " WHERE order_id = ANY(CAST(:ids AS uuid[]))"
        ),
        given,
    )


def _named(connection_id: UUID, package: IncomingPackage) -> list[erased.Named]:
    buyer = package.buyer_external_id
    said = Said(
        connection_id,
        package.ordered_at,
        package.buyer_name or package.shipping_address.get("name") or "",
        package.buyer_email,
        package.buyer_phone,
        f"{connection_id}:{buyer}" if buyer else None,
        package.shipping_address,
        package.billing_address,
    )
    order = (ErasedKind.ORDER.value, f"{connection_id}:{package.order_external_id}")
    return [order, *((kind.value, value) for kind, value in keys_of(said))]


def _emptied(package: IncomingPackage) -> IncomingPackage:
    return replace(
        package,
        buyer_name="",
        buyer_email=None,
        buyer_phone=None,
        buyer_external_id=None,
        district="",
        note="",
        shipping_address=_place(package.shipping_address),
        billing_address=_place(package.billing_address),
    )


def _place(address: dict[str, str | None]) -> dict[str, str | None]:
    return {name: address[name] for name in _PLACES if address.get(name)}
