"""A pretend SOAP service keeps to its WSDL, in what it takes and in what it answers."""

import pytest
from lxml import etree

from prapazar.sandbox.exchange import Call
from prapazar.sandbox.soap_service import SoapRefused, SoapService

_SERVICE = SoapService(
    """<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/"
 xmlns:x="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:a" xmlns:o="urn:b" targetNamespace="urn:a">
 <w:types>
  <x:schema targetNamespace="urn:b" elementFormDefault="qualified"><x:complexType name="item"><x:sequence>
   <x:element name="key" type="x:string"/><x:element name="kg" type="x:decimal"/></x:sequence></x:complexType>
  </x:schema>
  <x:schema targetNamespace="urn:a" xmlns:o="urn:b"><x:import namespace="urn:b"/>
   <x:element name="make"><x:complexType><x:sequence>
    <x:element name="item" type="o:item" maxOccurs="unbounded"/></x:sequence></x:complexType></x:element>
   <x:element name="makeResponse"><x:complexType><x:sequence>
    <x:element name="result" type="x:string"/></x:sequence></x:complexType></x:element></x:schema>
 </w:types>
 <w:message name="in"><w:part name="p" element="t:make"/></w:message>
 <w:message name="out"><w:part name="p" element="t:makeResponse"/></w:message>
 <w:portType name="pt"><w:operation name="make"><w:input message="t:in"/>
  <w:output message="t:out"/></w:operation></w:portType>
 <w:binding name="b" type="t:pt"><s:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
  <w:operation name="make"><s:operation soapAction=""/><w:input><s:body use="literal"/></w:input>
  <w:output><s:body use="literal"/></w:output></w:operation></w:binding>
 <w:service name="v"><w:port name="p" binding="t:b"><s:address location="{address}"/></w:port></w:service>
</w:definitions>"""
)
_KEY, _KG = "<o:key>Ş1</o:key>", "<o:kg>2.50</o:kg>"


def _call(inner: str, space: str = "http://schemas.xmlsoap.org/soap/envelope/") -> Call:
    operation = f'<t:make xmlns:t="urn:a" xmlns:o="urn:b"><item>{inner}</item></t:make>'
    body = f'<e:Envelope xmlns:e="{space}"><e:Body>{operation}</e:Body></e:Envelope>'
    return Call("POST", "/s", "/x/s", "", {}, body.encode())


@pytest.mark.parametrize(
    "space", ["http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"]
)
def test_request_is_read_as_typed_and_answered_in_its_own_version(space: str) -> None:
    request = _SERVICE.opened(_call(_KEY + _KG, space))

    reply = _SERVICE.answer(request, "Tamam")

    assert [(one["key"], str(one["kg"])) for one in request.fields["item"]] == [("Ş1", "2.50")]
    root = etree.fromstring(reply.body)
    assert (etree.QName(root).namespace, root.findtext(".//result")) == (space, "Tamam")


@pytest.mark.parametrize("inner", [_KG + _KEY, _KEY, _KEY + _KG + "<o:more/>", _KEY + "<o:kg>çok</o:kg>"])
def test_request_that_is_not_as_the_schema_has_it_is_refused(inner: str) -> None:
    with pytest.raises(SoapRefused) as raised:
        _SERVICE.opened(_call(inner))

    reply = _SERVICE.refused(raised.value)
    assert (reply.status, b"<faultcode>env:Client</faultcode>" in reply.body) == (500, True)


def test_wsdl_tells_where_it_is_reached() -> None:
    assert b'location="http://127.0.0.1:9/s"' in _SERVICE.described("http://127.0.0.1:9/s").body
