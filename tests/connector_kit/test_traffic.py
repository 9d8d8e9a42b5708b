"""The traffic log keeps no secret and no person."""

from decimal import Decimal

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.traffic import TrafficRecord


def test_record_hides_secrets_and_personal_data() -> None:
    address = "https://shop.test/x?consumer_secret=cs_1&page=2"
    body = {"apiKey": "k-1", "url": "https://us.test/hook"}
    content = {"customerFirstName": "Ayşe", "customerEmail": "ayse@example.com", "total": Decimal("12.50")}

    record = TrafficRecord.of("x", "POST", address, body, 200, content, None, 12.34)

    assert record == TrafficRecord(
        operation="x",
        method="POST",
        url="https://shop.test/x?consumer_secret=•••&page=2",
        status=200,
        duration_ms=Decimal("12.3"),
        request='{"apiKey": "•••", "url": "https://us.test/hook"}',
        answer='{"customerFirstName": "•••", "customerEmail": "•••", "total": "12.50"}',
        error=None,
    )


def test_record_keeps_the_first_rows_of_a_long_list() -> None:
    content = {"content": [{"id": number} for number in range(200)]}

    record = TrafficRecord.of("x", "GET", "https://shop.test", None, 200, content, None, 1)

    assert record.answer == '{"content": [{"id": 0}, {"id": 1}, {"id": 2}, "... and 197 more"]}'


def test_record_names_the_error() -> None:
    error = Rejected("no", code="shop.rejected")

    record = TrafficRecord.of("x", "GET", "https://shop.test", None, 400, None, error, 1)

    assert (record.status, record.error, record.answer) == (400, "shop.rejected", "")
