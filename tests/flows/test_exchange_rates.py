"""Exchange rates fetched from the central bank, kept by the day, and used on invoices; never guessed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import text

from prapazar.connector_kit.bulletins import NOT_PUBLISHED, Bulletin
from prapazar.connector_kit.errors import Rejected, Unavailable
from prapazar.domain.invoicing import actions, exchanges, sales
from prapazar.domain.invoicing.errors import InvoiceRefused
from prapazar.domain.invoicing.models import Invoice
from prapazar.domain.rates import queries
from prapazar.flows import exchange_rates
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import invoicing as factory

pytestmark = pytest.mark.usefixtures("redis_server")
_FRIDAY, _MONDAY = date(2026, 11, 20), date(2026, 11, 23)
_EVENING = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


@dataclass
class _Bank:
    published: Mapping[date, str] = field(default_factory=dict)
    is_down: bool = False
    asked: list[str] = field(default_factory=list)

    def newest(self) -> Bulletin:
        self.asked.append("newest")
        if self.is_down:
            raise Unavailable("no connection")
        return self._bulletin(max(self.published))

    def of(self, day: date) -> Bulletin:
        self.asked.append(day.isoformat())
        if day not in self.published:
            raise Rejected("404", code=NOT_PUBLISHED)
        return self._bulletin(day)

    def close(self) -> None:
        """Nothing is open."""

    def _bulletin(self, day: date) -> Bulletin:
        return Bulletin(day, f"{day.year}/1", {"USD": Decimal(self.published[day])}, {})


@pytest.fixture
def bank(monkeypatch: pytest.MonkeyPatch) -> _Bank:
    made = _Bank({_FRIDAY: "42.123400", _MONDAY: "42.300000"})
    monkeypatch.setattr(exchange_rates, "Bulletins", lambda *_: made)
    monkeypatch.setattr(exchange_rates, "now", lambda: _EVENING)
    return made


def test_newest_bulletin_and_the_one_before_are_kept_and_not_asked_for_again(
    scope: Scope, bank: _Bank
) -> None:
    fetched = exchange_rates.refresh(), exchange_rates.refresh()

    with db.transaction(scope) as session:
        used = {
            same_day: queries.in_force(session, "USD", _MONDAY, same_day=same_day)
            for same_day in (False, True)
        }
        source = queries.source(session)
    assert fetched == (True, False)
    assert bank.asked == ["newest", "2026-11-22", "2026-11-21", "2026-11-20"]
    assert {key: rate and (rate.day, rate.buying) for key, rate in used.items()} == {
        False: (_FRIDAY, Decimal("42.123400")),
        True: (_MONDAY, Decimal("42.300000")),
    }
    assert source is not None
    assert (source.code, source.answered_at) == (None, _EVENING)


def test_without_a_rate_an_invoice_says_so_and_takes_one_by_hand(scope: Scope, bank: _Bank) -> None:
    bank.is_down = True

    code = exchange_rates.fetch_now(scope)

    with db.transaction(scope) as session:
        factory.seller(session, scope)
        [order] = factory.sold(session, scope)
        session.execute(text("UPDATE purchase_order SET currency = 'USD'"))
        with pytest.raises(InvoiceRefused) as refused:
            actions.draft(session, scope, order)
        row = session.get_one(Invoice, actions.draft(session, scope, order, rate=Decimal("41.5")))
        source = queries.source(session)
    assert code == "connector.unavailable"
    assert (source and source.code, refused.value.code) == ("connector.unavailable", "invoicing.rate_needed")
    assert (row.rate, row.content["rate_on"]) == (Decimal("41.5"), None)


def test_rate_on_a_numbered_invoice_is_that_of_its_day_of_issue(scope: Scope) -> None:
    with db.system_transaction() as session:
        session.execute(
            text(
                "INSERT INTO exchange_rate (day, currency, buying, bulletin)"
                " SELECT current_date - n, 'USD', 40 + n, 'b' FROM generate_series(1, 3) n"
            )
        )
    with db.transaction(scope) as session:
        factory.seller(session, scope)
        [order] = factory.sold(session, scope)
        session.execute(text("UPDATE purchase_order SET currency = 'USD'"))
        made = actions.draft(session, scope, order)
    with db.system_transaction() as session:
        session.execute(text("UPDATE exchange_rate SET buying = buying + 1"))
    with db.transaction(scope) as session:
        actions.number(session, scope, made, alias=None)
        row = session.get_one(Invoice, made)
        seller = sales.seller(session, scope)
        with pytest.raises(InvoiceRefused):
            exchanges.of(session, "EUR", seller, row.issued_at)

    assert (row.rate, row.content["rate"], row.currency) == (Decimal("42.000000"), "42.000000", "USD")
