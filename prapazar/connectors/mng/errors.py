"""What MNG's error answers mean, in our five errors; it writes them in three shapes."""

from collections.abc import Mapping

from prapazar.connector_kit.answers import error_by_status, retry_after
from prapazar.connector_kit.errors import ConnectorError, RateLimited, Rejected
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

NOT_FOUND = "mng.not_found"
REJECTED = "mng.rejected"
DUPLICATE = "mng.duplicate"
IP_NOT_ALLOWED = "mng.ip_not_allowed"
DEFAULT_WAIT = 10.0
_ABSENT_WORDS = ("bulunamad", "not found")
_IP_WORDS = ("ip adresi", "yetki")
_FIELDS = {
    "cityCode": "city",
    "cityName": "city",
    "districtCode": "district",
    "districtName": "district",
    "address": "line",
    "fullName": "name",
    "mobilePhoneNumber": "phone",
    "homePhoneNumber": "phone",
    "bussinessPhoneNumber": "phone",
}


def from_answer(answer: Answer) -> ConnectorError:
    message, field = _said(answer.content)
    detail = redact_text(f"{answer.status} {message}".strip())[:500]
    told = message.replace("İ", "i").replace("I", "ı").lower().replace("ıp", "ip")
    if answer.status == 429:  # noqa: PLR2004 - the status is its own name
        return RateLimited(detail, retry_after=retry_after(answer, default=DEFAULT_WAIT))
    if all(word in told for word in _IP_WORDS):  # with a 500
        return Rejected(detail, code=IP_NOT_ALLOWED)
    if answer.status in {400, 404} and any(word in told for word in _ABSENT_WORDS):
        return Rejected(detail, code=NOT_FOUND)
    if answer.status == 400:  # noqa: PLR2004 - the status is its own name
        return Rejected(detail, code=REJECTED, field=_FIELDS.get(field))
    return error_by_status(answer, detail, rejected_code=NOT_FOUND if answer.status == 404 else REJECTED)  # noqa: PLR2004 - the same


def from_good_answer(answer: Answer) -> ConnectorError | None:
    """A refusal that came with a good status."""
    content = answer.content
    if not isinstance(content, Mapping):
        return None
    status = content.get("statusCode")
    is_refused = isinstance(status, int) and status >= 400  # noqa: PLR2004 - HTTP's own border
    if not is_refused and not isinstance(content.get("error"), Mapping):
        return None
    told = status if is_refused and isinstance(status, int) else 400
    return from_answer(Answer(told, answer.headers, content))


def _said(content: object) -> tuple[str, str]:
    """Its words, and the last part of the field they are about."""
    if isinstance(content, str):
        return content, ""
    if not isinstance(content, Mapping):
        return "", ""
    error = content.get("error")
    if isinstance(error, Mapping):
        field = str(error.get("Description") or "")
        return " ".join(str(error.get(name) or "") for name in ("Code", "Message")).strip(), _last(field)
    found = content.get("errors")
    rows = [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
    field = next((str(one["field"]) for one in rows if one.get("field")), "")
    names = ("statusMessage", "message", "httpMessage", "moreInformation")
    words = [content.get(name) for name in names] + [one.get("message") for one in rows]
    said = list(dict.fromkeys(str(word) for word in words if word))
    return " ".join(said), _last(field)


def _last(field: str) -> str:
    return field.rpartition(".")[2]
