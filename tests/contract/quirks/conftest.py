"""The file's name begins with whose quirks it holds; no other provider is asked."""

from collections.abc import Iterator
from itertools import count

import pytest

from tests.factories.stages import STAGES, Server, Stage

_numbers = count(1)


@pytest.fixture
def stage(request: pytest.FixtureRequest, server: Server) -> Iterator[Stage]:
    subject = request.path.stem.removeprefix("test_")
    slug = max((one for one in STAGES if f"{subject}_".startswith(f"{one}_")), key=len)
    yield STAGES[slug](server, f"tuhaf{next(_numbers)}")
    server.pull("DELETE", "/faults")
