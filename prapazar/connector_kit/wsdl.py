"""SOAP by zeep: the provider's own WSDL says how requests are built and answers read; our caller carries them.

For providers with rich types, such as carriers and e-invoice services; `soap.py` does for a handful of plain fields.
"""

import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import zeep
from lxml import etree
from zeep.exceptions import Error as ZeepError
from zeep.helpers import serialize_object
from zeep.transports import Transport
from zeep.wsdl.bindings import Soap12Binding
from zeep.wsdl.bindings.soap import SoapBinding

from prapazar.connector_kit import soap
from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.http import Body, Call, Caller
from prapazar.connector_kit.soap import SECURITY, UsernameToken

CHANGED = "connector.wsdl_changed"
"""The service is no longer described as we know it."""
_KEPT_SECONDS = 86_400
_PASSWORD_TYPE = (
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText"  # noqa: S105 - the name of a kind of password
)
_parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
_lock = threading.Lock()
_known: dict[str, tuple[float, zeep.Client]] = {}


class Envelope(dict[str, Any]):
    """A body as `soap.read` shows it, for logs and reading faults, with the element that zeep reads."""

    def __init__(self, shown: Mapping[str, Any], element: Any) -> None:  # noqa: ANN401 - an lxml element
        super().__init__(shown)
        self.element = element


@dataclass(frozen=True, slots=True)
class Tree:
    """XML that stands in a field as it is: an invoice whose type a WSDL spells out, or leaves open.

    Its own name does not count: the field has one.
    """

    element: Any
    """Of lxml; handed on, so not to be used again."""


@dataclass(frozen=True, slots=True)
class SoapFault:
    """What a service answers when it refuses; connectors make one of the five errors of it."""

    code: str
    text: str
    detail: Mapping[str, str]
    """By local names, however deep they stood."""


@dataclass(frozen=True, slots=True)
class Service:
    """One port of a service. Its WSDL is fetched once a day for each process."""

    caller: Caller
    path: str
    """Where requests go; a whole address too."""
    wsdl_path: str = ""
    """Where the WSDL is, if not at the same address with `?wsdl`."""
    login: UsernameToken | None = None
    port: str | None = None
    """For WSDLs with several: the name of ours."""
    soap12: bool | None = None
    """The version to speak where the WSDL offers both; the other one is spoken where it is the only one."""
    group: str | None = None
    secrets: frozenset[str] = field(default_factory=frozenset)
    """Fields, at any depth, that the traffic log must not keep."""

    def ask(self, operation: str, fields: Mapping[str, Any], *, timeout: float | None = None) -> Any:  # noqa: ANN401 - as the WSDL types it
        """An operation that changes nothing: it may be tried again."""
        return self._call(operation, fields, timeout, only_asks=True)

    def do(self, operation: str, fields: Mapping[str, Any], *, timeout: float | None = None) -> Any:  # noqa: ANN401 - as above
        """Answers plain mappings, lists and values; Unavailable(maybe_done) where the answer is lost."""
        return self._call(operation, fields, timeout, only_asks=False)

    def _call(
        self, operation: str, fields: Mapping[str, Any], timeout: float | None, *, only_asks: bool
    ) -> Any:  # noqa: ANN401 - as above
        binding = self._binding()
        call = Call(
            operation=operation,
            method="POST",
            path=self.path,
            group=self.group,
            body=self._body(binding, operation, fields),
            timeout=timeout,
            only_asks=only_asks,
            read=_envelope,
        )
        envelope = self.caller.send(call).content
        if not isinstance(envelope, Envelope) or fault_of(envelope):
            raise UnexpectedAnswer(f"{operation} was not answered", raw=envelope, code="connector.odd_value")
        try:
            made = binding.get(operation)
            _check_answers(made, envelope.element)
            return serialize_object(made.process_reply(envelope.element), dict)
        except (ZeepError, etree.LxmlError, TypeError, ValueError, LookupError) as error:
            raise UnexpectedAnswer(
                f"{operation}: {type(error).__name__}", raw=dict(envelope), code=CHANGED
            ) from error

    def _body(self, binding: SoapBinding, operation: str, fields: Mapping[str, Any]) -> Body:
        try:
            made = binding.get(operation)
            envelope = made.create(**_cleared(fields)).content
            _plant(made.input.body.type, fields, envelope.find("{*}Body")[0])
        except (ZeepError, TypeError, ValueError, LookupError) as error:
            raise UnexpectedAnswer(f"{operation}: {type(error).__name__}: {error}", code=CHANGED) from error
        if self.login is not None:
            _sign(envelope, self.login)
        content: bytes = etree.tostring(envelope, xml_declaration=True, encoding="utf-8")
        shown = {operation: self._shown(fields)}
        if isinstance(binding, Soap12Binding):
            kind = f'application/soap+xml; charset=utf-8; action="{made.soapaction}"'
            return Body(content, kind, shown)
        return Body(content, "text/xml; charset=utf-8", shown, {"SOAPAction": f'"{made.soapaction or ""}"'})

    def _shown(self, value: Any) -> Any:  # noqa: ANN401 - what an envelope is made of
        if isinstance(value, Mapping):
            return {
                name: "[redacted]" if name in self.secrets else self._shown(inner)
                for name, inner in value.items()
            }
        if isinstance(value, list | tuple):
            return [self._shown(one) for one in value]
        if isinstance(value, Tree):
            return "a document"
        return f"{len(value)} bytes" if isinstance(value, bytes) else value

    def _binding(self) -> SoapBinding:
        ports = [
            port
            for service in self._client().wsdl.services.values()
            for port in service.ports.values()
            if isinstance(port.binding, SoapBinding) and self.port in (None, port.name)
        ]
        if not ports:
            raise UnexpectedAnswer(f"no such port: {self.port}", code=CHANGED)
        wanted = [one for one in ports if isinstance(one.binding, Soap12Binding) is self.soap12]
        return (wanted or ports)[0].binding

    def _client(self) -> zeep.Client:
        asked = self.caller.client.build_request("GET", self.wsdl_path or f"{self.path}?wsdl")
        address = str(asked.url)  # beneath the base address, as every call
        with _lock:
            at, client = _known.get(address, (0.0, None))
        if client is not None and time.monotonic() - at < _KEPT_SECONDS:
            return client
        client = self._described(address)
        with _lock:
            _known[address] = (time.monotonic(), client)
        return client

    def _described(self, address: str) -> zeep.Client:
        try:
            return zeep.Client(
                address,
                transport=_Fetched(self.caller, address),
                settings=zeep.Settings(strict=True, forbid_dtd=True, forbid_entities=True),
            )
        except (ZeepError, etree.LxmlError, ValueError, LookupError) as error:
            raise UnexpectedAnswer(f"WSDL: {type(error).__name__}: {error}", code=CHANGED) from error


