"""What PTT's refusals mean, in our five errors: faults of SOAP, and numbers other than 1 with a text."""

from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.connector_kit.parsing import folded
from prapazar.connector_kit.wsdl import SoapFault, fault_of
from prapazar.foundation.logging import redact_text

NOT_FOUND = "ptt.not_found"
REJECTED = "ptt.rejected"
DUPLICATE = "ptt.duplicate"
_LOGIN_WORDS = ("şifre", "sifre", "kullanıcı adı", "yetkisiz")
_ABSENT_WORDS = ("bulunamad", "kayıt yok", "bulunmamakta")
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


def refusal(code: object, told: object) -> ConnectorError:
    """Only the text tells why."""
    words = folded(str(told or ""))
    detail = redact_text(f"{code} {told or ''}".strip())[:500]
    if any(word in words for word in _LOGIN_WORDS):
        return AuthFailed(detail)
    return Rejected(detail, code=NOT_FOUND if any(word in words for word in _ABSENT_WORDS) else REJECTED)


def _from_fault(fault: SoapFault) -> ConnectorError:
    """What the service cannot read is ours; its own faults may pass."""
    detail = redact_text(f"{fault.code} {fault.text}".strip())[:500]
    return Rejected(detail, code=REJECTED) if fault.code in _OUR_FAULTS else Unavailable(detail)
