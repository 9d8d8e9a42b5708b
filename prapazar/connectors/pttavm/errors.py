"""What PTT AVM's error answers mean, in our five errors; it refuses with a good status too."""

from collections.abc import Mapping
from typing import Any

from prapazar.connector_kit.answers import error_by_status, retry_after
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

NOT_FOUND = "pttavm.not_found"
REPEATED_REQUEST = "pttavm.repeated_request"
DEFAULT_WAIT = 60.0
"""No limit is documented; a minute is a guest's answer to the first "too many"."""
_REPEATED_WORDS = "5 dakika"
_AUTH_FAULTS = {"failedauthentication", "invalidsecurity", "invalidsecuritytoken", "failedcheck"}
_OUR_FAULTS = {"client", "sender", "actionnotsupported", "deserializationfailed"}


def from_answer(answer: Answer) -> ConnectorError:
    fault = _fault(answer.content)
    if fault is not None:
        return _from_fault(fault)
    message = _said(answer.content)
    detail = redact_text(f"{answer.status} {message}".strip())[:500]
    if answer.status == 429:  # noqa: PLR2004 - the status is its own name
        return RateLimited(detail, retry_after=retry_after(answer, default=DEFAULT_WAIT))
    if answer.status == 404:  # noqa: PLR2004 - the status is its own name
        return Rejected(detail, code=NOT_FOUND)
    if answer.status in {400, 422}:
        return _refusal(message, detail)
    return error_by_status(answer, detail, rejected_code="pttavm.rejected")


def from_good_answer(answer: Answer) -> ConnectorError | None:
    """`success: false`, at the parcels `error: true` or `status: false`, and SOAP's faults come with a 200 as well."""
    content = answer.content
    if not isinstance(content, Mapping):
        return None
    fault = _fault(content)
    if fault is not None:
        return _from_fault(fault)
    result = _soap_result(content)
    if result.get("Success") == "false":
        message = str(result.get("ErrorMessage") or result.get("Message") or "")
        return _refusal(message, redact_text(message)[:500])
    is_refused = content.get("success") is False or content.get("status") is False
    if not is_refused and content.get("error") is not True:
        return None
    message = _said(content)
    return _refusal(message, redact_text(message)[:500])


def _from_fault(fault: Mapping[str, Any]) -> ConnectorError:
    """WS-Security names a wrong password in the code; faults of the service itself may pass."""
    code = str(fault.get("faultcode") or "")
    detail = redact_text(f"{code} {fault.get('faultstring') or ''}".strip())[:500]
    kind = code.rpartition(":")[2].lower()
    if kind in _AUTH_FAULTS:
        return AuthFailed(detail)
    return Rejected(detail, code="pttavm.rejected") if kind in _OUR_FAULTS else Unavailable(detail)


def _fault(content: object) -> Mapping[str, Any] | None:
    fault = content.get("Fault") if isinstance(content, Mapping) else None
    return fault if isinstance(fault, Mapping) else None


def _soap_result(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """`{XResponse: {XResult: {...}}}`; nothing else is one."""
    found: object = content
    for _ in range(2):
        if not isinstance(found, Mapping) or len(found) != 1:
            return {}
        found = next(iter(found.values()))
    return found if isinstance(found, Mapping) else {}


def _refusal(message: str, detail: str) -> Rejected:
    is_repeated = _REPEATED_WORDS in message.lower()
    return Rejected(detail, code=REPEATED_REQUEST if is_repeated else "pttavm.rejected")


def _said(content: object) -> str:
    if not isinstance(content, Mapping):
        return ""
    error = content.get("error")
    inner = error.get("error_message") if isinstance(error, Mapping) else None
    names = ("message", "msg", "errorMessage", "error_Message")
    return str(next((content[name] for name in names if content.get(name)), inner or ""))
