"""Moves open orders on as warehouse, carrier and undecided buyers would."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from prapazar.sandbox import trendyol, woocommerce
from prapazar.sandbox.clock import to_ms
from prapazar.sandbox.player import stocking
from prapazar.sandbox.player.dice import between, dice
from prapazar.sandbox.player.history import CANCELLED_SHARE
from prapazar.sandbox.sandbox import Sandbox

_MINUTE = timedelta(minutes=1)
_REGRET = (4 * _MINUTE, 15 * _MINUTE)
_TRENDYOL = {
    "Created": ("Picking", 25 * _MINUTE, 70 * _MINUTE),
    "Picking": ("Shipped", 8 * _MINUTE, 25 * _MINUTE),
    "Invoiced": ("Shipped", 8 * _MINUTE, 25 * _MINUTE),
    "Shipped": ("Delivered", 30 * _MINUTE, 120 * _MINUTE),
}
_WOOCOMMERCE = {
    "on-hold": ("processing", 10 * _MINUTE, 40 * _MINUTE),
    "processing": ("completed", 40 * _MINUTE, 110 * _MINUTE),
}
"""Status -> the next one and how long it takes; merchants who are quicker are not disturbed."""
_MOST_AT_ONCE = 5


@dataclass(frozen=True, slots=True)
class Move:
    account: str
    number: int
    status: str
    due_ms: int
    """In milliseconds of waiting since the order last changed, at speed 1."""
    changed_ms: int


def move_on(sandbox: Sandbox, since_ms: int, speed: float) -> list[Move]:
    """Carries out what is due. Waiting counts from `since_ms` at the earliest, so that a start is no flood."""
    now = sandbox.ground.now_ms()
    due = [
        move
        for move in (*_packages(sandbox), *_orders(sandbox))
        if max(move.changed_ms, since_ms) + move.due_ms / speed <= now
    ]
    due.sort(key=lambda move: (move.changed_ms, move.number))
    for move in due[:_MOST_AT_ONCE]:
        if move.account == str(stocking.SELLER):
            trendyol.advance_package(sandbox.trendyol, stocking.SELLER, move.number, move.status)
        else:
            woocommerce.change_status(sandbox.woocommerce, stocking.WEB_SHOP, move.number, move.status)
    return due[:_MOST_AT_ONCE]


def _packages(sandbox: Sandbox) -> Iterator[Move]:
    seller = sandbox.trendyol.sellers.get(stocking.SELLER)
    for package in list(seller.packages.values()) if seller else ():
        if package.status in _TRENDYOL:
            thrown = dice("carriage", package.package_id, package.status)
            if package.status == "Created" and thrown.random() < CANCELLED_SHARE:
                status, wait = "Cancelled", _wait(thrown, _REGRET)
            else:
                status, *span = _TRENDYOL[package.status]
                wait = _wait(thrown, (span[0], span[1]))
            yield Move(str(stocking.SELLER), package.package_id, status, wait, package.modified_ms)


def _orders(sandbox: Sandbox) -> Iterator[Move]:
    shop = sandbox.woocommerce.shops.get(stocking.WEB_SHOP)
    for order in list(shop.orders.values()) if shop else ():
        if order.status in _WOOCOMMERCE:
            thrown = dice("carriage", order.order_id, order.status)
            if order.status == "processing" and thrown.random() < CANCELLED_SHARE:
                status, wait = "cancelled", _wait(thrown, _REGRET)
            else:
                status, *span = _WOOCOMMERCE[order.status]
                wait = _wait(thrown, (span[0], span[1]))
            yield Move(stocking.WEB_SHOP, order.order_id, status, wait, order.modified_ms)


def _wait(thrown: Random, span: tuple[timedelta, timedelta]) -> int:
    return to_ms(between(thrown, *span))
