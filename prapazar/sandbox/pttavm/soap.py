"""The older SOAP service of the pretend PTT AVM: WCF's envelopes, WS-Security, strict order, and its WSDL."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element, SubElement

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from prapazar.sandbox.exchange import Call, Reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.pttavm.mall import Mall
from prapazar.sandbox.pttavm.visit import Refusal, Visit

PATH = "/soap/service.svc"
CONTRACTS = "http://schemas.datacontract.org/2004/07/ePttAVMService"
REQUESTS = f"{CONTRACTS}.Model.Requests"
_ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
_SERVICE = "http://tempuri.org/"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
_TEXT_PASSWORD = "#PasswordText"  # noqa: S105 - the name of a kind of password
_TYPE = "text/xml; charset=utf-8"
Fields = Mapping[str, Any]
"""A list in it is an array: its items stand under the name in `ITEMS`, found by its own name or its parent's too."""
ITEMS = {
    "SiparisKontrolListesiV2Result": "TedarikciSiparisKontrolV2",
    "SiparisDetayResult": "TedarikciSiparisKontrolV2",
    "SiparisUrunler": "SiparisUrun",
    "StokKontrolListesiResult": "StokKontrolDetay",
    "GetProductsWithVariantsResult": "StokKontrolDetay",
    "ResimListesi": "UrunResim",
    "VariantListesi": "Variants",
    "KargoBilgiListesiResult": "KargoBilgi",
    "GetCargoProfilesResult": "CargoProfile",
    "main_category": "category",
    "category_tree": "Category",
    "children": "Category",
    "category/children": "category",
}


class Fault(Exception):
    """What WCF itself refuses."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(slots=True)
class Asked:
    """One operation of a known seller."""

    visit: Visit
    element: Element

    def text(self, name: str) -> str:
        return (self.element.findtext(f"{{{_SERVICE}}}{name}") or "").strip()

    def number(self, name: str) -> int:
        """What is left out is WCF's usual: 0."""
        given = self.text(name)
        try:
            return int(given or 0)
        except ValueError as cause:
            raise Fault("a:DeserializationFailed", f"'{given}' is no int.") from cause

    def contract(self, name: str) -> dict[str, str]:
        """A data contract among the parameters."""
        return members(self.element.find(f"{{{_SERVICE}}}{name}"), CONTRACTS)

    def contracts(self, name: str, kind: str, namespace: str) -> list[dict[str, str]]:
        found = self.element.findall(f"{{{_SERVICE}}}{name}/{{{namespace}}}{kind}")
        return [members(one, namespace) for one in found]


Handler = Callable[[Asked], Any]


class Operations:
    def __init__(self) -> None:
        self.handlers: dict[str, Handler] = {}
        self.parameters: dict[str, tuple[str, ...]] = {}

    def operation(self, name: str, *parameters: str) -> Callable[[Handler], Handler]:
        """`parameters` as the WSDL tells them."""

        def register(handler: Handler) -> Handler:
            self.handlers[name] = handler
            self.parameters[name] = parameters
            return handler

        return register

    def include(self, other: "Operations") -> None:
        self.handlers.update(other.handlers)
        self.parameters.update(other.parameters)

    def answer(self, mall: Mall, call: Call, count: Callable[[Account], None]) -> Reply:
        try:
            header, element = _opened(call.body)
            name = _local(element)
            self._check_action(call, name)
            seller = _known(mall, header)
            count(seller)
            result = self.handlers[name](Asked(Visit(mall, seller, call, {}), element))
        except Fault as fault:
            return _fault(fault, mall.rules.soap_prefix, mall.rules.fault_status)
        return _reply(mall.rules.soap_prefix, name, result)

    def _check_action(self, call: Call, name: str) -> None:
        action = call.headers.get("soapaction", "").strip('"')
        if name not in self.handlers or action != f"{_SERVICE}IService/{name}":
            message = f"The message with Action '{action}' cannot be processed at the receiver."
            raise Fault("a:ActionNotSupported", message)

    def wsdl(self, address: str) -> Reply:
        """Parameters by name; what an operation answers is left open."""
        parts = {"name": [], "message": [], "port": [], "binding": []}  # type: dict[str, list[str]]
        for name, parameters in self.parameters.items():
            inner = "".join(f'<xs:element minOccurs="0" name="{one}"/>' for one in parameters)
            result = f'<xs:element minOccurs="0" name="{name}Result"/>'
            for element, content in ((name, inner), (f"{name}Response", result)):
                kind = f"<xs:complexType><xs:sequence>{content}</xs:sequence></xs:complexType>"
                parts["name"].append(f'<xs:element name="{element}">{kind}</xs:element>')
            for message, element in (("Input", name), ("Output", f"{name}Response")):
                part = f'<wsdl:part name="parameters" element="tns:{element}"/>'
                parts["message"].append(f'<wsdl:message name="{name}{message}">{part}</wsdl:message>')
            ends = f'<wsdl:input message="tns:{name}Input"/><wsdl:output message="tns:{name}Output"/>'
            parts["port"].append(f'<wsdl:operation name="{name}">{ends}</wsdl:operation>')
            action = f'<soap:operation soapAction="{_SERVICE}IService/{name}" style="document"/>'
            body = '<soap:body use="literal"/>'
            ends = f"<wsdl:input>{body}</wsdl:input><wsdl:output>{body}</wsdl:output>"
            parts["binding"].append(f'<wsdl:operation name="{name}">{action}{ends}</wsdl:operation>')
        text = _WSDL.format(service=_SERVICE, address=address, **{k: "".join(v) for k, v in parts.items()})
        return Reply(200, text.encode(), _TYPE)


