"""Forms of several parts, byte by byte."""

from prapazar.connector_kit import forms
from prapazar.connector_kit.aftersales import EvidenceFile
from prapazar.connector_kit.forms import Part


def test_form_has_fields_and_files_between_its_edges() -> None:
    body = forms.form(
        [*forms.fields({"rank": "1", "not": "şal"}), Part("file", b"%PDF", "fatura.pdf", "application/pdf")],
        {"rank": "1"},
    )

    kind, _, edge = body.content_type.partition("; boundary=")
    assert (kind, body.shown) == ("multipart/form-data", {"rank": "1"})
    assert body.content.decode() == (
        f'--{edge}\r\nContent-Disposition: form-data; name="rank"\r\n\r\n1\r\n'
        f'--{edge}\r\nContent-Disposition: form-data; name="not"\r\n\r\nşal\r\n'
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="fatura.pdf"\r\n'
        f"Content-Type: application/pdf\r\n\r\n%PDF\r\n--{edge}--\r\n"
    )


def test_two_forms_are_parted_by_different_lines() -> None:
    one, other = (forms.form([Part("a", b"1")], {}) for _ in range(2))

    assert one.content_type != other.content_type


def test_evidence_goes_under_plain_names_and_leaves_only_sizes_in_the_log() -> None:
    body = forms.files_form("files", [EvidenceFile("Şule'nin kanıtı.jpg", "image/jpeg", b"\xff\xd8")])

    assert b'name="files"; filename="kanit-1.jpg"\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8' in body.content
    assert body.shown == [{"name": "Şule'nin kanıtı.jpg", "content_type": "image/jpeg", "bytes": 2}]
