"""Sends buyers to the demo shops, one by one, at the pace of the hour."""

import asyncio
import logging
from dataclasses import dataclass
from decimal import Decimal

from prapazar.sandbox import trendyol, woocommerce
from prapazar.sandbox.baskets import BasketLine, NotOnSale, SoldOut
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.player import branches, buyers, carriage, history, rhythm, seeding, stocking, voices
from prapazar.sandbox.player.assortment import Record, Shop
from prapazar.sandbox.player.dice import dice
from prapazar.sandbox.sandbox import Sandbox

_log = logging.getLogger(__name__)
_TICK = 0.5
_HOUR_MS = 3_600_000
_CARRIAGE_MS = 5_000
_MOST_AT_ONCE = 200
_ATTEMPTS = 5
_BRANCH_SHARE = 0.25
"""Of the buyers, as many go to the merchant's further shops."""
_QUESTION_SHARE = 0.02
_CLAIM_SHARE = 0.015
"""Of the orders placed, as often somebody asks or wants to send something back."""
_FASTEST = 1000.0
_MOST_AN_HOUR = 360_000


class BadSetting(ValueError):
    """The player cannot be set like that."""


@dataclass
class Played:
    placed: int = 0
    refused: int = 0
    """Baskets nobody could fill: everything in them was sold out."""
    moved: int = 0
    cancelled: int = 0


class Player:
    """Runs beside the server; everything it needs to go on after a restart stands in the shops."""

    def __init__(self, sandbox: Sandbox, address: str) -> None:
        self.running = False
        self.orders_per_hour = 110
        self.speed = 1.0
        self.played = Played()
        self._sandbox = sandbox
        self._address = address
        self._since_ms = self._next_ms = self._carried_ms = sandbox.ground.now_ms()
        self._thrown = dice("player", self._since_ms)

    def start(self) -> None:
        """Opens and fills the shops if nobody did, and lets buyers in."""
        if not stocking.is_open(self._sandbox):
            seeding.seed(self._sandbox, self._address)
            branches.open_all(self._sandbox, self._address)
        self.running = True
        self._since_ms = self._sandbox.ground.now_ms()
        self._plan_next()

    def stop(self) -> None:
        self.running = False

    def change(self, settings: Json) -> None:
        """`running`, `orders_per_hour`, `speed`; what is left out stays. Nothing changes when one is wrong."""
        unknown = settings.keys() - {"running", "orders_per_hour", "speed"}
        if unknown:
            raise BadSetting(f"unknown setting: {', '.join(sorted(unknown))}")
        orders = _number(
            settings.get("orders_per_hour", self.orders_per_hour), "orders_per_hour", _MOST_AN_HOUR
        )
        speed = _number(settings.get("speed", self.speed), "speed", _FASTEST)
        running = settings.get("running", self.running)
        if not isinstance(running, bool):
            raise BadSetting("running must be true or false")
        self.orders_per_hour, self.speed = int(orders), speed
        if running and not self.running:
            self.start()
        self.running = running
        self._plan_next()

    def status(self) -> Json:
        wait_ms = self._next_ms - self._sandbox.ground.now_ms()
        return {
            "running": self.running,
            "orders_per_hour": self.orders_per_hour,
            "speed": self.speed,
            "seeded": stocking.is_open(self._sandbox),
            "placed": self.played.placed,
            "refused": self.played.refused,
            "moved": self.played.moved,
            "cancelled": self.played.cancelled,
            "next_order_in_ms": max(0, wait_ms) if self.running else None,
        }

    async def run(self, _sandbox: Sandbox) -> None:
        while True:
            await asyncio.sleep(_TICK)
            try:
                self.step()
            except Exception:  # noqa: BLE001  one odd order must not end the day
                _log.exception("the demo player stumbled")

    def step(self) -> None:
        """Does what is due by the sandbox's clock."""
        if not self.running:
            return
        if not stocking.is_open(self._sandbox):
            self.running = False
            return
        now = self._sandbox.ground.now_ms()
        for _ in range(_MOST_AT_ONCE):
            if self._next_ms > now:
                break
            self._place()
            self._speak()
            self._next_ms += self._gap_ms()
        if now - self._carried_ms >= _CARRIAGE_MS:
            self._carried_ms = now
            self._carry()

    def _place(self) -> None:
        if self._thrown.random() < _BRANCH_SHARE and self._place_at_branch():
            return
        shop = history.pick_shop(self._thrown)
        buyer = buyers.draw(self._thrown)
        shelf = history.shelf(shop)
        for _ in range(_ATTEMPTS):
            chosen = rhythm.basket(self._thrown, len(shelf))
            lines = [BasketLine(_key(shop, shelf[rank]), units) for rank, units in chosen.items()]
            while lines:
                try:
                    if shop is Shop.TRENDYOL:
                        trendyol.place_order(self._sandbox.trendyol, stocking.SELLER, lines, buyer)
                    else:
                        woocommerce.place_order(self._sandbox.woocommerce, stocking.WEB_SHOP, lines, buyer)
                except (SoldOut, NotOnSale) as refusal:
                    lines = [line for line in lines if line.key != refusal.key]
                else:
                    self.played.placed += 1
                    return
        self.played.refused += 1

    def _place_at_branch(self) -> bool:
        if not branches.is_open(self._sandbox):
            return False
        slug = self._thrown.choice(list(branches.BRANCHES))
        if not branches.buy(self._sandbox, slug, self._thrown):
            return False
        self.played.placed += 1
        return True

    def _speak(self) -> None:
        chance = self._thrown.random()
        if chance < _QUESTION_SHARE:
            voices.ask(self._sandbox, self._thrown)
        elif chance < _QUESTION_SHARE + _CLAIM_SHARE:
            voices.claim(self._sandbox, self._thrown)

    def _carry(self) -> None:
        moves = carriage.move_on(self._sandbox, self._since_ms, self.speed)
        self.played.moved += len(moves)
        self.played.cancelled += sum(move.status.lower() == "cancelled" for move in moves)

    def _plan_next(self) -> None:
        self._next_ms = self._sandbox.ground.now_ms() + self._gap_ms()

    def _gap_ms(self) -> int:
        """Buyers come independently of each other, but within sight: no gap beyond three mean gaps."""
        busy = rhythm.pace(self._sandbox.ground.clock.now())
        mean = _HOUR_MS / (self.orders_per_hour * self.speed * busy)
        return round(mean * min(3.0, max(0.15, self._thrown.expovariate(1.0))))


def _key(shop: Shop, record: Record) -> str:
    return record.barcode if shop is Shop.TRENDYOL else record.sku


def _number(value: object, name: str, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)) or not 0 < value <= most:
        raise BadSetting(f"{name} must be a number above 0 and at most {most:g}")
    return float(value)
