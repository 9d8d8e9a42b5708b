"""SOAP as a provider's WSDL describes it, carried by the caller of every connector."""

import dataclasses
from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest
from lxml import etree

from prapazar.connector_kit import wsdl
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.http import Answer, Caller, Wire
from prapazar.connector_kit.soap import UsernameToken
from prapazar.connector_kit.traffic import TrafficRecord

_ADDRESS = "https://cargo.test/orders"
_WSDL = """<?xml version="1.0"?>
<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/"
 xmlns:x="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:cargo" targetNamespace="urn:cargo">
 <w:types><x:schema targetNamespace="urn:cargo" elementFormDefault="unqualified">
  <x:element name="make"><x:complexType><x:sequence>
   <x:element name="password" type="x:string"/><x:element name="key" type="x:string" maxOccurs="unbounded"/>
   <x:element name="desi" type="x:decimal" minOccurs="0"/></x:sequence></x:complexType></x:element>
  <x:element name="makeResponse"><x:complexType><x:sequence>
   <x:element name="count" type="x:int"/><x:element name="made" minOccurs="0" maxOccurs="unbounded"><x:complexType>
    <x:sequence><x:element name="key" type="x:string"/></x:sequence></x:complexType></x:element>
  </x:sequence></x:complexType></x:element></x:schema></w:types>
 <w:message name="in"><w:part name="p" element="t:make"/></w:message>
 <w:message name="out"><w:part name="p" element="t:makeResponse"/></w:message>
 <w:portType name="pt"><w:operation name="make"><w:input message="t:in"/>
  <w:output message="t:out"/></w:operation></w:portType>
 <w:binding name="b" type="t:pt"><s:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
  <w:operation name="make"><s:operation soapAction="urn:make"/><w:input><s:body use="literal"/></w:input>
  <w:output><s:body use="literal"/></w:output></w:operation></w:binding>
 <w:service name="cargo"><w:port name="port" binding="t:b"><s:address location="https://cargo.test/orders"/></w:port></w:service>
</w:definitions>"""
_BINDING_12 = """<w:binding name="b12" type="t:pt" xmlns:n="http://schemas.xmlsoap.org/wsdl/soap12/">
 <n:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/><w:operation name="make">
 <n:operation soapAction="urn:make"/><w:input><n:body use="literal"/></w:input>
 <w:output><n:body use="literal"/></w:output></w:operation></w:binding>"""
_PORT_12 = """<w:port name="port12" binding="t:b12">
 <n:address xmlns:n="http://schemas.xmlsoap.org/wsdl/soap12/" location="https://cargo.test/orders"/></w:port>"""
_OPEN = '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>'
_CLOSE = "</e:Body></e:Envelope>"


@pytest.fixture(autouse=True)
def _nothing_known() -> Iterator[None]:
    wsdl.forget()
    yield
    wsdl.forget()


