"""The customer list as people ask for it."""

from dataclasses import replace

import pytest

from prapazar.domain.customers import queries
from prapazar.domain.customers.actions import Facts, change
from prapazar.domain.customers.errors import CustomerMissing, CustomerRefused
from prapazar.domain.customers.queries import CustomerFilter
from prapazar.foundation import db
from prapazar.foundation.scope import PermissionDenied, Scope
from tests.factories import catalog
from tests.factories.customers import MODA, arrive, bought, ids, people


@pytest.fixture
def shop(scope: Scope) -> str:
    """Three customers; the channel Ayşe bought through."""
    with db.transaction(scope) as session:
        store = catalog.connection(session, scope)
        other = catalog.connection(session, scope, "n11")
    arrive(
        scope,
        store,
        bought("1", "Ayşe Işık", email="ayse@ornek.com", phone="0532 123 45 67", address=MODA, quantity=3),
        bought("2", "Ayşe Işık", email="ayse@ornek.com", day=1),
    )
    arrive(
        scope,
        other,
        bought("3", "Can Er", email="can@x.com", tax="1234567890", quantity=2, day=2),
        bought("4", "Bora Öz", phone="+49 151 23456789", day=3, address={"line": "Str. 1", "city": "Bonn"}),
    )
    return str(store)


@pytest.mark.parametrize(
    "said",
    [
        "isik",
        "IŞIK ayş",
        "ornek.com",
        "ayse@ornek.com",
        "0532 123",
        "5321234567",
        "905321234567",
        "kadıköy",
        "İSTANBUL",
    ],
)
@pytest.mark.usefixtures("shop")
def test_customer_is_found_by_any_of_its_facts(scope: Scope, said: str) -> None:
    assert people(scope, search=said) == {"Ayşe Işık": 2}


def test_list_is_narrowed_by_channel_city_and_view(scope: Scope, shop: str) -> None:
    assert people(scope, channel=shop) == {"Ayşe Işık": 2}
    assert people(scope, channel=queries.BY_HAND) == {}
    assert people(scope, city="İstanbul") == {"Ayşe Işık": 2}
    assert people(scope, city="Bonn") == {"Bora Öz": 1}
    assert people(scope, view="repeat") == {"Ayşe Işık": 2}
    assert people(scope, search="1234567890") == {"Can Er": 1}
    assert people(scope, channel="anything") == {"Bora Öz": 1, "Can Er": 1, "Ayşe Işık": 2}


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("-last", ["Bora Öz", "Can Er", "Ayşe Işık"]),
        ("last", ["Ayşe Işık", "Can Er", "Bora Öz"]),
        ("-spent", ["Ayşe Işık", "Can Er", "Bora Öz"]),
        ("-orders", ["Ayşe Işık", None, None]),
        ("name", ["Ayşe Işık", "Bora Öz", "Can Er"]),
    ],
)
@pytest.mark.usefixtures("shop")
def test_pages_follow_each_other_in_any_order(scope: Scope, sort: str, names: list[str | None]) -> None:
    found: list[str] = []
    after = ""
    with db.transaction(scope) as session:
        while rows := queries.page(session, scope, CustomerFilter(), after=after, limit=1, sort=sort):
            found += [row.name for row in rows]
            after = queries.cursor(rows[-1], sort)

    assert [name if wanted else None for name, wanted in zip(found, names, strict=True)] == names


@pytest.mark.usefixtures("shop")
def test_what_a_person_may_not_see_finds_nobody(scope: Scope) -> None:
    blind = replace(scope, masks=frozenset({"buyer.name", "buyer.email", "buyer.phone"}))

    assert people(blind, search="isik") == {}
    assert people(blind, search="ayse@ornek.com") == {}
    assert people(blind, search="0532") == {}
    assert people(blind, search="kadıköy") == {"Ayşe Işık": 2}
    with db.transaction(scope) as session, pytest.raises(PermissionDenied):
        queries.page(session, replace(scope, permissions=frozenset({"orders.read"})), CustomerFilter())


@pytest.mark.usefixtures("shop")
def test_own_words_about_a_customer_are_kept_and_found(scope: Scope) -> None:
    known = ids(scope)["Can Er"]

    with db.transaction(scope) as session:
        change(session, scope, known, Facts("Can Erdem", "Pazartesi arayın", [" bayi", "bayi", ""]))
        with pytest.raises(CustomerRefused):
            change(session, scope, known, Facts(name="  "))
        with pytest.raises(CustomerMissing):
            change(session, scope, scope.merchant_id, Facts(note="x"))
        row = queries.page(session, scope, CustomerFilter(search="erdem"))[0]

    assert (row.id, row.name, row.tags) == (known, "Can Erdem", ["bayi"])
