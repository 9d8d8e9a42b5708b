"""Trendyol's endpoints, one method each, in Trendyol's words."""

from collections.abc import Mapping, Sequence
from typing import Any

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.http import Answer, Call, Caller
from prapazar.connectors.trendyol.schemas import InventoryItem, StatusChange, Unsupplied, Webhook

PACKAGE_PAGE = 200
LISTING_PAGE = 100
CATEGORY_SECONDS = 120.0


class TrendyolClient:
    def __init__(self, caller: Caller, seller_id: str) -> None:
        self._caller = caller
        self._products = f"/integration/product/sellers/{seller_id}/products"
        self._inventory = f"/integration/inventory/sellers/{seller_id}/products/price-and-inventory"
        self._orders = f"/integration/order/sellers/{seller_id}"
        self._webhooks = f"/integration/webhook/sellers/{seller_id}/webhooks"

    def close(self) -> None:
        self._caller.close()

    def approved_products(self, page: int, token: str | None = None, *, size: int = LISTING_PAGE) -> Any:  # noqa: ANN401 - the provider's answer
        place = {"nextPageToken": token} if token else {"page": page}
        return self._get(
            "approved_products", f"{self._products}/approved", "product_read", {**place, "size": size}
        )

    def unapproved_products(self, page: int) -> Any:  # noqa: ANN401 - the provider's answer
        params = {"page": page, "size": LISTING_PAGE}
        return self._get("unapproved_products", f"{self._products}/unapproved", "product_read", params)

    def product_categories(self) -> Any:  # noqa: ANN401 - the provider's answer
        path = "/integration/product/product-categories"
        call = Call("product_categories", "GET", path, "reference", timeout=CATEGORY_SECONDS)
        return _content(self._caller.send(call))

    def update_price_and_inventory(self, items: Sequence[InventoryItem]) -> Any:  # noqa: ANN401 - the provider's answer
        call = Call("price_and_inventory", "POST", self._inventory, "inventory_write", body={"items": items})
        return _content(self._caller.send(call))

    def batch_request(self, batch_request_id: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._get(
            "batch_request", f"{self._products}/batch-requests/{batch_request_id}", "product_read"
        )

    def shipment_packages(self, **params: str | int) -> Any:  # noqa: ANN401 - the provider's answer
        return self._get("shipment_packages", f"{self._orders}/v2/orders", "orders_read", params)

    def update_package(self, package_id: str, change: StatusChange) -> None:
        path = f"{self._orders}/shipment-packages/{package_id}"
        self._caller.send(Call("update_package", "PUT", path, "package_status", body=change))

    def unsupplied(self, package_id: str, lines: Unsupplied) -> None:
        path = f"{self._orders}/shipment-packages/{package_id}/items/unsupplied"
        self._caller.send(Call("unsupplied", "PUT", path, "package_unsupplied", body=lines))

    def create_webhook(self, webhook: Webhook) -> Any:  # noqa: ANN401 - the provider's answer
        call = Call("create_webhook", "POST", self._webhooks, "webhooks", body=webhook)
        return _content(self._caller.send(call))

    def delete_webhook(self, webhook_id: str) -> None:
        self._caller.send(Call("delete_webhook", "DELETE", f"{self._webhooks}/{webhook_id}", "webhooks"))

    def _get(self, operation: str, path: str, group: str, params: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401 - the provider's answer
        return _content(self._caller.send(Call(operation, "GET", path, group, params=params)))


def _content(answer: Answer) -> dict[str, Any]:
    if not isinstance(answer.content, dict):
        raise UnexpectedAnswer("an object was promised", raw=answer.content)
    return answer.content
