"""A page is read however it is packed, and nothing else is taken for one."""

import gzip
import io
import zipfile

import pytest

from prapazar.connector_kit import pdfs
from prapazar.connector_kit.errors import UnexpectedAnswer

_PDF = b"%PDF-1.4\n"


def _packed() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        written.writestr("a.pdf", _PDF)
    return archive.getvalue()


@pytest.mark.parametrize("content", [_PDF, gzip.compress(_PDF), _packed()], ids=["plain", "gzip", "zip"])
def test_pdf_is_read_however_it_is_packed(content: bytes) -> None:
    assert pdfs.pdf(content) == _PDF


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"PK\x03", b"\x1f\x8b0", None, gzip.compress(b"x")],
    ids=["empty", "words", "cut zip", "cut gzip", "nothing", "packed words"],
)
def test_what_is_no_pdf_is_not_shown(content: bytes | None) -> None:
    with pytest.raises(UnexpectedAnswer):
        pdfs.pdf(content)
