"""Tables of merchants, people, roles, sessions, invitations, views and layouts of lists, and the audit trail."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, LargeBinary, text
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
    created_at: datetime = stamped()


class LoginSession(Row, table=True):
    """A browser's session; the cookie holds the key, the table its SHA-256."""

    __tablename__ = "login_session"
    __table_args__ = (Index("ix_login_session_user", "user_id"),)

    key_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    user_id: UUID = Field(foreign_key="app_user.id")
    active_merchant_id: UUID | None = Field(default=None, foreign_key="merchant.id")
    """The merchant switched to; None for a super admin who has not chosen one."""
    ip: str = ""
    agent: str = ""
    created_at: datetime = stamped()
    seen_at: datetime = stamped()
    expires_at: datetime = stamped()
    revoked_at: datetime | None = moment()


class OneTimeToken(Row, table=True):
    """Invitation, password reset and first-run links: used once, kept as SHA-256."""

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


class AuditEntry(TenantRow, table=True):
    """Who changed what; each entry carries the hash of the one before it in its merchant."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_merchant", "merchant_id", "number", unique=True),
        Index(
            "ix_audit_entry_subject",
            "merchant_id",
            "subject_id",
            postgresql_where=text("subject_id IS NOT NULL"),
        ),
    )

    number: int
    at: datetime = stamped()
    user_id: UUID | None = None
    action: str
    subject_id: UUID | None = None
    values: dict[str, Any] = document()
    hash: bytes = Field(sa_type=LargeBinary, nullable=False)
