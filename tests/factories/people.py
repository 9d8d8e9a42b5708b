"""Merchants with people who can log in."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from prapazar.domain.access import actions, queries, sessions
from prapazar.foundation import db
from prapazar.foundation.scope import Scope, system_scope

PASSWORD = "kirmizi-Balik-42"


@dataclass(frozen=True)
class Member:
    user_id: UUID
    merchant_id: UUID
    email: str
    key: str

    @property
    def scope(self) -> Scope:
        with db.system_transaction() as session:
            row = queries.session_by_key(session, self.key)
        assert row is not None
        return queries.scope_of(row)


def merchant(name: str = "Anadolu") -> UUID:
    with db.system_transaction() as session:
        return actions.create_merchant(session, name)


def member(
    merchant_id: UUID, role_key: str = "admin", email: str = "", *, is_super_admin: bool = False
) -> Member:
    """Somebody with a role, logged in."""
    address = email or f"{role_key}-{merchant_id.hex[-8:]}@example.com"
    with db.system_transaction() as session:
        user_id = actions.add_member(
            session,
            system_scope(merchant_id),
            email=address,
            name="Ayşe Yılmaz",
            password=PASSWORD,
            role_key=role_key,
            is_super_admin=is_super_admin,
        )
        key = actions.log_in(session, address, PASSWORD)
    sessions.forget_all()
    return Member(user_id, merchant_id, address, key)


def role_id(merchant_id: UUID, key: str) -> UUID:
    with db.system_transaction() as session:
        found: UUID = session.execute(
            text("SELECT id FROM role WHERE merchant_id = :merchant AND key = :key"),
            {"merchant": merchant_id, "key": key},
        ).scalar_one()
    return found
