"""Whether a file names a person: sheets and archives are unpacked, letters and PDFs read."""

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from email import message_from_bytes, policy

from prapazar.domain.privacy import rules

_LARGEST = 200_000_000
"""Of what is unpacked: a small archive can hold very much."""
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def names_person(data: bytes, looked_for: "re.Pattern[str]") -> bool:
    return any(rules.names_person(part, looked_for) for part in parts(data))


def parts(data: bytes) -> Iterator[bytes]:
    """The bytes themselves, and what lies packed within them."""
    yield data
    if data.startswith(b"PK\x03\x04"):
        yield from _zipped(data)
    elif data.startswith(b"\x1f\x8b"):
        yield _gunzipped(data)
    elif data.startswith(b"%PDF-"):
        yield from _streams(data)
    elif re.match(rb"[A-Za-z-]+: ", data) and b"\n\n" in data.replace(b"\r\n", b"\n"):
        yield from _letter(data)


def _zipped(data: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            room = _LARGEST
            for one in archive.infolist():
                room -= one.file_size
                if room < 0:
                    return
                yield one.filename.encode()
                yield archive.read(one)
    except (zipfile.BadZipFile, zlib.error, RuntimeError):
        return


def _gunzipped(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            return packed.read(_LARGEST)
    except (OSError, EOFError, zlib.error):
        return b""


def _streams(data: bytes) -> Iterator[bytes]:
    for found in _STREAM.findall(data):
        try:
            yield zlib.decompress(found)
        except zlib.error:
            continue


def _letter(data: bytes) -> Iterator[bytes]:
    letter = message_from_bytes(data, policy=policy.default)
    yield " ".join(str(value) for value in letter.values()).encode("utf-8", errors="replace")
    for part in letter.walk():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield content
