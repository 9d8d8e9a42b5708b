"""An integrator looks over what it is sent: by itself, and by GİB's schema where this machine has it."""

import pytest

from prapazar.sandbox.integrator import paper
from tests.factories.invoices import PERSON, SELLER, UUID, outgoing
from tests.factories.official import OFFICIAL, needs_official

_XML = outgoing().xml


def test_invoice_is_read_and_nothing_is_wrong_with_it() -> None:
    found = paper.read(_XML)

    assert (found.kind, found.uuid, found.number, found.profile) == (
        "Invoice",
        UUID,
        "ARS2026000000001",
        "EARSIVFATURA",
    )
    assert (found.sender, found.recipient, found.amount) == (SELLER, PERSON, "120.00")
    assert (found.facts, found.faults) == ({"SEND_TYPE": "ELEKTRONIK"}, ())


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        (b"EARSIVFATURA", b"GECMISFATURA", "ProfileID GECMISFATURA"),
        (b"TR1.2<", b"TR1.1<", "CustomizationID TR1.1"),
        (b"<cbc:ID>ARS2026000000001", b"<cbc:ID>ARS26000000001", "ID ARS26000000001"),
        (UUID.encode(), b"1234", "UUID 1234"),
    ],
)
def test_what_is_wrong_is_named(right: bytes, wrong: bytes, fault: str) -> None:
    assert paper.read(_XML.replace(right, wrong)).faults == (fault,)


@pytest.mark.parametrize(
    "content", [b"", b"<Invoice", b"<Invoice/>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"PK\x03\x04"]
)
def test_what_is_no_document_is_not_taken(content: bytes) -> None:
    with pytest.raises(paper.Unreadable):
        paper.read(content)


@needs_official
def test_document_that_breaks_the_official_schema_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRAPAZAR_UBL_TR", str(OFFICIAL))

    faults = paper.read(_XML.replace(b"cbc:LineCountNumeric", b"cbc:LineCount")).faults

    assert (paper.read(_XML).faults, [fault[:4] for fault in faults]) == ((), ["XSD:"])
