"""What only Uyumsoft does, seen in its simulator."""

import pytest

from prapazar.connector_kit.einvoices import DocumentKind
from prapazar.connector_kit.errors import AuthFailed, Rejected
from tests.factories.stages import Stage
from tests.factories.stages.uyumsoft import UyumsoftStage


@pytest.fixture
def uyumsoft(stage: Stage) -> UyumsoftStage:
    assert isinstance(stage, UyumsoftStage)
    return stage


@pytest.mark.parametrize("name", ["username", "password"])
def test_wrong_log_in_is_told_within_a_good_answer(uyumsoft: UyumsoftStage, name: str) -> None:
    with pytest.raises(AuthFailed):
        uyumsoft.connector(credentials={name: "yanlış"}).find_taxpayer(uyumsoft.taxpayer)


@pytest.mark.parametrize("told", ["empty", "refused"])
def test_invoice_nobody_knows_is_none_however_it_is_told(uyumsoft: UyumsoftStage, told: str) -> None:
    uyumsoft.server.pull("PATCH", "/uyumsoft/rules", {"unknown_invoice": told})

    found = uyumsoft.unhurried().fetch_document_status(uyumsoft.document(), None)

    uyumsoft.server.pull("PATCH", "/uyumsoft/rules", {"unknown_invoice": "empty"})
    assert found is None


def test_used_number_is_a_duplicate(uyumsoft: UyumsoftStage) -> None:
    connector, first = uyumsoft.unhurried(), uyumsoft.document()
    connector.send_document(first)
    second = uyumsoft.document(number=first.number)

    with pytest.raises(Rejected) as raised:
        connector.send_document(second)

    assert (raised.value.code, uyumsoft.kept(second.uuid)) == ("uyumsoft.duplicate", None)


def test_sender_must_be_the_accounts(uyumsoft: UyumsoftStage) -> None:
    uyumsoft.seller = "4840847211"

    with pytest.raises(Rejected) as raised:
        uyumsoft.unhurried().send_document(uyumsoft.document())

    assert (raised.value.code, raised.value.field) == ("uyumsoft.sender_differs", "sender_tax_number")


def test_internet_sale_is_told_beside_the_invoice(uyumsoft: UyumsoftStage) -> None:
    document = uyumsoft.document()

    uyumsoft.unhurried().send_document(document)

    kept, sale = uyumsoft.kept(document.uuid), document.internet_sale
    assert kept is not None
    assert sale is not None
    assert kept["facts"] == {
        "payment": "ODEMEARACISI",
        "agent": "Deneme Ödeme",
        "paid": sale.paid_on.isoformat(),
        "sent": sale.despatched_on.isoformat(),
        "carrier": "Aras Kargo",
        "carrier_number": "0720039666",
        "local_id": document.number,
    }


def test_letter_box_that_nobody_told_is_the_recipients_first(uyumsoft: UyumsoftStage) -> None:
    document = uyumsoft.document(DocumentKind.EINVOICE, alias=None)

    uyumsoft.unhurried().send_document(document)

    kept = uyumsoft.kept(document.uuid)
    assert kept is not None
    assert kept["alias"] == uyumsoft.alias
