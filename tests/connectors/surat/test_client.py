"""Sürat's operations as they are called: whose password goes with which, and what the log keeps."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from lxml import etree

from prapazar import sandbox
from prapazar.connector_kit import registry, wsdl
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.traffic import TrafficRecord

_WSDL = (Path(sandbox.__file__).parent / "surat" / "services.wsdl").read_bytes()
_SECRETS = {"password": "gizli", "web_password": "gizliweb"}
_ANSWER = (
    '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><{0}Response'
    ' xmlns="http://tempuri.org/"><{0}Result>Tamam</{0}Result></{0}Response></e:Body></e:Envelope>'
)


@pytest.fixture(autouse=True)
def _nothing_known() -> Iterator[None]:
    wsdl.forget()
    yield
    wsdl.forget()


@pytest.mark.parametrize(
    ("operation", "ask", "told"),
    [
        (
            "GonderiGeriCek",
            lambda c: c.take_back("PRZ1", "vazgeçti"),
            {
                "KullaniciAdi": "1038100001",
                "Sifre": "gizli",
                "OzelKargoTakipNo": "PRZ1",
                "IptalNeden": "vazgeçti",
            },
        ),
        (
            "KargoTakipHareketDetayliV2",
            lambda c: c.movements("PRZ1"),
            {"CariKodu": "1038100001", "Sifre": "gizliweb", "WebSiparisKodu": "PRZ1"},
        ),
    ],
)
def test_each_operation_bears_its_own_password_which_stays_out_of_the_log(
    operation: str, ask: Callable[[Any], str], told: dict[str, str]
) -> None:
    asked: list[httpx.Request] = []
    records: list[TrafficRecord] = []

    def serve(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, content=_WSDL)
        asked.append(request)
        return httpx.Response(200, text=_ANSWER.format(operation))

    wire = Wire(transport=httpx.MockTransport(serve), recorder=records.append)
    connector: Any = registry.build("surat", {"user": "1038100001"}, _SECRETS, "live", wire)

    answer = ask(connector.client)

    [request] = asked
    assert (answer, str(request.url)) == ("Tamam", "https://webservices.suratkargo.com.tr/services.asmx")
    assert request.headers["soapaction"] == f'"http://tempuri.org/{operation}"'
    body = etree.fromstring(request.content)[0][0]
    assert {etree.QName(one).localname: one.text for one in body} == told
    assert "gizli" not in repr(records)
