"""Roles made and changed by people."""

from uuid import UUID

import pytest

from prapazar.domain.access import actions, queries
from prapazar.domain.access.errors import AccessInvalid, RoleInUse
from prapazar.foundation import db
from tests.factories import people
from tests.factories.people import Member

pytestmark = pytest.mark.usefixtures("database")


def _save(who: Member, name: str, permissions: list[str], role_id: UUID | None = None) -> UUID:
    with db.transaction(who.scope) as session:
        return actions.save_role(session, who.scope, role_id=role_id, name=name, permissions=permissions)


def _names(who: Member) -> list[str]:
    with db.transaction(who.scope) as session:
        return [row.name for row in queries.roles(session, who.scope)]


def test_save_role_keeps_the_permissions_with_reading() -> None:
    who = people.member(people.merchant())

    made = _save(who, " Depo ", ["stock.write"])

    with db.transaction(who.scope) as session:
        kept = next(row for row in queries.roles(session, who.scope) if row.id == made)
    assert (kept.name, kept.permissions, kept.people) == ("Depo", ("stock.read", "stock.write"), 0)


@pytest.mark.parametrize(
    ("name", "permissions", "code"),
    [
        ("", ["stock.read"], "forms.required"),
        ("Depo", ["stock.fly"], "access.not_a_choice"),
        ("Depo", ["*"], "access.not_a_choice"),
        ("Operatör", ["stock.read"], "access.role_name_taken"),
        ("Depo", ["system.write"], "access.more_than_own"),
    ],
)
def test_save_role_refuses(name: str, permissions: list[str], code: str) -> None:
    who = people.member(people.merchant())
    before = _names(who)

    with pytest.raises(AccessInvalid) as refused:
        _save(who, name, permissions)

    assert (refused.value.code, _names(who)) == (code, before)


def test_the_admin_role_stays_as_it_is() -> None:
    who = people.member(people.merchant())
    admin = people.role_id(who.merchant_id, "admin")

    with pytest.raises(AccessInvalid):
        _save(who, "Yönetici", ["stock.read"], admin)
    with pytest.raises(AccessInvalid), db.transaction(who.scope) as session:
        actions.delete_role(session, who.scope, admin)

    assert who.scope.can("users.write")


def test_roles_of_another_merchant_are_out_of_reach() -> None:
    who, other = people.member(people.merchant("Anadolu")), people.merchant("Ege")
    theirs = people.role_id(other, "operator")

    with pytest.raises(AccessInvalid):
        _save(who, "Bizim", ["stock.read"], theirs)
    with pytest.raises(AccessInvalid), db.transaction(who.scope) as session:
        actions.delete_role(session, who.scope, theirs)

    assert people.role_id(other, "operator") == theirs


def test_a_role_people_hold_is_not_deleted() -> None:
    merchant_id = people.merchant()
    who = people.member(merchant_id)
    people.member(merchant_id, "supplier")

    with pytest.raises(RoleInUse), db.transaction(who.scope) as session:
        actions.delete_role(session, who.scope, people.role_id(merchant_id, "supplier"))
    with db.transaction(who.scope) as session:
        actions.delete_role(session, who.scope, people.role_id(merchant_id, "sales_rep"))

    names = _names(who)
    assert ("Tedarikçi" in names, "Satış temsilcisi" in names) == (True, False)
