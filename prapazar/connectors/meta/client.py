"""Meta's endpoints, one method each, in Meta's words."""

from collections.abc import Sequence
from typing import Any

from prapazar.connector_kit.http import Call, Caller
from prapazar.connectors.meta.schemas import ItemRequest

PAGE = 500
ITEM_FIELDS = (
    "retailer_id,retailer_product_group_id,name,description,rich_text_description,availability,price,sale_price,"
    "currency,quantity_to_sell_on_facebook,inventory,url,image_url,additional_image_urls,brand,gtin,"
    "manufacturer_part_number,color,size,review_status,visibility"
)


class MetaClient:
    def __init__(self, caller: Caller, catalog_id: str) -> None:
        self._caller = caller
        self._catalog = f"/{catalog_id}"

    def close(self) -> None:
        self._caller.close()

    def catalog(self) -> Any:  # noqa: ANN401 - the provider's answer
        return self._get("catalog", self._catalog, fields="name,vertical,product_count")

    def products(self, after: str | None) -> Any:  # noqa: ANN401 - the provider's answer
        more = {"after": after} if after else {}
        return self._get("products", f"{self._catalog}/products", fields=ITEM_FIELDS, limit=PAGE, **more)

    def items_batch(self, requests: Sequence[ItemRequest], *, allow_upsert: bool) -> Any:  # noqa: ANN401 - the provider's answer
        body = {"item_type": "PRODUCT_ITEM", "allow_upsert": allow_upsert, "requests": list(requests)}
        call = Call("items_batch", "POST", f"{self._catalog}/items_batch", "batch", body=body, timeout=120.0)
        return self._caller.send(call).content

    def batch_status(self, handle: str) -> Any:  # noqa: ANN401 - the provider's answer
        path = f"{self._catalog}/check_batch_request_status"
        return self._get("batch_status", path, handle=handle, load_ids_of_invalid_requests="true")

    def _get(self, operation: str, path: str, **params: object) -> Any:  # noqa: ANN401 - the provider's answer
        return self._caller.send(Call(operation, "GET", path, "api", params=params)).content
