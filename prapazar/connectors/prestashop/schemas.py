"""PrestaShop's shapes: rows of its tables in XML, read into plain mappings and written out of them again.

A text is a text, a text in several languages a mapping by language, `associations` a mapping of mappings of rows:
`{"categories": {"category": [{"id": "2"}]}}`.
"""

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element, ParseError, SubElement

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from prapazar.connector_kit.http import Body

Raw = Mapping[str, Any]
CONTENT_TYPE = "text/xml; charset=utf-8"
LISTS = {
    "products": "product",
    "combinations": "combination",
    "stock_availables": "stock_available",
    "specific_prices": "specific_price",
    "categories": "category",
    "manufacturers": "manufacturer",
    "product_options": "product_option",
    "product_option_values": "product_option_value",
    "product_features": "product_feature",
    "product_feature_values": "product_feature_value",
    "orders": "order",
    "order_details": "order_detail",
    "order_histories": "order_history",
    "order_states": "order_state",
    "order_carriers": "order_carrier",
    "customers": "customer",
    "customer_threads": "customer_thread",
    "customer_messages": "customer_message",
    "addresses": "address",
    "carriers": "carrier",
    "currencies": "currency",
    "countries": "country",
    "states": "state",
    "taxes": "tax",
    "tax_rules": "tax_rule",
}
"""A resource, and what one of its rows is called."""
READ_ONLY = {
    "products": {"manufacturer_name", "quantity", "position_in_category"},
    "combinations": {"quantity"},
}


def read_list(content: bytes) -> dict[str, Any]:
    """The rows under the name they come with, or `errors`. Raises ValueError for what is no whole answer."""
    child = _inner(content)
    return {child.tag: [_row(one) for one in child]}


def read_one(content: bytes) -> dict[str, Any]:
    """One row under its name, or `errors`."""
    child = _inner(content)
    return {child.tag: [_row(one) for one in child] if child.tag == "errors" else _row(child)}


def written(one: str, row: Raw) -> Body:
    root = Element("prestashop")
    element = SubElement(root, one)
    for name, value in row.items():
        if name == "associations":
            _write_associations(SubElement(element, name), value)
        else:
            _write(SubElement(element, name), value)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return Body(content, CONTENT_TYPE, {one: dict(row)})


def writable(resource: str, row: Raw) -> dict[str, Any]:
    """Without what a row tells and does not take (93)."""
    return {name: value for name, value in row.items() if name not in READ_ONLY.get(resource, ())}


def read_number(content: bytes) -> dict[str, Any]:
    """The id of a picture that was taken; its content, told back, is left out."""
    child = _inner(content)
    if child.tag == "errors":
        return {child.tag: [_row(one) for one in child]}
    return {"id": (child.findtext("id") or "").strip()}


def _inner(content: bytes) -> Element:
    """A document type is refused, and with it every entity."""
    try:
        root: Element = ElementTree.fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        raise ValueError(f"no XML we read: {type(error).__name__}") from None
    if root.tag != "prestashop" or len(root) == 0:
        raise ValueError("no answer of a PrestaShop")
    return root[0]


def _row(element: Element) -> dict[str, Any]:
    return {
        child.tag: _associations(child) if child.tag == "associations" else _value(child) for child in element
    }


def _value(element: Element) -> str | dict[str, str]:
    """Texts stand between line breaks in some versions."""
    if len(element):
        return {str(one.get("id")): (one.text or "").strip() for one in element}
    return (element.text or "").strip()


def _associations(element: Element) -> dict[str, dict[str, list[dict[str, Any]]]]:
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for part in element:
        rows = found.setdefault(part.tag, {})
        for one in part:
            rows.setdefault(one.tag, []).append({child.tag: _value(child) for child in one})
    return found


def _write(element: Element, value: object) -> None:
    if isinstance(value, Mapping):
        for language, words in value.items():
            SubElement(element, "language", {"id": str(language)}).text = str(words)
    else:
        element.text = str(value)


def _write_associations(element: Element, parts: Mapping[str, Mapping[str, list[Raw]]]) -> None:
    for name, rows in parts.items():
        part = SubElement(element, name)
        for one, found in rows.items():
            for row in found:
                child = SubElement(part, one)
                for field, value in row.items():
                    _write(SubElement(child, field), value)
