"""A door before Redis that holds the first command of a kind: whoever sent it waits until it is killed."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_CHUNK = 65_536
_LONGEST = 180.0
"""Ends a wait for what never comes; a machine may be busy with other things."""


@dataclass
class Gate:
    """Between one process and Redis."""

    url: str
    command: bytes
    lets_it_in: bool
    """The command reaches Redis and only the answer is kept back."""
    held: threading.Event = field(default_factory=threading.Event)

    def await_command(self) -> bool:
        """True once somebody waits at the door."""
        return self.held.wait(_LONGEST)

    def passes(self, asked: bytes) -> bool:
        if self.command not in asked:
            return True
        self.held.set()
        return self.lets_it_in


@contextmanager
def gate(redis_url: str, command: bytes, *, lets_it_in: bool) -> Iterator[Gate]:
    parts = urlsplit(redis_url)
    with socket.create_server(("127.0.0.1", 0)) as door:
        password = f":{parts.password}@" if parts.password else ""
        address = f"redis://{password}127.0.0.1:{door.getsockname()[1]}{parts.path}"
        opened = Gate(address, command, lets_it_in)
        inner = (parts.hostname or "127.0.0.1", parts.port or 6379)
        threading.Thread(target=_let_in, args=(door, inner, opened), daemon=True).start()
        yield opened


def _let_in(door: socket.socket, inner: tuple[str, int], gate: Gate) -> None:
    with suppress(OSError):  # the door is closed
        while True:
            outside, _ = door.accept()
            inside = socket.create_connection(inner)
            for carry in (_carry_in, _carry_out):
                threading.Thread(target=carry, args=(outside, inside, gate), daemon=True).start()


def _carry_in(outside: socket.socket, inside: socket.socket, gate: Gate) -> None:
    with suppress(OSError), inside:
        while asked := outside.recv(_CHUNK):
            if gate.passes(asked):
                inside.sendall(asked)


def _carry_out(outside: socket.socket, inside: socket.socket, gate: Gate) -> None:
    with suppress(OSError), outside:
        while answer := inside.recv(_CHUNK):
            if not gate.held.is_set():
                outside.sendall(answer)
