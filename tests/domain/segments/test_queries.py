"""Whom conditions mean, asked of a database: five customers, each told apart by something else."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.customers import actions as customers
from prapazar.domain.customers.actions import Facts
from prapazar.domain.messaging import actions as messaging
from prapazar.domain.messaging.enums import ConsentState, Way
from prapazar.domain.segments import queries, rules, sql
from prapazar.domain.segments.queries import Count
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope
from tests.factories import catalog
from tests.factories.customers import MODA, arrive, bought, ids
from tests.factories.orders import NOON

_IZMIR = {"line": "Gül Sokak 8", "district": "Bornova", "city": "İzmir"}


@pytest.fixture
def store(scope: Scope) -> UUID:
    """Ada bought three times, five days ago last; Ege once, 100 days ago; Firma Ltd, a company, 200 days ago."""
    with db.transaction(scope) as session:
        made = catalog.connection(session, scope)
        catalog.variant(session, scope, "869")
    arrive(
        scope,
        made,
        *(bought(f"A{n}", "Ada Su", email="ada@x.com", address=MODA, day=_ago(5 + 30 * n)) for n in range(3)),
        bought(
            "E1", "Ege Ak", email="ege@x.com", phone="05321112233", address=_IZMIR, quantity=4, day=_ago(100)
        ),
        bought("F1", "Firma Ltd", email="f@x.com", tax="1234567890", day=_ago(200)),
    )
    return made


def _ago(days: int) -> int:
    return (now() - NOON).days - days


def _named(scope: Scope, *parts: dict[str, Any], join: str = "all") -> list[str]:
    wanted = rules.read({"join": join, "parts": list(parts)})
    with db.transaction(scope) as session:
        found = set(queries.members(session, scope, wanted))
        exact = queries.count(session, scope, wanted)
        sampled = queries.estimate(session, scope, wanted)
    assert (exact, sampled) == (len(found), len(found))  # of so few, the sample is all of them
    return sorted(name for name, customer in ids(scope).items() if customer in found)


def _one(fact: str, test: str, *values: object, days: int | None = None) -> dict[str, Any]:
    return {"fact": fact, "test": test, "values": [str(one) for one in values], "days": days}


def test_numbers_of_orders_and_sums_tell_customers_apart(scope: Scope, store: UUID) -> None:
    found = {
        "often": _named(scope, _one("orders", "at_least", 2)),
        "once": _named(scope, _one("orders", "at_most", 1)),
        "much": _named(scope, _one("spent", "at_least", 150)),
        "basket": _named(scope, _one("basket", "at_least", 150)),
        "lately": _named(scope, _one("orders", "at_least", 2, days=60)),
        "of_late_not": _named(scope, _one("orders", "at_most", 0, days=150)),
        "asleep": _named(scope, _one("last", "before", 90)),
        "awake": _named(scope, _one("last", "within", 30)),
        "new": _named(scope, _one("first", "within", 120)),
        "never": _named(scope, _one("returns", "at_most", 0)),
    }

    everybody = ["Ada Su", "Ege Ak", "Firma Ltd"]
    assert found == {
        "often": ["Ada Su"],
        "once": ["Ege Ak", "Firma Ltd"],
        "much": ["Ada Su", "Ege Ak"],
        "basket": ["Ege Ak"],
        "lately": ["Ada Su"],
        "of_late_not": ["Firma Ltd"],
        "asleep": ["Ege Ak", "Firma Ltd"],
        "awake": ["Ada Su"],
        "new": ["Ada Su", "Ege Ak"],
        "never": everybody,
    }


def test_places_kinds_and_groups_tell_customers_apart(scope: Scope, store: UUID) -> None:
    izmir, company = _one("city", "is", "İzmir"), _one("kind", "is", "company")
    group = {"join": "any", "parts": [izmir, company]}

    found = {
        "city": _named(scope, izmir),
        "not": _named(scope, _one("city", "is_not", "İzmir")),
        "district": _named(scope, _one("district", "is", "İstanbul / Kadıköy")),
        "either": _named(scope, izmir, company, join="any"),
        "both": _named(scope, izmir, company),
        "group": _named(scope, group, _one("orders", "at_most", 1)),
        "channel": _named(scope, _one("channel", "is", store)),
        "other": _named(scope, _one("channel", "is", "none")),
    }

    assert found == {
        "city": ["Ege Ak"],
        "not": ["Ada Su", "Firma Ltd"],
        "district": ["Ada Su"],
        "either": ["Ege Ak", "Firma Ltd"],
        "both": [],
        "group": ["Ege Ak", "Firma Ltd"],
        "channel": ["Ada Su", "Ege Ak", "Firma Ltd"],
        "other": [],
    }


def test_what_was_bought_is_known_by_product(scope: Scope, store: UUID) -> None:
    with db.transaction(scope) as session:
        product = session.execute(text("SELECT id FROM product LIMIT 1")).scalar_one()

    found = [
        _named(scope, _one("product", "is", product)),
        _named(scope, _one("product", "is_not", product)),
        _named(scope, _one("product", "is", product, days=30)),
        _named(scope, _one("product", "is_not", product, days=30)),
    ]

    assert found == [["Ada Su", "Ege Ak", "Firma Ltd"], [], ["Ada Su"], ["Ege Ak", "Firma Ltd"]]


def test_consent_and_tags_tell_customers_apart(scope: Scope, store: UUID) -> None:
    with db.transaction(scope) as session:
        messaging.record_consents(session, scope, Way.EMAIL, ["ada@x.com"], ConsentState.GRANTED)
        messaging.record_consents(session, scope, Way.SMS, ["+905321112233"], ConsentState.GRANTED)
        messaging.record_consents(session, scope, Way.EMAIL, ["f@x.com"], ConsentState.REFUSED)
        customers.change(session, scope, ids(scope)["Firma Ltd"], Facts(tags=["vip", "bayi"]))

    found = [
        _named(scope, _one("consent", "is", "email")),
        _named(scope, _one("consent", "is", "email", "sms")),
        _named(scope, _one("consent", "is_not", "email")),
        _named(scope, _one("tag", "is", "vip")),
    ]

    assert found == [["Ada Su"], ["Ada Su", "Ege Ak"], ["Ege Ak", "Firma Ltd"], ["Firma Ltd"]]


def test_merged_customers_are_counted_as_the_one_and_parted_again(scope: Scope, store: UUID) -> None:
    who = ids(scope)
    with db.transaction(scope) as session:
        merge = customers.merge(session, scope, who["Ada Su"], who["Ege Ak"])
    together = _named(scope, _one("orders", "at_least", 4))
    with db.transaction(scope) as session:
        customers.unmerge(session, scope, merge)

    assert (together, _named(scope, _one("orders", "at_least", 4))) == (["Ada Su"], [])
    assert _named(scope, _one("spent", "at_least", 150)) == ["Ada Su", "Ege Ak"]


def test_count_that_takes_too_long_is_an_estimate_that_says_so(
    scope: Scope, store: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = rules.read({"parts": [_one("orders", "at_least", 1)]})
    slow = "(SELECT true FROM pg_sleep(5))"
    with db.transaction(scope) as session:
        at_once = queries.quick_count(session, scope, wanted)
        real = sql.compiled
        with monkeypatch.context() as broken:
            broken.setattr(queries, "QUICK_MS", 20)
            broken.setattr(
                queries,
                "compiled",
                lambda *asked, of_few=False: _slowed(real(*asked, of_few=of_few), "true" if of_few else slow),
            )
            late = queries.quick_count(session, scope, wanted)
        exact = queries.count(session, scope, wanted)

    assert (at_once, late, exact) == (Count(3), Count(3, is_estimate=True), 3)


def _slowed(asked: Any, by: str) -> Any:  # noqa: ANN401 - a compiled statement
    asked.where = f"{asked.where} AND {by}"
    return asked


@pytest.mark.parametrize(("number", "shown"), [(7, 7), (99, 99), (1_234, 1_200), (987_654, 990_000)])
def test_estimate_shows_two_figures(number: int, shown: int) -> None:
    assert queries.rounded(number) == shown


def test_sums_are_kept_by_lira(scope: Scope, store: UUID) -> None:
    with db.transaction(scope) as session:
        found = session.execute(
            text("SELECT orders, counted, spent FROM customer_tally ORDER BY spent")
        ).all()

    assert [tuple(row) for row in found] == [
        (1, 1, Decimal("100.00")),
        (3, 3, Decimal("300.00")),
        (1, 1, Decimal("400.00")),
    ]
