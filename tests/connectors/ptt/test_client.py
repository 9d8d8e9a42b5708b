"""PTT's operations as they are called: which service, which version of SOAP, and what the log keeps."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from lxml import etree

from prapazar import sandbox
from prapazar.connector_kit import registry, wsdl
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.traffic import TrafficRecord

_WSDLS = Path(sandbox.__file__).parent / "ptt"
_SETTINGS = {"customer_number": "904", "range_first": "275036569845", "range_last": "275036569846"}
_ANSWER = (
    '<e:Envelope xmlns:e="{space}"><e:Body><n:barkodVeriSilResponse xmlns:n="http://kabul.ptt.gov.tr"'
    ' xmlns:x="http://kabul.ptt.gov.tr/xsd"><n:return><x:aciklama>OK</x:aciklama><x:hataKodu>1</x:hataKodu>'
    "</n:return></n:barkodVeriSilResponse></e:Body></e:Envelope>"
)


@pytest.fixture(autouse=True)
def _nothing_known() -> Iterator[None]:
    wsdl.forget()
    yield
    wsdl.forget()


def _client(asked: list[httpx.Request], records: list[TrafficRecord]) -> Any:  # noqa: ANN401 - the connector's client
    def serve(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            name = "upload" if "PttVeriYukleme" in request.url.path else "tracking"
            return httpx.Response(200, content=(_WSDLS / f"{name}.wsdl").read_bytes())
        asked.append(request)
        return httpx.Response(200, text=_ANSWER.format(space="http://schemas.xmlsoap.org/soap/envelope/"))

    wire = Wire(transport=httpx.MockTransport(serve), recorder=records.append)
    return registry.build("ptt", _SETTINGS, {"password": "gizli"}, "live", wire).client  # type: ignore[attr-defined]  # of PTT's own


def test_parcel_is_deleted_in_soap_11_and_the_password_stays_out_of_the_log() -> None:
    asked: list[httpx.Request] = []
    records: list[TrafficRecord] = []

    answer = _client(asked, records).delete("PRZ1", "2750365698456")

    [request] = asked
    assert answer == {"aciklama": "OK", "hataKodu": 1}
    assert str(request.url) == "https://pttws.ptt.gov.tr/PttVeriYukleme/services/Sorgu"
    assert (request.headers["soapaction"], request.headers["content-type"]) == (
        '"barkodVeriSil"',
        "text/xml; charset=utf-8",
    )
    told = [(etree.QName(one).localname, one.text) for one in etree.fromstring(request.content)[0][0][0]]
    assert told == [
        ("barcode", "2750365698456"),
        ("dosyaAdi", "PRZ1"),
        ("musteriId", "904"),
        ("sifre", "gizli"),
    ]
    assert "gizli" not in repr(records)


def test_parcel_is_added_in_soap_12_as_everybodys_user() -> None:
    asked: list[httpx.Request] = []

    with pytest.raises(Exception, match="kabulEkle2"):  # the answer is another operation's
        _client(asked, []).add("PRZ1", [])

    [request] = asked
    assert request.headers["content-type"] == 'application/soap+xml; charset=utf-8; action="kabulEkle2"'
    assert b">PttWs<" in request.content
