"""Trendyol's endpoints, one method each, in Trendyol's words."""

from collections.abc import Mapping, Sequence
from typing import Any

from prapazar.connector_kit.aftersales import EvidenceFile
from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.forms import Part, fields, files_form, form
from prapazar.connector_kit.http import Answer, Body, Call, Caller
from prapazar.connector_kit.parsing import required, rows
from prapazar.connectors.trendyol.schemas import (
    CarrierChange,
    ClaimApproval,
    ContentUpdate,
    InventoryItem,
    InvoicedPackage,
    InvoiceLink,
    NewProduct,
    Split,
    StatusChange,
    UnapprovedUpdate,
    Unsupplied,
    VariantUpdate,
    Webhook,
)

PACKAGE_PAGE = 200
LISTING_PAGE = 100
VALUE_PAGE = 1000
CLAIM_PAGE = 200
QUESTION_PAGE = 50
FINANCE_PAGE = 1000
"""One of the two sizes the finance service knows."""
CATEGORY_SECONDS = 120.0


class TrendyolClient:
    def __init__(self, caller: Caller, seller_id: str) -> None:
        self._caller = caller
        self._new_products = f"/integration/product/sellers/{seller_id}/v2/products"
        self._products = f"/integration/product/sellers/{seller_id}/products"
        self._inventory = f"/integration/inventory/sellers/{seller_id}/products/price-and-inventory"
        self._orders = f"/integration/order/sellers/{seller_id}"
        self._questions = f"/integration/qna/sellers/{seller_id}/questions"
        self._finance = f"/integration/finance/che/sellers/{seller_id}"
        self._labels = f"/integration/sellers/{seller_id}/common-label"
        self._invoices = f"/integration/sellers/{seller_id}/seller-invoice"
        self._webhooks = f"/integration/webhook/sellers/{seller_id}/webhooks"

    def close(self) -> None:
        self._caller.close()

    def approved_products(
        self, page: int, token: str | None = None, *, size: int = LISTING_PAGE, **filters: str
    ) -> Any:  # noqa: ANN401 - the provider's answer
        place = {"nextPageToken": token} if token else {"page": page}
        params = {**place, "size": size, **filters}
        return self._get("approved_products", f"{self._products}/approved", "product_read", params)

    def unapproved_products(self, page: int) -> Any:  # noqa: ANN401 - the provider's answer
        params = {"page": page, "size": LISTING_PAGE}
        return self._get("unapproved_products", f"{self._products}/unapproved", "product_read", params)

    def product_categories(self) -> Any:  # noqa: ANN401 - the provider's answer
        path = "/integration/product/product-categories"
        call = Call("product_categories", "GET", path, "reference", timeout=CATEGORY_SECONDS)
        return _content(self._caller.send(call))

    def category_attributes(self, category_id: str) -> Any:  # noqa: ANN401 - the provider's answer
        path = f"/integration/product/categories/{category_id}/attributes"
        return self._get("category_attributes", path, "product_read")

    def attribute_values(self, category_id: str, attribute_id: str, page: int) -> Any:  # noqa: ANN401 - the provider's answer
        path = f"/integration/product/categories/{category_id}/attributes/{attribute_id}/values"
        return self._get("attribute_values", path, "product_read", {"page": page, "size": VALUE_PAGE})

    def brands_by_name(self, name: str) -> list[dict[str, Any]]:
        return self._list(
            "brands_by_name", "/integration/product/brands/by-name", "reference", {"name": name}
        )

    def create_products(self, items: Sequence[NewProduct]) -> Any:  # noqa: ANN401 - the provider's answer
        return self._write_products("create_products", self._new_products, items)

    def update_content(self, items: Sequence[ContentUpdate]) -> Any:  # noqa: ANN401 - the provider's answer
        return self._write_products("update_content", f"{self._products}/content-bulk-update", items)

    def update_variants(self, items: Sequence[VariantUpdate]) -> Any:  # noqa: ANN401 - the provider's answer
        return self._write_products("update_variants", f"{self._products}/variant-bulk-update", items)

    def update_unapproved(self, items: Sequence[UnapprovedUpdate]) -> Any:  # noqa: ANN401 - the provider's answer
        return self._write_products("update_unapproved", f"{self._products}/unapproved-bulk-update", items)

    def update_price_and_inventory(self, items: Sequence[InventoryItem]) -> Any:  # noqa: ANN401 - the provider's answer
        call = Call("price_and_inventory", "POST", self._inventory, "inventory_write", body={"items": items})
        return _content(self._caller.send(call))

    def buybox_information(self, barcodes: Sequence[str]) -> list[dict[str, Any]]:
        path = f"{self._products}/buybox-information"
        body = {"barcodes": list(barcodes)}
        call = Call("buybox_information", "POST", path, "product_write", body=body, only_asks=True)
        return rows(required(_content(self._caller.send(call)), "buyboxInfo"), "buyboxInfo")

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

    def split(self, package_id: str, parts: Split) -> None:
        path = f"{self._orders}/shipment-packages/{package_id}/split-packages"
        self._caller.send(Call("split", "POST", path, "package_unsupplied", body=parts))

    def change_carrier(self, package_id: str, change: CarrierChange) -> None:
        path = f"{self._orders}/shipment-packages/{package_id}/cargo-providers"
        self._caller.send(Call("change_carrier", "PUT", path, "package_unsupplied", body=change))

    def claims(self, page: int, **filters: str | int) -> Any:  # noqa: ANN401 - the provider's answer
        params = {"page": page, "size": CLAIM_PAGE, **filters}
        return self._get("claims", f"{self._orders}/claims", "claims_read", params)

    def claim_issue_reasons(self) -> list[dict[str, Any]]:
        return self._list("claim_issue_reasons", "/integration/order/claim-issue-reasons", "claims_read")

    def approve_claim(self, claim_id: str, approval: ClaimApproval) -> None:
        path = f"{self._orders}/claims/{claim_id}/items/approve"
        self._caller.send(Call("approve_claim", "PUT", path, "claim_approve", body=approval))

    def issue_claim(
        self,
        claim_id: str,
        item_ids: Sequence[str],
        reason_id: str,
        description: str,
        files: Sequence[EvidenceFile] = (),
    ) -> None:
        """Everything stands in the address; the body is for files."""
        params = {
            "claimIssueReasonId": reason_id,
            "claimItemIdList": ",".join(item_ids),
            "description": description,
        }
        path = f"{self._orders}/claims/{claim_id}/issue"
        form = files_form("files", files) if files else None
        self._caller.send(Call("issue_claim", "POST", path, "claim_issue", params=params, body=form))

    def questions(self, page: int, **filters: str | int) -> Any:  # noqa: ANN401 - the provider's answer
        params = {"page": page, "size": QUESTION_PAGE, **filters}
        return self._get("questions", f"{self._questions}/filter", "questions_read", params)

    def answer_question(self, question_id: str, answer: str) -> None:
        path = f"{self._questions}/{question_id}/answers"
        self._caller.send(Call("answer_question", "POST", path, "questions_answer", body={"text": answer}))

    def settlements(self, page: int, **filters: str | int) -> Any:  # noqa: ANN401 - the provider's answer
        return self._account_lines("settlements", page, filters)

    def other_financials(self, page: int, **filters: str | int) -> Any:  # noqa: ANN401 - the provider's answer
        return self._account_lines("otherfinancials", page, filters)

    def create_common_label(self, tracking_number: str, label_format: str) -> None:
        """Asking again makes the same label again."""
        path, body = f"{self._labels}/{tracking_number}", {"format": label_format}
        self._caller.send(
            Call("create_common_label", "POST", path, "common_label", body=body, only_asks=True)
        )

    def common_label(self, tracking_number: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._get("common_label", f"{self._labels}/{tracking_number}", "common_label")

    def add_invoice_link(self, link: InvoiceLink) -> None:
        self._caller.send(Call("add_invoice_link", "POST", f"{self._invoices}-links", "invoices", body=link))

    def add_invoice_file(self, told: Mapping[str, str], pdf: bytes) -> None:
        body = _invoice_form(told, pdf)
        self._caller.send(Call("add_invoice_file", "POST", f"{self._invoices}-file", "invoices", body=body))

    def delete_invoice_link(self, package: InvoicedPackage) -> None:
        path = f"{self._invoices}-links/delete"
        self._caller.send(Call("delete_invoice_link", "POST", path, "invoices", body=package))

    def create_webhook(self, webhook: Webhook) -> Any:  # noqa: ANN401 - the provider's answer
        call = Call("create_webhook", "POST", self._webhooks, "webhooks", body=webhook)
        return _content(self._caller.send(call))

    def delete_webhook(self, webhook_id: str) -> None:
        self._caller.send(Call("delete_webhook", "DELETE", f"{self._webhooks}/{webhook_id}", "webhooks"))

    def _account_lines(self, name: str, page: int, filters: Mapping[str, str | int]) -> Any:  # noqa: ANN401 - the provider's answer
        params = {"page": page, "size": FINANCE_PAGE, **filters}
        return self._get(name, f"{self._finance}/{name}", "finance", params)

    def _write_products(self, operation: str, path: str, items: Sequence[Any]) -> Any:  # noqa: ANN401 - the provider's answer
        call = Call(operation, "POST", path, "product_write", body={"items": items})
        return _content(self._caller.send(call))

    def _list(
        self, operation: str, path: str, group: str, params: Mapping[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        return rows(self._caller.send(Call(operation, "GET", path, group, params=params)).content, operation)

    def _get(self, operation: str, path: str, group: str, params: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401 - the provider's answer
        return _content(self._caller.send(Call(operation, "GET", path, group, params=params)))


def _content(answer: Answer) -> dict[str, Any]:
    if not isinstance(answer.content, dict):
        raise UnexpectedAnswer("an object was promised", raw=answer.content)
    return answer.content


def _invoice_form(told: Mapping[str, str], pdf: bytes) -> Body:
    file = Part("file", pdf, "fatura.pdf", "application/pdf")
    return form([*fields(told), file], {**told, "bytes": len(pdf)})
