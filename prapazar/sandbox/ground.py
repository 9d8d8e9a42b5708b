"""What every pretend provider stands on: time, memory, faults, the journal and the courier."""

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from prapazar.sandbox.clock import Clock
from prapazar.sandbox.courier import Courier
from prapazar.sandbox.faults import FaultBoard
from prapazar.sandbox.journal import Journal
from prapazar.sandbox.limits import Gate
from prapazar.sandbox.store import Store


@dataclass
class Ground:
    clock: Clock
    store: Store
    faults: FaultBoard
    journal: Journal
    courier: Courier
    gate: Gate
    sales: list[Callable[[str, str, str], None]] = field(default_factory=list)
    """Called with (provider, account, order id) after every order; the demo player counts with it."""
    doors: dict[str, socket.socket] = field(default_factory=dict)
    """Of providers that speak no HTTP: where each listens, whatever becomes of its memory."""

    def now_ms(self) -> int:
        return self.clock.now_ms()


def lay(store_path: Path | None) -> Ground:
    clock = Clock()
    faults = FaultBoard()
    return Ground(clock, Store(store_path), faults, Journal(), Courier(clock, faults), Gate(clock))
