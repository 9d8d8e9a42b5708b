"""Spreadsheets as answers, and the chosen rows as an address names them."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi.responses import StreamingResponse
from pydantic import Field

from prapazar.api.errors import Refused
from prapazar.foundation.search import fold

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KINDS = {"csv": "text/csv; charset=utf-8", "xlsx": _XLSX, "pdf": "application/pdf"}
_PART = 1 << 18
_MOST_IDS = 200
ChosenIds = Annotated[str, Field(max_length=_MOST_IDS * 37)]
"""`?ids=a,b,c`: only these rows."""


def chosen(ids: str) -> tuple[UUID, ...]:
    try:
        return tuple(UUID(one) for one in ids.split(",") if one)
    except ValueError:
        raise Refused(422, "errors.invalid_fields", field="ids") from None


def csv_answer(chunks: Iterable[bytes], name: str) -> StreamingResponse:
    return StreamingResponse(chunks, media_type="text/csv; charset=utf-8", headers=attached(f"{name}.csv"))


def xlsx_answer(file: AbstractContextManager[Path], name: str) -> StreamingResponse:
    """The file goes away once it is sent.

    Read here and not handed over as a path: the server may open a path after we have deleted it.
    """
    return file_answer(file, f"{name}.xlsx")


def file_answer(file: AbstractContextManager[Path], filename: str) -> StreamingResponse:
    kept = ExitStack()
    path = kept.enter_context(file)
    headers = attached(filename) | {"content-length": str(path.stat().st_size)}
    return StreamingResponse(_parts(path, kept), media_type=media_type(filename), headers=headers)


def media_type(filename: str) -> str:
    return _KINDS[filename.rpartition(".")[2]]


def attached(filename: str) -> dict[str, str]:
    """Letters a header cannot hold are told beside their plain likeness."""
    plain = "".join(letter for letter in fold(filename) if letter.isalnum() or letter in " .-_")
    return (
        {"content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename)}"}
        if (plain != filename)
        else {"content-disposition": f'attachment; filename="{filename}"'}
    )


def _parts(path: Path, kept: ExitStack) -> Iterator[bytes]:
    with kept, path.open("rb") as opened:
        while part := opened.read(_PART):
            yield part
