"""WhatsApp's deliveries and our reports."""

from datetime import UTC, datetime

import pytest

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.messages import MessageReport, MessageState
from prapazar.connectors.whatsapp import mapper


def _delivery(*statuses: dict[str, object], field: str = "messages") -> dict[str, object]:
    value = {"messaging_product": "whatsapp", "statuses": list(statuses)}
    return {"object": "whatsapp_business_account", "entry": [{"changes": [{"field": field, "value": value}]}]}


def _status(word: str, **more: object) -> dict[str, object]:
    told = {"id": "wamid.1", "status": word, "timestamp": "1749416383", "recipient_id": "905321112233"}
    return {**told, **more}


_AT = datetime(2025, 6, 8, 20, 59, 43, tzinfo=UTC)


def test_reports_of_one_delivery_are_read_in_order() -> None:
    failed = _status("failed", errors=[{"code": 131026, "title": "Message undeliverable"}])

    found = mapper.reports(_delivery(_status("sent"), _status("read"), failed))

    common = {"to": "+905321112233", "at": _AT}
    assert found == [
        MessageReport("wamid.1", MessageState.ACCEPTED, "sent", **common),  # type: ignore[arg-type]
        MessageReport("wamid.1", MessageState.READ, "read", **common),  # type: ignore[arg-type]
        MessageReport(
            "wamid.1",
            MessageState.FAILED,
            "failed",
            to="+905321112233",
            at=_AT,
            code="whatsapp.not_delivered",
            detail="131026 Message undeliverable",
        ),
    ]


def test_what_is_no_report_is_passed_over() -> None:
    written = {"entry": [{"changes": [{"field": "messages", "value": {"messages": [{"id": "1"}]}}]}]}

    assert mapper.reports(written) == []
    assert mapper.reports(_delivery(_status("sent"), field="account_update")) == []


@pytest.mark.parametrize("changes", [{"status": "teleported"}, {"timestamp": "bugün"}])
def test_odd_report_is_unexpected(changes: dict[str, object]) -> None:
    with pytest.raises(UnexpectedAnswer):
        mapper.reports(_delivery(_status("sent") | changes))
