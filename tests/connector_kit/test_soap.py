"""SOAP envelopes as they are written and read."""

from decimal import Decimal

import pytest

from prapazar.connector_kit import soap
from prapazar.connector_kit.errors import UnexpectedAnswer

_NAMESPACE = "http://shop.test/schemas"
_OPEN = '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header/><s:Body>'
_CLOSE = "</s:Body></s:Envelope>"


def _answer(inner: str) -> bytes:
    return f"{_OPEN}{inner}{_CLOSE}".encode()


def test_request_qualifies_the_operation_only_and_escapes_what_it_carries() -> None:
    fields = {"name": "Şal <\"&'>", "price": Decimal("129.90"), "open": True, "none": None, "item": [1, 2]}

    body = soap.request(_NAMESPACE, "SaveRequest", fields, secret={"auth": {"key": "gizli"}})

    text = body.content.decode()
    inner = (
        "<auth><key>gizli</key></auth><name>Şal &lt;\"&amp;'&gt;</name><price>129.90</price>"
        "<open>true</open><item>1</item><item>2</item>"
    )
    assert f'<ns1:SaveRequest xmlns:ns1="{_NAMESPACE}">{inner}</ns1:SaveRequest>' in text.replace(
        f' xmlns:ns1="{_NAMESPACE}"', ""
    ).replace("<ns1:SaveRequest>", f'<ns1:SaveRequest xmlns:ns1="{_NAMESPACE}">')
    assert (body.content_type, body.headers) == ("text/xml; charset=utf-8", {"SOAPAction": '""'})


def test_traffic_log_is_shown_the_fields_and_no_secret() -> None:
    body = soap.request(_NAMESPACE, "SaveRequest", {"id": 7}, secret={"auth": {"key": "gizli"}})

    assert body.shown == {"SaveRequest": {"id": 7}}


def test_answer_is_read_by_local_names() -> None:
    content = _answer(
        '<n:Found xmlns:n="http://shop.test/schemas"><row><id> 1 </id></row><row><id>2</id></row>'
        "<one><id>3</id></one><empty/><name>Şal</name></n:Found>"
    )

    found = soap.read(content)["Found"]

    assert found == {
        "row": [{"id": "1"}, {"id": "2"}],
        "one": {"id": "3"},
        "empty": None,
        "name": "Şal",
    }
    shapes = [soap.listed(found.get(name), name) for name in ("row", "one", "empty", "missing")]
    assert shapes == [[{"id": "1"}, {"id": "2"}], [{"id": "3"}], [], []]


def test_text_where_rows_are_expected_is_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer):
        soap.listed("text", "row")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b"<html><body>502</body></html>",
        b"{}",
        f'<!DOCTYPE a [<!ENTITY x "y">]>{_OPEN}<a>&x;</a>{_CLOSE}'.encode(),
        f"<!DOCTYPE a SYSTEM 'file:///etc/passwd'>{_OPEN}{_CLOSE}".encode(),
    ],
)
def test_what_is_no_envelope_or_brings_a_document_type_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="no "):
        soap.read(content)


def test_username_token_is_sent_in_the_header_and_shown_nowhere() -> None:
    login = soap.UsernameToken("ali", "gizli & <şifre>")
    fields = {f"{{{_NAMESPACE}}}item": {f"{{{_NAMESPACE}}}id": [7, 8]}}

    body = soap.request(_NAMESPACE, "Save", fields, login=login, action="urn:Save")

    assert "gizli &amp; &lt;şifre&gt;</ns" in body.content.decode()
    assert body.headers == {"SOAPAction": '"urn:Save"'}
    assert body.shown == {"Save": {"item": {"id": [7, 8]}}}
    assert "gizli" not in repr(login)
