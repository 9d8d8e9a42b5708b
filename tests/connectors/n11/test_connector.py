"""N11 fulfilling the contract: windows, pages without a count, tasks, and what is told of a package."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.content import ListingDraft
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.records import (
    AccountRecord,
    BatchAnswer,
    PackageStatus,
    ParkedRecord,
    PushResult,
    StockOffer,
)
from tests.factories.provider import Provider, answer, fixture

_HERE = Path(__file__).parent
_START = datetime(2026, 10, 1, tzinfo=UTC)
_DAY = 86_400_000


def _connector(provider: Provider) -> Any:  # noqa: ANN401 - the connector under test
    return provider.connector("n11", {}, {"app_key": "k", "app_secret": "s"})


def _raw(number: int, modified: int, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a package
    [package] = fixture(_HERE, "packages")["content"]
    line = {**package["lines"][0], "orderLineId": number}
    return {**package, "id": str(number), "lastModifiedDate": modified, "lines": [line], **changes}


def _mall(*raws: dict[str, Any], end_is_within: bool = True) -> Provider:
    """Serves packages by page and by lastModifiedDate, with pages for its only count."""

    def serve(request: httpx.Request) -> httpx.Response:
        asked = {name: int(value) for name, value in request.url.params.items() if value.isdigit()}
        last = asked["endDate"] if end_is_within else asked["endDate"] - 1
        fitting = [raw for raw in raws if asked["startDate"] <= raw["lastModifiedDate"] <= last]
        first, size = asked["page"] * asked["size"], asked["size"]
        rows = fitting[first : first + size]
        return answer({"totalPages": -(-len(fitting) // size), "pageCount": len(rows), "content": rows})

    return Provider([serve])


def _ids(provider: Provider, until: datetime) -> list[list[str]]:
    pages = _connector(provider).fetch_packages(_START, until)
    return [[one.external_id for one in page] for page in pages]


def test_credentials_test_names_the_seller() -> None:
    provider = Provider([answer(fixture(_HERE, "products"))])

    assert _connector(provider).test_credentials() == AccountRecord("anadolulezzet", listing_count=2)


def test_long_period_is_read_in_windows_of_fourteen_days() -> None:
    provider = _mall()

    assert _ids(provider, _START + timedelta(days=30)) == []

    spans = [int(asked.query["endDate"]) - int(asked.query["startDate"]) for asked in provider.asked]
    assert spans == [14 * _DAY, 14 * _DAY, 2 * _DAY]


@pytest.mark.parametrize("end_is_within", [True, False])
def test_window_is_half_open_whatever_n11_does_with_its_end(end_is_within: bool) -> None:
    start = int(_START.timestamp() * 1000)
    provider = _mall(_raw(1, start), _raw(2, start + 60_000), end_is_within=end_is_within)

    assert _ids(provider, _START + timedelta(minutes=1)) == [["1"]]


def test_packages_are_read_page_by_page_to_the_count() -> None:
    start = int(_START.timestamp() * 1000)
    provider = _mall(*(_raw(number, start + number) for number in range(250)))

    found = _ids(provider, _START + timedelta(days=1))

    assert [len(page) for page in found] == [100, 100, 50]
    assert [asked.query["size"] for asked in provider.asked] == ["1", "100", "100", "100"]


def test_page_with_fewer_rows_than_counted_is_not_taken_for_the_end() -> None:
    page = fixture(_HERE, "packages")
    provider = Provider([answer({**page, "totalPages": 2})])

    with pytest.raises(UnexpectedAnswer) as raised:
        _ids(provider, _START + timedelta(days=1))

    assert raised.value.code == "connector.pages_do_not_add_up"


def test_two_packages_of_one_order_without_ids_are_both_read() -> None:
    start = int(_START.timestamp() * 1000)
    provider = _mall(_raw(1, start, id=None), _raw(2, start, id=None))

    assert _ids(provider, _START + timedelta(days=1)) == [["order:200123456001"] * 2]


def test_package_without_an_id_is_asked_for_by_its_order() -> None:
    page = fixture(_HERE, "packages")
    with_id, without = page["content"][0], {**page["content"][0], "id": None}
    provider = Provider([answer({**page, "content": [with_id, without]})])

    found = _connector(provider).fetch_package("order:200123456001")

    assert [one.external_id for one in found] == ["order:200123456001"]


def test_push_hands_out_the_task() -> None:
    provider = Provider([answer({"id": 1092, "type": "SKU_UPDATE", "status": "IN_QUEUE", "reasons": []})])

    assert _connector(provider).push_stock([StockOffer("a", None, 1)]) == PushResult(batch_external_id="1092")


def test_task_that_is_refused_at_once_is_rejected() -> None:
    refusal = {"id": 1, "type": "SKU_UPDATE", "status": "REJECT", "reasons": ["skus alanı boş olamaz."]}

    with pytest.raises(Rejected) as raised:
        _connector(Provider([answer(refusal)])).push_stock([StockOffer("a", None, 1)])

    assert (raised.value.code, raised.value.detail) == ("n11.rejected", "skus alanı boş olamaz.")


@pytest.mark.parametrize(
    ("status", "expected"),
    [("IN_QUEUE", BatchAnswer(is_final=False, items=())), ("REJECT", BatchAnswer(is_final=True, items=()))],
)
def test_task_without_items_answers_for_none(status: str, expected: BatchAnswer) -> None:
    provider = Provider([answer({"taskId": 7, "status": status, "skus": None})])

    assert _connector(provider).fetch_batch("7") == expected


def test_task_in_a_state_nobody_knows_is_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer) as raised:
        _connector(Provider([answer({"taskId": 7, "status": "DREAMING"})])).fetch_batch("7")

    assert raised.value.code == "connector.unknown_status"


def test_line_that_was_not_accepted_is_rejected_with_its_reason() -> None:
    content = [
        {"lineId": 1, "status": "SUCCESS", "reasons": None},
        {"lineId": 2, "status": "FAIL", "reasons": ["Uygun durumda değil"]},
    ]

    with pytest.raises(Rejected) as raised:
        _connector(Provider([answer({"content": content})])).report_status(
            "7", PackageStatus.PICKING, {"1": 1, "2": 1}
        )

    assert (raised.value.code, raised.value.detail) == ("n11.rejected", "Uygun durumda değil")


def test_step_n11_is_not_told_is_refused() -> None:
    with pytest.raises(Rejected) as raised:
        _connector(Provider([])).report_status("7", PackageStatus.PACKED, {"1": 1})

    assert raised.value.code == "connector.step_unknown"


def test_part_of_a_line_cannot_be_rejected_before_it_is_accepted() -> None:
    provider = Provider([answer(fixture(_HERE, "packages"))])

    with pytest.raises(Rejected) as raised:
        _connector(provider).report_unsupplied("330000001", {"540000001": 1}, "defective")

    assert (raised.value.code, len(provider.requests)) == ("n11.whole_lines_only", 1)


def test_package_that_is_gone_or_unreadable_is_not_cancelled() -> None:
    page = fixture(_HERE, "packages")
    strange = {**page["content"][0], "shipmentPackageStatus": "?"}
    gone = Provider([answer({**page, "content": [], "totalPages": 0})])
    unread = Provider([answer({**page, "content": [strange]})])

    with pytest.raises(Rejected) as missing:
        _connector(gone).report_unsupplied("7", {"1": 1}, "defective")
    with pytest.raises(UnexpectedAnswer) as unknown:
        _connector(unread).report_unsupplied("7", {"1": 1}, "defective")

    assert (missing.value.code, unknown.value.code) == ("n11.not_found", "connector.unknown_status")


def test_parked_package_keeps_its_payload() -> None:
    page = fixture(_HERE, "packages")
    strange = {**page["content"][0], "shipmentPackageStatus": "?"}

    [found] = _connector(Provider([answer({**page, "content": [strange]})])).fetch_package("330000001")

    assert found == ParkedRecord("330000001", "connector.unknown_status", "?", strange)


def _draft(sku: str, external_id: str | None = None) -> ListingDraft:
    return ListingDraft(
        sku=sku,
        barcode=None,
        group=sku,
        title="Çiçekli Şal, İğne Oyalı",
        description="<p>El işi</p>",
        brand="İğne Oyası",
        brand_external_id="9003",
        category_external_id="1000001",
        vat_rate=Decimal(10),
        price=Decimal(1),
        list_price=None,
        currency="TRY",
        quantity=1,
        images=(),
        external_id=external_id,
    )


def test_new_and_changed_listings_are_two_tasks_asked_for_as_one_batch() -> None:
    taken = [answer({"id": number, "status": "IN_QUEUE", "reasons": []}) for number in (1, 2)]
    details = fixture(_HERE, "task_details")
    waiting = {**details, "status": "IN_QUEUE", "skus": None}
    provider = Provider([*taken, answer(details), answer(waiting)])
    connector = provider.connector(
        "n11", {"shipment_template": "Standart"}, {"app_key": "k", "app_secret": "s"}
    )

    pushed = connector.write_listings([_draft("a"), _draft("b", "b")])
    batch = connector.fetch_batch(pushed.batch_external_id)

    assert pushed == PushResult(batch_external_id="1+2")
    assert [asked.path.rsplit("/")[-1] for asked in provider.asked[:2]] == [
        "product-create",
        "product-update",
    ]
    assert (batch.is_final, len(batch.items)) == (False, 2)


def test_new_listing_needs_a_shipment_template_and_a_changed_one_does_not() -> None:
    provider = Provider([answer({"id": 1, "status": "IN_QUEUE", "reasons": []})])
    connector = _connector(provider)

    with pytest.raises(Rejected) as raised:
        connector.write_listings([_draft("a")])

    assert (raised.value.code, raised.value.field) == ("n11.template_needed", "shipment_template")
    assert connector.write_listings([_draft("b", "b")]) == PushResult(batch_external_id="1")
