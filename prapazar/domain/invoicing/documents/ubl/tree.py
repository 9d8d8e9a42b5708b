"""Small hands for writing UBL: elements by prefixed name, amounts, quantities and references."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TypeAlias, cast

from lxml import etree

from prapazar.foundation.clock import ISTANBUL

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml gives its element class no public name

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_SPACES = {
    "cac": f"{_UBL}CommonAggregateComponents-2",
    "cbc": f"{_UBL}CommonBasicComponents-2",
    "ext": f"{_UBL}CommonExtensionComponents-2",
}
_SIGNATURE_PLACE = "urn:prapazar:signature-place"
_CUSTOMIZATION = "TR1.2"


def root(name: str, profile: str) -> Element:
    """The document with its place for a signature, up to and with the profile."""
    space = f"{_UBL}{name}-2"
    # The stubs of lxml do not know that None stands for the default namespace.
    spaces = cast("dict[str, str]", {None: space, **_SPACES})
    top = etree.Element(f"{{{space}}}{name}", nsmap=spaces)
    content = branch(top, "ext:UBLExtensions", "ext:UBLExtension", "ext:ExtensionContent")
    # The schema wants a foreign element here; whoever signs the document puts the signature in its place.
    etree.SubElement(content, f"{{{_SIGNATURE_PLACE}}}SignaturePlace", nsmap={"place": _SIGNATURE_PLACE})
    leaf(top, "cbc:UBLVersionID", "2.1")
    leaf(top, "cbc:CustomizationID", _CUSTOMIZATION)
    leaf(top, "cbc:ProfileID", profile)
    return top


def branch(parent: Element, *names: str) -> Element:
    """Elements, one within the other; the innermost is answered."""
    for name in names:
        parent = etree.SubElement(parent, _qualified(name))
    return parent


def leaf(parent: Element, name: str, text: str, **attributes: str) -> None:
    etree.SubElement(parent, _qualified(name), attributes).text = text


def maybe(parent: Element, name: str, text: str) -> None:
    """Nothing where there is nothing to say."""
    if text:
        leaf(parent, name, text)


def leaves(parent: Element, name: str, texts: Iterable[str]) -> None:
    for text in texts:
        leaf(parent, name, text)


def amount(parent: Element, name: str, value: Decimal, currency: str) -> None:
    leaf(parent, name, f"{value:.2f}", currencyID=currency)


def moment(
    parent: Element, when: datetime, *, date_name: str = "IssueDate", time_name: str = "IssueTime"
) -> None:
    """Date and time as a clock in Türkiye shows them."""
    there = when.astimezone(ISTANBUL)
    leaf(parent, f"cbc:{date_name}", there.date().isoformat())
    leaf(parent, f"cbc:{time_name}", there.strftime("%H:%M:%S"))


def reference(
    parent: Element, name: str, number: str, issued_on: date, type_code: str = "", kind: str = ""
) -> None:
    place = branch(parent, name)
    leaf(place, "cbc:ID", number)
    leaf(place, "cbc:IssueDate", issued_on.isoformat())
    maybe(place, "cbc:DocumentTypeCode", type_code)
    maybe(place, "cbc:DocumentType", kind)


def plain(number: Decimal) -> str:
    """Without an exponent and without needless zeros: 20, 8.5, 0.125."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def written(top: Element) -> bytes:
    return etree.tostring(top, xml_declaration=True, encoding="UTF-8")


@cache
def _qualified(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"
