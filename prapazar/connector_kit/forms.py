"""Forms of several parts, as providers take fields and files: one body, parted by a line that nothing holds."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prapazar.connector_kit.aftersales import EvidenceFile
from prapazar.connector_kit.http import Body

_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@dataclass(frozen=True, slots=True)
class Part:
    """A field, or a file where it has a file's name."""

    name: str
    content: bytes
    filename: str = ""
    content_type: str = ""
    """None is written where it is empty: a plain field."""


def fields(values: Mapping[str, str]) -> list[Part]:
    return [Part(name, value.encode()) for name, value in values.items()]


def form(parts: Sequence[Part], shown: object) -> Body:
    """`shown`: what the log keeps of it."""
    edge = f"prapazar-{uuid.uuid4().hex}"
    written = [_head(edge, one) + one.content + b"\r\n" for one in parts]
    return Body(
        b"".join([*written, f"--{edge}--\r\n".encode()]), f"multipart/form-data; boundary={edge}", shown
    )


def _head(edge: str, part: Part) -> bytes:
    place = f'form-data; name="{part.name}"' + (f'; filename="{part.filename}"' if part.filename else "")
    kind = f"Content-Type: {part.content_type}\r\n" if part.content_type else ""
    return f"--{edge}\r\nContent-Disposition: {place}\r\n{kind}\r\n".encode()


def files_form(field: str, files: Sequence[EvidenceFile]) -> Body:
    """Each file in a part of that name; the log keeps their names and sizes, never what they show."""
    parts = [
        Part(field, one.content, _name(place, one), one.content_type) for place, one in enumerate(files, 1)
    ]
    shown = [{"name": one.name, "content_type": one.content_type, "bytes": len(one.content)} for one in files]
    return form(parts, shown)


def _name(place: int, file: EvidenceFile) -> str:
    """Plain letters: some providers stumble over others, and a person's own name of it is nobody's business."""
    return f"kanit-{place}.{_ENDINGS.get(file.content_type, 'bin')}"
