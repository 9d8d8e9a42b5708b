"""The file's name says whose quirks it holds; no other provider is asked."""

from collections.abc import Iterator
from itertools import count

import pytest

from tests.factories.stages import STAGES, Server, Stage

_numbers = count(1)


@pytest.fixture
def stage(request: pytest.FixtureRequest, server: Server) -> Iterator[Stage]:
    slug = request.path.stem.removeprefix("test_")
    yield STAGES[slug](server, f"tuhaf{next(_numbers)}")
    server.pull("DELETE", "/faults")
