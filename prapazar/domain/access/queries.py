"""Reads of people, roles and sessions, as small frozen rows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import features
from prapazar.domain.access.errors import AccessInvalid, NotOwnAccount
from prapazar.domain.access.permissions import of_supplier, supplier_of
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
    time_zone: str = "Europe/Istanbul"
    photo: str = ""
    """Digest of the picture; "" where there is none."""
    stores: frozenset[UUID] | None = None
    """The only ones to be seen; None: all."""
    supplier_id: UUID | None = None
    """The only supplier of whom they see anything; None: no such limit."""
    has_factor: bool = False
    must_enroll: bool = False
    """The role asks for a second factor that the person has not set up: nothing is permitted before."""
    impersonator_id: UUID | None = None
    """The super admin whose session it is, while they stand in this person's place."""
    impersonator_name: str = ""
    ip: str = ""
    """From which the session was begun."""

    @property
    def own_id(self) -> UUID:
        """Whose account may be changed from here. Raises NotOwnAccount."""
        if self.impersonator_id is not None:
            raise NotOwnAccount
        return self.user_id


class NoMerchantChosen(Exception):
    """Logged in, but in no merchant: nothing of a tenant can be seen."""

    code = "no_merchant"


_SESSION = text(
    "SELECT s.id, u.id AS user_id, u.name AS user_name, u.email, u.locale, u.theme, u.is_super_admin,"
    " m.id AS merchant_id, coalesce(m.name, '') AS merchant_name,"
    " coalesce(r.key, '') AS role_key, coalesce(r.name, '') AS role_name,"
    " r.permissions, r.masks, s.seen_at, coalesce(s.ip, '') AS ip, u.time_zone, coalesce(p.digest, '') AS photo,"
    " coalesce(r.is_store_limited, false) AS is_store_limited, r.stores, k.supplier_id,"
    " coalesce(r.needs_factor, false) AS needs_factor, f.id IS NOT NULL AS has_factor,"
    " CASE WHEN s.acting_as IS NOT NULL THEN w.id END AS impersonator_id,"
    " CASE WHEN s.acting_as IS NOT NULL THEN w.name ELSE '' END AS impersonator_name,"
    " ARRAY(SELECT g.feature FROM feature_flag g WHERE g.merchant_id = m.id AND NOT g.is_on"
    "  AND (g.role_id IS NULL OR g.role_id = r.id)) AS off"
    # Who logged in, and in whose place they stand: only a super admin, for an hour, in nobody's like them.
    " FROM login_session s JOIN app_user w ON w.id = s.user_id AND w.is_active"
    " JOIN app_user u ON u.id = coalesce(s.acting_as, s.user_id) AND u.is_active"
    " LEFT JOIN membership k ON k.user_id = u.id AND k.merchant_id = s.active_merchant_id"
    " AND NOT k.is_suspended"
    " LEFT JOIN role r ON r.id = k.role_id"
    " LEFT JOIN merchant m ON m.id = s.active_merchant_id AND m.is_active"
    " AND (u.is_super_admin OR k.id IS NOT NULL)"
    " LEFT JOIN second_factor f ON f.user_id = u.id AND f.confirmed_at IS NOT NULL"
    " LEFT JOIN user_photo p ON p.user_id = u.id"
    " WHERE s.key_hash = :key_hash AND s.revoked_at IS NULL AND s.expires_at > now()"
    " AND (s.acting_as IS NULL OR (w.is_super_admin AND NOT u.is_super_admin AND s.acting_until > now()))"
)


