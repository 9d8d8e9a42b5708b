"""Rows as XML or JSON, and XML as rows."""

from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element, ParseError, SubElement

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from prapazar.sandbox import jsontext
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.prestashop.tables import TABLES, Table

_XML = "text/xml;charset=utf-8"
_JSON = "application/json"


def linked(resource: str, numbers: list[str], address: str) -> Reply:
    """Rows of which only the number is told: in XML it is an attribute, beside where the row is."""
    document = root()
    around = SubElement(document, resource)
    for number in numbers:
        place = f"{address}/{resource}/{number}"
        SubElement(around, TABLES[resource].one, {"id": number, "xlink:href": place})
    return xml(document)


def listed(resource: str, rows: list[Json], languages: list[str], *, as_json: bool) -> Reply:
    """An empty list is `[]` in JSON."""
    table = TABLES[resource]
    if as_json:
        shown = [_plain(table, row, languages) for row in rows]
        return _typed(json_reply({resource: shown} if shown else []), _JSON)
    document = root()
    around = SubElement(document, resource)
    for row in rows:
        _fill(SubElement(around, table.one), table, row, languages)
    return xml(document)


def single(resource: str, row: Json, languages: list[str], *, as_json: bool, status: int = 200) -> Reply:
    table = TABLES[resource]
    if as_json:
        return _typed(json_reply({table.one: _plain(table, row, languages)}, status), _JSON)
    document = root()
    _fill(SubElement(document, table.one), table, row, languages)
    return xml(document, status)


def as_list(reply: Reply, resource: str) -> Reply:
    """The one row of a JSON answer, as an answer to `display` has it."""
    told = jsontext.parse_object(reply.body)
    return _typed(json_reply({resource: [told[TABLES[resource].one]]}, reply.status), _JSON)


def errors(faults: list[tuple[int, str]], status: int, *, as_json: bool, first: str = "code") -> Reply:
    """`first` is the member that leads in JSON."""
    if as_json:
        told = [{"code": code, "message": message} for code, message in faults]
        if first == "message":
            told = [dict(reversed(one.items())) for one in told]
        return _typed(json_reply({"errors": told}, status), _JSON)
    document = root()
    around = SubElement(document, "errors")
    for code, message in faults:
        one = SubElement(around, "error")
        SubElement(one, "code").text = str(code)
        SubElement(one, "message").text = message
    return xml(document, status)


def read(body: bytes, resource: str, languages: list[str]) -> tuple[Json, Json] | None:
    """The fields and the associations of the one row in a body; None for what is no XML.

    A bare text is that of all languages.
    """
    try:
        root = ElementTree.fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException):
        return None
    table = TABLES[resource]
    row = next(iter(root), None)  # whatever it is called
    if row is None:
        return None
    fields: Json = {}
    hangs: Json = {}
    for child in row:
        if child.tag == "associations":
            hangs = {part.tag: [_row(one) for one in part] for part in child}
        elif child.tag in table.localized:
            spoken = {str(one.get("id")): one.text or "" for one in child.iter("language")}
            fields[child.tag] = spoken or dict.fromkeys(languages, (child.text or "").strip())
        else:
            fields[child.tag] = (child.text or "").strip()
    return fields, hangs


def _row(element: Element) -> Json:
    return {child.tag: (child.text or "").strip() for child in element}


def _plain(table: Table, row: Json, languages: list[str]) -> Json:
    """Numbers are texts, but `id`; a text in several languages is a list."""
    shown: Json = {}
    for name, value in row.items():
        if name == "id":
            shown[name] = int(value)
        elif name in table.localized:
            shown[name] = _spoken(value, languages)
        else:
            shown[name] = value
    return shown


def _spoken(value: dict[str, str], languages: list[str]) -> Any:  # noqa: ANN401  a text, or a list of them
    if len(languages) == 1:
        return value.get(languages[0], "")
    return [{"id": int(one), "value": value.get(one, "")} for one in languages]


def _fill(element: Element, table: Table, row: Json, languages: list[str]) -> None:
    for name, value in row.items():
        if name == "associations":
            around = SubElement(element, name)
            for part, rows in value.items():
                _fill_rows(SubElement(around, part, {"nodeType": table.hangs[part][0]}), table, part, rows)
        elif name in table.localized:
            child = SubElement(element, name)
            for one in languages:
                SubElement(child, "language", {"id": one}).text = value.get(one, "")
        else:
            SubElement(element, name).text = str(value)


def _fill_rows(around: Element, table: Table, part: str, rows: list[Json]) -> None:
    for row in rows:
        child = SubElement(around, table.hangs[part][0])
        for name, value in row.items():
            SubElement(child, name).text = str(value)


def root() -> Element:
    return Element("prestashop", {"xmlns:xlink": "http://www.w3.org/1999/xlink"})


def xml(document: Element, status: int = 200) -> Reply:
    return Reply(status, ET.tostring(document, encoding="utf-8", xml_declaration=True), _XML)


def _typed(reply: Reply, content_type: str) -> Reply:
    reply.content_type = content_type
    return reply
