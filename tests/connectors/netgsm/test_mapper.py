"""NetGSM's shapes and ours."""

from datetime import UTC, datetime

import pytest

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.messages import MessageReport, MessageState, OutgoingMessage
from prapazar.connectors.netgsm import mapper


def _job(**changes: object) -> dict[str, object]:
    return {"jobs": [{"jobid": "17", "number": "5321112233", "status": 1, "deliveredDate": "", **changes}]}


@pytest.mark.parametrize(
    ("changes", "state", "code", "at"),
    [
        (
            {"deliveredDate": "21.11.2026 12:30:00"},
            MessageState.DELIVERED,
            "",
            datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
        ),
        ({"deliveredDate": "dün"}, MessageState.DELIVERED, "", None),
        ({"status": "0"}, MessageState.ACCEPTED, "", None),
        ({"status": 16}, MessageState.FAILED, "netgsm.no_consent", None),
        ({"status": 103}, MessageState.FAILED, "netgsm.not_delivered", None),
    ],
    ids=["delivered", "no-moment", "waiting", "registry", "failed"],
)
def test_report_is_read(
    changes: dict[str, object], state: MessageState, code: str, at: datetime | None
) -> None:
    [report] = mapper.reports(_job(**changes))

    status = str(changes.get("status", 1))
    assert report == MessageReport("17", state, status, to="+905321112233", at=at, code=code)


def test_advertising_asks_the_registry() -> None:
    made = mapper.sending(OutgoingMessage("m1", "+905321112233", "Sale", is_commercial=True), "PRAPAZAR")

    assert made == {
        "msgheader": "PRAPAZAR",
        "messages": [{"msg": "Sale", "no": "5321112233"}],
        "iysfilter": "11",
        "appname": "PraPazar",
    }


@pytest.mark.parametrize("to", ["+4915112345678", "+902125550000", "ayse@example.com", ""])
def test_number_that_is_no_turkish_mobile_is_rejected(to: str) -> None:
    with pytest.raises(Rejected) as raised:
        mapper.number(to)

    assert (raised.value.code, raised.value.field) == ("netgsm.bad_recipient", "to")
