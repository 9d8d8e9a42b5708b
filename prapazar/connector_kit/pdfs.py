"""Pages as providers send them: as they are, gzipped, or as the one file of an archive."""

import gzip
import io
import zipfile
import zlib

from prapazar.connector_kit.errors import UnexpectedAnswer

_GZIP, _ZIP = b"\x1f\x8b", b"PK"


def pdf(content: object) -> bytes:
    found = content if isinstance(content, bytes) else b""
    try:
        if found.startswith(_GZIP):
            found = gzip.decompress(found)
        elif found.startswith(_ZIP):
            with zipfile.ZipFile(io.BytesIO(found)) as archive:
                found = archive.read(archive.namelist()[0])
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, IndexError):
        found = b""
    if not found.startswith(b"%PDF-"):
        raise UnexpectedAnswer("no PDF", code="connector.odd_value")
    return found
