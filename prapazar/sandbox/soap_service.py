"""A SOAP service as a WSDL describes it: requests are held against its schema, answers are written in its shape.

Document/literal, SOAP 1.1 and 1.2. The WSDL is a file of the pretend provider's; `{address}` in it is where it is
reached.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import zeep
from lxml import etree
from zeep.helpers import serialize_object
from zeep.transports import Transport

from prapazar.sandbox.exchange import Call, Reply

_SOAP11 = "http://schemas.xmlsoap.org/soap/envelope/"
_SOAP12 = "http://www.w3.org/2003/05/soap-envelope"
_WHERE = "http://sandbox/wsdl"
"""Never asked: the text is there."""
_XSD = "http://www.w3.org/2001/XMLSchema"
_SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
_TYPES = {_SOAP11: "text/xml; charset=utf-8", _SOAP12: "application/soap+xml; charset=utf-8"}


class SoapRefused(Exception):
    """Answered as a fault."""

    def __init__(self, text: str, *, code: str = "Client", detail: Mapping[str, str] | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.code = code
        self.detail = detail or {}


@dataclass(frozen=True, slots=True)
class SoapRequest:
    operation: str
    fields: dict[str, Any]
    """As the schema types them: what may be repeated is a list, what is left out is None."""
    space: str
    """Of the envelope: the answer comes in the same version."""
    user: str | None = None
    """Of a UsernameToken in the header."""
    password: str | None = None


class SoapService:
    def __init__(self, wsdl: str) -> None:
        self._text = wsdl

    def described(self, address: str) -> Reply:
        return Reply(200, self._text.replace("{address}", address).encode(), _TYPES[_SOAP11])

    def opened(self, call: Call) -> SoapRequest:
        """Raises SoapRefused for what is no envelope, no operation of ours, or not as the schema has it."""
        envelope = _parsed(call.body)
        space = str(etree.QName(envelope).namespace)
        body = envelope.find(f"{{{space}}}Body")
        if space not in _TYPES or body is None or len(body) != 1:
            raise SoapRefused("The envelope holds no single operation.")
        operation = self._operation(body[0])
        if not self._schema.validate(body[0]):
            raise SoapRefused(f"Validation failed: {_why(self._schema)}")
        fields = serialize_object(operation.input.body.parse(body[0], self._client.wsdl.types), dict)
        token = envelope.find(f"{{{space}}}Header/{{{_SECURITY}}}Security/{{{_SECURITY}}}UsernameToken")
        user, password = (
            (token.findtext(f"{{{_SECURITY}}}Username"), token.findtext(f"{{{_SECURITY}}}Password"))
            if token is not None
            else (None, None)
        )
        return SoapRequest(operation.name, fields or {}, space, user, password)

    def answer(self, request: SoapRequest, value: object) -> Reply:
        """`value` is what stands in the answer's element: a mapping of its fields, or its one field's value."""
        output = self._operations[request.operation].output
        fields = value if isinstance(value, Mapping) else {output.body.type.elements[0][0]: value}
        element = output.serialize(**fields).content[-1][0]
        if not self._schema.validate(element):
            raise ValueError(f"{request.operation} is answered against its own WSDL: {_why(self._schema)}")
        return Reply(200, _enveloped(request.space, element), _TYPES[request.space])

    def refused(self, refusal: SoapRefused, space: str = _SOAP11, status: int = 500) -> Reply:
        if space == _SOAP12:
            fault = etree.Element(f"{{{space}}}Fault")
            code = etree.SubElement(etree.SubElement(fault, f"{{{space}}}Code"), f"{{{space}}}Value")
            code.text = "env:Sender" if refusal.code == "Client" else "env:Receiver"
            reason = etree.SubElement(fault, f"{{{space}}}Reason")
            etree.SubElement(reason, f"{{{space}}}Text").text = refusal.text
            detail = etree.SubElement(fault, f"{{{space}}}Detail") if refusal.detail else None
        else:
            space = _SOAP11
            fault = etree.Element(f"{{{space}}}Fault")
            etree.SubElement(fault, "faultcode").text = f"env:{refusal.code}"
            etree.SubElement(fault, "faultstring").text = refusal.text
            detail = etree.SubElement(fault, "detail") if refusal.detail else None
        if detail is not None:
            for name, text in refusal.detail.items():
                etree.SubElement(detail, name).text = text
        return Reply(status, _enveloped(space, fault), _TYPES[space])

    def _operation(self, element: Any) -> Any:  # noqa: ANN401 - zeep brings no types
        name = etree.QName(element).text
        for operation in self._operations.values():
            if operation.input.body.qname.text == name:
                return operation
        raise SoapRefused(f"Cannot find dispatch method for {name}")

    @cached_property
    def _client(self) -> Any:  # noqa: ANN401 - zeep brings no types
        return zeep.Client(_WHERE, transport=_Given(self._text.encode()))

    @cached_property
    def _operations(self) -> dict[str, Any]:
        ports = [port for service in self._client.wsdl.services.values() for port in service.ports.values()]
        return {one.name: one for port in ports for one in port.binding.all().values()}

    @cached_property
    def _schema(self) -> etree.XMLSchema:
        """Of all schemas within the WSDL; one may import another by its namespace alone."""
        types = etree.fromstring(self._text.encode()).iter(f"{{{_XSD}}}schema")
        parts = {f"part:{place}": part for place, part in enumerate(types)}
        parser = etree.XMLParser()
        parser.resolvers.add(_Parts({name: etree.tostring(part) for name, part in parts.items()}))
        imports = "".join(
            f'<xs:import namespace="{part.get("targetNamespace")}" schemaLocation="{name}"/>'
            for name, part in parts.items()
        )
        whole = f'<xs:schema xmlns:xs="{_XSD}">{imports}</xs:schema>'
        return etree.XMLSchema(etree.fromstring(whole.encode(), parser))


class _Given(Transport):  # type: ignore[misc]  # zeep brings no types
    def __init__(self, text: bytes) -> None:
        super().__init__()
        self._text = text

    def load(self, url: str) -> bytes:
        if url != _WHERE:
            raise ValueError(f"a WSDL of ours is whole: {url}")
        return self._text


class _Parts(etree.Resolver):
    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = parts

    def resolve(self, system_url: str, public_id: str, context: Any) -> Any:  # type: ignore[override]  # noqa: ANN401, ARG002 - the stub has no context
        return self.resolve_string(self._parts[system_url], context, base_url=system_url)


def _why(schema: etree.XMLSchema) -> str:
    entries: Any = schema.error_log
    return next((str(entry.message) for entry in entries), "")


def _parsed(content: bytes) -> Any:  # noqa: ANN401 - an lxml element
    try:
        root = etree.fromstring(
            content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        )
    except etree.LxmlError as error:
        raise SoapRefused(f"Unmarshalling Error: {type(error).__name__}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise SoapRefused("A document type is not allowed.")
    return root


def _enveloped(space: str, inner: Any) -> bytes:  # noqa: ANN401 - an lxml element
    envelope = etree.Element(f"{{{space}}}Envelope", nsmap={"env": space})
    etree.SubElement(envelope, f"{{{space}}}Body").append(inner)
    content: bytes = etree.tostring(envelope, xml_declaration=True, encoding="utf-8")
    return content
