"""One sandbox process for the run, and for each test a merchant of its own with two shops in it."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest

from prapazar.flows import connections, orders
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings
from tests.factories import stages
from tests.factories.market import LetterBox, Market, Time, letter_box, open_market
from tests.factories.stages import Server

_numbers = count(1)


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Server]:
    with stages.sandbox() as running:
        yield running


@pytest.fixture(scope="session")
def box() -> Iterator[LetterBox]:
    with letter_box() as opened:
        yield opened


@pytest.fixture
def market(
    scope: Scope, redis_server: str, sandbox: Server, box: LetterBox, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Market]:
    """The shops' webhooks come to the test's letter box, and calls run through a clock of the test's own.

    Polls look a few seconds ahead: a shop that stamps whole seconds shows what happened within the
    running one only to the next poll.
    """
    monkeypatch.setenv("PRAPAZAR_SANDBOX_PORT", sandbox.address.rpartition(":")[2])
    monkeypatch.setenv("PRAPAZAR_PORT", str(box.port))
    settings.cache_clear()
    time = Time()
    monkeypatch.setattr(connections, "Wire", time.wire)
    monkeypatch.setattr(orders, "now", lambda: now() + timedelta(seconds=5))
    box.letters.clear()
    yield open_market(scope, sandbox, box, time, f"pazar{next(_numbers)}")
    sandbox.pull("DELETE", "/faults")
    settings.cache_clear()
