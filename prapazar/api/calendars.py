"""Where other calendar programs read a person's calendar: an address nobody can guess."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from prapazar.api.door import public
from prapazar.api.errors import Refused
from prapazar.domain.planning.errors import AddressMissing
from prapazar.flows import calendar_files

router = APIRouter(prefix="/calendars", tags=["calendar"])
Key = Annotated[str, Path(min_length=20, max_length=100)]


@router.get("/{key}.ics", dependencies=[Depends(public)])
def read(key: Key) -> Response:
    """An address that was replaced, and one whose owner left, are both 404."""
    try:
        body = calendar_files.read(key)
    except AddressMissing:
        raise Refused(404, "errors.not_found") from None
    headers = {"cache-control": "private, no-cache", "x-robots-tag": "noindex"}
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)
