"""Structured logs, one JSON object a line, with secrets and personal data taken out."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

from prapazar.foundation.settings import settings

_CONFIDENTIAL_NAMES = (
    r"pass(?:word|wd)?|secret|token|api_?key|authorization|cookie|credential|consumer_key|signature|card"
    r"|sifre|jwt"
)
_PERSONAL_NAMES = (
    r"e_?mail|phone|gsm|identity_?number|tckn|tax_?number|address|first_?name|last_?name|full_?name|customer_?name"
    r"|name_?surname|street|vat_?id|contact_?name|buyer_?name|legal_?name|receiver|sender_?name|recipient"
    r"|(?:first|second)_line|gift_sender"
    r"|delivered_?person|received_?by|item_?label$|graphic_?image"
    r"|tc_?number|kimlik_?no|latitude|longitude"
    r"|musteri|eposta|telefon|adres|vergi_?no"
    r"|cust_?name|consignee|receiver_?info|emp_?name|received_?by|signed_?by|delivery_?to\b|attention_?name|giver"
    r"|alici|gonderici|gonderen|teslim_?alan|tesalan|kisi_?kurum|sahis|ad_?soyad"
)
_SECRET_NAME = re.compile(_CONFIDENTIAL_NAMES, re.IGNORECASE)
_PERSONAL_NAME = re.compile(_PERSONAL_NAMES, re.IGNORECASE)
_PERSON = re.compile(r"address|customer|buyer|recipient|invoice|billing|shipping|ship_?to\b", re.IGNORECASE)
"""What stands beneath such a name is about a person: a bare `name` there is one's name, elsewhere a product's."""
_OF_PERSON = {"name", "surname", "ip"}
_BUYERS_OWN = re.compile(r"buyer_", re.IGNORECASE)
"""What has such a name beside it is about a person as well: Etsy's receipt is flat."""
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_URL_SECRET = re.compile(
    r"((?:consumer_(?:key|secret)|oauth_\w+|token|key|secret|password|signature)=)[^&\s\"']+", re.IGNORECASE
)
_URL_PASSWORD = re.compile(r"(://[^:/@\s]*:)[^@/\s]+@")
_MOBILE = re.compile(r"(?<![\w-])(?:\+?90|0)[\s-]?\(?5\d{2}\)?[\s-]?\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)")
# A body quoted within a sentence: `"apiSecret": "..."`, or as Python shows it.
_QUOTED = re.compile(
    rf"""(["'][^"']*(?:{_CONFIDENTIAL_NAMES}|{_PERSONAL_NAMES})[^"']*["']\s*:\s*)(["'])(?:\\.|(?!\2).)*\2""",
    re.IGNORECASE,
)
# PostgreSQL recites the values of a row it refuses.
_RECITED = re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE)
_ZPL = re.compile(r"\^XA.*\^XZ", re.DOTALL)
"""A label shows who gets the parcel, and where."""
_BASIC = re.compile(r"((?:Basic|Bearer)\s+)[A-Za-z0-9+/=._~-]+", re.IGNORECASE)
HIDDEN = "•••"


def redact(value: object, *, personal: bool = True, of_person: bool = False) -> Any:  # noqa: ANN401 - it mirrors the shape it is given
    """The same shape with secrets, and personal data unless told otherwise, replaced."""
    if isinstance(value, Mapping):
        of_person = of_person or any(_BUYERS_OWN.match(str(key)) for key in value)
        return {
            key: HIDDEN
            if _is_hidden(str(key), item, personal=personal, of_person=of_person)
            else redact(item, personal=personal, of_person=of_person or bool(_PERSON.search(str(key))))
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [redact(item, personal=personal, of_person=of_person) for item in value]
    return redact_text(value) if isinstance(value, str) else value


def redact_text(text: str) -> str:
    text = _URL_PASSWORD.sub(rf"\1{HIDDEN}@", text)
    text = _BASIC.sub(rf"\1{HIDDEN}", text)
    text = _RECITED.sub(rf"\1: {HIDDEN}", text)
    text = _QUOTED.sub(rf"\1\2{HIDDEN}\2", text)
    text = _MOBILE.sub(HIDDEN, _ZPL.sub(HIDDEN, text))
    return _EMAIL.sub(HIDDEN, _URL_SECRET.sub(rf"\1{HIDDEN}", text))


def _is_hidden(name: str, item: object, *, personal: bool, of_person: bool) -> bool:
    if item is None or isinstance(item, bool):
        return False
    if _SECRET_NAME.search(name):
        return True
    if not personal or _has_shapes(item):
        return False
    return bool(_PERSONAL_NAME.search(name)) or (of_person and name.lower() in _OF_PERSON)


def _has_shapes(item: object) -> bool:
    """Whose own names say what to hide; a list of plain texts, such as the lines of a street, has none."""
    if isinstance(item, list):
        return any(isinstance(one, Mapping | list) for one in item)
    return isinstance(item, Mapping)


def _redact_event(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: redact({key: value})[key] for key, value in event.items()}


def configure() -> None:
    """Called once by each process at start."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _redact_event,
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings().log_json
        else structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=settings().log_level, force=True)
    for noisy in ("httpx", "httpcore", "kombu", "amqp"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
