"""Reads of people, roles and sessions, as small frozen rows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access.tokens import digest
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.settings import settings

_TOUCH_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """Who stands behind a cookie, and what they may do in the merchant they chose."""

    id: UUID
    user_id: UUID
    user_name: str
    email: str
    locale: Locale
    theme: str
    is_super_admin: bool
    merchant_id: UUID | None
    merchant_name: str
    role_key: str
    role_name: str
    permissions: frozenset[str]
    masks: frozenset[str]
    seen_at: datetime


class NoMerchantChosen(Exception):
    """Logged in, but in no merchant: nothing of a tenant can be seen."""

    code = "no_merchant"


_SESSION = text(
    "SELECT s.id, u.id AS user_id, u.name AS user_name, u.email, u.locale, u.theme, u.is_super_admin,"
    " m.id AS merchant_id, coalesce(m.name, '') AS merchant_name,"
    " coalesce(r.key, '') AS role_key, coalesce(r.name, '') AS role_name,"
    " r.permissions, r.masks, s.seen_at"
    " FROM login_session s JOIN app_user u ON u.id = s.user_id AND u.is_active"
    " LEFT JOIN membership k ON k.user_id = u.id AND k.merchant_id = s.active_merchant_id"
    " AND NOT k.is_suspended"
    " LEFT JOIN role r ON r.id = k.role_id"
    " LEFT JOIN merchant m ON m.id = s.active_merchant_id AND m.is_active"
    " AND (u.is_super_admin OR k.id IS NOT NULL)"
    " WHERE s.key_hash = :key_hash AND s.revoked_at IS NULL AND s.expires_at > now()"
)


def session_by_key(session: Session, raw_key: str) -> SessionRow | None:
    """One statement: user, merchant, role. None when revoked, expired, suspended or unknown."""
    found = session.execute(_SESSION, {"key_hash": digest(raw_key)}).mappings().one_or_none()
    if found is None:
        return None
    everything = found["is_super_admin"]
    in_merchant = found["merchant_id"] is not None
    return SessionRow(
        **{
            **found,
            "permissions": frozenset({"*"} if everything else found["permissions"] or ())
            if in_merchant or everything
            else frozenset(),
            "masks": frozenset(() if everything else found["masks"] or ()),
        }
    )


_TOUCH = text(
    "UPDATE login_session SET seen_at = now(), expires_at = greatest(expires_at, now() + :kept)"
    " WHERE id = :id AND seen_at < now() - interval '5 minutes'"
)


def touch(session: Session, row: SessionRow) -> None:
    """A session in use stays alive; written at most every five minutes."""
    if now() - row.seen_at > _TOUCH_EVERY:
        session.execute(_TOUCH, {"id": row.id, "kept": timedelta(hours=settings().session_hours)})


def scope_of(row: SessionRow) -> Scope:
    if row.merchant_id is None:
        raise NoMerchantChosen
    return Scope(
        merchant_id=row.merchant_id,
        user_id=row.user_id,
        permissions=row.permissions,
        locale=row.locale,
        masks=row.masks,
    )


_MERCHANTS = text(
    "SELECT m.id, m.name FROM merchant m WHERE m.is_active AND (:everything OR EXISTS ("
    "SELECT 1 FROM membership k WHERE k.merchant_id = m.id AND k.user_id = :user AND NOT k.is_suspended))"
    " ORDER BY m.name, m.id LIMIT 200"
)


def merchants_of(session: Session, row: SessionRow) -> list[tuple[UUID, str]]:
    """Those a person may switch to."""
    found = session.execute(_MERCHANTS, {"user": row.user_id, "everything": row.is_super_admin})
    return [(merchant.id, merchant.name) for merchant in found]


@dataclass(frozen=True, slots=True)
class MemberRow:
    user_id: UUID
    name: str
    email: str
    role_id: UUID
    role_key: str | None
    role_name: str
    is_suspended: bool
    is_waiting: bool
    """Invited, has not chosen a password yet."""
    last_login_at: datetime | None


def members(session: Session, scope: Scope) -> list[MemberRow]:
    scope.require("users.read")
    found = session.execute(
        text(
            "SELECT u.id, u.name, u.email, r.id, r.key, r.name, k.is_suspended OR NOT u.is_active,"
            " u.password_hash IS NULL, u.last_login_at"
            " FROM membership k JOIN app_user u ON u.id = k.user_id JOIN role r ON r.id = k.role_id"
            " WHERE k.merchant_id = :merchant ORDER BY lower(u.name), u.id"
        ),
        {"merchant": scope.merchant_id},
    )
    return [MemberRow(*row) for row in found]


@dataclass(frozen=True, slots=True)
class RoleRow:
    id: UUID
    key: str | None
    name: str
    permissions: tuple[str, ...]
    masks: tuple[str, ...]
    people: int


def roles(session: Session, scope: Scope) -> list[RoleRow]:
    scope.require("roles.read")
    found = session.execute(
        text(
            "SELECT r.id, r.key, r.name, r.permissions, r.masks, count(k.id) FROM role r"
            " LEFT JOIN membership k ON k.role_id = r.id WHERE r.merchant_id = :merchant"
            " GROUP BY r.id ORDER BY r.key IS NULL, r.created_at, r.id"
        ),
        {"merchant": scope.merchant_id},
    )
    return [
        RoleRow(row[0], row[1], row[2], tuple(row.permissions), tuple(row.masks), row[5]) for row in found
    ]


def merchant_name(session: Session, scope: Scope) -> str:
    found: str = session.execute(
        text("SELECT name FROM merchant WHERE id = :id"), {"id": scope.merchant_id}
    ).scalar_one()
    return found
