"""One sandbox process for the run, a fresh account for each test, over every connector."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from prapazar.connector_kit import registry
from prapazar.connector_kit.quality import Rule
from tests.factories import stages
from tests.factories.receiver import Receiver, receiving
from tests.factories.stages import STAGES, Server, Stage

_numbers = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with stages.sandbox() as running:
        yield running


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test is asked of the connectors that promise what it needs, and of no others."""
    if "stage" not in metafunc.fixturenames or metafunc.definition.path.parent != Path(__file__).parent:
        return  # quirks are asked of their own provider
    needed = {name for mark in metafunc.definition.iter_markers("needs") for name in mark.args}
    asked = [slug for slug in registry.called() if needed <= set(registry.manifest(slug).capabilities)]
    metafunc.parametrize("stage", asked, indirect=True)


@pytest.fixture
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    """The connector's simulator; the names of its account and its faults are the test's own."""
    if request.param not in STAGES:
        pytest.skip(f"{request.param} has no simulator")
    for mark in request.node.iter_markers("proves"):
        request.node.user_properties.append(("proves", Rule(mark.args[0]).value))
    capabilities = registry.manifest(request.param).capabilities
    for mark in request.node.iter_markers("needs"):
        if missing := [name for name in mark.args if name not in capabilities]:
            pytest.skip(f"{request.param} cannot {', '.join(missing)}")
    server: Server = request.getfixturevalue("server")
    yield STAGES[request.param](server, f"magaza{next(_numbers)}")
    server.pull("DELETE", "/faults")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as taking:
        yield taking
