"""The people of a merchant: invite, add, change role, bind to a supplier, suspend."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import audit, passwords, tokens
from prapazar.domain.access.actions.own import checked_email
from prapazar.domain.access.actions.roles import check_givable
from prapazar.domain.access.errors import AccessInvalid
from prapazar.domain.access.models import Membership, User
from prapazar.domain.access.tokens import Purpose
from prapazar.foundation import live
from prapazar.foundation.scope import Scope


def invite(
    session: Session, scope: Scope, email: str, role_id: UUID, supplier_id: UUID | None = None
) -> str | None:
    """As the system role. The token to mail; None where the person has a password already and is just added.

    With a supplier they see its packages and articles alone.
    """
    scope.require("users.write")
    address = checked_email(email)
    check_givable(session, scope, role_id)
    _check_supplier(session, scope, supplier_id)
    user = _user(session, address)
    _join(session, scope, user.id, role_id, supplier_id)
    of_supplier = {"supplier": str(supplier_id)} if supplier_id else {}
    audit.append(session, scope, "users.invite", user.id, {"role": str(role_id), **of_supplier})
    return None if user.password_hash else tokens.issue(session, Purpose.INVITATION, user.id)


def invite_again(session: Session, scope: Scope, user_id: UUID) -> tuple[str, str]:
    """(e-mail, token) for somebody who has not accepted yet; the earlier link ends. As the system role."""
    scope.require("users.write")
    waiting = session.execute(
        text(
            "SELECT u.email FROM app_user u JOIN membership m ON m.user_id = u.id AND m.merchant_id = :merchant"
            " WHERE u.id = :user AND u.password_hash IS NULL"
        ),
        {"merchant": scope.merchant_id, "user": user_id},
    ).scalar()
    if waiting is None:
        raise AccessInvalid("user", "access.not_waiting")
    audit.append(session, scope, "users.invite", user_id, {})
    return waiting, tokens.issue(session, Purpose.INVITATION, user_id)


def add_member(
    session: Session,
    scope: Scope,
    *,
    email: str,
    name: str,
    password: str,
    role_key: str,
    is_super_admin: bool = False,
) -> UUID:
    """As the system role: a person with a password, for the demo and for registration."""
    scope.require("users.write")
    wrong = passwords.fault(password)
    if wrong:
        raise AccessInvalid("password", wrong)
    address = checked_email(email)
    # Also somebody only invited: the invitation proves who reads that mailbox, this does not.
    if session.execute(text("SELECT 1 FROM app_user WHERE email = :email"), {"email": address}).scalar():
        raise AccessInvalid("email", "access.email_taken")
    if not name.strip():
        raise AccessInvalid("name", "forms.required")
    user = User(
        email=address,
        name=name.strip()[:120],
        password_hash=passwords.hashed(password),
        is_super_admin=is_super_admin,
    )
    session.add(user)
    session.flush()
    role_id = session.execute(
        text("SELECT id FROM role WHERE merchant_id = :merchant AND key = :key"),
        {"merchant": scope.merchant_id, "key": role_key},
    ).scalar_one()
    _join(session, scope, user.id, role_id)
    return user.id


def set_member_role(session: Session, scope: Scope, user_id: UUID, role_id: UUID) -> None:
    """As the system role; open tabs follow at once. Raises AccessInvalid."""
    scope.require("users.write")
    check_givable(session, scope, role_id)
    if user_id == scope.user_id:
        raise AccessInvalid("role", "access.own_role")
    found = session.execute(
        text(
            "UPDATE membership SET role_id = :role WHERE merchant_id = :merchant AND user_id = :user RETURNING id"
        ),
        {"role": role_id, "merchant": scope.merchant_id, "user": user_id},
    )
    if found.scalar() is None:
        raise AccessInvalid("user", "access.not_a_member")
    audit.append(session, scope, "users.role", user_id, {"role": str(role_id)})
    live.tell_user(session, user_id, "access.changed")


def set_member_supplier(session: Session, scope: Scope, user_id: UUID, supplier_id: UUID | None) -> None:
    """As the system role; open tabs follow at once. None: bound to none. Raises AccessInvalid."""
    scope.require("users.write")
    if user_id == scope.user_id:
        raise AccessInvalid("supplier", "access.own_role")
    _check_supplier(session, scope, supplier_id)
    row = session.execute(
        text(
            "SELECT k.id, k.supplier_id, k.role_id FROM membership k"
            " WHERE k.merchant_id = :merchant AND k.user_id = :user FOR UPDATE"
        ),
        {"merchant": scope.merchant_id, "user": user_id},
    ).one_or_none()
    if row is None:
        raise AccessInvalid("user", "access.not_a_member")
    if row.supplier_id == supplier_id:
        return
    if supplier_id is None:
        # Without a supplier a role of the merchant's own means all that it says: as if it were given just now.
        check_givable(session, scope, row.role_id)
    session.execute(
        text("UPDATE membership SET supplier_id = :supplier WHERE id = :id"),
        {"supplier": supplier_id, "id": row.id},
    )
    told = {"supplier": str(supplier_id) if supplier_id else None}
    audit.append(session, scope, "users.supplier", user_id, told)
    live.tell_user(session, user_id, "access.changed")


def _check_supplier(session: Session, scope: Scope, supplier_id: UUID | None) -> None:
    """Of the merchant. Who sees one supplier alone binds nobody, for they invite nobody."""
    if supplier_id is None:
        return
    known = session.execute(
        text("SELECT 1 FROM warehouse WHERE id = :id AND merchant_id = :merchant AND is_supplier"),
        {"id": supplier_id, "merchant": scope.merchant_id},
    ).scalar()
    if known is None:
        raise AccessInvalid("supplier", "access.supplier_unknown")


def set_suspended(session: Session, scope: Scope, user_id: UUID, *, is_suspended: bool) -> None:
    """Out of this merchant at once: the membership goes or comes back with its role. As the system role."""
    scope.require("users.write")
    if user_id == scope.user_id:
        raise AccessInvalid("user", "access.own_account")
    found = session.execute(
        text(
            "UPDATE membership SET is_suspended = :suspended WHERE merchant_id = :merchant AND user_id = :user"
            " RETURNING id"
        ),
        {"suspended": is_suspended, "merchant": scope.merchant_id, "user": user_id},
    )
    if found.scalar() is None:
        raise AccessInvalid("user", "access.not_a_member")
    audit.append(session, scope, "users.suspend", user_id, {"suspended": is_suspended})
    live.tell_user(session, user_id, "access.changed")


def _user(session: Session, address: str) -> User:
    row = session.execute(text("SELECT id FROM app_user WHERE email = :email"), {"email": address}).scalar()
    if row:
        found = session.get(User, row)
        if found:
            return found
    made = User(email=address, name=address.partition("@")[0])
    session.add(made)
    session.flush()
    return made


def _join(
    session: Session, scope: Scope, user_id: UUID, role_id: UUID, supplier_id: UUID | None = None
) -> None:
    taken = session.execute(
        text("SELECT 1 FROM membership WHERE merchant_id = :merchant AND user_id = :user"),
        {"merchant": scope.merchant_id, "user": user_id},
    ).scalar()
    if taken:
        raise AccessInvalid("email", "access.already_member")
    member = Membership(
        merchant_id=scope.merchant_id, user_id=user_id, role_id=role_id, supplier_id=supplier_id
    )
    session.add(member)
    session.flush()
