"""What every table shares: a time-ordered id, its merchant, and columns with the right types."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Identity, Numeric, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from prapazar.foundation.clock import now
from prapazar.foundation.ids import new_id

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING

MONEY = Numeric(14, 2)
RATE = Numeric(7, 4)


class Row(SQLModel):
    id: UUID = Field(default_factory=new_id, primary_key=True)


class TenantRow(Row):
    merchant_id: UUID = Field(nullable=False)
    """Row-level security compares it; indexes that serve lists start with it."""


class NumberedRow(SQLModel):
    """For tables that are only written in masses: the server counts, and a later row has the larger id."""

    id: int | None = Field(
        default=None, sa_type=BigInteger, sa_column_args=(Identity(always=True),), primary_key=True
    )
    merchant_id: UUID = Field(nullable=False)


def stamped() -> Any:  # noqa: ANN401 - SQLModel fields are typed by the attribute they stand for
    return Field(
        default_factory=now,
        sa_type=DateTime(timezone=True),
        nullable=False,
        sa_column_kwargs={"server_default": text("now()")},
    )


def moment() -> Any:  # noqa: ANN401 - as above
    """A time that may be unknown yet."""
    return Field(default=None, sa_type=DateTime(timezone=True))


def document(default: str = "{}") -> Any:  # noqa: ANN401 - as above
    """A JSONB column, `{}` or `[]` when nothing is said."""
    factory: Any = dict if default == "{}" else list
    return Field(
        default_factory=factory,
        sa_type=JSONB,
        nullable=False,
        sa_column_kwargs={"server_default": text(f"'{default}'::jsonb")},
    )


def money(*, optional: bool = False) -> Any:  # noqa: ANN401 - as above
    if optional:
        return Field(default=None, sa_type=MONEY)
    return Field(
        default=Decimal(0), sa_type=MONEY, nullable=False, sa_column_kwargs={"server_default": text("0")}
    )
