"""Decisions about orders on plain values."""

from collections.abc import Collection, Iterable

from prapazar.domain.orders.enums import ALLOWED, GONE, HOLDING, PROGRESS, OrderStatus
from prapazar.domain.orders.records import IncomingPackage

_RANK = {status: rank for rank, status in enumerate(PROGRESS)}


def order_status(packages: Collection[OrderStatus]) -> OrderStatus:
    """The order stands where its slowest living package stands; broken-up packages do not count."""
    living = [s for s in packages if s not in {OrderStatus.CANCELLED, OrderStatus.UNPACKED}]
    if not living:
        return OrderStatus.CANCELLED
    on_the_way = [s for s in living if s in _RANK]
    return min(on_the_way, key=_RANK.__getitem__) if on_the_way else living[0]


def next_status(local: OrderStatus, told: OrderStatus) -> OrderStatus:
    """What to keep when a channel tells a status: progress made here is not undone by a channel behind us."""
    if local in _RANK and told in _RANK and _RANK[told] < _RANK[local]:
        return local
    return told


def is_step_allowed(was: OrderStatus, wanted: OrderStatus) -> bool:
    return wanted in ALLOWED.get(was, frozenset())


def is_holding(status: OrderStatus) -> bool:
    return status in HOLDING


def is_gone(status: OrderStatus) -> bool:
    return status in GONE


def newest_of_each(packages: Iterable[IncomingPackage]) -> list[IncomingPackage]:
    """One per package id, the last change of it, in id order so that two imports lock alike."""
    newest: dict[str, IncomingPackage] = {}
    for package in packages:
        seen = newest.get(package.external_id)
        if seen is None or package.modified_at >= seen.modified_at:
            newest[package.external_id] = package
    return [newest[key] for key in sorted(newest)]
