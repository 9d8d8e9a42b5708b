"""Google's endpoints, one method each, in Google's words."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from prapazar.connector_kit.http import Call, Caller
from prapazar.connectors.google_merchant.schemas import Attributes, ProductInput

PAGE = 250
_GROUP = "products"


class GoogleClient:
    def __init__(self, caller: Caller, account_id: str) -> None:
        self._caller = caller
        self._place = f"v1/accounts/{account_id}"

    def close(self) -> None:
        self._caller.close()

    def account(self) -> Any:  # noqa: ANN401 - the provider's answer
        return self._send("account", "GET", f"/accounts/{self._place}")

    def data_sources(self, page_token: str) -> Any:  # noqa: ANN401 - the provider's answer
        params = {"pageSize": 1000, **({"pageToken": page_token} if page_token else {})}
        return self._send("data_sources", "GET", f"/datasources/{self._place}/dataSources", params)

    def create_data_source(self, name: str, language: str, label: str) -> Any:  # noqa: ANN401 - the provider's answer
        primary = {"contentLanguage": language, "feedLabel": label}
        body = {"displayName": name, "primaryProductDataSource": primary}
        return self._send("create_data_source", "POST", f"/datasources/{self._place}/dataSources", body=body)

    def products(self, page_token: str) -> Any:  # noqa: ANN401 - the provider's answer
        params = {"pageSize": PAGE, **({"pageToken": page_token} if page_token else {})}
        return self._send("products", "GET", f"/products/{self._place}/products", params)

    def product(self, product_id: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._send("product", "GET", f"/products/{self._place}/products/{_quoted(product_id)}")

    def insert(self, source: str, product: ProductInput) -> Any:  # noqa: ANN401 - the provider's answer
        path = f"/products/{self._place}/productInputs:insert"
        return self._send("insert", "POST", path, {"dataSource": source}, product)

    def patch(self, source: str, product_id: str, mask: Sequence[str], attributes: Attributes) -> None:
        """What the mask names and `attributes` lack is taken away."""
        path = f"/products/{self._place}/productInputs/{_quoted(product_id)}"
        params = {"dataSource": source, "updateMask": ",".join(f"productAttributes.{one}" for one in mask)}
        self._send("patch", "PATCH", path, params, {"productAttributes": attributes})

    def delete(self, source: str, product_id: str) -> None:
        """What was sent by this data source; gone from what is shown some minutes later."""
        path = f"/products/{self._place}/productInputs/{_quoted(product_id)}"
        self._send("delete", "DELETE", path, {"dataSource": source})

    def regional(self, product_id: str, page_token: str) -> Any:  # noqa: ANN401 - the provider's answer
        path = f"/inventories/{self._place}/products/{_quoted(product_id)}/regionalInventories"
        return self._send("regional", "GET", path, {"pageToken": page_token} if page_token else None)

    def insert_regional(self, product_id: str, region: str, attributes: Mapping[str, Any]) -> None:
        """Whole: what is not told again is gone."""
        path = f"/inventories/{self._place}/products/{_quoted(product_id)}/regionalInventories:insert"
        body = {"region": region, "regionalInventoryAttributes": dict(attributes)}
        self._send("insert_regional", "POST", path, body=body)

    def insert_local(self, product_id: str, store_code: str, attributes: dict[str, str]) -> None:
        path = f"/inventories/{self._place}/products/{_quoted(product_id)}/localInventories:insert"
        body = {"storeCode": store_code, "localInventoryAttributes": attributes}
        self._send("insert_local", "POST", path, body=body)

    def _send(
        self,
        operation: str,
        method: str,
        path: str,
        params: dict[str, Any] | None = None,
        body: object = None,
    ) -> Any:  # noqa: ANN401 - the provider's answer
        return self._caller.send(Call(operation, method, path, _GROUP, params=params, body=body)).content


def _quoted(product_id: str) -> str:
    return quote(product_id, safe="~")
