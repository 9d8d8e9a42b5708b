"""Spoils answers in XML as `spoiling` does those in JSON; a status is meant by its place in another element."""

from collections.abc import Callable
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from defusedxml import ElementTree

from prapazar.sandbox.faults import Kind
from prapazar.sandbox.jsontext import Json

_Change = Callable[[Element, Json], None]


def spoil(body: bytes, kind: Kind, options: Json) -> bytes:
    change = _CHANGES.get(kind)
    if change is None:
        return body
    root: Element = ElementTree.fromstring(body, forbid_dtd=True)
    change(root, options)
    spoiled: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return spoiled


def _half_page(root: Element, _options: Json) -> None:
    """Lists keep half of their rows; the announced counts stay."""
    for element in root.iter():
        if _local(element).endswith(("List", "Questions")):
            for row in list(element)[len(element) // 2 :]:
                element.remove(row)


def _renamed(root: Element, options: Json) -> None:
    for element in root.iter():
        if _local(element) == options["from"]:
            element.tag = options["to"]


def _unknown_status(root: Element, options: Json) -> None:
    for element in root.iterfind(".//" + str(options.get("field", "status")).replace(".", "/")):
        element.text = str(options.get("status", "Teleported"))


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


_CHANGES: dict[Kind, _Change] = {
    Kind.HALF_PAGE: _half_page,
    Kind.RENAMED_FIELD: _renamed,
    Kind.UNKNOWN_STATUS: _unknown_status,
}
