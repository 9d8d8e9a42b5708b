"""Free ports, and the name of who holds one."""

import os
import socket

import psutil
import pytest

from prapazar.foundation.embedded import ports
from prapazar.foundation.embedded.errors import EmbeddedError


def test_require_free_names_the_program_that_holds_the_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        wish = ports.free_port(port)

        with pytest.raises(EmbeddedError) as refused:
            ports.require_free(port, remedy="choose another with --port")

    name = psutil.Process().name()
    assert str(refused.value) == (
        f"Port {port} is taken by {name} (process {os.getpid()}); choose another with --port."
    )
    assert wish != port
    assert ports.free_port(port) == port
