"""Sheets that come over REST."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi import UploadFile

from prapazar.api.errors import Refused
from prapazar.flows import sheet_runs
from prapazar.foundation.scope import Scope
from prapazar.foundation.sheets import SheetUnreadable
from prapazar.foundation.sheets.reading import MOST_BYTES

_CHUNK = 1 << 20


@contextmanager
def uploaded_sheet(scope: Scope, file: UploadFile) -> Iterator[Path]:
    """On the disk as long as it is read. Raises Refused where it is too large or no sheet."""
    path = sheet_runs.upload_path(scope, file.filename or "")
    try:
        size = 0
        with path.open("wb") as kept:
            while chunk := file.file.read(_CHUNK):
                size += len(chunk)
                if size > MOST_BYTES:
                    raise Refused(413, "catalog_problem.file_too_large")
                kept.write(chunk)
        yield path
    except SheetUnreadable as refused:
        raise Refused(422, f"catalog_problem.{refused.code}") from None
    finally:
        path.unlink(missing_ok=True)
