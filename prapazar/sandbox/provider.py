"""What a pretend provider is to the sandbox: a front door for clients and a desk for whoever pulls the levers.

A provider is a package of this folder with a `desk.py` that holds `open_provider(ground, address)`; nothing
else has to know its name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from prapazar.sandbox.baskets import BasketLine, Buyer
from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.exchange import Call, Reply
from prapazar.sandbox.faults import Fault
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.store import Shown


class ControlError(Exception):
    """A lever that cannot be pulled; the status is the answer's."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Gateway(Protocol):
    """The front door of one provider."""

    def account(self, call: Call) -> str: ...
    def answer(self, call: Call) -> Reply: ...
    def broken(self, fault: Fault) -> Reply: ...


class Desk(Protocol):
    """The same levers for every provider, fitted to what each one remembers."""

    rules: Any
    """A dataclass: limits, delays and contested behaviour. It survives a restart."""

    def accounts(self) -> list[Json]: ...
    def open_account(self, request: Json) -> Json: ...
    def change_account(self, account: str, request: Json) -> Json: ...
    def seed(self, account: str, articles: list[Json]) -> int: ...
    def stock(self, account: str, key: str) -> Json: ...
    def all_stock(self, account: str) -> dict[str, int | None]: ...
    def place_order(
        self,
        account: str,
        basket: Sequence[BasketLine],
        buyer: Buyer,
        at: datetime | None,
        status: str | None,
    ) -> Json: ...
    def order(self, account: str, order: str) -> Json: ...
    def move_order(self, account: str, order: str, status: str) -> Json: ...
    def deed(self, account: str, deed: str, request: Json) -> Json:
        """What only this provider has: a claim, a question, a further key."""
        ...


@dataclass(frozen=True, slots=True)
class Provider:
    gateway: Gateway
    desk: Desk
    memory: Any
    """What it remembers, such as a market; the demo player asks for it by name."""


def slugs() -> list[str]:
    return sorted(path.parent.name for path in Path(__file__).parent.glob("*/desk.py"))


def open_all(ground: Ground, address: str) -> dict[str, Provider]:
    """`address` is where the sandbox is reached, without a provider's prefix."""
    return {slug: _open(slug, ground, address) for slug in slugs()}


def _open(slug: str, ground: Ground, address: str) -> Provider:
    opened: Provider = import_module(f"prapazar.sandbox.{slug}.desk").open_provider(ground, address)
    return opened


def history(rows: Sequence[Shown]) -> list[Json]:
    """What a shop showed, oldest first, as the levers tell it."""
    return [
        {
            "quantity": row.quantity,
            "price": None if row.price is None else str(row.price),
            "list_price": None if row.list_price is None else str(row.list_price),
            "at": from_ms(row.at_ms).isoformat(timespec="milliseconds"),
            "cause": row.cause,
        }
        for row in rows
    ]
