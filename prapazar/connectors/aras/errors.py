"""What Aras Kargo's refusals mean, in our five errors; the services refuse with status 200."""

from collections.abc import Mapping

from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.errors import (
    AuthFailed,
    ConnectorError,
    Rejected,
    Unavailable,
    UnexpectedAnswer,
)
from prapazar.connector_kit.http import Answer
from prapazar.connector_kit.parsing import folded
from prapazar.connector_kit.wsdl import fault_of
from prapazar.foundation.logging import redact_text

DUPLICATE = "aras.duplicate"
DONE = "0"
CANCELLED = ("0", "1")
NOT_FOUND = "-1"
_BROKEN = "936"
_LOGIN = ("1000", "-2")
_CODES: Mapping[str, tuple[str, str | None]] = {
    "935": ("phone", "phone"),
    "937": ("key", "reference"),
    "938": ("address", "line"),
    "939": ("name", "name"),
    "940": ("city", "city"),
    "941": ("district", "district"),
    "942": ("cash", "cash_on_delivery"),
    "999": ("too_late", None),
    "1002": ("no_branch", None),
    "60020": ("duplicate", None),
    "70029": ("duplicate", None),
    "70020": ("pieces", "parcels"),
    "70022": ("pieces", "barcode"),
    "70027": ("barcode_taken", "barcode"),
    "70030": ("pieces", "barcode"),
    "70035": ("resent", None),
}
"""By their code: the sentence we tell, and the field that is wrong. 60020 and 70029: it has a waybill already."""
_LOGIN_WORDS = ("kullanıcı", "şifre", "parola", "müşteri kodu", "yetki", "sifre", "kullanici")


def from_answer(answer: Answer) -> ConnectorError:
    fault = fault_of(answer.content)
    if fault is None:
        return error_by_status(answer, str(answer.status), rejected_code="aras.rejected")
    detail = redact_text(fault.text)[:500]
    if fault.code in {"Client", "VersionMismatch", "MustUnderstand"}:
        return UnexpectedAnswer(detail, code="connector.endpoint_changed")
    return Unavailable(detail)


def from_good_answer(answer: Answer) -> ConnectorError | None:
    return from_answer(answer) if fault_of(answer.content) is not None else None


def by_code(code: str, words: str) -> ConnectorError:
    """`ResultCode` of whatever is not done."""
    detail = redact_text(f"{code} {words}".strip())[:500]
    if code in _LOGIN:
        return AuthFailed(detail)
    if code == _BROKEN:
        return Unavailable(detail, maybe_done=True)
    name, field = _CODES.get(code, ("rejected", None))
    return Rejected(detail, code=f"aras.{name}", field=field)


def by_sentence(words: str) -> ConnectorError:
    """The query service tells in plain words who may not come in."""
    detail = redact_text(words)[:500]
    if any(word in folded(words) for word in _LOGIN_WORDS):
        return AuthFailed(detail)
    return UnexpectedAnswer(detail, raw=detail, code="connector.odd_value")
