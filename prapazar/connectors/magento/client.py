"""Magento's endpoints, one method each, in Magento's words."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from prapazar.connector_kit.errors import ConnectorError, Rejected, UnexpectedAnswer
from prapazar.connector_kit.http import Call, Caller
from prapazar.connector_kit.paging import Page
from prapazar.connector_kit.parsing import mapping, required, rows, text, whole
from prapazar.connectors.magento import errors
from prapazar.connectors.magento.schemas import (
    BasePrice,
    Filter,
    Groups,
    Raw,
    ShipmentItem,
    SourceItem,
    SpecialPrice,
    Track,
)

PAGE = 100
GLOBAL = "all"
_GROUP = "api"
_WRITE_SECONDS = 120.0
"""A shop indexes while it saves."""

_PICTURES = {
    b"\xff\xd8\xff": ("image/jpeg", "jpg"),
    b"\x89PNG": ("image/png", "png"),
    b"GIF8": ("image/gif", "gif"),
}
_LARGEST_PICTURE = 10_000_000


class MagentoClient:
    def __init__(self, caller: Caller, store: str = GLOBAL) -> None:
        self._caller = caller
        self._store = store

    def close(self) -> None:
        self._caller.close()

    def products(self, page: int, groups: Groups = (), *, size: int = PAGE) -> Page:
        return self._page("products", "/V1/products", page, groups, size=size)

    def known_skus(self, skus: Sequence[str]) -> Page:
        fields = "items[sku],total_count"
        return self._page(
            "known_skus", "/V1/products", 1, (among("sku", skus),), size=len(skus), fields=fields
        )

    def save_product(self, product: Mapping[str, Any], *, is_new: bool) -> dict[str, Any]:
        """By POST a product of that SKU is made or changed; a SKU in the path may hold no slash.

        A new one belongs to every store view; changes are those of the view we work for.
        """
        where = GLOBAL if is_new else self._store
        call = self._call("save_product", "POST", "/V1/products", body={"product": product}, store=where)
        return mapping(self._caller.send(call).content, "product")

    def add_option(self, code: str, label: str) -> str:
        path = f"/V1/products/attributes/{quote(code, safe='')}/options"
        call = self._call("add_option", "POST", path, body={"option": {"label": label}}, store=GLOBAL)
        return text(self._caller.send(call).content)

    def attributes(self, page: int, groups: Groups = ()) -> Page:
        path = "/V1/products/attributes"
        return self._page("attributes", path, page, groups, sort="attribute_id")

    def categories(self) -> Raw:
        return mapping(self._get("categories", "/V1/categories"), "categories")

    def store_views(self) -> list[dict[str, Any]]:
        return rows(self._get("store_views", "/V1/store/storeViews"), "storeViews")

    def store_configs(self) -> list[dict[str, Any]]:
        return rows(self._get("store_configs", "/V1/store/storeConfigs"), "storeConfigs")

    def source_items(self, skus: Sequence[str], page: int) -> Page:
        path = "/V1/inventory/source-items"
        return self._page("source_items", path, page, (among("sku", skus),), sort="sku")

    def salable_quantity(self, sku: str, stock_id: str) -> Any:  # noqa: ANN401 - the provider's answer
        path = f"/V1/inventory/get-product-salable-quantity/{quote(sku, safe='')}/{stock_id}"
        return self._get("salable_quantity", path)

    def save_source_items(self, items: Sequence[SourceItem]) -> None:
        self._post("save_source_items", "/V1/inventory/source-items", {"sourceItems": items})

    def queue_source_items(self, items: Sequence[SourceItem]) -> str:
        """One operation for each, so that one that is refused stands alone; answers the bulk's uuid."""
        body = [{"sourceItems": [item]} for item in items]
        path = "/async/bulk/V1/inventory/source-items"
        return text(required(mapping(self._post("queue_source_items", path, body), "bulk"), "bulk_uuid"))

    def bulk_status(self, uuid: str) -> list[dict[str, Any]]:
        answer = mapping(self._get("bulk_status", f"/V1/bulk/{uuid}/detailed-status"), "bulk")
        return rows(required(answer, "operations_list"), "operations_list")

    def save_base_prices(self, prices: Sequence[BasePrice]) -> list[dict[str, Any]]:
        return self._prices("base-prices", prices)

    def save_special_prices(self, prices: Sequence[SpecialPrice]) -> list[dict[str, Any]]:
        return self._prices("special-price", prices)

    def delete_special_prices(self, prices: Sequence[Raw]) -> list[dict[str, Any]]:
        return self._prices("special-price-delete", prices)

    def special_prices(self, skus: Sequence[str]) -> list[dict[str, Any]]:
        path = "/V1/products/special-price-information"
        call = self._call("special_prices", "POST", path, body={"skus": skus}, only_asks=True)
        return rows(self._caller.send(call).content, "prices")

    def orders(
        self, page: int, groups: Groups, *, size: int = PAGE, sort: str = "updated_at", fields: str = ""
    ) -> Page:
        return self._page("orders", "/V1/orders", page, groups, sort=sort, size=size, fields=fields)

    def order(self, order_id: str) -> dict[str, Any]:
        return mapping(self._get("order", f"/V1/orders/{quote(order_id, safe='')}"), "order")

    def shipments(self, order_ids: Sequence[str], page: int) -> Page:
        return self._page("shipments", "/V1/shipments", page, (among("order_id", order_ids),))

    def cancel(self, order_id: str) -> bool:
        return self._post("cancel", f"/V1/orders/{order_id}/cancel") is True

    def comment(self, order_id: str, comment: str) -> None:
        history = {"comment": comment, "is_customer_notified": 0, "is_visible_on_front": 0}
        self._post("comment", f"/V1/orders/{order_id}/comments", {"statusHistory": history})

    def invoice(self, order_id: str) -> None:
        self._post("invoice", f"/V1/order/{order_id}/invoice", {"capture": True, "notify": False})

    def ship(
        self, order_id: str, items: Sequence[ShipmentItem], tracks: Sequence[Track], source: str
    ) -> None:
        """Without items, all that is left."""
        arguments = {"extension_attributes": {"source_code": source}}
        body = {"notify": True, "tracks": tracks, "arguments": arguments}
        self._post("ship", f"/V1/order/{order_id}/ship", {**body, **({"items": items} if items else {})})

    def add_track(self, order_id: str, shipment_id: int, track: Track) -> None:
        entity = {"order_id": int(order_id), "parent_id": shipment_id, **track}
        self._post("add_track", "/V1/shipment/track", {"entity": entity})

    def _prices(self, path: str, prices: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The problems; none where all went well, and 200 either way."""
        answer = self._post(path.replace("-", "_"), f"/V1/products/{path}", {"prices": prices})
        return rows(answer if answer is not None else [], "problems")

    def _page(
        self,
        operation: str,
        path: str,
        page: int,
        groups: Groups,
        *,
        sort: str = "entity_id",
        size: int = PAGE,
        fields: str = "",
    ) -> Page:
        params = search(groups, page, size, sort)
        answer = self._get(operation, path, {**params, "fields": fields} if fields else params)
        content = mapping(answer, operation)
        total = whole(required(content, "total_count"), "total_count")
        if "items" not in content:
            raise UnexpectedAnswer("a list was promised", raw=content, code="connector.missing_field")
        # A search that finds nothing may answer null for its items.
        found = rows(content["items"] or [], "items")
        return Page(found, total)

    def _get(self, operation: str, path: str, params: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401 - the provider's answer
        return self._caller.send(self._call(operation, "GET", path, params=params)).content

    def _post(self, operation: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - the provider's answer
        return self._caller.send(self._call(operation, "POST", path, body=body)).content

    def _call(
        self,
        operation: str,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        body: object = None,
        only_asks: bool = False,
        store: str | None = None,
    ) -> Call:
        seconds = None if method == "GET" or only_asks else _WRITE_SECONDS
        where = f"/rest/{store or self._store}{path}"
        return Call(
            operation, method, where, _GROUP, params, body, seconds, only_asks=only_asks, read=errors.read
        )


def search(groups: Groups, page: int, size: int, sort: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for place, group in enumerate(groups):
        for number, one in enumerate(group):
            start = f"searchCriteria[filter_groups][{place}][filters][{number}]"
            found[f"{start}[field]"] = one.field
            found[f"{start}[value]"] = one.value
            found[f"{start}[condition_type]"] = one.condition
    found["searchCriteria[sortOrders][0][field]"] = sort
    found["searchCriteria[sortOrders][0][direction]"] = "ASC"
    found["searchCriteria[pageSize]"] = str(size)
    found["searchCriteria[currentPage]"] = str(page)
    return found


def among(field: str, values: Sequence[str]) -> tuple[Filter, ...]:
    """A list is parted by commas, so that a value with one is asked for by itself."""
    plain = [one for one in values if "," not in one]
    alone = [Filter(field, one) for one in values if "," in one]
    return (*((Filter(field, ",".join(plain), "in"),) if plain else ()), *alone)


class PictureClient:
    """Downloads the merchant's pictures: a shop takes their content, not their address."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def close(self) -> None:
        self._caller.close()

    def mark(self, url: str) -> str:
        return hashlib.sha256(url.encode()).hexdigest()[:12]

    def content(self, url: str) -> dict[str, str]:
        """Raises Rejected where there is no picture of a kind that shops take."""
        try:
            data = self._caller.send(Call("picture", "GET", url, read=bytes)).content or b""
        except ConnectorError as error:
            raise Rejected(
                f"{url}: {error.detail}"[:300], code="magento.image_refused", field="images"
            ) from error
        for start, (kind, ending) in _PICTURES.items():
            if data.startswith(start) and len(data) <= _LARGEST_PICTURE:
                packed = base64.b64encode(data).decode()
                name = f"{self.mark(url)}.{ending}"
                return {"base64_encoded_data": packed, "type": kind, "name": name}
        raise Rejected(f"{url}: no JPEG, PNG or GIF"[:300], code="magento.image_refused", field="images")
