"""The layout of a list belongs to one person on one screen."""

from dataclasses import replace

import pytest

from prapazar.domain.access import actions
from prapazar.domain.access.layouts import Layout, keep_layout, layout
from prapazar.foundation import db
from prapazar.foundation.scope import Scope


@pytest.fixture
def people(scope: Scope) -> tuple[Scope, Scope]:
    with db.system_transaction() as session:
        inside = replace(scope, merchant_id=actions.create_merchant(session, "Marmara"))
        made = [
            actions.add_member(
                session, inside, email=email, name="Ada", password="uzun-parola-1", role_key="operator"
            )
            for email in ("a@b.example", "b@b.example")
        ]
    return replace(inside, user_id=made[0]), replace(inside, user_id=made[1])


def test_layout_is_kept_for_one_person_and_one_screen(people: tuple[Scope, Scope]) -> None:
    ada, other = people
    with db.transaction(ada) as session:
        keep_layout(session, ada, "stock", ["sku"], is_comfortable=False)
        keep_layout(session, ada, "stock", ["sku", "channels"], is_comfortable=True)

        assert layout(session, ada, "stock") == Layout(("channels", "sku"), is_comfortable=True)
        assert (layout(session, ada, "orders"), layout(session, other, "stock")) == (None, None)
