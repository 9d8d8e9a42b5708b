"""What Kolay Gelsin's error answers mean, in our five errors; refusals come within a good status too."""

from collections.abc import Mapping
from decimal import Decimal

from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.errors import ConnectorError, Rejected, UnexpectedAnswer
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

_GOOD = 200
_KNOWN: Mapping[str, tuple[str, str | None]] = {
    "CustomerNotFound": ("kolay_gelsin.customer", None),
    "Adres müşteriye ait değil": ("kolay_gelsin.sender_address", None),
    "CityNotFound": ("kolay_gelsin.address", "city"),
    "GeoCodeFail": ("kolay_gelsin.address", "line"),
    "Bu kordinatta kurye çalışma alanı bulunamamıştır.": ("kolay_gelsin.out_of_coverage", "line"),
    "ErrorSavingReceiver": ("kolay_gelsin.recipient", "name"),
    "IdentityNumberEntryIsRequired": ("kolay_gelsin.identity", "tax_number"),
    "IdentityNumberNotValid": ("kolay_gelsin.identity", "tax_number"),
    "TaxIdentificationNumberInputIsRequired": ("kolay_gelsin.identity", "tax_number"),
    "TaxIdentificationNumberNotValid": ("kolay_gelsin.identity", "tax_number"),
    "Alici kimlik numarasinda gecersiz karakterler bulunuyor": ("kolay_gelsin.identity", "tax_number"),
    "Alici vergi kimlik numarasinda gecersiz karakterler bulunuyor": ("kolay_gelsin.identity", "tax_number"),
    "MoveOptionNotFound": ("kolay_gelsin.rejected", None),
    "SomethingWentWrong": ("kolay_gelsin.rejected", None),
    "Tahsilatlı kargo yapılamaz.": ("kolay_gelsin.no_cash", None),
    "Parametrelerin hepsi boş olamaz": ("kolay_gelsin.rejected", None),
}
"""Their sentences, and what they are about; the number beside them is 500 for nearly all."""


def from_answer(answer: Answer) -> ConnectorError:
    """A sentence of theirs is a refusal whatever the status; anything else goes by its status."""
    message = _message(answer)
    if message in _KNOWN:
        return _refusal(answer, message)
    return error_by_status(answer, _detail(answer, message), rejected_code="kolay_gelsin.rejected")


def from_good_answer(answer: Answer) -> ConnectorError | None:
    if not isinstance(answer.content, Mapping):
        return None
    code = answer.content.get("ResultCode")
    if not isinstance(code, int | Decimal) or isinstance(code, bool):
        return UnexpectedAnswer(f"ResultCode is {code!r}", raw=answer.content)
    return None if code == _GOOD else _refusal(answer, _message(answer))


def _refusal(answer: Answer, message: str) -> Rejected:
    code, field = _KNOWN.get(message, ("kolay_gelsin.rejected", None))
    return Rejected(_detail(answer, message), code=code, field=field)


def _message(answer: Answer) -> str:
    content = answer.content if isinstance(answer.content, Mapping) else {}
    return str(content.get("ResultMessage") or "").strip()


def _detail(answer: Answer, message: str) -> str:
    return redact_text(f"{answer.status} {message}".strip())[:500]