_WSDL = (
    '<?xml version="1.0" encoding="utf-8"?><wsdl:definitions name="Service" targetNamespace="{service}"'
    ' xmlns:tns="{service}" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"><wsdl:types><xs:schema elementFormDefault="qualified"'
    ' targetNamespace="{service}">{name}</xs:schema></wsdl:types>{message}'
    '<wsdl:portType name="IService">{port}</wsdl:portType><wsdl:binding name="BasicHttpBinding_IService"'
    ' type="tns:IService"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>{binding}</wsdl:binding>'
    '<wsdl:service name="Service"><wsdl:port name="BasicHttpBinding_IService"'
    ' binding="tns:BasicHttpBinding_IService"><soap:address location="{address}"/></wsdl:port></wsdl:service>'
    "</wsdl:definitions>"
)


def members(element: Element | None, namespace: str) -> dict[str, str]:
    """As WCF reads them: alphabetical; what comes too late, or from another namespace, is not seen."""
    found: dict[str, str] = {}
    last = ""
    for child in element if element is not None else ():
        name = _local(child)
        if child.tag == f"{{{namespace}}}{name}" and name > last and child.text:
            found[name] = child.text.strip()
            last = name
    return found


def read(given: Mapping[str, str], names: Mapping[str, str]) -> Json:
    """A data contract as the item a REST push would bring; numbers are numbers."""
    found: Json = {}
    for own, name in names.items():
        if own in given:
            found[name] = _value(given[own])
    return found


def user(body: bytes) -> str:
    """Whose request it is, for the journal."""
    try:
        return _user(_opened(body)[0])
    except Fault:
        return ""


def _value(text: str) -> object:
    if text in {"true", "false"}:
        return text == "true"
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return int(number) if number == number.to_integral_value() else number


def _opened(body: bytes) -> tuple[Element | None, Element]:
    try:
        root: Element = ElementTree.fromstring(body, forbid_dtd=True)
        inner = next(child for child in root if child.tag == f"{{{_ENVELOPE}}}Body")
        return root.find(f"{{{_ENVELOPE}}}Header"), next(iter(inner))
    except (ET.ParseError, DefusedXmlException, StopIteration) as cause:
        raise Fault("s:Client", "The message could not be read.") from cause


def _token(header: Element | None, name: str) -> Element | None:
    path = f"{{{_SECURITY}}}Security/{{{_SECURITY}}}UsernameToken/{{{_SECURITY}}}{name}"
    return header.find(path) if header is not None else None


def _user(header: Element | None) -> str:
    found = _token(header, "Username")
    return (found.text or "").strip() if found is not None else ""


def _password(header: Element | None) -> str:
    """In clear; a digest is not taken."""
    found = _token(header, "Password")
    if found is None or not found.get("Type", _TEXT_PASSWORD).endswith(_TEXT_PASSWORD):
        raise Fault("a:InvalidSecurity", "An error occurred when verifying security for the message.")
    return (found.text or "").strip()


def _known(mall: Mall, header: Element | None) -> Account:
    seller = mall.holder("soap_user", _user(header))
    if seller is None or seller.profile["soap_password"] != _password(header):
        raise Fault("a:FailedAuthentication", "The security token could not be authenticated.")
    return seller


def _reply(prefix: str, name: str, result: object) -> Reply:
    """With the prefixes WCF itself chooses: some readers know no other."""
    response = Element(f"{name}Response", xmlns=_SERVICE)
    told = SubElement(response, f"{name}Result")
    if not isinstance(result, str):
        told.set("xmlns:a", CONTRACTS)
        told.set("xmlns:i", _INSTANCE)
    _fill(told, f"{name}Result", result)
    return _enveloped(prefix, response, 200)


def _fill(element: Element, name: str, value: object) -> None:
    if isinstance(value, list):
        for one in value:
            _fill(SubElement(element, f"a:{ITEMS[name]}"), ITEMS[name], one)
    elif isinstance(value, Mapping):
        for inner in sorted(value):
            path = f"{name}/{inner}"
            _fill(SubElement(element, f"a:{inner}"), path if path in ITEMS else inner, value[inner])
    elif isinstance(value, bool):
        element.text = str(value).lower()
    elif value is None:
        element.set("i:nil", "true")
    else:
        element.text = str(value)


def _fault(fault: Fault, prefix: str, status: int) -> Reply:
    told = Element(f"{prefix}:Fault")
    SubElement(told, "faultcode").text = fault.code
    SubElement(told, "faultstring").text = fault.message
    return _enveloped(prefix, told, status)


def _enveloped(prefix: str, content: Element, status: int) -> Reply:
    envelope = Element(f"{prefix}:Envelope", {f"xmlns:{prefix}": _ENVELOPE})
    SubElement(envelope, f"{prefix}:Body").append(content)
    return Reply(status, ET.tostring(envelope, encoding="utf-8"), _TYPE)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def refused(refusal: Refusal) -> Json:
    return {"Success": False, "ErrorCode": str(refusal.status), "ErrorMessage": refusal.message}
