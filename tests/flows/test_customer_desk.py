"""What a customer's page shows of several books."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from prapazar.domain.customers import actions
from prapazar.domain.customers.queries import CustomerFilter
from prapazar.flows import customer_desk, list_sheets
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog
from tests.factories.customers import MODA, arrive, bought, ids

_CLAIM = (
    "INSERT INTO claim (id, merchant_id, external_id, number, kind, status, order_id, payload_hash, created_at,"
    " provider_status, order_external_id, buyer_name, reason, currency, detail, note, unit_count, received_count,"
    " inspected_count) SELECT gen_random_uuid(), merchant_id, 'c1', 'T-1', 'return', 'waiting', id, '',"
    " ordered_at + interval '2 hours', '', '', '', 'Küçük geldi', 'TRY', '', '', 1, 0, 0 FROM purchase_order"
    " WHERE number = 'o-1'"
)
_PAYMENT = (
    "INSERT INTO payment (id, merchant_id, order_id, method, reference, status, title, amount, currency,"
    " installments, card, failure, note, paid_at, created_at) SELECT gen_random_uuid(), merchant_id, id, 'cash',"
    " 'P-1', 'paid', '', 100, 'TRY', 1, '', '', '', ordered_at + interval '1 hour', ordered_at FROM purchase_order"
    " WHERE number = 'o-2'"
)


@pytest.fixture
def shop(scope: Scope) -> None:
    """Ayşe, known by two addresses and merged, with a claim and a payment; and Can."""
    with db.transaction(scope) as session:
        store = catalog.connection(session, scope)
    arrive(
        scope,
        store,
        bought("1", "Ayşe Yılmaz", email="a@x.com", phone="05321234567", address=MODA),
        bought("2", "Ayşe Demir", email="b@x.com", day=1),
        bought("3", "Can Er", email="c@x.com", day=2),
    )
    known = ids(scope)
    with db.transaction(scope) as session:
        for statement in (_CLAIM, _PAYMENT):
            session.execute(text(statement))
        actions.merge(session, scope, known["Ayşe Yılmaz"], known["Ayşe Demir"])


@pytest.mark.usefixtures("shop")
def test_timeline_tells_of_all_books_of_all_who_are_one(scope: Scope) -> None:
    ayse = ids(scope)["Ayşe Yılmaz"]
    with db.transaction(scope) as session:
        whole = customer_desk.timeline(session, scope, ayse)
        claims = customer_desk.timeline(session, scope, ayse, kind="claim")
        parts, after = [], ""
        while part := customer_desk.timeline(session, scope, ayse, after=after, limit=1):
            parts += part
            after = customer_desk.cursor(part[-1])
        seen = customer_desk.timeline(
            session, replace(scope, permissions=frozenset({"customers.read", "claims.read"})), ayse
        )

    assert [(one.kind, one.number) for one in whole] == [
        ("payment", "P-1"),
        ("order", "o-2"),
        ("claim", "T-1"),
        ("order", "o-1"),
    ]
    assert parts == whole
    assert claims == [whole[2]]
    assert seen == claims


@pytest.mark.usefixtures("shop")
def test_sheet_keeps_to_itself_what_a_person_may_not_see(scope: Scope) -> None:
    blind = replace(scope, masks=frozenset({"buyer.email", "buyer.phone"}))

    open_, hidden = (
        b"".join(list_sheets.as_csv(customer_desk.sheet(one, CustomerFilter()))).decode().splitlines()
        for one in (scope, blind)
    )

    assert len(open_) == len(hidden) == 3
    assert open_[2].split(";")[:6] == ["Ayşe Yılmaz", "", "a@x.com", "905321234567", "", "İstanbul"]
    assert hidden[2].split(";")[:6] == ["Ayşe Yılmaz", "", "•••", "•••", "", "İstanbul"]
