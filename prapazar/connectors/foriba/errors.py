"""What Foriba's refusals mean, in our five errors: faults, and e-Arşiv's good answers that say FAIL."""

from collections.abc import Iterator, Mapping

from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.connector_kit.parsing import folded
from prapazar.connector_kit.wsdl import fault_of
from prapazar.foundation.logging import redact_text

NOT_FOUND = "foriba.not_found"
_AUTH = ("unauthorized", "yetkisiz", "kullanıcı adı", "şifre")
_TROUBLE = ("beklenmeyen", "beklenmedik", "zaman aşımı", "timeout", "sistem hatası", "daha sonra tekrar")
_WORDS: tuple[tuple[tuple[str, ...], str, str | None], ...] = (
    (("etiket",), "recipient_unknown", "alias"),
    (("mükellefidir",), "recipient_is_taxpayer", "recipient_tax_number"),
    (("mükerrer", "sistemde mevcut", "daha önce"), "duplicate", "number"),
    (("kontör", "bakiye"), "no_credit", None),
    (("şema validasyon", "şematron", "schematron", "xsd", "hash"), "invalid_document", "xml"),
    (("gönderici",), "sender_differs", "sender_tax_number"),
    (("bulunamadı",), "not_found", None),
)
"""No list of sentences is published: the first of these words that is in one decides."""
_TELLING = ("Detail", "ErrorCode", "ErrorDesc", "statusDescription", "message")


def from_answer(answer: Answer) -> ConnectorError:
    fault = fault_of(answer.content)
    if fault is None:
        return error_by_status(answer, str(answer.status), rejected_code="foriba.rejected")
    text = " · ".join(dict.fromkeys((fault.text, *fault.detail.values())))
    return _known(text) or Unavailable(f"{answer.status} {redact_text(text)}"[:500])


def from_good_answer(answer: Answer) -> ConnectorError | None:
    if fault_of(answer.content) is not None:
        return from_answer(answer)
    told = list(_leaves(answer.content))
    is_refused = any(name == "Result" and text.upper() == "FAIL" for name, text in told)
    if not is_refused:
        return None
    sentence = " · ".join(dict.fromkeys(text for name, text in told if name in _TELLING))
    return _known(sentence) or Rejected(redact_text(sentence)[:500], code="foriba.rejected")


def _known(sentence: str) -> ConnectorError | None:
    detail, words = redact_text(sentence)[:500], folded(sentence)
    if any(word in words for word in _AUTH):
        return AuthFailed(detail)
    if any(word in words for word in _TROUBLE):
        return Unavailable(detail)
    for marks, code, field in _WORDS:
        if any(mark in words for mark in marks):
            return Rejected(detail, code=f"foriba.{code}", field=field)
    return None


def _leaves(content: object) -> Iterator[tuple[str, str]]:
    """Names and texts, however deep they stand."""
    if isinstance(content, list):
        for one in content:
            yield from _leaves(one)
    for name, inner in content.items() if isinstance(content, Mapping) else ():
        if isinstance(inner, Mapping | list):
            yield from _leaves(inner)
        elif inner is not None:
            yield str(name), str(inner)
