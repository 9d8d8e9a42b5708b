"""Kept files over REST: whoever may see the record may fetch its files."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from prapazar.api.door import logged_in
from prapazar.api.errors import tells
from prapazar.domain.access import queries
from prapazar.domain.access.queries import SessionRow
from prapazar.domain.files import actions
from prapazar.domain.files.errors import FileMissing
from prapazar.foundation import db

router = APIRouter(prefix="/api/files", tags=["files"])
tells(FileMissing, 404, "errors.not_found")
_IN_THE_PAGE = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp"})


@router.get("/{file_id}")
def file(file_id: UUID, row: Annotated[SessionRow, Depends(logged_in)]) -> Response:
    """Pictures and PDFs are shown, everything else is saved; what a file is was found in its bytes."""
    scope = queries.scope_of(row)
    with db.transaction(scope) as session:
        kept, data = actions.read(session, scope, file_id)
    shown = "inline" if kept.content_type in _IN_THE_PAGE else "attachment"
    headers = {
        "content-disposition": f"{shown}; filename*=UTF-8''{quote(kept.name)}",
        "cache-control": "private, no-store",
        "content-security-policy": "sandbox",
    }
    return Response(data, media_type=kept.content_type, headers=headers)
