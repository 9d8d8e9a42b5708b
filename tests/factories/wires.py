"""A tab that obeys nobody: a bare socket with somebody's cookie, which calls what it likes."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import simple_websocket

from prapazar.domain.access import sessions

_LONGEST_WAIT = 30


@dataclass(frozen=True, slots=True)
class Wire:
    socket: simple_websocket.Client

    def call(self, handler: Any, **values: object) -> str:  # noqa: ANN401 - Reflex types events as methods
        """What comes back, as it was sent."""
        while self._heard(0) is not None:  # what was told before is no answer
            pass
        name = f"{handler.state_full_name}.{handler.fn.__name__}"
        event = {
            "name": name,
            "payload": values,
            "router_data": {"pathname": "/", "query": {}, "asPath": "/"},
        }
        self.socket.send("42/_event," + json.dumps(["event", event]))
        answer = self._heard(_LONGEST_WAIT)
        if answer is None:
            raise TimeoutError
        return answer

    def _heard(self, seconds: float) -> str | None:
        while (said := self.socket.receive(timeout=seconds)) == "2":
            self.socket.send("3")
        return None if said is None else str(said)


@contextmanager
def wire(port: int, key: str) -> Iterator[Wire]:
    query = f"EIO=4&transport=websocket&token={uuid4()}"
    socket = simple_websocket.Client(
        f"ws://127.0.0.1:{port}/_event/?{query}", headers={"Cookie": f"{sessions.COOKIE}={key}"}
    )
    try:
        socket.receive(timeout=_LONGEST_WAIT)
        socket.send("40/_event,")
        socket.receive(timeout=_LONGEST_WAIT)
        yield Wire(socket)
    finally:
        socket.close()
