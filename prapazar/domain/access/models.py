"""Tables of merchants, people, roles, features, sessions, invitations, views, layouts of lists, and the audit trail."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Index, LargeBinary, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field

from prapazar.foundation.rows import Row, TenantRow, document, moment, stamped


class Merchant(Row, table=True):
    __tablename__ = "merchant"

    name: str
    slug: str = Field(unique=True)
    is_active: bool = True
    settings: dict[str, Any] = document()
    created_at: datetime = stamped()


class User(Row, table=True):
    __tablename__ = "app_user"

    email: str = Field(unique=True)
    """Lower case; the log-in name."""
    name: str
    password_hash: str | None = None
    """None until the invitation is accepted."""
    locale: str = "tr"
    theme: str = "system"
    time_zone: str = "Europe/Istanbul"
    """Whose clock times are shown by; the books are kept by Istanbul's."""
    is_super_admin: bool = False
    is_active: bool = True
    failed_logins: int = 0
    locked_until: datetime | None = moment()
    last_login_at: datetime | None = moment()
    created_at: datetime = stamped()


class Role(TenantRow, table=True):
    """A bundle of permissions; the seeded ones carry `key`, custom ones do not."""

    __tablename__ = "role"
    __table_args__ = (Index("uq_role_name", "merchant_id", "name", unique=True),)

    key: str | None = None
    name: str
    permissions: list[str] = document("[]")
    masks: list[str] = document("[]")
    """Personal fields the role sees masked, such as `customer.phone`."""
    is_store_limited: bool = Field(
        default=False, nullable=False, sa_column_kwargs={"server_default": text("false")}
    )
    """Whether the role sees only the stores of `stores`; with none in it, none."""
    stores: list[str] = document("[]")
    """Ids of connections."""
    needs_factor: bool = Field(
        default=False, nullable=False, sa_column_kwargs={"server_default": text("false")}
    )
    """Who holds it and has no second factor is led to set one up, and may do nothing before."""
    created_at: datetime = stamped()


class Membership(TenantRow, table=True):
    __tablename__ = "membership"
    __table_args__ = (
        Index("uq_membership", "merchant_id", "user_id", unique=True),
        Index("ix_membership_user", "user_id"),
    )

    user_id: UUID = Field(foreign_key="app_user.id")
    role_id: UUID = Field(foreign_key="role.id")
    is_suspended: bool = Field(
        default=False, nullable=False, sa_column_kwargs={"server_default": text("false")}
    )
    supplier_id: UUID | None = None
    """The warehouse of the supplier they work for, of which alone they see anything; see permissions.of_supplier."""
    created_at: datetime = stamped()


class LoginSession(Row, table=True):
    """A browser's session; the cookie holds the key, the table its SHA-256."""

    __tablename__ = "login_session"
    __table_args__ = (Index("ix_login_session_user", "user_id"),)

    key_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    user_id: UUID = Field(foreign_key="app_user.id")
    active_merchant_id: UUID | None = Field(default=None, foreign_key="merchant.id")
    """The merchant switched to; None for a super admin who has not chosen one."""
    acting_as: UUID | None = Field(default=None, foreign_key="app_user.id")
    """The person whose place a super admin has taken, until `acting_until`."""
    acting_until: datetime | None = moment()
    ip: str = ""
    agent: str = ""
    created_at: datetime = stamped()
    seen_at: datetime = stamped()
    expires_at: datetime = stamped()
    revoked_at: datetime | None = moment()


class SecondFactor(Row, table=True):
    """A phone that makes codes; being set up until `confirmed_at`."""

    __tablename__ = "second_factor"

    user_id: UUID = Field(foreign_key="app_user.id", unique=True)
    secret: bytes = Field(sa_type=LargeBinary, nullable=False)
    """Sealed with its own id as context."""
    last_step: int = Field(default=0, sa_type=BigInteger, nullable=False)
    """Of the newest code that was taken: none opens twice, and none from before it."""
    failed_codes: int = 0
    locked_until: datetime | None = moment()
    confirmed_at: datetime | None = moment()
    created_at: datetime = stamped()


