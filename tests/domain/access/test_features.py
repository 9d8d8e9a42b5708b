"""Parts of the product switched on and off."""

import pytest

from prapazar.domain.access import features
from prapazar.domain.access.errors import AccessInvalid
from prapazar.domain.access.permissions import SUBJECTS
from prapazar.foundation import db
from prapazar.foundation.scope import PermissionDenied, system_scope
from tests.factories import people


def test_features_open_subjects_that_exist() -> None:
    assert {subject for opened in features.FEATURES.values() for subject in opened} <= set(SUBJECTS)


def test_what_is_off_takes_its_permissions_away() -> None:
    left = features.without(["claims.read", "claims.write", "orders.read", "messages.read"], ["returns"])

    assert left == {"orders.read", "messages.read"}


@pytest.mark.usefixtures("database")
def test_a_switch_acts_on_open_sessions_of_merchant_and_role() -> None:
    merchant_id = people.merchant()
    boss = people.member(merchant_id, is_super_admin=True)
    clerk, desk = people.member(merchant_id, "operator"), people.member(merchant_id, "support_rep")
    elsewhere = people.member(people.merchant("Ege"), "operator")
    operator = people.role_id(merchant_id, "operator")
    everybody = (clerk, desk, elsewhere)

    seen = [[who.scope.can("claims.read") for who in everybody]]
    for role_id, is_on in (
        (operator, False),
        (operator, True),
        (None, False),
        (operator, True),
        (None, True),
    ):
        with db.transaction(boss.scope) as session:
            features.switch(session, boss.scope, "returns", role_id, is_on=is_on)
        seen.append([who.scope.can("claims.read") for who in everybody])

    assert seen == [
        [True, True, True],
        [False, True, True],
        [True, True, True],
        [False, False, True],
        [False, False, True],  # what the merchant does not have, no role has
        [True, True, True],
    ]
    with db.transaction(boss.scope) as session:
        assert features.is_on(session, boss.scope, "returns")


@pytest.mark.usefixtures("database")
def test_who_may_switch_what() -> None:
    merchant_id = people.merchant()
    admin, clerk = people.member(merchant_id), people.member(merchant_id, "operator")
    role_id = people.role_id(merchant_id, "operator")
    stranger = people.role_id(people.merchant("Ege"), "operator")

    def refused(scope: object, feature: str, role: object) -> str:
        with pytest.raises((PermissionDenied, AccessInvalid)) as why, db.transaction(admin.scope) as session:
            features.switch(session, scope, feature, role, is_on=False)  # type: ignore[arg-type]  # what anybody may send
        return getattr(why.value, "code", "denied")

    assert [
        refused(admin.scope, "returns", None),
        refused(clerk.scope, "returns", role_id),
        refused(admin.scope, "flying", role_id),
        refused(admin.scope, "returns", stranger),
        refused(admin.scope, "returns", people.role_id(merchant_id, "admin")),
    ] == ["denied", "denied", "access.not_a_choice", "access.role_unknown", "access.role_fixed"]
    with db.transaction(system_scope(merchant_id)) as session:
        assert features.flags(session, system_scope(merchant_id)) == []
