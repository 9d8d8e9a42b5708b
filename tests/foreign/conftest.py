"""One sandbox process for the run, and the clients that others wrote."""

from collections.abc import Iterator

import pytest

from tests.factories import stages, strangers
from tests.factories.stages import Server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with stages.sandbox() as running:
        yield running


@pytest.fixture(scope="session")
def clients() -> None:
    try:
        strangers.python()
    except strangers.NotInstallable as cause:
        pytest.skip(f"clients of others cannot be installed here: {cause}")


@pytest.fixture(scope="session")
def packages() -> None:
    """Of those, the ones for Node."""
    try:
        strangers.packages()
    except strangers.NotInstallable as cause:
        pytest.skip(f"clients of others cannot be installed here: {cause}")


@pytest.fixture(autouse=True)
def client(request: pytest.FixtureRequest) -> None:
    """Which client it was, for whoever keeps the proof."""
    mark = request.node.get_closest_marker("foreign")
    name = mark.args[0]
    request.node.user_properties.append(("client", f"{name} {strangers.version(name)}"))
