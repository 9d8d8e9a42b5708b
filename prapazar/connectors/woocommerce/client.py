"""WooCommerce's endpoints, one method each, in WooCommerce's words."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.http import Answer, Call, Caller
from prapazar.connector_kit.paging import Page
from prapazar.connector_kit.parsing import rows, whole
from prapazar.connectors.woocommerce.schemas import ArticleWrite, OrderUpdate, PriceUpdate, StockUpdate

PAGE = 100
_PRETTY = "/wp-json"
_NAMESPACE = "/wc/v3"
_GROUP = "api"
_BATCH_SECONDS = 90.0
"""A shop saves the items of a batch one by one."""
_WRITE_SECONDS = 300.0
"""Besides, it downloads every picture before it answers."""


class WooCommerceClient:
    def __init__(self, caller: Caller, *, plain_links: bool = False) -> None:
        """Where a shop's permalinks are plain, its web server knows no path but the home page's."""
        self._caller = caller
        self._plain_links = plain_links

    def close(self) -> None:
        self._caller.close()

    def current_currency(self) -> dict[str, Any]:
        return self._object("current_currency", "GET", "/data/currencies/current")

    def products(self, page: int, *, per_page: int = PAGE) -> Page:
        params = {"page": page, "per_page": per_page, "orderby": "id", "order": "asc", "status": "any"}
        return self._page("products", "/products", params)

    def variations(self, product_id: str, page: int) -> Page:
        params = {"page": page, "per_page": PAGE, "orderby": "id", "order": "asc", "status": "any"}
        return self._page("variations", f"/products/{product_id}/variations", params)

    def products_among(self, name: str, values: Sequence[str]) -> list[dict[str, Any]]:
        """Those of these ids (`include`) or SKUs (`sku`)."""
        return self._among("products_among", "/products", name, values, status="any")

    def variations_among(self, product_id: str, ids: Sequence[str]) -> list[dict[str, Any]]:
        return self._among("variations_among", f"/products/{product_id}/variations", "include", ids)

    def write_products(
        self, create: Sequence[ArticleWrite], update: Sequence[ArticleWrite]
    ) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        return self._write("write_products", "/products/batch", create, update)

    def write_variations(
        self, product_id: str, create: Sequence[ArticleWrite], update: Sequence[ArticleWrite]
    ) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        path = f"/products/{product_id}/variations/batch"
        return self._write("write_variations", path, create, update)

    def delete_product(self, product_id: str) -> None:
        self._object("delete_product", "DELETE", f"/products/{product_id}", params={"force": "true"})

    def categories(self, page: int) -> Page:
        return self._page("categories", "/products/categories", _ordered(page))

    def category(self, category_id: str) -> dict[str, Any]:
        return self._object("category", "GET", f"/products/categories/{category_id}")

    def categories_among(self, ids: Collection[str]) -> list[dict[str, Any]]:
        return self._among("categories_among", "/products/categories", "include", sorted(ids))

    def brands(self, search: str) -> list[dict[str, Any]]:
        return self._page("brands", "/products/brands", {"search": search, "per_page": PAGE}).rows

    def create_brand(self, name: str) -> dict[str, Any]:
        return self._object("create_brand", "POST", "/products/brands", body={"name": name})

    def attributes(self, page: int) -> Page:
        """The shop answers all of them on one page, whatever it is asked for."""
        return self._page("attributes", "/products/attributes", {"page": page})

    def terms(self, attribute_id: str, page: int) -> Page:
        return self._page("terms", f"/products/attributes/{attribute_id}/terms", _ordered(page))

    def tax_rates(self, page: int) -> Page:
        return self._page("tax_rates", "/taxes", _ordered(page))

    def update_products(self, updates: Sequence[StockUpdate | PriceUpdate]) -> list[dict[str, Any]]:
        return self._batch("update_products", "/products/batch", updates)

    def update_variations(
        self, product_id: str, updates: Sequence[StockUpdate | PriceUpdate]
    ) -> list[dict[str, Any]]:
        return self._batch("update_variations", f"/products/{product_id}/variations/batch", updates)

    def orders(self, page: int, *, per_page: int = PAGE, **filters: str) -> Page:
        params = {"page": page, "per_page": per_page, "dates_are_gmt": "true", "order": "asc", **filters}
        return self._page("orders", "/orders", params)

    def order(self, order_id: str) -> dict[str, Any]:
        return self._object("order", "GET", f"/orders/{order_id}")

    def update_order(self, order_id: str, change: OrderUpdate) -> dict[str, Any]:
        return self._object("update_order", "PUT", f"/orders/{order_id}", body=change)

    def order_notes(self, order_id: str) -> list[dict[str, Any]]:
        answer = self._send("order_notes", "GET", f"/orders/{order_id}/notes")
        return rows(answer.content, "notes")

    def refunds(self, order_id: str) -> list[dict[str, Any]]:
        """With their lines, which the order itself does not show."""
        answer = self._send("refunds", "GET", f"/orders/{order_id}/refunds", params={"per_page": PAGE})
        return rows(answer.content, "refunds")

    def create_order_note(self, order_id: str, note: str, *, customer_note: bool) -> None:
        body = {"note": note, "customer_note": customer_note}
        self._object("create_order_note", "POST", f"/orders/{order_id}/notes", body=body)

    def create_webhook(self, topic: str, delivery_url: str, secret: str) -> dict[str, Any]:
        body = {"name": f"PraPazar {topic}", "topic": topic, "delivery_url": delivery_url, "secret": secret}
        return self._object("create_webhook", "POST", "/webhooks", body={**body, "status": "active"})

    def delete_webhook(self, webhook_id: str) -> None:
        self._object("delete_webhook", "DELETE", f"/webhooks/{webhook_id}", params={"force": "true"})

    def _batch(
        self, operation: str, path: str, updates: Sequence[StockUpdate | PriceUpdate]
    ) -> list[dict[str, Any]]:
        body = {"update": updates}
        answer = self._object(operation, "POST", path, body=body, timeout=_BATCH_SECONDS)
        return rows(answer.get("update"), "update")

    def _write(
        self, operation: str, path: str, create: Sequence[ArticleWrite], update: Sequence[ArticleWrite]
    ) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Answers stand in the order of the request; a list that was not sent is not answered."""
        sent = {name: items for name, items in (("create", create), ("update", update)) if items}
        answer = self._object(operation, "POST", path, body=sent, timeout=_WRITE_SECONDS)
        created, updated = (rows(answer.get(name) or [], name) for name in ("create", "update"))
        if (len(created), len(updated)) != (len(create), len(update)):
            detail = f"{len(created)} and {len(updated)} answers to {len(create)} and {len(update)} items"
            raise UnexpectedAnswer(detail, raw=answer)
        return created, updated

    def _among(
        self, operation: str, path: str, name: str, values: Sequence[str], **filters: str
    ) -> list[dict[str, Any]]:
        if not values:
            return []
        params = {name: ",".join(values), "per_page": PAGE, **filters}
        return self._page(operation, path, params).rows

    def _page(self, operation: str, path: str, params: Mapping[str, Any]) -> Page:
        answer = self._send(operation, "GET", path, params=params)
        total = answer.headers.get("x-wp-total")
        if total is None:
            raise UnexpectedAnswer("X-WP-Total is missing", code="connector.missing_field")
        return Page(rows(answer.content, path), whole(total, "X-WP-Total"))

    def _object(
        self,
        operation: str,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        body: object = None,
        timeout: float | None = None,
    ) -> dict[str, Any]:
        return _content(self._send(operation, method, path, params=params, body=body, timeout=timeout))

    def _send(
        self,
        operation: str,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        body: object = None,
        timeout: float | None = None,
    ) -> Answer:
        address = f"{_PRETTY}{_NAMESPACE}{path}"
        if self._plain_links:
            address, params = "/", {"rest_route": f"{_NAMESPACE}{path}", **(params or {})}
        return self._caller.send(
            Call(operation, method, address, _GROUP, params=params, body=body, timeout=timeout)
        )


def _ordered(page: int) -> dict[str, str | int]:
    return {"page": page, "per_page": PAGE, "orderby": "id", "order": "asc"}


def _content(answer: Answer) -> dict[str, Any]:
    if not isinstance(answer.content, dict):
        raise UnexpectedAnswer("an object was promised", raw=answer.content)
    return answer.content
