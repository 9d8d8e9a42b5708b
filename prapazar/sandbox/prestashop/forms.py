"""Rows as XML or JSON, and XML as rows."""

from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element, ParseError, SubElement

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.prestashop.tables import TABLES, Table

_XML = "text/xml;charset=utf-8"
_JSON = "application/json"


def listed(resource: str, rows: list[Json], languages: list[str], *, as_json: bool) -> Reply:
    """An empty list is `[]` in JSON."""
    table = TABLES[resource]
    if as_json:
        shown = [_plain(table, row, languages) for row in rows]
        return _typed(json_reply({resource: shown} if shown else []), _JSON)
    root = _root()
    around = SubElement(root, resource)
    for row in rows:
        _fill(SubElement(around, table.one), table, row, languages)
    return _xml(root)


def single(resource: str, row: Json, languages: list[str], *, as_json: bool, status: int = 200) -> Reply:
    table = TABLES[resource]
    if as_json:
        return _typed(json_reply({table.one: _plain(table, row, languages)}, status), _JSON)
    root = _root()
    _fill(SubElement(root, table.one), table, row, languages)
    return _xml(root, status)


def errors(faults: list[tuple[int, str]], status: int, *, as_json: bool, first: str = "code") -> Reply:
    """`first` is the member that leads in JSON."""
    if as_json:
        told = [{"code": code, "message": message} for code, message in faults]
        if first == "message":
            told = [dict(reversed(one.items())) for one in told]
        return _typed(json_reply({"errors": told}, status), _JSON)
    root = _root()
    around = SubElement(root, "errors")
    for code, message in faults:
        one = SubElement(around, "error")
        SubElement(one, "code").text = str(code)
        SubElement(one, "message").text = message
    return _xml(root, status)


def read(body: bytes, resource: str) -> tuple[Json, Json] | None:
    """The fields and the associations of the one row in a body; None for what is no XML of this resource."""
    try:
        root = ElementTree.fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException):
        return None
    table = TABLES[resource]
    row = root.find(table.one)
    if root.tag != "prestashop" or row is None:
        return None
    fields: Json = {}
    hangs: Json = {}
    for child in row:
        if child.tag == "associations":
            hangs = {part.tag: [_row(one) for one in part] for part in child}
        elif child.tag in table.localized:
            fields[child.tag] = {str(one.get("id")): one.text or "" for one in child.iter("language")}
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


def _root() -> Element:
    return Element("prestashop", {"xmlns:xlink": "http://www.w3.org/1999/xlink"})


def _xml(root: Element, status: int = 200) -> Reply:
    return Reply(status, ET.tostring(root, encoding="utf-8", xml_declaration=True), _XML)


def _typed(reply: Reply, content_type: str) -> Reply:
    reply.content_type = content_type
    return reply
