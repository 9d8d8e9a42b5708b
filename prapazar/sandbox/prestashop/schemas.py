"""What the webservice tells of itself: its resources with the rights of the key, and the empty form of a row."""

from xml.etree.ElementTree import Element, SubElement

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.prestashop import forms
from prapazar.sandbox.prestashop.tables import TABLES, Table
from prapazar.sandbox.prestashop.visit import Refusal, Visit

_METHODS = ("GET", "PUT", "POST", "DELETE", "HEAD")


def resources(visit: Visit) -> Reply:
    """The address without a resource; in JSON only their names."""
    document = forms.root()
    around = SubElement(document, "api", {"shopName": visit.shop.profile["name"]})
    told = []
    for resource, table in TABLES.items():
        held = visit.shop.profile["rights"].get(resource)
        allowed = {*table.methods, "HEAD"} if held is None else set(held)
        if not allowed:
            continue
        rights = {method.lower(): str(method in allowed).lower() for method in _METHODS}
        told.append(resource)
        place = f"{visit.address}/{resource}"
        one = SubElement(around, resource, {"xlink:href": place, **rights})
        SubElement(one, "description", {"xlink:href": place, **rights}).text = f"The {resource}"
        for kind in ("blank", "synopsis"):
            SubElement(one, "schema", {"xlink:href": f"{place}?schema={kind}", "type": kind})
    return json_reply(told) if visit.as_json else forms.xml(document)


def schema(visit: Visit) -> Reply:
    """`blank` to be filled in and sent; `synopsis` says of each field whether it has to be there."""
    kind, table = visit.call.query["schema"], TABLES[visit.resource]
    if kind not in {"blank", "synopsis"}:
        raise Refusal(28, 'Please select a schema of type "synopsis" to get the whole schema, or "blank"')
    if visit.as_json:
        blank = _blank(table, visit.languages)
        return json_reply({visit.resource: [blank]} if "display" in visit.call.query else {table.one: blank})
    document = forms.root()
    row = SubElement(document, table.one)
    if kind == "blank":
        SubElement(row, "id")
    for name in table.fields:
        if kind == "blank" and name in table.read_only:
            continue
        _field(row, table, name, visit.languages, has_words=kind == "synopsis")
    if table.hangs:
        around = SubElement(row, "associations")
        for part, (one, names) in table.hangs.items():
            child = SubElement(SubElement(around, part), one)
            for name in names:
                SubElement(child, name)
    return forms.xml(document)


def _blank(table: Table, languages: list[str]) -> Json:
    spoken: object = "" if len(languages) == 1 else [{"id": int(one), "value": ""} for one in languages]
    names = [name for name in table.fields if name not in table.read_only]
    row: Json = {"id": "", **{name: spoken if name in table.localized else "" for name in names}}
    if table.hangs:
        row["associations"] = {part: [dict.fromkeys(names, "")] for part, (_, names) in table.hangs.items()}
    return row


def _field(row: Element, table: Table, name: str, languages: list[str], *, has_words: bool) -> None:
    words = {}
    if has_words and name in table.required:
        words["required"] = "true"
    if has_words and name in table.read_only:
        words["readOnly"] = "true"
    field = SubElement(row, name, words)
    if name in table.localized:
        for language in languages:
            SubElement(field, "language", {"id": language})
