"""Pure functions between NetGSM's shapes and our records."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.messages import (
    AskedMessage,
    MessageReport,
    MessageState,
    OutgoingMessage,
    SentMessage,
)
from prapazar.connector_kit.parsing import mapping, optional, required, rows, text, whole
from prapazar.connectors.netgsm.client import APP
from prapazar.connectors.netgsm.schemas import Raw, ReportQuery, Sending
from prapazar.foundation.clock import ISTANBUL, now

PAGE = 100
_MOBILE = re.compile(r"\+90(5\d{9})")
_TURKISH = set("çğışĞİŞ")
_NEWS, _ADVERTISING = "0", "11"
_WAITING, _DELIVERED = 0, 1
_KEPT_BACK = {15, 16, 17}


def number(to: str) -> str:
    found = _MOBILE.fullmatch(to)
    if found is None:
        raise Rejected("not a mobile number of Türkiye", code="netgsm.bad_recipient", field="to")
    return found[1]


def sending(message: OutgoingMessage, header: str) -> Sending:
    made: Sending = {
        "msgheader": header,
        "messages": [{"msg": message.text, "no": number(message.to)}],
        "iysfilter": _ADVERTISING if message.is_commercial else _NEWS,
        "appname": APP,
    }
    if set(message.text) & _TURKISH:
        made["encoding"] = "TR"
    return made


def sent(answer: object) -> SentMessage:
    raw = mapping(answer, "send")
    return SentMessage(text(required(raw, "jobid")), text(optional(raw, "description")))


def query(asked: Sequence[AskedMessage]) -> ReportQuery:
    """A day on either side: their clock is not ours."""
    return {
        "jobids": sorted({one.external_id for one in asked}),
        "startdate": _clock(min(one.sent_at for one in asked) - timedelta(days=1)),
        "stopdate": _clock(now() + timedelta(days=1)),
        "pagenumber": 0,
        "pagesize": PAGE,
        "appname": APP,
    }


def reports(answer: object) -> list[MessageReport]:
    return [_report(one) for one in rows(optional(mapping(answer, "report"), "jobs") or [], "jobs")]


def header_names(answer: object) -> list[str]:
    return [text(one) for one in required(mapping(answer, "msgheader"), "msgheaders")]


def _report(raw: Raw) -> MessageReport:
    status = whole(required(raw, "status"), "status")
    digits = re.sub(r"\D", "", text(required(raw, "recipient", "number")))[-10:]
    if status == _WAITING:
        state = MessageState.ACCEPTED
    else:
        state = MessageState.DELIVERED if status == _DELIVERED else MessageState.FAILED
    failure = "netgsm.no_consent" if status in _KEPT_BACK else "netgsm.not_delivered"
    return MessageReport(
        external_id=text(required(raw, "jobid")),
        state=state,
        provider_status=str(status),
        to=f"+90{digits}",
        at=_moment(text(optional(raw, "deliveredDate"))) if state is MessageState.DELIVERED else None,
        code=failure if state is MessageState.FAILED else "",
    )


def _clock(moment: datetime) -> str:
    return moment.astimezone(ISTANBUL).strftime("%d.%m.%Y %H:%M:%S")


def _moment(written: str) -> datetime | None:
    try:
        return datetime.strptime(written, "%d.%m.%Y %H:%M:%S").replace(tzinfo=ISTANBUL)
    except ValueError:
        return None
