"""What Uyumsoft's refusals mean, in our five errors: sentences within good answers, and faults."""

from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.connector_kit.parsing import folded
from prapazar.connector_kit.wsdl import Envelope, SoapFault, fault_of
from prapazar.foundation.logging import redact_text

NOT_FOUND = "uyumsoft.not_found"
_AUTH = ("kullanıcı adı", "şifre", "yetkisiz", "password")
_TROUBLE = ("beklenmeyen", "beklenmedik", "zaman aşımı", "timeout", "sistem hatası", "daha sonra")
_WORDS: tuple[tuple[tuple[str, ...], str, str | None], ...] = (
    (("mükellefi değil", "etiket"), "recipient_unknown", "alias"),
    (("mükellef",), "recipient_is_taxpayer", "recipient_tax_number"),
    (("sistemde mevcut", "daha önce", "mükerrer", "zaten"), "duplicate", "number"),
    (("kontör", "bakiye"), "no_credit", None),
    (("şematron", "schematron", "şema", "xsd"), "invalid_document", "xml"),
    (("gönderici",), "sender_differs", "sender_tax_number"),
    (("bulunamadı",), "not_found", None),
    (("yalnızca e-arşiv",), "archive_only", "kind"),
)
"""No list of sentences is published: the first of these words that is in one decides."""
_NO = {"false", "0"}


def from_answer(answer: Answer) -> ConnectorError:
    fault = fault_of(answer.content)
    if fault is not None:
        return _of_fault(fault, answer)
    return error_by_status(answer, str(answer.status), rejected_code="uyumsoft.rejected")


def from_good_answer(answer: Answer) -> ConnectorError | None:
    fault = fault_of(answer.content)
    if fault is not None:
        return _of_fault(fault, answer)
    if not isinstance(answer.content, Envelope):
        return None
    for result in answer.content.element.iter("{*}*"):
        if result.get("IsSucceded", "").lower() in _NO:
            return said(result.get("Message") or "")
    return None


def said(message: str) -> ConnectorError:
    detail, words = redact_text(message)[:500], folded(message)
    if any(word in words for word in _AUTH):
        return AuthFailed(detail)
    if any(word in words for word in _TROUBLE):
        return Unavailable(detail)
    for marks, code, field in _WORDS:
        if any(mark in words for mark in marks):
            return Rejected(detail, code=f"uyumsoft.{code}", field=field)
    return Rejected(detail, code="uyumsoft.rejected")


def _of_fault(fault: SoapFault, answer: Answer) -> ConnectorError:
    """A request the service cannot read is ours to mend; any other fault is its own."""
    told = said(fault.text)
    if isinstance(told, AuthFailed):
        return told
    if fault.code in {"Client", "Sender"} or "Deserialization" in fault.code:
        return Rejected(told.detail, code="uyumsoft.invalid_document", field="xml")
    return Unavailable(f"{answer.status} {told.detail}".strip())
