"""Loopback ports: a free one, and who holds one that is not."""

import socket
from contextlib import closing

import psutil

from prapazar.foundation.embedded.errors import EmbeddedError


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def free_port(wish: int | None = None, host: str = "127.0.0.1") -> int:
    """`wish` when it is free, else one the system chooses."""
    if wish is not None and is_free(wish, host):
        return wish
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def holder(port: int) -> str | None:
    """The program that listens on `port`, as far as this user may see it."""
    try:
        listening = [
            connection.pid
            for connection in psutil.net_connections(kind="tcp")
            if connection.status == psutil.CONN_LISTEN
            and connection.laddr
            and connection.laddr.port == port
            and connection.pid
        ]
        return f"{psutil.Process(listening[0]).name()} (process {listening[0]})" if listening else None
    except psutil.Error:
        return None


def require_free(port: int, host: str = "127.0.0.1", *, remedy: str) -> None:
    if not is_free(port, host):
        by = holder(port) or "another program"
        raise EmbeddedError(f"Port {port} is taken by {by}; {remedy}.")
