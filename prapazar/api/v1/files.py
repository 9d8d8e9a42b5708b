"""Files made for channels that go by files: fetched by whoever may see what is in them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import FileResponse

from prapazar.api.door import scope_with
from prapazar.api.errors import Refused
from prapazar.flows import file_channels
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/channels/files", tags=["channels"])
Reader = Annotated[Scope, Depends(scope_with("channels.read"))]
_TYPES = {
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.get("/{run_id}")
def made(scope: Reader, run_id: UUID) -> FileResponse:
    """Thirty days after it was made it is gone."""
    found = file_channels.made_file(scope, run_id)
    if found is None:
        raise Refused(404, "errors.not_found")
    return FileResponse(found.path, media_type=_TYPES[found.path.suffix], filename=found.name)
