"""What Sürat's refusals mean, in our five errors: faults of SOAP, and sentences where `Tamam` would stand."""

from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.connector_kit.wsdl import SoapFault, fault_of
from prapazar.connectors.surat.schemas import plain
from prapazar.foundation.logging import redact_text

NOT_FOUND = "surat.not_found"
REJECTED = "surat.rejected"
DUPLICATE = "surat.duplicate"
CANCELLED = "surat.cancelled_already"
_CODES = (
    (CANCELLED, ("daha once iptal", "iptal edilmis", "iptal durumda")),
    (DUPLICATE, ("daha once", "zaten", "mevcut", "mukerrer", "tekrar")),
    (NOT_FOUND, ("bulunamad", "kayit yok", "bulunmuyor")),
)
_LOGIN_WORDS = ("sifre", "kullanici adi", "yetkisiz", "cari kod")
_OUR_FAULTS = {"Client", "Sender"}


def from_answer(answer: Answer) -> ConnectorError:
    fault = fault_of(answer.content)
    if fault is not None and answer.status == 500:  # noqa: PLR2004 - how SOAP sends its faults
        return _from_fault(fault)
    detail = redact_text(f"{answer.status} {fault.text if fault else ''}".strip())[:500]
    return error_by_status(answer, detail, rejected_code=REJECTED)


def from_good_answer(answer: Answer) -> ConnectorError | None:
    fault = fault_of(answer.content)
    return None if fault is None else _from_fault(fault)


def refusal(told: object) -> ConnectorError:
    """Only the sentence tells why."""
    words = plain(str(told or ""))
    detail = redact_text(str(told or ""))[:500]
    if any(word in words for word in _LOGIN_WORDS):
        return AuthFailed(detail)
    found = (code for code, known in _CODES if any(word in words for word in known))
    return Rejected(detail, code=next(found, REJECTED))


def _from_fault(fault: SoapFault) -> ConnectorError:
    """What the service cannot read is ours; its own faults may pass."""
    detail = redact_text(f"{fault.code} {fault.text}".strip())[:500]
    return Rejected(detail, code=REJECTED) if fault.code in _OUR_FAULTS else Unavailable(detail)
