"""Starts the sandbox: `python -m prapazar.sandbox --port N --data DIR`."""

import argparse
import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
from pathlib import Path

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server

from prapazar.sandbox.app import AnswerCutOff, create_app

_STORE = "sandbox.sqlite"


def main() -> None:
    parser = argparse.ArgumentParser(prog="prapazar.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8124)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument(
        "--data", type=Path, help="folder that keeps the shops; without it they are forgotten"
    )
    parser.add_argument("--demo", action="store_true", help="fill two demo shops and let buyers in")
    given = parser.parse_args()
    address = f"http://{given.host}:{given.port}"
    _check_port(parser, given.host, given.port)
    logging.basicConfig(level=logging.WARNING)
    logging.getLogger("_granian").addFilter(_is_no_fault)
    app = create_app(given.data / _STORE if given.data else None, address=address)
    if given.demo:
        app.player.start()
    asyncio.run(
        _serve(
            Server(
                app,
                address=given.host,
                port=given.port,
                interface=Interfaces.ASGI,
                websockets=False,
                log_level=LogLevels.error,
                http1_settings=HTTP1Settings(keep_alive=True),
            ),
            address,
        )
    )
    # The store is closed by now. The server's own threads may still look for the interpreter while it is
    # taken down and then abort the process; leaving at once spares a false alarm on every stop.
    logging.shutdown()
    os._exit(0)


def _check_port(parser: argparse.ArgumentParser, host: str, port: int) -> None:
    """The server itself would answer a taken port with a page of Rust frames."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as cause:
            parser.error(f"port {port} on {host} cannot be used: {cause.strerror}")


def _is_no_fault(record: logging.LogRecord) -> bool:
    """A cut-off answer ends in an exception on purpose; everything else is worth a line."""
    return record.exc_info is None or not isinstance(record.exc_info[1], AnswerCutOff)


async def _serve(server: Server, address: str) -> None:
    loop = asyncio.get_running_loop()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(wanted, server.stop)
    sys.stdout.write(f"sandbox on {address}: /trendyol /woocommerce /_control\n")
    sys.stdout.flush()
    await server.serve()


if __name__ == "__main__":
    main()