class RecoveryCode(Row, table=True):
    """Opens once in place of a phone's code; kept as SHA-256."""

    __tablename__ = "recovery_code"
    __table_args__ = (Index("uq_recovery_code", "user_id", "code_hash", unique=True),)

    user_id: UUID = Field(foreign_key="app_user.id")
    code_hash: bytes = Field(sa_type=LargeBinary, nullable=False)
    used_at: datetime | None = moment()


class UserPhoto(Row, table=True):
    """A small square picture, drawn anew from what was sent."""

    __tablename__ = "user_photo"

    user_id: UUID = Field(foreign_key="app_user.id", unique=True)
    content: bytes = Field(sa_type=LargeBinary, nullable=False)
    digest: str
    """Changes with the picture, so that browsers may keep it."""


class FeatureFlag(TenantRow, table=True):
    """Part of the product switched on or off, for a merchant or for one of its roles."""

    __tablename__ = "feature_flag"
    __table_args__ = (
        Index("uq_feature_flag_role", "merchant_id", "feature", "role_id", unique=True),
        Index(
            "uq_feature_flag_merchant",
            "merchant_id",
            "feature",
            unique=True,
            postgresql_where=text("role_id IS NULL"),
        ),
    )

    feature: str
    """See features.FEATURES."""
    role_id: UUID | None = Field(default=None, foreign_key="role.id", ondelete="CASCADE")
    """None: of the whole merchant."""
    is_on: bool = True


class OneTimeToken(Row, table=True):
    """Invitation, password reset and first-run links, and log-ins that wait for a code: used once, kept as SHA-256."""

    __tablename__ = "one_time_token"

    token_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    purpose: str
    user_id: UUID | None = Field(default=None, foreign_key="app_user.id")
    created_at: datetime = stamped()
    expires_at: datetime = stamped()
    used_at: datetime | None = moment()


class SavedView(TenantRow, table=True):
    """A person's named filter on a list."""

    __tablename__ = "saved_view"
    __table_args__ = (Index("uq_saved_view", "merchant_id", "user_id", "screen", "name", unique=True),)

    user_id: UUID = Field(foreign_key="app_user.id")
    screen: str
    name: str
    query: dict[str, Any] = document()
    is_shared: bool = Field(default=False, nullable=False, sa_column_kwargs={"server_default": text("false")})
    """Everybody of the merchant sees it; it stays its maker's."""
    created_at: datetime = stamped()


class ListLayout(TenantRow, table=True):
    """How a person wants one list drawn: which columns not, and how tall the rows."""

    __tablename__ = "list_layout"
    __table_args__ = (Index("uq_list_layout", "merchant_id", "user_id", "screen", unique=True),)

    user_id: UUID = Field(foreign_key="app_user.id")
    screen: str
    hidden: list[str] = document("[]")
    is_comfortable: bool = Field(
        default=False, nullable=False, sa_column_kwargs={"server_default": text("false")}
    )


class HomeLayout(Row, table=True):
    """How a person has arranged one of their homes; a super admin's belongs to no merchant."""

    __tablename__ = "home_layout"
    __table_args__ = (Index("uq_home_layout", "user_id", "home", unique=True),)

    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE")
    home: str
    """The merchant's id, or `platform`."""
    parts: list[dict[str, Any]] = document("[]")
    """{key, size, hidden} of each, in order."""


class AuditEntry(TenantRow, table=True):
    """Who changed what; each entry carries the hash of the one before it in its merchant."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_merchant", "merchant_id", "number", unique=True),
        Index(
            "ix_audit_entry_subject",
            "merchant_id",
            "subject_id",
            "number",
            postgresql_where=text("subject_id IS NOT NULL"),
        ),
        Index("ix_audit_entry_person", "merchant_id", "user_id", "number"),
        Index("ix_audit_entry_action", "merchant_id", "action", "number"),
        Index("ix_audit_entry_at", "merchant_id", "at"),
        Index("ix_audit_entry_search", "search", postgresql_using="gin"),
    )

    number: int
    at: datetime = stamped()
    user_id: UUID | None = None
    action: str
    subject_id: UUID | None = None
    values: dict[str, Any] = document()
    hash: bytes = Field(sa_type=LargeBinary, nullable=False)
    search: Any = Field(default=None, sa_column=Column(TSVECTOR))
    """Folded words of what was done, in both languages, and of its values; no part of the chain."""
