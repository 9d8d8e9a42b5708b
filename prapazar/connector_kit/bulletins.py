"""The central bank's daily bulletin of exchange rates: asked for, and read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

import httpx
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.errors import ConnectorError, Rejected, UnexpectedAnswer
from prapazar.connector_kit.http import Answer, Call, Caller, Wire, build_client
from prapazar.connector_kit.reach import Reach

NOT_PUBLISHED = "tcmb.not_published"
_STEP = Decimal("0.000001")


class NotABulletin(ValueError):
    """A page, half a file, or a day without a rate."""


@dataclass(frozen=True, slots=True)
class Bulletin:
    day: date
    number: str
    """Such as `2023/216`."""
    buying: Mapping[str, Decimal]
    """Lira for one unit, whatever the bulletin counts in."""
    selling: Mapping[str, Decimal]


class Bulletins:
    """No key is needed; a day without a bulletin of its own is Rejected with `tcmb.not_published`."""

    def __init__(self, address: str, reach: Reach, wire: Wire) -> None:
        client = build_client(address, user_agent="PraPazar", reach=reach)
        self._caller = Caller(client, wire, "tcmb", {}, _error)

    def close(self) -> None:
        self._caller.close()

    def newest(self) -> Bulletin:
        return self._read("/kurlar/today.xml")

    def of(self, day: date) -> Bulletin:
        return self._read(f"/kurlar/{day:%Y%m}/{day:%d%m%Y}.xml")

    def _read(self, path: str) -> Bulletin:
        answer = self._caller.send(Call("bulletin", "GET", path, read=read))
        if not isinstance(answer.content, Bulletin):
            raise UnexpectedAnswer("no bulletin", raw=answer.content)
        return answer.content


def read(content: bytes) -> Bulletin:
    """Raises NotABulletin. Empty places stand for nothing."""
    try:
        top = ElementTree.fromstring(content, forbid_dtd=True)
        day = datetime.strptime(top.get("Tarih") or "", "%d.%m.%Y").date()  # noqa: DTZ007 - a day, no moment
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
        raise NotABulletin(str(error)) from error
    buying: dict[str, Decimal] = {}
    selling: dict[str, Decimal] = {}
    for place in top.iterfind("Currency"):
        code, unit = place.get("CurrencyCode") or "", _figure(place.findtext("Unit")) or Decimal(1)
        for name, found in (("ForexBuying", buying), ("ForexSelling", selling)):
            figure = _figure(place.findtext(name))
            if code and figure:
                found[code] = (figure / unit).quantize(_STEP)
    if top.tag != "Tarih_Date" or not buying:
        raise NotABulletin(top.tag)
    return Bulletin(day, (top.get("Bulten_No") or "").strip(), buying, selling)


def _figure(text: str | None) -> Decimal | None:
    try:
        return Decimal((text or "").strip()) or None
    except InvalidOperation:
        return None


def _error(answer: Answer) -> ConnectorError:
    detail = str(answer.status)
    if answer.status == httpx.codes.NOT_FOUND:
        return Rejected(detail, code=NOT_PUBLISHED)
    return error_by_status(answer, detail, rejected_code="tcmb.rejected")
