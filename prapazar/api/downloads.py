"""Spreadsheets as answers, and the chosen rows as an address names them."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Annotated
from uuid import UUID

from fastapi.responses import FileResponse, StreamingResponse
from pydantic import Field
from starlette.background import BackgroundTask

from prapazar.api.errors import Refused

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_IDS = 200
ChosenIds = Annotated[str, Field(max_length=_MOST_IDS * 37)]
"""`?ids=a,b,c`: only these rows."""


def chosen(ids: str) -> tuple[UUID, ...]:
    try:
        return tuple(UUID(one) for one in ids.split(",") if one)
    except ValueError:
        raise Refused(422, "errors.invalid_fields", field="ids") from None


def csv_answer(chunks: Iterable[bytes], name: str) -> StreamingResponse:
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return StreamingResponse(chunks, media_type="text/csv; charset=utf-8", headers=headers)


def xlsx_answer(file: AbstractContextManager[Path], name: str) -> FileResponse:
    """The file goes away once it is sent."""
    kept = ExitStack()
    path = kept.enter_context(file)
    gone = BackgroundTask(kept.close)
    return FileResponse(path, media_type=_XLSX, filename=f"{name}.xlsx", background=gone)
