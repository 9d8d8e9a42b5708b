"""QNB fulfilling the contract: names, letter boxes, and what is refused before it is sent."""

import pytest

from prapazar.connector_kit.einvoices import DocumentKind, SentDocument
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.records import AccountRecord
from tests.factories.invoices import ALIAS, SELLER, TAXPAYER, UUID, outgoing
from tests.factories.soap import SoapProvider

_LOGIN = {"username": "deneme", "password": "gizli"}
_SETTINGS = {
    "tax_number": SELLER,
    "connector_address": "https://connector.test/connector/ws",
    "archive_address": "https://earsiv.test/earsiv/ws",
}
_WSDLS = {"connectorService": "connector_service.wsdl", "EarsivWebService": "earsiv_web_service.wsdl"}
_SPACE = 'xmlns:n="http://service.connector.uut.cs.com.tr/"'
_USER = f"<return><etiket>{ALIAS}</etiket><unvan>Deneme A.Ş.</unvan></return>"


def _provider(*told: tuple[str, str]) -> SoapProvider:
    bodies = [f"<n:{name}Response {_SPACE}>{inner}</n:{name}Response>" for name, inner in told]
    return SoapProvider("qnb", _WSDLS, [*bodies])


_YES = ("efaturaKullanicisi", "<return>true</return>")
_NO = ("efaturaKullanicisi", "<return>false</return>")


@pytest.mark.parametrize(
    ("told", "name"), [([_YES, ("efaturaKullaniciBilgisi", _USER)], "Deneme A.Ş."), ([_NO], SELLER)]
)
def test_credentials_tell_our_own_name_where_the_registry_has_it(
    told: list[tuple[str, str]], name: str
) -> None:
    assert _provider(*told).connector(_SETTINGS, _LOGIN).test_credentials() == AccountRecord(name, SELLER)


@pytest.mark.parametrize("told", [[("efaturaKullanicisi", "")], [_YES, ("efaturaKullaniciBilgisi", "")]])
def test_empty_answer_is_not_taken_for_a_no(told: list[tuple[str, str]]) -> None:
    with pytest.raises(UnexpectedAnswer):
        _provider(*told).connector(_SETTINGS, _LOGIN).find_taxpayer(TAXPAYER)


def test_letter_box_that_nobody_told_is_looked_up_and_qnbs_name_kept() -> None:
    provider = _provider(
        _YES, ("efaturaKullaniciBilgisi", _USER), ("belgeGonderExt", "<belgeOid>0vm</belgeOid>")
    )

    sent = provider.connector(_SETTINGS, _LOGIN).send_document(outgoing(DocumentKind.EINVOICE, alias=None))

    assert sent == SentDocument("0vm", "FTR2026000000001")
    assert provider.asked().findtext("parametreler/alanEtiket") == ALIAS


@pytest.mark.parametrize("kind", [DocumentKind.EINVOICE, DocumentKind.DESPATCH])
def test_document_without_a_letter_box_is_not_sent(kind: DocumentKind) -> None:
    provider = _provider(_NO)

    with pytest.raises(Rejected) as raised:
        provider.connector(_SETTINGS, _LOGIN).send_document(outgoing(kind, alias=None))

    assert (raised.value.code, provider.operations()) == ("qnb.recipient_unknown", ["efaturaKullanicisi"])


def test_despatch_note_is_sent_as_one() -> None:
    provider = _provider(("belgeGonderExt", "<belgeOid>0vm</belgeOid>"))

    provider.connector(_SETTINGS, _LOGIN).send_document(outgoing(DocumentKind.DESPATCH))

    assert provider.asked().findtext("parametreler/belgeTuru") == "IRSALIYE_UBL"


def test_einvoice_is_never_cancelled() -> None:
    provider = _provider(("belgeGonderExt", ""))

    with pytest.raises(Rejected) as raised:
        provider.connector(_SETTINGS, _LOGIN).cancel_document(outgoing(DocumentKind.EINVOICE), UUID, "iptal")

    assert (raised.value.code, provider.requests) == ("qnb.archive_only", [])
