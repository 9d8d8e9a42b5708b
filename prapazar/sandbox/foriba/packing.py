"""Documents in archives of one file, with their sum."""

import hashlib
import io
import zipfile


def unpacked(content: bytes) -> bytes:
    """Raises ValueError for what is no archive of one file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            [name] = archive.namelist()
            return archive.read(name)
    except zipfile.BadZipFile as error:
        raise ValueError("zip") from error


def packed(name: str, content: bytes) -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return page.getvalue()


def md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
