"""İleti Merkezi's shapes and ours."""

import pytest

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.messages import MessageReport, MessageState, OutgoingMessage
from prapazar.connectors.iletimerkezi import mapper


def _told(status: object) -> dict[str, object]:
    rows = [{"number": "+905321112233", "status": status}]
    return {"response": {"status": {"code": 200}, "order": {"id": "12", "status": 114, "message": rows}}}


@pytest.mark.parametrize(
    ("status", "state", "code"),
    [
        (110, MessageState.ACCEPTED, ""),
        ("111", MessageState.DELIVERED, ""),
        (112, MessageState.FAILED, "iletimerkezi.not_delivered"),
    ],
)
def test_report_is_read(status: object, state: MessageState, code: str) -> None:
    assert mapper.reports(_told(status), "12") == [
        MessageReport("12", state, str(status), to="+905321112233", code=code)
    ]


def test_status_nobody_knows_is_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer) as raised:
        mapper.reports(_told(199), "12")

    assert raised.value.code == "connector.unknown_status"


def test_advertising_asks_the_registry() -> None:
    made = mapper.order(OutgoingMessage("m1", "+905321112233", "Sale", is_commercial=True), "PRAPAZAR")

    assert (made["iys"], made["iysList"]) == ("1", "BIREYSEL")


def test_number_that_is_no_turkish_mobile_is_rejected() -> None:
    with pytest.raises(Rejected) as raised:
        mapper.order(OutgoingMessage("m1", "+4915112345678", "x"), "PRAPAZAR")

    assert raised.value.code == "iletimerkezi.bad_recipient"
