"""The client of the central bank's bulletins against the pretend bank: days, holidays, faults."""

from collections.abc import Iterator
from datetime import date

import pytest

from prapazar.connector_kit.bulletins import Bulletins
from prapazar.connector_kit.errors import ConnectorError, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.reach import reach
from tests.factories.stages.stage import Server


@pytest.fixture
def bank(server: Server, request: pytest.FixtureRequest) -> Iterator[Bulletins]:
    """Given up soon where it says nothing; a busy machine may be slow to answer."""
    address, patience = f"{server.address}/tcmb", getattr(request, "param", None)
    made = Bulletins(address, reach(trusted=address), Wire(sleep=lambda _: None, timeout=patience))
    yield made
    made.close()
    server.pull("DELETE", "/faults")


def test_newest_bulletin_is_that_of_its_own_day(bank: Bulletins) -> None:
    newest = bank.newest()

    assert bank.of(newest.day) == newest
    assert {"USD", "EUR", "JPY", "XDR"} <= set(newest.buying)
    assert "XDR" not in newest.selling
    assert newest.buying["JPY"] < 1


@pytest.mark.parametrize("day", [date(2026, 11, 14), date(2099, 1, 5)], ids=["saturday", "to_come"])
def test_day_without_a_bulletin_is_told_as_that(bank: Bulletins, day: date) -> None:
    with pytest.raises(Rejected) as raised:
        bank.of(day)

    assert raised.value.code == "tcmb.not_published"


@pytest.mark.parametrize(
    ("bank", "kind", "error"),
    [
        (None, "429", RateLimited),
        (None, "500", Unavailable),
        (0.05, "timeout", Unavailable),
        (None, "html", Unavailable),
    ],
    indirect=["bank"],
)
def test_trouble_at_the_bank_is_told_apart(
    bank: Bulletins, server: Server, kind: str, error: type[ConnectorError]
) -> None:
    server.pull("POST", "/faults", {"kind": kind, "provider": "tcmb", "account": "*", "options": {}})

    with pytest.raises(error):
        bank.newest()
