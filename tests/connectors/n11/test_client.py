"""N11's endpoints as they are called: method, address, query and body of every operation."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit import parsing, soap
from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.records import PackageStatus, PriceOffer, StockOffer
from tests.factories.provider import Asked, Provider, answer, fixture

_HERE = Path(__file__).parent
_CREDENTIALS = {"app_key": "anahtar", "app_secret": "gizli"}
_SINCE, _UNTIL = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC)
_WINDOW = {"startDate": "1795132800000", "endDate": "1795219200000", "sender": "SELLER"}
_BY_CHANGE = {**_WINDOW, "orderByField": "true", "orderByDirection": "ASC"}
_PACKAGES = "/rest/delivery/v1/shipmentPackages"
_ONE = {"packageIds": "330000001", "page": "0", "size": "100", "sender": "SELLER"}
_TASK = "/ms/product/tasks/price-stock-update"
_QUEUED = {"id": 1092, "type": "SKU_UPDATE", "status": "IN_QUEUE", "reasons": []}
_NOBODY = {"content": [], "totalElements": 0, "totalPages": 0}

Operation = Callable[[Any], object]
OPERATIONS: dict[str, tuple[Operation, object, list[Asked]]] = {
    "test_credentials": (
        lambda c: c.test_credentials(),
        _NOBODY,
        [Asked("GET", "/ms/product-query", {"page": "0", "size": "1", "sender": "SELLER"})],
    ),
    "fetch_listings": (
        lambda c: list(c.fetch_listings()),
        fixture(_HERE, "products"),
        [Asked("GET", "/ms/product-query", {"page": "0", "size": "250", "sender": "SELLER"})],
    ),
    "fetch_categories": (
        lambda c: c.fetch_categories(),
        fixture(_HERE, "categories"),
        [Asked("GET", "/cdn/categories", {})],
    ),
    "fetch_attributes": (
        lambda c: c.fetch_attributes("1000001"),
        fixture(_HERE, "attributes"),
        [Asked("GET", "/cdn/category/1000001/attribute", {})],
    ),
    "fetch_packages": (
        lambda c: list(c.fetch_packages(_SINCE, _UNTIL)),
        fixture(_HERE, "packages"),
        [
            Asked("GET", _PACKAGES, {**_BY_CHANGE, "page": "0", "size": "1"}),
            Asked("GET", _PACKAGES, {**_BY_CHANGE, "page": "0", "size": "100"}),
        ],
    ),
    "fetch_package": (
        lambda c: c.fetch_package("330000001"),
        fixture(_HERE, "packages"),
        [Asked("GET", _PACKAGES, _ONE)],
    ),
    "fetch_package_without_id": (
        lambda c: c.fetch_package("order:200123456001"),
        fixture(_HERE, "packages"),
        [
            Asked(
                "GET",
                _PACKAGES,
                {"orderNumber": "200123456001", "page": "0", "size": "100", "sender": "SELLER"},
            )
        ],
    ),
    "count_packages": (
        lambda c: c.count_packages(_SINCE, _UNTIL),
        fixture(_HERE, "packages"),
        [Asked("GET", _PACKAGES, {**_WINDOW, "page": "0", "size": "1"})],
    ),
    "push_stock": (
        lambda c: c.push_stock([StockOffer("ŞAL-1", None, 5)]),
        _QUEUED,
        [
            Asked(
                "POST",
                _TASK,
                {},
                {"payload": {"integrator": "PraPazar", "skus": [{"stockCode": "ŞAL-1", "quantity": 5}]}},
            )
        ],
    ),
    "push_price": (
        lambda c: c.push_price([PriceOffer("ŞAL-1", None, Decimal("129.90"), None, "TRY")]),
        _QUEUED,
        [
            Asked(
                "POST",
                _TASK,
                {},
                {
                    "payload": {
                        "integrator": "PraPazar",
                        "skus": [
                            {
                                "stockCode": "ŞAL-1",
                                "listPrice": Decimal("129.90"),
                                "salePrice": Decimal("129.90"),
                                "currencyType": "TL",
                            }
                        ],
                    }
                },
            )
        ],
    ),
    "fetch_batch": (
        lambda c: c.fetch_batch("1092"),
        fixture(_HERE, "task_details"),
        [
            Asked(
                "POST",
                "/ms/product/task-details/page-query",
                {},
                {"taskId": 1092, "pageable": {"page": 0, "size": 1000}},
            )
        ],
    ),
    "report_picking": (
        lambda c: c.report_status("330000001", PackageStatus.PICKING, {"540000001": 2}),
        {"content": [{"lineId": 540000001, "status": "SUCCESS", "reasons": None}]},
        [
            Asked(
                "PUT",
                "/rest/order/v1/update",
                {},
                {"lines": [{"lineId": 540000001}], "status": "Picking"},
            )
        ],
    ),
}
_WRITES = {"push_stock", "push_price", "report_picking"}


def _connector(provider: Provider) -> Any:  # noqa: ANN401 - the connector under test
    return provider.connector("n11", {}, _CREDENTIALS)


def _soap_answer(operation: str, inner: str = "", status: str = "success") -> httpx.Response:
    text = (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        f'<n:{operation}Response xmlns:n="http://www.n11.com/ws/schemas"><result><status>{status}</status>'
        f"</result>{inner}</n:{operation}Response></s:Body></s:Envelope>"
    )
    return httpx.Response(200, text=text, headers={"content-type": "text/xml"})


def _package(status: str) -> httpx.Response:
    page = fixture(_HERE, "packages")
    page["content"][0]["shipmentPackageStatus"] = status
    return answer(page)


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_calls_its_endpoint_with_its_request(name: str) -> None:
    operation, content, asked = OPERATIONS[name]
    provider = Provider([answer(content)])

    operation(_connector(provider))

    assert provider.asked == asked


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_sends_both_keys(name: str) -> None:
    operation, content, _ = OPERATIONS[name]
    provider = Provider([answer(content)])

    operation(_connector(provider))

    sent = {(r.headers["appkey"], r.headers["appsecret"], r.url.host) for r in provider.requests}
    assert sent == {("anahtar", "gizli", "api.n11.com")}


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, AuthFailed), (403, AuthFailed), (400, Rejected), (429, RateLimited), (500, Unavailable)],
)
@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_maps_its_errors(name: str, status: int, expected: type[Exception]) -> None:
    operation, _, _ = OPERATIONS[name]
    provider = Provider([answer({"errorCode": "x", "errorMessage": "y"}, status)])

    with pytest.raises(expected):
        operation(_connector(provider))


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_that_runs_into_a_time_out_is_repeated_only_when_it_reads(name: str) -> None:
    operation, _, _ = OPERATIONS[name]
    provider = Provider([httpx.ReadTimeout("slow")])

    with pytest.raises(Unavailable) as raised:
        operation(_connector(provider))

    assert (raised.value.maybe_done, len(provider.requests)) == ((True, 1) if name in _WRITES else (False, 3))


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("content", [["x"], "x", {"renamed": 1}])
def test_answer_of_another_shape_is_unexpected(name: str, content: object) -> None:
    operation, _, _ = OPERATIONS[name]

    with pytest.raises(UnexpectedAnswer):
        operation(_connector(Provider([answer(content)])))


def test_order_that_was_not_accepted_is_rejected_by_soap() -> None:
    provider = Provider([_package("Created"), _soap_answer("OrderItemReject")])

    _connector(provider).report_unsupplied("330000001", {"540000001": 2}, "out_of_stock")

    request = provider.requests[1]
    assert (request.method, request.url.path) == ("POST", "/ws/orderService/")
    assert soap.read(request.content) == {
        "OrderItemRejectRequest": {
            "auth": {"appKey": "anahtar", "appSecret": "gizli"},
            "orderItemList": {"orderItem": {"id": "540000001"}},
            "rejectReason": "Stok tükendi",
            "rejectReasonType": "OUT_OF_STOCK",
        }
    }
    headers = [request.headers.get(name) for name in ("soapaction", "content-type", "appkey")]
    assert headers == ['""', "text/xml; charset=utf-8", None]


def test_units_of_an_accepted_package_are_cancelled_by_a_split() -> None:
    provider = Provider([_package("Picking"), answer({"status": "success"})])

    _connector(provider).report_unsupplied("330000001", {"540000001": 1}, "defective")

    request = provider.requests[1]
    assert (request.method, request.url.path) == ("POST", "/rest/delivery/v1/splitPackageByQuantity")
    assert parsing.load_json(request.content) == {
        "splitPackages": [{"packageDetails": [{"orderLineId": 540000001, "quantities": 1}]}],
        "cancelledItems": [{"orderLineId": 540000001, "quantity": 1, "cancelReasonId": 62}],
    }


def test_own_carrier_is_told_by_soap() -> None:
    companies = (
        "<shipmentCompanies><shipmentCompany><id>342</id><name>Aras Kargo</name></shipmentCompany>"
        "</shipmentCompanies>"
    )
    provider = Provider(
        [_soap_answer("GetShipmentCompanies", companies), _soap_answer("MakeOrderItemShipment")]
    )

    _connector(provider).report_status(
        "330000001", PackageStatus.SHIPPED, {"540000001": 2}, carrier="Aras", tracking_number="726"
    )

    sent = [(request.url.path, soap.read(request.content)) for request in provider.requests]
    assert [path for path, _ in sent] == ["/ws/shipmentCompanyService/", "/ws/orderService/"]
    assert sent[1][1]["MakeOrderItemShipmentRequest"]["orderItemList"] == {
        "orderItem": {
            "id": "540000001",
            "shipmentInfo": {
                "shipmentCompany": {"id": "342"},
                "campaignNumber": None,
                "trackingNumber": "726",
                "shipmentMethod": "1",
            },
        }
    }


def test_soap_answer_without_its_response_is_unexpected() -> None:
    provider = Provider([_package("Created"), _soap_answer("SomethingElse")])

    with pytest.raises(UnexpectedAnswer):
        _connector(provider).report_unsupplied("330000001", {"540000001": 2}, "defective")


def test_soap_write_whose_answer_is_no_xml_may_have_arrived() -> None:
    provider = Provider([_package("Created"), httpx.Response(200, text="<html>502</html>")])

    with pytest.raises(Unavailable) as raised:
        _connector(provider).report_unsupplied("330000001", {"540000001": 2}, "defective")

    assert (raised.value.maybe_done, len(provider.requests)) == (True, 2)


def _answered(operation: str, inner: str = "") -> tuple[Provider, Any]:
    provider = Provider([_soap_answer(operation, inner)])
    return provider, _connector(provider)


def _sent(provider: Provider) -> list[tuple[str, dict[str, Any]]]:
    """Operation and fields of each call, its log-in aside."""
    found = []
    for request in provider.requests:
        [(name, fields)] = soap.read(request.content).items()
        assert fields.pop("auth") == {"appKey": "anahtar", "appSecret": "gizli"}
        found.append((f"{request.url.path} {name}", fields))
    return found


def test_claims_are_asked_for_in_days_and_all_states() -> None:
    paging = "<pagingData><totalCount>0</totalCount></pagingData><claimReturnList/>"
    provider, connector = _answered("ClaimReturnList", paging)

    assert list(connector.fetch_claims(_SINCE, _UNTIL)) == []

    search = {
        "status": "ALL",
        "period": {"startDate": "20/11/2026", "endDate": "21/11/2026"},
        "sender": "SELLER",
    }
    fields = {"searchData": search, "pagingData": {"currentPage": "0"}}
    assert _sent(provider) == [("/ws/returnService/ ClaimReturnListRequest", fields)]


def test_claim_is_approved_by_its_number_and_under_its_other_name_where_that_is_refused() -> None:
    refusal = _soap_answer("ClaimReturnApprove", status="failure")
    provider = Provider([refusal, _soap_answer("ClaimReturnApprove")])

    _connector(provider).approve_claim("88", ["88"])

    place = "/ws/returnService/ ClaimReturnApproveRequest"
    assert _sent(provider) == [(place, {"claimReturnId": "88"}), (place, {"claimCancelId": "88"})]


def test_claim_that_is_refused_under_both_names_is_rejected() -> None:
    provider = Provider([_soap_answer("ClaimReturnApprove", status="failure")])

    with pytest.raises(Rejected):
        _connector(provider).approve_claim("88", ["88"])

    assert len(provider.requests) == 2


def test_claim_is_denied_with_its_reason() -> None:
    provider, connector = _answered("ClaimReturnDeny")

    connector.reject_claim("88", ["88"], "1", "Etiketi kopuk")

    fields = {"claimReturnId": "88", "denyReasonId": "1", "denyReasonNote": "Etiketi kopuk"}
    assert _sent(provider) == [("/ws/returnService/ ClaimReturnDenyRequest", fields)]


def test_reasons_are_asked_for() -> None:
    inner = "<denyReasonTypeDataList><id>1</id><value>Kullanılmış</value></denyReasonTypeDataList>"
    _, connector = _answered("ClaimReturnDenyReasonTypes", inner)

    assert connector.fetch_claim_reasons() == [("1", "Kullanılmış")]


def _questions(*ids: str) -> httpx.Response:
    rows = "".join(f"<productQuestion><id>{one}</id></productQuestion>" for one in ids)
    paging = f"<pagingData><totalCount>{len(ids)}</totalCount></pagingData>"
    return _soap_answer("GetProductQuestionList", f"<productQuestions>{rows}</productQuestions>{paging}")


def test_questions_are_listed_by_status_a_minute_apart_and_read_whole_one_by_one() -> None:
    told = "<question>Boyu?</question><status>OPEN</status><questionDate>2026-11-20</questionDate>"
    detail = f"<productQuestion>{told}</productQuestion>"
    provider = Provider([_questions("7"), _soap_answer("GetProductQuestionDetail", detail), _questions()])

    pages = list(_connector(provider).fetch_questions(_SINCE, _UNTIL))

    period, paging = (
        {"startDate": "20/11/2026", "endDate": "21/11/2026"},
        {"currentPage": "0", "pageSize": "100"},
    )
    asked = "/ws/productService/ GetProductQuestionListRequest"
    opened, closed = (
        (asked, {"productQuestionSearch": {"status": status, **period}, "pagingData": paging})
        for status in ("OPEN", "CLOSED")
    )
    detailed = ("/ws/productService/ GetProductQuestionDetailRequest", {"productQuestionId": "7"})
    assert _sent(provider) == [opened, detailed, closed]
    assert [(one.external_id, one.text) for page in pages for one in page] == [("7", "Boyu?")]
    assert 60 <= sum(provider.slept) <= 65


def test_question_is_answered() -> None:
    provider, connector = _answered("SaveProductAnswer")

    connector.answer_question("7", "180 santim.")

    fields = {"productQuestionId": "7", "answer": "180 santim."}
    assert _sent(provider) == [("/ws/productService/ SaveProductAnswerRequest", fields)]