def session_by_key(session: Session, raw_key: str) -> SessionRow | None:
    """One statement: user, merchant, role. None when revoked, expired, suspended or unknown."""
    found = session.execute(_SESSION, {"key_hash": digest(raw_key)}).mappings().one_or_none()
    if found is None:
        return None
    told = dict(found)
    is_limited, stores = told.pop("is_store_limited"), told.pop("stores")
    needs_factor, off = told.pop("needs_factor"), told.pop("off")
    must_enroll = needs_factor and not told["has_factor"] and told["impersonator_id"] is None
    everything = told["is_super_admin"] and not must_enroll
    held = told["permissions"] or () if told["merchant_id"] is not None and not must_enroll else ()
    bound = told.pop("supplier_id")
    supplier = None if everything or told["merchant_id"] is None else supplier_of(told["role_key"], bound)
    return SessionRow(
        **{
            **told,
            "is_super_admin": everything,
            "permissions": frozenset({"*"})
            if everything
            else of_supplier(features.without(held, off), supplier),
            "masks": frozenset(() if everything else told["masks"] or ()),
            "stores": frozenset(UUID(one) for one in stores) if is_limited and not everything else None,
            "supplier_id": supplier,
            "must_enroll": must_enroll,
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
        stores=row.stores,
        supplier_id=row.supplier_id,
        behind_id=row.impersonator_id,
        origin=row.ip,
    )


_MERCHANTS = text(
    "SELECT m.id, m.name FROM merchant m WHERE m.is_active AND (:everything OR EXISTS ("
    "SELECT 1 FROM membership k WHERE k.merchant_id = m.id AND k.user_id = :user AND NOT k.is_suspended))"
    " ORDER BY m.name, m.id LIMIT 200"
)


def merchants_of(session: Session, row: SessionRow) -> list[tuple[UUID, str]]:
    """Those a person may switch to; in another's place one stays where one began."""
    if row.impersonator_id is not None:
        return [(row.merchant_id, row.merchant_name)] if row.merchant_id else []
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
    is_super_admin: bool = False
    supplier_id: UUID | None = None
    supplier: str = ""


def members(session: Session, scope: Scope) -> list[MemberRow]:
    scope.require("users.read")
    found = session.execute(
        text(
            "SELECT u.id, u.name, u.email, r.id, r.key, r.name, k.is_suspended OR NOT u.is_active,"
            " u.password_hash IS NULL, u.last_login_at, u.is_super_admin, k.supplier_id, coalesce(w.name, '')"
            " FROM membership k JOIN app_user u ON u.id = k.user_id JOIN role r ON r.id = k.role_id"
            " LEFT JOIN warehouse w ON w.id = k.supplier_id"
            " WHERE k.merchant_id = :merchant ORDER BY lower(u.name), u.id"
        ),
        {"merchant": scope.merchant_id},
    )
    return [MemberRow(*row) for row in found]


@dataclass(frozen=True, slots=True)
class SupplierRow:
    id: UUID
    name: str
    people: int
    """Who sees its packages and articles."""


def suppliers(session: Session, scope: Scope) -> list[SupplierRow]:
    """Whom people may be bound to."""
    scope.require("users.read")
    found = session.execute(
        text(
            "SELECT w.id, w.name, count(k.id) FROM warehouse w LEFT JOIN membership k ON k.supplier_id = w.id"
            " WHERE w.merchant_id = :merchant AND w.is_supplier GROUP BY w.id ORDER BY w.name, w.id"
        ),
        {"merchant": scope.merchant_id},
    )
    return [SupplierRow(*row) for row in found]


@dataclass(frozen=True, slots=True)
class Face:
    has_factor: bool
    photo: str
    """Digest of the picture; "" where there is none."""


def faces(session: Session, scope: Scope) -> dict[UUID, Face]:
    """By person. As the system role: the tenant role reads neither second factors nor pictures."""
    scope.require("users.read")
    found = session.execute(
        text(
            "SELECT k.user_id, f.id IS NOT NULL, coalesce(p.digest, '') FROM membership k"
            " LEFT JOIN second_factor f ON f.user_id = k.user_id AND f.confirmed_at IS NOT NULL"
            " LEFT JOIN user_photo p ON p.user_id = k.user_id WHERE k.merchant_id = :merchant"
        ),
        {"merchant": scope.merchant_id},
    )
    return {row[0]: Face(row[1], row[2]) for row in found}


@dataclass(frozen=True, slots=True)
class RoleRow:
    id: UUID
    key: str | None
    name: str
    permissions: tuple[str, ...]
    masks: tuple[str, ...]
    people: int
    stores: tuple[str, ...] | None = None
    """Ids of the only stores it sees; None: all."""
    needs_factor: bool = False


def roles(session: Session, scope: Scope) -> list[RoleRow]:
    scope.require("roles.read")
    found = session.execute(
        text(
            "SELECT r.id, r.key, r.name, r.permissions, r.masks, count(k.id), r.is_store_limited, r.stores,"
            " r.needs_factor FROM role r"
            " LEFT JOIN membership k ON k.role_id = r.id WHERE r.merchant_id = :merchant"
            " GROUP BY r.id ORDER BY r.key IS NULL, r.created_at, r.id"
        ),
        {"merchant": scope.merchant_id},
    )
    return [
        RoleRow(
            *(row.id, row.key, row.name, tuple(row.permissions), tuple(row.masks), row[5]),
            tuple(row.stores) if row.is_store_limited else None,
            row.needs_factor,
        )
        for row in found
    ]


def merchant_name(session: Session, scope: Scope) -> str:
    found: str = session.execute(
        text("SELECT name FROM merchant WHERE id = :id"), {"id": scope.merchant_id}
    ).scalar_one()
    return found


@dataclass(frozen=True, slots=True)
class PersonRow:
    email: str
    name: str
    locale: Locale


def person(session: Session, scope: Scope, user_id: UUID) -> PersonRow:
    """A member of the merchant. Raises AccessInvalid."""
    scope.require("users.read")
    row = session.execute(
        text(
            "SELECT u.email, u.name, u.locale FROM app_user u JOIN membership k ON k.user_id = u.id"
            " WHERE k.merchant_id = :merchant AND u.id = :user"
        ),
        {"merchant": scope.merchant_id, "user": user_id},
    ).one_or_none()
    if row is None:
        raise AccessInvalid("user", "access.not_a_member")
    return PersonRow(*row)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a member may see and do, for showing their menus to who gave them their role."""

    name: str
    role_key: str | None
    role_name: str
    permissions: frozenset[str]
    masks: frozenset[str]
    stores: tuple[str, ...] | None
    supplier: str | None = None
    """The only one they see anything of; "": none yet, and so nothing. None: no such limit."""


def sight(session: Session, scope: Scope, user_id: UUID) -> Sight:
    """As their own session would be told. Raises AccessInvalid."""
    scope.require("users.read")
    row = session.execute(
        text(
            "SELECT u.name, r.key, r.name AS role, r.permissions, r.masks, r.is_store_limited, r.stores,"
            " k.supplier_id, coalesce(w.name, '') AS supplier, u.is_super_admin,"
            " ARRAY(SELECT g.feature FROM feature_flag g WHERE g.merchant_id = k.merchant_id"
            "  AND NOT g.is_on AND (g.role_id IS NULL OR g.role_id = r.id)) AS off"
            " FROM membership k JOIN app_user u ON u.id = k.user_id JOIN role r ON r.id = k.role_id"
            " LEFT JOIN warehouse w ON w.id = k.supplier_id"
            " WHERE k.merchant_id = :merchant AND k.user_id = :user"
        ),
        {"merchant": scope.merchant_id, "user": user_id},
    ).one_or_none()
    if row is None:
        raise AccessInvalid("user", "access.not_a_member")
    supplier = None if row.is_super_admin else supplier_of(row.key, row.supplier_id)
    held = (
        frozenset({"*"})
        if row.is_super_admin
        else of_supplier(features.without(row.permissions, row.off), supplier)
    )
    is_limited = row.is_store_limited and not row.is_super_admin
    masks = frozenset(() if row.is_super_admin else row.masks)
    return Sight(
        *(row.name, row.key, row.role, held, masks),
        tuple(row.stores) if is_limited else None,
        None if supplier is None else row.supplier,
    )
