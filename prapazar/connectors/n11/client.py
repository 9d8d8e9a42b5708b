"""N11's endpoints, one method each, in N11's words: REST first, SOAP for what REST does not have."""

from collections.abc import Mapping, Sequence
from typing import Any

from prapazar.connector_kit import soap
from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.http import Call, Caller
from prapazar.connectors.n11.schemas import ChangedSku, NewSku, OfferSku, QuantitySplit, StatusChange

INTEGRATOR = "PraPazar"
"""The same in every request, N11 asks."""
PACKAGE_PAGE = 100
LISTING_PAGE = 250
TASK_PAGE = 1000
QUESTION_PAGE = 100
CATEGORY_SECONDS = 120.0
NAMESPACE = "http://www.n11.com/ws/schemas"
_TASKS = "/ms/product/tasks"


class N11Client:
    def __init__(self, caller: Caller, login: Mapping[str, Any]) -> None:
        self._caller = caller
        self._login = login

    def close(self) -> None:
        self._caller.close()

    def product_query(self, page: int, *, size: int = LISTING_PAGE) -> Any:  # noqa: ANN401 - the provider's answer
        params = {"page": page, "size": size, "sender": "SELLER"}
        return self._get("product_query", "/ms/product-query", "products", params)

    def categories(self) -> Any:  # noqa: ANN401 - the provider's answer
        call = Call("categories", "GET", "/cdn/categories", "products", timeout=CATEGORY_SECONDS)
        return self._caller.send(call).content

    def category_attributes(self, category_id: str) -> Any:  # noqa: ANN401 - the provider's answer
        path = f"/cdn/category/{category_id}/attribute"
        return self._get("category_attributes", path, "products", {})

    def product_create(self, skus: Sequence[NewSku]) -> Any:  # noqa: ANN401 - the provider's answer
        return self._task("product-create", skus)

    def product_update(self, skus: Sequence[ChangedSku]) -> Any:  # noqa: ANN401 - the provider's answer
        return self._task("product-update", skus)

    def price_stock_update(self, skus: Sequence[OfferSku]) -> Any:  # noqa: ANN401 - the provider's answer
        return self._task("price-stock-update", skus)

    def task_details(self, task_id: int, page: int) -> Any:  # noqa: ANN401 - the provider's answer
        body = {"taskId": task_id, "pageable": {"page": page, "size": TASK_PAGE}}
        path = "/ms/product/task-details/page-query"
        return self._object(Call("task_details", "POST", path, "products", body=body, only_asks=True))

    def shipment_packages(self, **params: str | int) -> Any:  # noqa: ANN401 - the provider's answer
        path = "/rest/delivery/v1/shipmentPackages"
        return self._get("shipment_packages", path, "orders_read", {**params, "sender": "SELLER"})

    def update_lines(self, change: StatusChange) -> Any:  # noqa: ANN401 - the provider's answer
        return self._object(Call("update_lines", "PUT", "/rest/order/v1/update", "orders_write", body=change))

    def split_by_quantity(self, split: QuantitySplit) -> None:
        path = "/rest/delivery/v1/splitPackageByQuantity"
        self._caller.send(Call("split_by_quantity", "POST", path, "orders_write", body=split))

    def reject_items(self, rejection: Mapping[str, Any]) -> None:
        self._soap("orderService", "OrderItemReject", rejection)

    def make_shipment(self, shipment: Mapping[str, Any]) -> None:
        self._soap("orderService", "MakeOrderItemShipment", shipment)

    def claim_returns(self, status: str, period: Mapping[str, str], page: int) -> Any:  # noqa: ANN401 - the provider's answer
        search = {"status": status, "period": period, "sender": "SELLER"}
        fields = {"searchData": search, "pagingData": {"currentPage": page}}
        return self._soap("returnService", "ClaimReturnList", fields, only_asks=True)

    def approve_return(self, number: Mapping[str, str]) -> None:
        self._soap("returnService", "ClaimReturnApprove", number)

    def deny_return(self, denial: Mapping[str, str]) -> None:
        self._soap("returnService", "ClaimReturnDeny", denial)

    def deny_reasons(self) -> Any:  # noqa: ANN401 - the provider's answer
        return self._soap("returnService", "ClaimReturnDenyReasonTypes", {}, only_asks=True)

    def questions(self, status: str, period: Mapping[str, str], page: int) -> Any:  # noqa: ANN401 - the provider's answer
        fields = {
            "productQuestionSearch": {"status": status, **period},
            "pagingData": {"currentPage": page, "pageSize": QUESTION_PAGE},
        }
        return self._soap(
            "productService", "GetProductQuestionList", fields, group="questions", only_asks=True
        )

    def question(self, number: str) -> Any:  # noqa: ANN401 - the provider's answer
        fields = {"productQuestionId": number}
        return self._soap("productService", "GetProductQuestionDetail", fields, only_asks=True)

    def save_answer(self, number: str, text: str) -> None:
        fields = {"productQuestionId": number, "answer": text}
        self._soap("productService", "SaveProductAnswer", fields)

    def save_invoice_link(self, link: str, order_number: str) -> None:
        self._soap(
            "sellerInvoiceService", "SaveLinkSellerInvoice", {"url": link, "orderNumber": order_number}
        )

    def shipment_companies(self) -> Any:  # noqa: ANN401 - the provider's answer
        return self._soap("shipmentCompanyService", "GetShipmentCompanies", {}, only_asks=True)

    def _task(self, name: str, skus: Sequence[Mapping[str, Any]]) -> Any:  # noqa: ANN401 - the provider's answer
        body = {"payload": {"integrator": INTEGRATOR, "skus": skus}}
        return self._object(
            Call(name.replace("-", "_"), "POST", f"{_TASKS}/{name}", "product_tasks", body=body)
        )

    def _get(self, operation: str, path: str, group: str, params: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the provider's answer
        return self._object(Call(operation, "GET", path, group, params=params))

    def _object(self, call: Call) -> Any:  # noqa: ANN401 - the provider's answer
        content = self._caller.send(call).content
        if not isinstance(content, dict):
            raise UnexpectedAnswer("an object was promised", raw=content)
        return content

    def _soap(
        self,
        service: str,
        operation: str,
        fields: Mapping[str, Any],
        *,
        group: str = "soap",
        only_asks: bool = False,
    ) -> Any:  # noqa: ANN401 - the provider's answer
        body = soap.request(NAMESPACE, f"{operation}Request", fields, secret=self._login)
        call = Call(
            operation, "POST", f"/ws/{service}/", group, body=body, only_asks=only_asks, read=soap.read
        )
        answer = self._object(call).get(f"{operation}Response")
        if not isinstance(answer, dict):
            raise UnexpectedAnswer(f"no {operation}Response", raw=answer)
        return answer