def _service(
    answer: str, *, status: int = 200, described: str = _WSDL, login: UsernameToken | None = None
) -> tuple[wsdl.Service, list[httpx.Request], list[TrafficRecord]]:
    asked: list[httpx.Request] = []
    records: list[TrafficRecord] = []

    def serve(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if request.method == "GET":
            return httpx.Response(200, text=described)
        return httpx.Response(status, text=f"{_OPEN}{answer}{_CLOSE}")

    def refused(answer: Answer) -> Rejected | None:
        fault = wsdl.fault_of(answer.content)
        return Rejected(fault.text, code=f"cargo.{fault.detail.get('code', fault.code)}") if fault else None

    client = httpx.Client(transport=httpx.MockTransport(serve), base_url="https://cargo.test")
    caller = Caller(
        client, Wire(recorder=records.append), "a", {}, lambda one: refused(one) or Rejected("?"), refused
    )
    return wsdl.Service(caller, "/orders", login=login, secrets=frozenset({"password"})), asked, records


def test_operation_is_built_and_read_as_the_wsdl_says_and_the_secret_stays_out_of_the_log() -> None:
    answer = '<t:makeResponse xmlns:t="urn:cargo"><count>1</count><made><key>A1</key></made></t:makeResponse>'
    service, asked, records = _service(answer, login=UsernameToken("biz", "gizli2"))

    told = [service.do("make", {"password": "gizli", "key": ["A1", "Ş2"], "desi": "2.50"}) for _ in range(2)]

    assert told == [{"count": 1, "made": [{"key": "A1"}]}] * 2
    assert [request.method for request in asked] == ["GET", "POST", "POST"]
    sent = asked[1].content.decode()
    assert "<password>gizli</password><key>A1</key><key>Ş2</key><desi>2.50</desi>" in sent
    assert (asked[1].headers["soapaction"], "gizli2" in sent) == ('"urn:make"', True)
    assert "gizli" not in repr(records)


def test_wsdl_lies_below_the_path_of_the_host_as_the_operations_do() -> None:
    answer = '<t:makeResponse xmlns:t="urn:cargo"><count>0</count></t:makeResponse>'
    service, asked, _ = _service(answer)
    service.caller.client.base_url = httpx.URL("https://cargo.test/sandbox")

    service.do("make", {"password": "gizli", "key": ["A1"]})

    assert [request.url.raw_path for request in asked] == [b"/sandbox/orders?wsdl", b"/sandbox/orders"]


@pytest.mark.parametrize(("soap12", "kind"), [(None, "text/xml"), (True, "application/soap+xml")])
def test_version_is_chosen_where_the_wsdl_offers_both(soap12: bool | None, kind: str) -> None:
    both = _WSDL.replace("<w:service", f"{_BINDING_12}<w:service").replace(
        "</w:service>", f"{_PORT_12}</w:service>"
    )
    service, asked, _ = _service(
        '<t:makeResponse xmlns:t="urn:cargo"><count>0</count></t:makeResponse>', described=both
    )

    with suppress(UnexpectedAnswer):  # the answer is in 1.1
        dataclasses.replace(service, soap12=soap12).do("make", {"password": "gizli", "key": ["A1"]})

    assert asked[1].headers["content-type"].startswith(kind)


@pytest.mark.parametrize("status", [200, 500])
def test_fault_becomes_what_the_connector_makes_of_it_whatever_its_status(status: int) -> None:
    detail = "<detail><p><code>7</code></p></detail>"
    fault = f"<e:Fault><faultcode>e:Server</faultcode><faultstring>yok</faultstring>{detail}</e:Fault>"
    service, _, _ = _service(fault, status=status)

    with pytest.raises(Rejected) as raised:
        service.do("make", {"password": "x", "key": ["A1"]})

    assert (raised.value.code, raised.value.detail) == ("cargo.7", "yok")


@pytest.mark.parametrize(
    ("described", "answer"),
    [
        (_WSDL.replace('operation name="make"', 'operation name="create"'), ""),
        (_WSDL.replace('name="desi"', 'name="volume"'), ""),
        (_WSDL, '<t:makeResponse xmlns:t="urn:cargo"><total>1</total></t:makeResponse>'),
    ],
    ids=["operation gone", "field renamed", "answer changed"],
)
def test_service_that_is_described_otherwise_than_we_know_is_told_apart(described: str, answer: str) -> None:
    service, _, _ = _service(answer, described=described)

    with pytest.raises(UnexpectedAnswer) as raised:
        service.do("make", {"password": "x", "key": ["A1"], "desi": "1"})

    assert raised.value.code == wsdl.CHANGED


def test_wsdl_that_leads_to_another_host_is_not_followed() -> None:
    elsewhere = (
        '<x:import namespace="urn:o" schemaLocation="https://evil.test/o.xsd"/><x:element name="make">'
    )
    service, asked, _ = _service("", described=_WSDL.replace('<x:element name="make">', elsewhere))

    with pytest.raises(UnexpectedAnswer):
        service.ask("make", {"password": "x", "key": ["A1"]})

    assert [request.url.host for request in asked] == ["cargo.test"]


_TREES = _WSDL.replace(
    '<x:element name="desi"',
    '<x:element name="paper" minOccurs="0" maxOccurs="unbounded"><x:complexType><x:sequence>'
    '<x:any processContents="lax" maxOccurs="unbounded"/></x:sequence></x:complexType></x:element>'
    '<x:element name="desi"',
)


def test_tree_stands_where_its_type_has_it_and_as_it_is() -> None:
    service, asked, records = _service(
        '<t:makeResponse xmlns:t="urn:cargo"><count>1</count></t:makeResponse>', described=_TREES
    )
    paper = etree.fromstring('<i:Paper xmlns:i="urn:i"><i:Amount unit="TRY">1.00</i:Amount></i:Paper>')

    service.do("make", {"password": "x", "key": ["A1"], "paper": wsdl.Tree(paper), "desi": "2.50"})

    made = etree.fromstring(asked[-1].content).find("{*}Body/{*}make")
    assert made is not None
    assert [etree.QName(one).localname for one in made] == ["password", "key", "paper", "desi"]
    assert [(one.tag, one.text, dict(one.attrib)) for one in made[2]] == [
        ("{urn:i}Amount", "1.00", {"unit": "TRY"})
    ]
    assert "1.00" not in records[-1].request


def test_parts_of_a_wsdl_are_fetched_as_safely_as_the_wsdl() -> None:
    part = (
        '<x:schema xmlns:x="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:cargo">'
        '<x:simpleType name="none"><x:restriction base="x:string"/></x:simpleType></x:schema>'
    )
    described = _WSDL.replace(
        "<w:types>",
        '<w:types><x:schema targetNamespace="urn:other"><x:import namespace="urn:part"'
        ' schemaLocation="http://cargo.test/part.xsd"/></x:schema>',
    )
    asked: list[str] = []

    def serve(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        if request.url.path == "/part.xsd":
            return httpx.Response(200, text=part.replace("urn:cargo", "urn:part"))
        body = '<t:makeResponse xmlns:t="urn:cargo"><count>1</count></t:makeResponse>'
        return httpx.Response(200, text=described if request.method == "GET" else f"{_OPEN}{body}{_CLOSE}")

    client = httpx.Client(transport=httpx.MockTransport(serve), base_url="https://cargo.test/deep")
    caller = Caller(client, Wire(), "a", {}, lambda _: Rejected("?"), lambda _: None)

    wsdl.Service(caller, "/orders").do("make", {"password": "x", "key": ["A1"]})

    assert asked == [
        "https://cargo.test/deep/orders?wsdl",
        "https://cargo.test/part.xsd",
        "https://cargo.test/deep/orders",
    ]


def test_answer_of_another_operation_is_no_empty_answer() -> None:
    service, _, _ = _service('<t:otherResponse xmlns:t="urn:cargo"/>')

    with pytest.raises(UnexpectedAnswer) as raised:
        service.ask("make", {"password": "x", "key": ["A1"]})

    assert raised.value.code == wsdl.CHANGED
