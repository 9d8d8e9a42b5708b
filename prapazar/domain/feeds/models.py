"""Tables of feeds, their runs, and the articles a run had something to say about."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from prapazar.foundation.rows import NumberedRow, TenantRow, document, moment, stamped


class Feed(TenantRow, table=True):
    """One for each connection whose channel fetches a file."""

    __tablename__ = "feed"
    __table_args__ = (Index("uq_feed_connection", "connection_id", unique=True),)

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    key: str
    """The unguessable part of its address."""
    key_digest: str = Field(unique=True)
    """What an address is looked up by: how long a wrong one takes tells nothing about the right one."""
    format: str
    """`xml`, `csv` or `tsv`."""
    categories: dict[str, str] = document()
    """The channel's category by the path of ours; one holds for those below it too."""
    is_asked: bool = True
    """To be written at the next look, changed or not."""
    digest: str | None = None
    """Of the file's bytes; names the file and is its ETag. None: never written."""
    file_format: str | None = None
    """Of the file that is there; another one may have been chosen since."""
    size: int = 0
    read_from: datetime | None = moment()
    """When the last writing began to read: what changed since is not in the file."""
    basis: str | None = None
    """Of the rules and settings it was written by."""
    changed_at: datetime | None = moment()
    """When the bytes last became other ones."""
    fetched_at: datetime | None = moment()


class FeedRun(TenantRow, table=True):
    """One writing of a feed: progress while it runs, its figures afterwards."""

    __tablename__ = "feed_run"
    __table_args__ = (Index("ix_feed_run_connection", "connection_id", "started_at"),)

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    status: str = "running"
    """`running`, `done` or `failed`."""
    total: int = 0
    done: int = 0
    written: int = 0
    left_out: int = 0
    noted: int = 0
    """Written, but not with everything."""
    is_changed: bool = False
    """The file came out other than the one before."""
    error: str | None = None
    started_at: datetime = stamped()
    finished_at: datetime | None = moment()


class FeedRemark(NumberedRow, table=True):
    """An article that was left out, or written without something; kept for the last run alone."""

    __tablename__ = "feed_remark"
    __table_args__ = (Index("ix_feed_remark_run", "run_id", "id"),)

    run_id: UUID = Field(foreign_key="feed_run.id", ondelete="CASCADE")
    product_id: UUID
    sku: str
    title: str
    folded: str
    """Search key of SKU and title."""
    is_left_out: bool
    code: str
    field: str = ""
    value: str = ""
