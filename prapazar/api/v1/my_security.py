"""The caller's own second factor, sessions and picture."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, UploadFile
from pydantic import BaseModel, Field

from prapazar.api.door import logged_in
from prapazar.domain.access import photos
from prapazar.domain.access.queries import SessionRow
from prapazar.flows import own_account

router = APIRouter(prefix="/api/me", tags=["me"])
Caller = Annotated[SessionRow, Depends(logged_in)]
Text = Annotated[str, Field(max_length=300)]


class Password(BaseModel):
    password: Text


class Code(BaseModel):
    code: Text


class Proof(BaseModel):
    password: Text
    code: Text


class SetupOut(BaseModel):
    secret: str
    address: str
    """`otpauth://`, for a QR code."""


class Codes(BaseModel):
    recovery_codes: list[str]


class SessionOut(BaseModel):
    id: UUID
    ip: str
    agent: str
    created_at: datetime
    seen_at: datetime
    is_current: bool


@router.post("/second-factor")
def begin(row: Caller, sent: Password) -> SetupOut:
    setup = own_account.begin_factor(row, sent.password)
    return SetupOut(secret=setup.typed, address=setup.address)


@router.post("/second-factor/confirm")
def confirm(row: Caller, sent: Code) -> Codes:
    """Every other session ends. The recovery codes are shown this once."""
    return Codes(recovery_codes=own_account.confirm_factor(row, sent.code))


@router.post("/second-factor/recovery-codes")
def renew(row: Caller, sent: Password) -> Codes:
    """The earlier ones end."""
    return Codes(recovery_codes=own_account.renew_recovery_codes(row, sent.password))


@router.post("/second-factor/off", status_code=204)
def off(row: Caller, sent: Proof) -> None:
    """Refused while a role of the caller asks for one."""
    own_account.remove_factor(row, sent.password, sent.code)


@router.get("/sessions")
def my_sessions(row: Caller) -> list[SessionOut]:
    return [
        SessionOut(
            id=one.id,
            ip=one.ip,
            agent=one.agent,
            created_at=one.created_at,
            seen_at=one.seen_at,
            is_current=one.id == row.id,
        )
        for one in own_account.own_sessions_of(row)
    ]


@router.delete("/sessions/{session_id}", status_code=204)
def end_session(row: Caller, session_id: UUID) -> None:
    own_account.end_session(row, session_id)


@router.put("/photo", status_code=204)
def keep_photo(row: Caller, photo: UploadFile) -> None:
    """PNG, JPEG or WebP; kept as a small square without the notes of the file."""
    own_account.keep_photo(row, photo.file.read(photos.MOST_BYTES + 1))


@router.delete("/photo", status_code=204)
def remove_photo(row: Caller) -> None:
    own_account.remove_photo(row)
