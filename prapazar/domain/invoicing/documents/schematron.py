"""Turns GİB's schematron sources into a stylesheet, with the ISO skeleton that lxml carries."""

from pathlib import Path

from lxml import etree
from lxml.isoschematron import iso_abstract_expand, iso_dsdl_include, iso_svrl_for_xslt1

_SCH = "http://purl.oclc.org/dsdl/schematron"
_XSL = "http://www.w3.org/1999/XSL/Transform"
_XS = "http://www.w3.org/2001/XMLSchema"


class NotCompiled(Exception):
    """The sources are not what the compiler understands."""


def compiled(source: Path) -> bytes:
    """An XSLT 2 stylesheet that writes SVRL; every assertion carries the name of its rule."""
    try:
        tree = iso_dsdl_include(etree.parse(source, _parser()))
        _name_assertions(tree)
        tree = iso_svrl_for_xslt1(iso_abstract_expand(tree))
    except (etree.XSLTError, etree.XMLSyntaxError, OSError) as error:
        raise NotCompiled(f"{source.name}: {error}") from error
    top = tree.getroot()
    if top is None or top.tag != f"{{{_XSL}}}stylesheet":
        raise NotCompiled(source.name)
    # The skeleton writes XSLT 1, GİB's rules are XPath 2.
    top.set("version", "2.0")
    return etree.tostring(top, encoding="UTF-8")


def _name_assertions(tree: etree._XSLTResultTree) -> None:
    schema = tree.getroot()
    prefix = etree.Element(
        f"{{{_SCH}}}ns", prefix="xs", uri=_XS
    )  # some rules speak of xs:date and declare no xs
    schema.insert(0, prefix)
    for rule in schema.iter(f"{{{_SCH}}}rule"):
        name = rule.get("id")
        for assertion in rule.iterchildren(f"{{{_SCH}}}assert") if name else ():
            assertion.set("id", str(name))


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)
