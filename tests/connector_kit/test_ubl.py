"""References put into an invoice stand where the schema wants them, once each."""

from datetime import date

import pytest
from lxml import etree

from prapazar.connector_kit import ubl
from prapazar.connector_kit.errors import Rejected
from tests.factories.invoices import outgoing
from tests.factories.official import OFFICIAL, needs_official

_DAY = date(2026, 11, 21)


def _facts(xml: bytes) -> list[tuple[str | None, str | None]]:
    places = etree.fromstring(xml).iterfind("{*}AdditionalDocumentReference")
    return [(one.findtext("{*}DocumentTypeCode"), one.findtext("{*}ID")) for one in places]


def test_references_are_added_or_replaced_and_empty_ones_left_out() -> None:
    once = ubl.with_references(outgoing().xml, {"INT_WEBSITE": "https://a.example", "INT_X": ""}, _DAY)

    twice = ubl.with_references(once, {"INT_WEBSITE": "https://b.example"}, _DAY)

    assert _facts(twice) == [("SEND_TYPE", "ELEKTRONIK"), ("INT_WEBSITE", "https://b.example")]


@needs_official
def test_invoice_with_references_still_fits_the_official_schema() -> None:
    schema = etree.XMLSchema(etree.parse(str(OFFICIAL / "xsd" / "maindoc" / "UBL-Invoice-2.1.xsd")))

    written = ubl.with_references(outgoing().xml, {"INT_WEBSITE": "https://a.example"}, _DAY)

    assert schema.validate(etree.fromstring(written))


@pytest.mark.parametrize("xml", [b"", b"<Invoice", b"<Invoice/>"])
def test_what_is_no_invoice_is_refused(xml: bytes) -> None:
    with pytest.raises(Rejected) as raised:
        ubl.with_references(xml, {"A": "b"}, _DAY)

    assert (raised.value.code, raised.value.field) == ("connector.document_unreadable", "xml")
