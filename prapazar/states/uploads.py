"""A file a browser sends, onto the disk."""

from pathlib import Path

import reflex as rx

from prapazar.foundation.sheets import SheetUnreadable
from prapazar.foundation.sheets.reading import MOST_BYTES
from prapazar.states.session import in_thread

_CHUNK = 1 << 20


async def keep(file: rx.UploadFile, path: Path) -> None:
    """A megabyte at a time; more than is allowed is refused before it fills the disk."""
    size = 0
    with await in_thread(path.open, "wb") as kept:
        while chunk := await file.read(_CHUNK):
            size += len(chunk)
            if size > MOST_BYTES:
                raise SheetUnreadable("file_too_large")
            await in_thread(kept.write, chunk)
