"""A loopback port that nobody else is given as long as this process lives."""

import socket
import sys

_held: list[socket.socket] = []


def held_port() -> int:
    """For a server that is told its port.

    Bound and never listened on: Linux chooses it for nobody else's server or call, and who is told it can take it,
    again and again. Elsewhere it would be in the way.
    """
    place = socket.socket()
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    place.bind(("127.0.0.1", 0))
    port: int = place.getsockname()[1]
    if sys.platform == "linux":
        _held.append(place)
    else:
        place.close()
    return port
