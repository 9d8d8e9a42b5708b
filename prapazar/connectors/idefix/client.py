"""İdefix's endpoints, one method each, in İdefix's words; pages are counted from 1."""

from collections.abc import Mapping, Sequence
from typing import Any

from prapazar.connector_kit.http import Call, Caller
from prapazar.connector_kit.parsing import mapping, rows
from prapazar.connectors.idefix.schemas import DeclinedLine, InventoryItem, Product, StatusUpdate, Unsupplied

PAGE = 50
"""The largest size seen with orders; no limit is documented."""
_GROUP = "api"
Found = dict[str, Any]


class IdefixClient:
    def __init__(self, caller: Caller, vendor: str) -> None:
        self._caller = caller
        self._oms = f"/oms/{vendor}"
        self._pool = f"/pim/pool/{vendor}"
        self._catalog = f"/pim/catalog/{vendor}"
        self._vendor = f"/pim/vendor/{vendor}"

    def close(self) -> None:
        self._caller.close()

    def pool(self, page: int, *, limit: int = PAGE) -> Found:
        return self._get("pool", f"{self._pool}/list", page=page, limit=limit)

    def create(self, products: Sequence[Product]) -> Found:
        return mapping(self._post("create", f"{self._pool}/create", {"products": products}), "create")

    def batch_result(self, batch: str) -> Found:
        return self._get("batch_result", f"{self._pool}/batch-result/{batch}")

    def brand(self, number: str) -> Found:
        return self._get("brand", f"/pim/brand/{number}")

    def brand_by_name(self, title: str) -> Found:
        return self._get("brand_by_name", "/pim/brand/by-name", title=title)

    def addresses(self) -> list[Found]:
        return rows(self._read("addresses", f"{self._vendor}/address", {}), "addresses")

    def cargo_companies(self) -> list[Found]:
        return rows(self._read("cargo_companies", "/pim/cargo-company", {}), "cargo_companies")

    def countries(self, name: str) -> list[Found]:
        return rows(self._read("countries", "/pim/country/origin-country", {"name": name}), "countries")

    def inventory(self, page: int) -> Found:
        return self._get("inventory", f"{self._catalog}/inventory/list", page=page, limit=PAGE)

    def inventory_upload(self, items: Sequence[InventoryItem]) -> Found:
        path = f"{self._catalog}/inventory-upload"
        return mapping(self._post("inventory_upload", path, {"items": items}), "inventory_upload")

    def inventory_result(self, batch: str) -> Found:
        return self._get("inventory_result", f"{self._catalog}/inventory-result/{batch}")

    def product_category(self) -> list[Found]:
        found = self._read("product_category", "/pim/product-category", {}, timeout=120.0)
        return rows(found, "product_category")

    def category_attribute(self, category: str) -> Found:
        return self._get("category_attribute", f"/pim/category-attribute/{category}")

    def shipments(self, page: int, query: Mapping[str, str], *, limit: int = PAGE) -> Found:
        return self._get("shipments", f"{self._oms}/list", page=page, limit=limit, **query)

    def update_shipment_status(self, shipment: str, body: StatusUpdate) -> None:
        self._post("update_shipment_status", f"{self._oms}/{shipment}/update-shipment-status", body)

    def invoice_link(self, shipment: str, link: str) -> None:
        self._post("invoice_link", f"{self._oms}/{shipment}/invoice-link", {"invoiceLink": link})

    def update_tracking_number(self, shipment: str, number: str, address: str) -> None:
        body = {"trackingNumber": number, "trackingUrl": address}
        self._post("update_tracking_number", f"{self._oms}/{shipment}/update-tracking-number", body)

    def noship_reasons(self) -> list[Found]:
        return rows(self._read("noship_reasons", f"{self._oms}/reasons/noship", {}), "noship_reasons")

    def unsupplied(self, shipment: str, items: Sequence[Unsupplied]) -> None:
        self._post("unsupplied", f"{self._oms}/{shipment}/unsupplied", {"items": items})

    def claims(self, page: int, query: Mapping[str, str]) -> Found:
        return self._get("claims", f"{self._oms}/claim-list", page=page, limit=PAGE, **query)

    def approve_claim(self, claim: str, lines: Sequence[str]) -> None:
        self._post("approve_claim", f"{self._oms}/{claim}/claim-approve", {"claimLineIds": list(lines)})

    def decline_claim(self, claim: str, lines: Sequence[DeclinedLine]) -> None:
        path = f"{self._oms}/{claim}/claim-decline-request"
        self._post("decline_claim", path, {"claimLines": lines})

    def decline_reasons(self) -> list[Found]:
        return rows(self._read("decline_reasons", "/oms/claim-decline-reasons", {}), "decline_reasons")

    def questions(self, page: int, since: int, until: int) -> Found:
        """Milliseconds, unlike everything else."""
        query = {"page": page, "limit": PAGE, "startDate": since, "endDate": until, "sort": "newest"}
        return self._get("questions", f"{self._vendor}/question/filter", **query)

    def answer_question(self, question: str, text: str) -> None:
        self._post("answer_question", f"{self._vendor}/question/{question}/answer", {"answer_body": text})

    def _get(self, operation: str, path: str, **query: object) -> Found:
        return mapping(self._read(operation, path, query), operation)

    def _read(
        self, operation: str, path: str, query: Mapping[str, object], *, timeout: float | None = None
    ) -> Any:  # noqa: ANN401 - the provider's answer
        call = Call(operation, "GET", path, _GROUP, params=query or None, timeout=timeout)
        return self._caller.send(call).content

    def _post(self, operation: str, path: str, body: object) -> Any:  # noqa: ANN401 - the provider's answer
        return self._caller.send(Call(operation, "POST", path, _GROUP, body=body)).content
