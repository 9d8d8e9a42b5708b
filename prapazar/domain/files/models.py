"""Table of kept files; their bytes are sealed, since labels and invoices tell who bought."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field

from prapazar.foundation.rows import TenantRow, stamped


class StoredFile(TenantRow, table=True):
    __tablename__ = "stored_file"
    __table_args__ = (Index("ix_stored_file_subject", "subject_id", "created_at"),)

    subject: str
    """What it belongs to: see enums.Subject."""
    subject_id: UUID
    kind: str
    """See enums.FileKind."""
    name: str
    content_type: str
    """What the bytes are, not what somebody called them."""
    size: int
    digest: bytes = Field(sa_type=LargeBinary, nullable=False)
    """SHA-256 of the bytes before sealing: the same file twice is kept once."""
    content: bytes = Field(sa_type=LargeBinary, nullable=False)
    """Sealed with its own id as context."""
    user_id: UUID | None = None
    created_at: datetime = stamped()
