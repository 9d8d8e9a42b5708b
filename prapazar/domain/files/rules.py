"""What bytes are, by what they begin with: a name or a browser's word proves nothing."""

import re
from pathlib import PurePath

MOST_BYTES = 10_000_000
MOST_NAME = 120
_STARTS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xef\xbb\xbf<?xml", "application/xml"),
    (b"<?xml", "application/xml"),
    (b"^XA", "application/zpl"),
)
_MP4 = (4, b"ftyp")
_WEBP = (8, b"WEBP")
_ODD = re.compile(r"[\x00-\x1f<>:\"/\\|?*]+")


def content_type(data: bytes) -> str | None:
    """None for what is not kept: scripts, pages, drawings that can hold them."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data.startswith(b"RIFF") and data[_WEBP[0] :].startswith(_WEBP[1]):
        return "image/webp"
    if data[_MP4[0] :].startswith(_MP4[1]):
        return "video/mp4"
    return None


def name(given: str) -> str:
    """Without folders and odd signs; no longer than a list can show."""
    cleaned = _ODD.sub("_", PurePath(given.replace("\\", "/")).name).strip(" .")
    if len(cleaned) <= MOST_NAME:
        return cleaned or "dosya"
    stem, dot, ending = cleaned.rpartition(".")
    return f"{stem[: MOST_NAME - len(ending) - 1]}{dot}{ending}" if stem else cleaned[:MOST_NAME]