class _Fetched(Transport):  # type: ignore[misc]  # zeep brings no types
    """Documents of the service's own host, through our caller; nothing from anywhere else."""

    def __init__(self, caller: Caller, address: str) -> None:
        super().__init__()
        self._caller = caller
        self._scheme, self._host = urlsplit(address)[:2]

    def load(self, url: str) -> bytes:
        """Some services name their parts without TLS; they are asked as the service itself is."""
        if urlsplit(url).netloc != self._host:
            raise ValueError("the WSDL points to another host")
        if self._scheme == "https":
            url = urlsplit(url)._replace(scheme="https").geturl()
        found: bytes = self._caller.send(
            Call(operation="wsdl", method="GET", path=url, read=lambda content: content)
        ).content
        return found


def forget() -> None:
    """WSDLs that were fetched: tests whose server comes and goes."""
    with _lock:
        _known.clear()


def fault_of(content: object) -> SoapFault | None:
    """Of an answer's content: a fault of SOAP 1.1 or 1.2, which some services send with status 200.

    For the `read_error` and the `read_failure` of a connector's caller.
    """
    fault = content.get("Fault") if isinstance(content, Envelope) else None
    if not isinstance(fault, dict):
        return None
    code = _text(fault.get("faultcode", fault.get("Code")))
    return SoapFault(
        code.rpartition(":")[2],
        _text(fault.get("faultstring", fault.get("Reason"))),
        dict(_leaves(fault.get("detail", fault.get("Detail")))),
    )


def _text(value: object) -> str:
    """The first text of a part that SOAP 1.2 nests and 1.1 does not."""
    return next((text for _, text in _leaves({"": value})), "")


def _leaves(value: object) -> Iterator[tuple[str, str]]:
    for name, inner in value.items() if isinstance(value, dict) else ():
        if isinstance(inner, dict):
            yield from _leaves(inner)
        elif inner not in (None, ""):
            yield str(name), str(inner)


def _envelope(content: bytes) -> Envelope:
    """Raises ValueError for what is no envelope; a document type is refused, and with it every entity."""
    return Envelope(soap.read(content), etree.fromstring(content, _parser))


def _check_answers(operation: Any, envelope: Any) -> None:  # noqa: ANN401 - zeep and lxml
    """Another operation's answer would be read as one without anything in it."""
    names = [etree.QName(one).localname for one in envelope.find("{*}Body")]
    expected = etree.QName(operation.output.body.qname.text).localname
    if names != [expected]:
        raise ValueError(f"answered {names}")


def _cleared(value: Any) -> Any:  # noqa: ANN401 - what an envelope is made of
    """Without the trees, which zeep would write anew in its own way."""
    if isinstance(value, Mapping):
        return {name: _cleared(inner) for name, inner in value.items() if not isinstance(inner, Tree)}
    return [_cleared(one) for one in value] if isinstance(value, list | tuple) else value


def _plant(kind: Any, fields: Mapping[str, Any], place: Any) -> None:  # noqa: ANN401 - zeep and lxml
    """Every tree to where its type has it; `place` was written for `fields`, as `kind` says."""
    known = dict(getattr(kind, "elements", ()))
    order = [element.qname.text for element in known.values()]
    for name, value in fields.items():
        tag = known[name].qname.text if name in known else ""
        if isinstance(value, Tree):
            tree = etree.Element(tag)
            tree.extend(list(value.element))
            later = order[order.index(tag) + 1 :]
            rest = [child for child in place if child.tag in later]
            place.insert(place.index(rest[0]) if rest else len(place), tree)
        elif tag:
            inner = value if isinstance(value, list | tuple) else [value]
            for one, child in zip(inner, place.findall(tag), strict=False):
                if isinstance(one, Mapping):
                    _plant(known[name].type, one, child)


def _sign(envelope: Any, login: UsernameToken) -> None:  # noqa: ANN401 - an lxml element
    space = etree.QName(envelope).namespace
    header = envelope.find(f"{{{space}}}Header")
    if header is None:
        header = etree.Element(f"{{{space}}}Header")
        envelope.insert(0, header)
    security = etree.SubElement(header, f"{{{SECURITY}}}Security", {f"{{{space}}}mustUnderstand": "1"})
    token = etree.SubElement(security, f"{{{SECURITY}}}UsernameToken")
    etree.SubElement(token, f"{{{SECURITY}}}Username").text = login.user
    etree.SubElement(token, f"{{{SECURITY}}}Password", {"Type": _PASSWORD_TYPE}).text = login.password
