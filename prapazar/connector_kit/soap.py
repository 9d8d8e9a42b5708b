"""SOAP 1.1, document/literal: envelopes out of plain mappings, and answers as plain mappings.

For providers with a handful of operations; nothing is read from a WSDL at run time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element, ParseError, SubElement

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.http import Body

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
_PASSWORD_KIND = (
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText"  # noqa: S105 - the name of a kind of password
)
CONTENT_TYPE = "text/xml; charset=utf-8"
Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class UsernameToken:
    """A log-in of WS-Security, the password in clear: the connection is sealed already."""

    user: str
    password: str = field(repr=False)


def request(
    namespace: str,
    operation: str,
    fields: Fields,
    *,
    secret: Fields | None = None,
    login: UsernameToken | None = None,
    action: str = "",
) -> Body:
    """The operation's element is qualified, its children are not, unless their names are: `{namespace}name`.

    `secret` comes first and is never shown, nor is `login`. None is left out; a list repeats its element.
    """
    envelope = Element(f"{{{ENVELOPE}}}Envelope")
    header = SubElement(envelope, f"{{{ENVELOPE}}}Header")
    if login is not None:
        _sign(header, login)
    element = SubElement(SubElement(envelope, f"{{{ENVELOPE}}}Body"), f"{{{namespace}}}{operation}")
    for part in (secret or {}, fields):
        _fill(element, part)
    content: bytes = ET.tostring(envelope, encoding="utf-8", xml_declaration=True)
    return Body(content, CONTENT_TYPE, {operation: _shown(fields)}, {"SOAPAction": f'"{action}"'})


def read(content: bytes) -> dict[str, Any]:
    """What the envelope's body holds, by local names: texts, mappings, and lists of what is repeated.

    A document type is refused, and with it every entity. Raises ValueError for what is no envelope.
    """
    try:
        root = ElementTree.fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        raise ValueError(f"no XML we read: {type(error).__name__}") from None
    body = next((child for child in root if _local(child) == "Body"), None)
    if _local(root) != "Envelope" or body is None:
        raise ValueError("no SOAP envelope")
    found = _value(body)
    return found if isinstance(found, dict) else {}


def listed(value: object, name: str) -> list[dict[str, Any]]:
    """The rows of a repeated element: none, one and many look different in XML."""
    if value is None or value == "":
        return []
    found: list[Any] = value if isinstance(value, list) else [value]
    if not all(isinstance(one, dict) for one in found):
        raise UnexpectedAnswer(f"{name} holds text", raw=value, code="connector.odd_value")
    return found


def _sign(header: Element, login: UsernameToken) -> None:
    security = SubElement(header, f"{{{SECURITY}}}Security", {f"{{{ENVELOPE}}}mustUnderstand": "1"})
    token = SubElement(security, f"{{{SECURITY}}}UsernameToken")
    SubElement(token, f"{{{SECURITY}}}Username").text = login.user
    SubElement(token, f"{{{SECURITY}}}Password", {"Type": _PASSWORD_KIND}).text = login.password


def _shown(value: Any) -> Any:  # noqa: ANN401 - what an envelope is made of
    """Without namespaces."""
    if isinstance(value, Mapping):
        return {name.rpartition("}")[2]: _shown(inner) for name, inner in value.items()}
    return [_shown(one) for one in value] if isinstance(value, list | tuple) else value


def _fill(element: Element, fields: Fields) -> None:
    for name, value in fields.items():
        several = isinstance(value, Sequence) and not isinstance(value, str)
        for one in value if several else [value]:
            if one is None:
                continue
            child = SubElement(element, name)
            if isinstance(one, Mapping):
                _fill(child, one)
            else:
                child.text = _text(one)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _value(element: Element) -> Any:  # noqa: ANN401 - text, mapping or None
    if len(element) == 0:
        text = (element.text or "").strip()
        return text or None
    found: dict[str, Any] = {}
    for child in element:
        name, value = _local(child), _value(child)
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
