"""What a provider wants to find within an invoice's UBL, put there beside what stands in it already."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

from prapazar.connector_kit.einvoices import InternetSale
from prapazar.connector_kit.errors import Rejected

_SPACE = "urn:oasis:names:specification:ubl:schema:xsd:"
_AGGREGATE = f"{{{_SPACE}CommonAggregateComponents-2}}"
_BASIC = f"{{{_SPACE}CommonBasicComponents-2}}"
_REFERENCE = f"{_AGGREGATE}AdditionalDocumentReference"
_SIGNATURE = f"{_AGGREGATE}Signature"
UNREADABLE = "connector.document_unreadable"
COMMERCIAL = "TICARIFATURA"
"""The profile of an invoice that its recipient may refuse."""


def parsed(xml: bytes) -> etree._Element:
    """Raises Rejected for what is no XML; entities and document types are not followed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(xml, parser)
    except (etree.LxmlError, ValueError) as error:
        raise Rejected(type(error).__name__, code=UNREADABLE, field="xml") from None


def unsigned(xml: bytes) -> etree._Element:
    """Without the place for a signature, which some providers' own types leave out."""
    top = parsed(xml)
    for place in list(top.iterfind(f"{{{_SPACE}CommonExtensionComponents-2}}UBLExtensions")):
        top.remove(place)
    return top


def profile(xml: bytes) -> str:
    return parsed(xml).findtext(f"{_BASIC}ProfileID", "").strip()


def payable(xml: bytes) -> Decimal:
    """What is to be paid in all; raises Rejected where the document does not say."""
    told = parsed(xml).findtext(f"{_AGGREGATE}LegalMonetaryTotal/{_BASIC}PayableAmount", "")
    try:
        return Decimal(told.strip())
    except InvalidOperation:
        raise Rejected("no payable amount", code=UNREADABLE, field="xml") from None


def with_references(xml: bytes, facts: Mapping[str, str], day: date) -> bytes:
    """AdditionalDocumentReferences by their DocumentTypeCode; one that is there is replaced, an empty one left out."""
    top = parsed(xml)
    for place in list(top.iterfind(_REFERENCE)):
        if place.findtext(f"{_BASIC}DocumentTypeCode") in facts:
            top.remove(place)
    signature = top.find(_SIGNATURE)
    if signature is None:
        raise Rejected("no signature", code=UNREADABLE, field="xml")
    for code, value in facts.items():
        if value:
            signature.addprevious(_reference(code, value, day))
    written: bytes = etree.tostring(top, xml_declaration=True, encoding="UTF-8")
    return written


def with_note(xml: bytes, note: str) -> bytes:
    """A further note before the currency, where the same one is not there yet."""
    top = parsed(xml)
    currency = top.find(f"{_BASIC}DocumentCurrencyCode")
    if currency is None:
        raise Rejected("no currency", code=UNREADABLE, field="xml")
    if note not in {place.text for place in top.iterfind(f"{_BASIC}Note")}:
        place = etree.Element(f"{_BASIC}Note")
        place.text = note
        currency.addprevious(place)
    written: bytes = etree.tostring(top, xml_declaration=True, encoding="UTF-8")
    return written


def internet_facts(sale: InternetSale) -> dict[str, str]:
    """As references of an e-Arşiv tell an internet sale; carrier and despatch stand in its Delivery."""
    return {
        "IS_INTERNET": "true",
        "INT_WEBSITE": sale.website,
        "INT_PAYMENT_METHOD": sale.payment_method,
        "INT_PAYMENT_PROVIDER": sale.payment_agent,
        "INT_PAYMENTDATE": sale.paid_on.isoformat(),
    }


def _reference(code: str, value: str, day: date) -> etree._Element:
    place = etree.Element(_REFERENCE)
    for name, text in (("ID", value), ("IssueDate", day.isoformat()), ("DocumentTypeCode", code)):
        etree.SubElement(place, f"{_BASIC}{name}").text = text
    return place
