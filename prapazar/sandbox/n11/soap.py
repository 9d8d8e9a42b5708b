"""SOAP as the pretend N11 speaks it: every answer begins with a result, and business failures come with a 200."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element, SubElement

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from prapazar.sandbox.exchange import Call, Reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.n11.mall import Mall

_ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
_SCHEMAS = "http://www.n11.com/ws/schemas"
_TYPE = "text/xml; charset=utf-8"
Fields = dict[str, Any]


@dataclass(slots=True)
class Asked:
    """One operation of a known seller."""

    mall: Mall
    seller: Account
    operation: str
    element: Element

    def text(self, path: str) -> str:
        return (self.element.findtext(path) or "").strip()

    @property
    def now_ms(self) -> int:
        return self.mall.ground.now_ms()


class Failure(Exception):
    """A business failure, told within a good status."""

    def __init__(self, code: str, message: str, category: str = "Business") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.category = category


Handler = Callable[[Asked], Fields]


class Operations:
    """The operations of the services, by service and name."""

    def __init__(self) -> None:
        self.handlers: dict[tuple[str, str], Handler] = {}
        self.open: set[str] = set()

    def operation(self, service: str, name: str, *, needs_login: bool = True) -> Callable[[Handler], Handler]:
        def register(handler: Handler) -> Handler:
            self.handlers[service.lower(), name] = handler
            if not needs_login:
                self.open.add(name)
            return handler

        return register

    def include(self, other: "Operations") -> None:
        self.handlers.update(other.handlers)
        self.open |= other.open

    def knows(self, service: str) -> bool:
        return any(known == service.lower() for known, _ in self.handlers)

    def answer(self, mall: Mall, service: str, call: Call) -> Reply:
        try:
            element = _request(call.body)
        except (ET.ParseError, DefusedXmlException, StopIteration):
            return _fault("SOAP-ENV:Client", "Could not read the message.")
        name = _local(element).removesuffix("Request")
        handler = self.handlers.get((service.lower(), name))
        if handler is None:
            return _fault("SOAP-ENV:Server", f"No endpoint mapping found for {name}")
        try:
            fields = handler(Asked(mall, self._seller(mall, name, element), name, element))
        except Failure as failure:
            return _reply(name, {"result": _result(failure)})
        return _reply(name, {"result": _result(None), **fields})

    def _seller(self, mall: Mall, name: str, element: Element) -> Account:
        first = next(iter(element), None)
        if name in self.open:
            return next(iter(mall.files.accounts.values()))
        if first is None or _local(first) != "auth":
            raise Failure("SELLER_API.authenticationFailed", "Apide doğrulama işlemi başarısız oldu.", "Auth")
        key, secret = first.findtext("appKey") or "", first.findtext("appSecret") or ""
        seller = mall.seller_of(key, secret)
        if seller is None:
            raise Failure("SELLER_API.authenticationFailed", "Apide doğrulama işlemi başarısız oldu.", "Auth")
        return seller


def app_key(body: bytes) -> str:
    """Whose request it is, for the journal."""
    try:
        return (_request(body).findtext("auth/appKey") or "").strip()
    except (ET.ParseError, DefusedXmlException, StopIteration):
        return ""


def paging(page: int, size: int, total: int) -> Fields:
    return {"currentPage": page, "pageSize": size, "totalCount": total, "pageCount": -(-total // size)}


def _request(body: bytes) -> Element:
    root: Element = ElementTree.fromstring(body, forbid_dtd=True)
    inner = next(child for child in root if _local(child) == "Body")
    return next(iter(inner))


def _result(failure: Failure | None) -> Fields:
    if failure is None:
        return {"status": "success", "errorCode": "", "errorMessage": "", "errorCategory": ""}
    return {
        "status": "failure",
        "errorCode": failure.code,
        "errorMessage": failure.message,
        "errorCategory": failure.category,
    }


def _reply(name: str, fields: Fields) -> Reply:
    envelope = Element(f"{{{_ENVELOPE}}}Envelope")
    SubElement(envelope, f"{{{_ENVELOPE}}}Header")
    answer = SubElement(SubElement(envelope, f"{{{_ENVELOPE}}}Body"), f"{{{_SCHEMAS}}}{name}Response")
    _fill(answer, fields)
    return Reply(200, ET.tostring(envelope, encoding="utf-8", xml_declaration=True), _TYPE)


def _fault(code: str, message: str) -> Reply:
    envelope = Element(f"{{{_ENVELOPE}}}Envelope")
    fault = SubElement(SubElement(envelope, f"{{{_ENVELOPE}}}Body"), f"{{{_ENVELOPE}}}Fault")
    SubElement(fault, "faultcode").text = code
    SubElement(fault, "faultstring").text = message
    return Reply(500, ET.tostring(envelope, encoding="utf-8", xml_declaration=True), _TYPE)


def _fill(element: Element, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            child = SubElement(element, name)
            if isinstance(one, dict):
                _fill(child, one)
            elif one is not None:
                child.text = str(one)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
