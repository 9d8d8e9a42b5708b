"""What Yurtiçi Kargo's refusals mean, in our five errors; nearly all of them come with status 200."""

import re
from collections.abc import Mapping
from typing import Any

from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.errors import (
    AuthFailed,
    ConnectorError,
    RateLimited,
    Rejected,
    Unavailable,
    UnexpectedAnswer,
)
from prapazar.connector_kit.http import Answer
from prapazar.connector_kit.parsing import folded, text
from prapazar.connector_kit.wsdl import fault_of
from prapazar.foundation.logging import redact_text

DUPLICATE = "yurtici.duplicate"
TOO_LATE = "yurtici.too_late"
NOT_FOUND = "yurtici.not_found"
BARCODE_TAKEN = "yurtici.barcode_taken"
NO_CONTRACT = "yurtici.no_contract"
IP_NOT_LISTED = "yurtici.ip_not_listed"
REPEATED_WAIT = 60.0
"""Seconds until the same key is answered again."""
FORBIDDEN = 403
_DONE, _UNEXPECTED = "0", "2"
_EXISTS, _NOT_THEIRS, ALREADY_CANCELLED, _BROKEN = 60020, 82519, 82520, 936
_CODES: Mapping[int, tuple[str, str | None]] = {
    _EXISTS: ("duplicate", None),
    _NOT_THEIRS: ("not_found", None),
    60017: ("key", "reference"),
    60018: ("name", "name"),
    60019: ("address", "line"),
    60026: ("return_dates", "start"),
    60027: ("return_dates", "end"),
    80838: ("return_dates", "end"),
    80859: ("key", "barcode"),
    82500: ("key", "barcode"),
    82501: ("key", "reference"),
    82502: ("address", "line"),
    82503: ("name", "name"),
    82505: ("cash", "cash_on_delivery"),
    82507: ("cash", "cash_on_delivery"),
    82509: ("cash", "cash_on_delivery"),
    82511: ("cash", "cash_on_delivery"),
    82512: ("cash", "cash_kind"),
    82513: ("cash", "cash_kind"),
    82514: ("cash", "cash_on_delivery"),
    82515: ("email", "email"),
    82516: ("phone", "phone"),
    82517: ("invalid", None),
    82651: ("return_code", "code"),
    82652: ("return_code", "uses"),
    82654: ("return_field", "return_field"),
    82655: ("return_code_taken", "code"),
}
"""By their number: the sentence we tell, and the field that is wrong."""
_ADDRESS = re.compile(r"\bIP\b")


def from_answer(answer: Answer) -> ConnectorError:
    fault = fault_of(answer.content)
    if fault is not None and fault.code in {"Client", "VersionMismatch", "MustUnderstand"}:
        return UnexpectedAnswer(redact_text(fault.text)[:500], code="connector.endpoint_changed")
    detail = redact_text(f"{answer.status} {fault.text if fault else ''}".strip())[:500]
    if fault is not None:
        return Unavailable(detail)
    if answer.status == FORBIDDEN:
        return AuthFailed(detail, code=IP_NOT_LISTED)
    return error_by_status(answer, detail, rejected_code="yurtici.rejected")


def from_good_answer(answer: Answer) -> ConnectorError | None:
    """What was refused as a whole. A repeated key is told by `repeated`: others of the account need not wait."""
    if fault_of(answer.content) is not None:
        return from_answer(answer)
    result = _result(answer.content)
    flag, words = text(result.get("outFlag")), text(result.get("outResult"))
    has_details = any(name.endswith("DetailVO") for name in result)
    if flag in {"", _DONE} or has_details or is_repeated(words):
        return None
    return _refused(flag, words, text(result.get("errCode")))


def by_code(code: int, words: str) -> ConnectorError:
    """Of one parcel, or of a return code."""
    detail = redact_text(f"{code} {words}".strip())[:500]
    if code == _BROKEN:
        return Unavailable(detail, maybe_done=True)
    name, field = _CODES.get(code, ("rejected", None))
    return Rejected(detail, code=f"yurtici.{name}", field=field)


def is_unknown(code: int) -> bool:
    """The key is not of this user's parcels."""
    return code == _NOT_THEIRS


def is_there(code: int) -> bool:
    return code == _EXISTS


def is_repeated(words: str) -> bool:
    return "1 dakika" in folded(words)


def repeated(words: str) -> RateLimited:
    return RateLimited(redact_text(words)[:500], retry_after=REPEATED_WAIT, code="yurtici.repeated")


def _refused(flag: str, words: str, code: str) -> ConnectorError:
    """Who may not come in is told in words alone, and so is a language that is missing."""
    detail, said = redact_text(words)[:500], folded(words)
    if code.isdigit() and int(code):
        return by_code(int(code), words)
    if "kullanıcı dili" in said:
        return UnexpectedAnswer(detail, code="connector.endpoint_changed")
    if _ADDRESS.search(words):
        return AuthFailed(detail, code=IP_NOT_LISTED)
    if any(word in said for word in ("kullanıcı", "şifre", "parola", "yetki")):
        return AuthFailed(detail)
    if flag == _UNEXPECTED:
        return Unavailable(detail)
    return Rejected(detail, code="yurtici.rejected")


def _result(content: object) -> Mapping[str, Any]:
    """`{XResponse: {XVO: {...}}}`."""
    found = content
    for _ in range(2):
        if not isinstance(found, Mapping) or len(found) != 1:
            return {}
        found = next(iter(found.values()))
    return found if isinstance(found, Mapping) else {}
