"""What bytes are, and what a name becomes."""

import pytest

from prapazar.domain.files import rules


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7 ...", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x20ftypisom", "video/mp4"),
        (b"^XA^FO10,10^XZ", "application/zpl"),
        (b"<html><script>alert(1)</script>", None),
        (b"<svg onload='x'>", None),
        (b"MZ\x90\x00", None),
    ],
)
def test_bytes_say_what_they_are(data: bytes, kind: str | None) -> None:
    assert rules.content_type(data) == kind


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("C:\\gizli\\fatura ş.pdf", "fatura ş.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a:b\n.png", "a_b_.png"),
        ("...", "dosya"),
        ("x" * 200 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_name_loses_its_folders_and_odd_signs(given: str, name: str) -> None:
    assert rules.name(given) == name
