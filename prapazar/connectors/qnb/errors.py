"""What QNB's refusals mean, in our five errors: faults of the connector, result codes of e-Arşiv."""

from collections.abc import Iterator, Mapping

from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.connector_kit.parsing import folded
from prapazar.connector_kit.wsdl import fault_of
from prapazar.foundation.logging import redact_text

NOT_FOUND = "qnb.not_found"
_DONE = "AE00000"
_BY_CODE = {
    "AE00002": ("qnb.not_found", None),
    "AE00003": ("qnb.invalid_document", "xml"),
}
_AUTH = ("ef0556", "pwd.mismatch", "kullanıcı adı", "şifre", "yetkisiz")
_TROUBLE = ("beklenmeyen", "beklenmedik", "zaman aşımı", "timeout", "sistem hatası", "daha sonra tekrar")
_WORDS: tuple[tuple[tuple[str, ...], str, str | None], ...] = (
    (("erp kay",), "erp_unknown", "erp_code"),
    (("etiket",), "recipient_unknown", "alias"),
    (("mükellefidir",), "recipient_is_taxpayer", "recipient_tax_number"),
    (("sistemde mevcut", "daha önce", "mükerrer"), "duplicate", "number"),
    (("kontör", "bakiye"), "no_credit", None),
    (("şematron", "schematron", "şema", "xsd", "hash", "mimetype"), "invalid_document", "xml"),
    (("gönderici",), "sender_differs", "sender_tax_number"),
    (("bulunamadı", "kayıtlı değil"), "not_found", None),
)
"""The first of these words that is in a sentence decides; only a few codes are published."""


def from_answer(answer: Answer) -> ConnectorError:
    fault = fault_of(answer.content)
    if fault is None:
        return error_by_status(answer, str(answer.status), rejected_code="qnb.rejected")
    text = " ".join((fault.text, *fault.detail.values()))
    return _known(text) or Unavailable(f"{answer.status} {redact_text(text)}"[:500])


def from_good_answer(answer: Answer) -> ConnectorError | None:
    """A fault may come with a good status; e-Arşiv says no in `resultCode`."""
    if fault_of(answer.content) is not None:
        return from_answer(answer)
    code, text = next(_results(answer.content), (_DONE, ""))
    if code == _DONE:
        return None
    detail = redact_text(f"{code} {text}".strip())[:500]
    if code in _BY_CODE:
        return Rejected(detail, code=_BY_CODE[code][0], field=_BY_CODE[code][1])
    return _known(f"{code} {text}") or Rejected(detail, code="qnb.rejected")


def _known(sentence: str) -> ConnectorError | None:
    detail, words = redact_text(sentence)[:500], folded(sentence)
    if any(word in words for word in _AUTH):
        return AuthFailed(detail)
    if any(word in words for word in _TROUBLE):
        return Unavailable(detail)
    for marks, code, field in _WORDS:
        if any(mark in words for mark in marks):
            return Rejected(detail, code=f"qnb.{code}", field=field)
    return None


def _results(content: object) -> Iterator[tuple[str, str]]:
    """Every result code, however deep it stands, with its sentence."""
    if not isinstance(content, Mapping):
        return
    if isinstance(content.get("resultCode"), str):
        yield content["resultCode"], str(content.get("resultText") or "")
    for inner in content.values():
        yield from _results(inner)
