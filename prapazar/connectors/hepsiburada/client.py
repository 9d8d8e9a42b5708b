"""Hepsiburada's endpoints, one method each, in Hepsiburada's words; every host is asked at its own address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from prapazar.connector_kit.errors import RateLimited, Rejected, UnexpectedAnswer
from prapazar.connector_kit.forms import Part, form
from prapazar.connector_kit.http import Answer, Body, Call, Caller
from prapazar.connector_kit.paging import Page, Row
from prapazar.connector_kit.parsing import dump_json, mapping, required, rows, text, whole
from prapazar.connectors.hepsiburada import errors
from prapazar.connectors.hepsiburada.schemas import (
    CarrierChange,
    ClaimRejection,
    InTransit,
    NewPackage,
    NewProduct,
    PackageInvoice,
    Split,
    folded,
)

LINE_PAGE, THIN_PAGE, PACKAGE_PAGE, LISTING_PAGE, PRODUCT_PAGE = 100, 50, 10, 100, 100
CATEGORY_PAGE, VALUE_PAGE = 2000, 1000
CLAIM_PAGE, ISSUE_PAGE, TRANSACTION_PAGE = 100, 50, 100
T = TypeVar("T")
_COUNT_HEADERS = ("x-total-count", "totalcount", "x-totalcount", "total-count")
Upload = Literal["stock", "price"]
Thin = Literal["shipped", "delivered", "undelivered"]


@dataclass(frozen=True, slots=True)
class BareList:
    """A list without an envelope; `total` where a header tells it."""

    rows: list[Row]
    total: int | None


class HepsiburadaClient:
    def __init__(self, caller: Caller, addresses: Mapping[str, str], merchant_id: str) -> None:
        self._caller = caller
        self._merchant_id = merchant_id
        self._listings = f"{addresses['listing']}/listings/merchantid/{merchant_id}"
        self._buyboxes = f"{addresses['listing']}/buybox-orders/merchantid/{merchant_id}"
        oms = addresses["orders"]
        self._orders = f"{oms}/orders/merchantid/{merchant_id}"
        self._packages = f"{oms}/packages/merchantid/{merchant_id}"
        self._lines = f"{oms}/lineitems/merchantid/{merchant_id}"
        self._line_carriers = f"{oms}/delivery/changeablecargocompanies/merchantid/{merchant_id}"
        self._claims = f"{oms}/claims"
        self._catalog = f"{addresses['catalog']}/product/api"
        self._tickets = tuple(
            f"{addresses['catalog']}{prefix}/api/integrator" for prefix in ("/ticket-api", "")
        )
        self._transactions = f"{addresses['finance']}/transactions/merchantid/{merchant_id}"
        self._issues = f"{addresses['questions']}/api/v1.0/issues"
        caller.client.headers["merchantId"] = merchant_id  # the questions' host asks for it besides

    def close(self) -> None:
        self._caller.close()

    def listings(self, number: int, *, limit: int = LISTING_PAGE) -> Page:
        answer = self._get("listings", self._listings, "listing", offset=number * limit, limit=limit)
        return _page(answer, "listings", "totalcount")

    def buybox_orders(self, skus: Sequence[str]) -> list[Row]:
        answer = self._get("buybox_orders", self._buyboxes, "listing", skuList=",".join(skus))
        return rows(required(answer, "variants"), "variants")

    def upload(self, kind: Upload, items: Sequence[Mapping[str, Any]]) -> str:
        """The upload's id. Too many at once are refused inside a 200 that has none."""
        call = Call(f"{kind}_upload", "POST", f"{self._listings}/{kind}-uploads", "listing", body=items)
        content = folded(self._caller.send(call).content)
        if not isinstance(content, dict) or not text(content.get("id")):
            raise RateLimited(
                str(content)[:200], retry_after=errors.UPLOAD_WAIT, code=errors.TOO_MANY_UPLOADS
            )
        return text(content["id"])

    def upload_result(self, kind: str, upload_id: str) -> Any:  # noqa: ANN401 - the provider's answer
        path = f"{self._listings}/{kind}-uploads/id/{upload_id}"
        return self._get("upload_result", path, "listing")

    def products(self, number: int) -> Page:
        path = f"{self._catalog}/products/all-products-of-merchant/{self._merchant_id}"
        return self._catalog_page("products", path, number, PRODUCT_PAGE)

    def categories(self, number: int) -> Page:
        path = f"{self._catalog}/categories/get-all-categories"
        wanted = {"leaf": "true", "status": "ACTIVE", "available": "true", "version": "1"}
        return self._catalog_page("categories", path, number, CATEGORY_PAGE, **wanted)

    def attributes(self, category_id: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._get("attributes", f"{self._catalog}/categories/{category_id}/attributes", "catalog")

    def attribute_values(self, category_id: str, attribute_id: str, number: int) -> Page:
        path = f"{self._catalog}/categories/{category_id}/attribute/{attribute_id}/values"
        return self._catalog_page("attribute_values", path, number, VALUE_PAGE)

    def import_products(self, products: Sequence[NewProduct]) -> str:
        return self._send_file("import_products", f"{self._catalog}/products/import", products)

    def import_status(self, tracking_id: str, number: int) -> Page:
        path = f"{self._catalog}/products/status/{tracking_id}"
        return self._catalog_page("import_status", path, number, PRODUCT_PAGE)

    def update_products(self, products: Sequence[Mapping[str, object]]) -> str:
        return self._under_either(
            lambda place: self._send_file("update_products", f"{place}/import", products)
        )

    def update_status(self, tracking_id: str, number: int) -> Page:
        return self._under_either(
            lambda place: self._catalog_page(
                "update_status", f"{place}/status/{tracking_id}", number, PRODUCT_PAGE
            )
        )

    def open_lines(self, number: int, **dates: str) -> Page:
        answer = self._get(
            "open_lines", self._orders, "orders", offset=number * LINE_PAGE, limit=LINE_PAGE, **dates
        )
        return _page(answer, "items", "totalcount")

    def cancelled_lines(self, number: int) -> Page:
        path = f"{self._orders}/cancelled"
        answer = self._get("cancelled_lines", path, "orders", offset=number * THIN_PAGE, limit=THIN_PAGE)
        return _page(answer, "items", "totalcount")

    def order(self, order_number: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._get("order", f"{self._orders}/ordernumber/{order_number}", "orders")

    def packages(self, number: int, **dates: str) -> BareList:
        """Ready to be handed over; `Offset` has a capital letter here and nowhere else but in the next one."""
        params = {"Offset": number * PACKAGE_PAGE, "limit": PACKAGE_PAGE, **dates}
        return _bare(self._caller.send(Call("packages", "GET", self._packages, "orders", params=params)))

    def unpacked(self, number: int) -> Page:
        path = f"{self._packages}/status/unpacked"
        answer = self._get("unpacked", path, "orders", Offset=number * PACKAGE_PAGE, limit=PACKAGE_PAGE)
        return _page(answer, "items", "totalcount")

    def thin_packages(self, kind: Thin, number: int) -> Page:
        path = f"{self._packages}/{kind}"
        answer = self._get(f"{kind}_packages", path, "orders", offset=number * THIN_PAGE, limit=THIN_PAGE)
        return _page(answer, "items", "totalcount")

    def package(self, package_number: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._get("package", f"{self._packages}/packagenumber/{package_number}", "orders")

    def labels(self, package_number: str) -> Any:  # noqa: ANN401 - the provider's answer
        path = f"{self._packages}/packagenumber/{package_number}/labels"
        return self._get("labels", path, "orders", format="ZPL")

    def carriers_of_package(self, package_number: str) -> list[Row]:
        """Misspelt by Hepsiburada, unlike the next one."""
        path = f"{self._packages}/packagenumber/{package_number}/changablecargocompanies"
        return self._rows("package_carriers", path)

    def carriers_of_line(self, line_id: str) -> list[Row]:
        return self._rows("line_carriers", f"{self._line_carriers}/orderlineid/{line_id}")

    def change_package_carrier(self, package_number: str, change: CarrierChange) -> None:
        path = f"{self._packages}/packagenumber/{package_number}/changecargocompany"
        self._caller.send(Call("change_package_carrier", "PUT", path, "orders", body=change))

    def change_line_carrier(self, line_id: str, change: CarrierChange) -> None:
        path = f"{self._lines}/orderlineid/{line_id}/cargocompany"
        self._caller.send(Call("change_line_carrier", "PUT", path, "orders", body=change))

    def packageable_with(self, line_id: str) -> Any:  # noqa: ANN401 - the provider's answer
        path = f"{self._lines}/packageablewith/lineitemid/{line_id}"
        return self._get("packageable_with", path, "orders")

    def create_package(self, package: NewPackage) -> Any:  # noqa: ANN401 - the provider's answer
        return self._caller.send(
            Call("create_package", "POST", self._packages, "orders", body=package)
        ).content

    def unpack(self, package_number: str) -> None:
        self._on_package("unpack", package_number, None)

    def split(self, package_number: str, split: Split) -> None:
        self._on_package("split", package_number, split)

    def in_transit(self, package_number: str, parcel: InTransit) -> None:
        self._on_package("intransit", package_number, parcel)

    def set_invoice(self, package_number: str, invoice: PackageInvoice) -> None:
        path = f"{self._packages}/packagenumber/{package_number}/invoice"
        self._caller.send(Call("set_invoice", "PUT", path, "orders", body=invoice))

    def cancel_line(self, line_id: str, reason_id: int) -> None:
        path = f"{self._lines}/id/{line_id}/cancelbymerchant"
        self._caller.send(Call("cancel_line", "POST", path, "orders", body={"reasonId": reason_id}))

    def claims(self, status: str, dates: Mapping[str, str], number: int) -> BareList:
        """`merchantId` has a capital letter here and in no other path."""
        path = f"{self._claims}/merchantId/{self._merchant_id}/status/{status}"
        params = {"offset": number * CLAIM_PAGE, "limit": CLAIM_PAGE, **dates}
        return _bare(self._caller.send(Call("claims", "GET", path, "orders", params=params)))

    def accept_claim(self, number: str) -> None:
        """Without a body: an exchange is accepted as one, everything else as a return."""
        self._caller.send(Call("accept_claim", "POST", f"{self._claims}/number/{number}/accept", "orders"))

    def reject_claim(self, number: str, rejection: ClaimRejection) -> None:
        path = f"{self._claims}/number/{number}/reject"
        self._caller.send(Call("reject_claim", "POST", path, "orders", body=rejection))

    def issues(self, status: int, dates: Mapping[str, str], number: int) -> Page:
        """Pages begin at one."""
        wanted = {"status": status, "page": number, "size": ISSUE_PAGE, "sortBy": 0, "desc": "false", **dates}
        call = Call("issues", "GET", self._issues, params=wanted)
        return _page(_content(self._caller.send(call)), "data", "totalitemcount")

    def answer_issue(self, number: str, words: str) -> None:
        form = _form("Answer", words.encode(), shown={"Answer": words})
        self._caller.send(Call("answer_issue", "POST", f"{self._issues}/{number}/answer", body=form))

    def transactions(self, number: int, start: str, end: str) -> Page:
        params = {
            "Offset": number * TRANSACTION_PAGE,
            "Limit": TRANSACTION_PAGE,
            "RecordDateStart": start,
            "RecordDateEnd": end,
        }
        call = Call("transactions", "GET", self._transactions, params=params)
        return _page(_content(self._caller.send(call)), "items", "count")

    def _send_file(self, operation: str, path: str, content: Sequence[Mapping[str, Any]]) -> str:
        """The id under which the answer is asked for."""
        form = _form("file", dump_json(content).encode(), shown=content, filename="products.json")
        answer = _content(self._caller.send(Call(operation, "POST", path, "catalog", body=form)))
        return text(required(mapping(required(answer, "data"), "data"), "trackingid"))

    def _under_either(self, ask: Callable[[str], T]) -> T:
        """Tickets stand under one of two paths, and sources disagree which; an unknown path does nothing."""
        first, second = self._tickets
        try:
            return ask(first)
        except Rejected as error:
            if error.code != errors.NOT_FOUND:
                raise
        return ask(second)

    def _on_package(self, deed: str, package_number: str, body: object) -> None:
        path = f"{self._packages}/packagenumber/{package_number}/{deed}"
        self._caller.send(Call(deed, "POST", path, "orders", body=body))

    def _catalog_page(self, operation: str, path: str, number: int, size: int, **more: str) -> Page:
        answer = self._get(operation, path, "catalog", page=number, size=size, **more)
        return _page(answer, "data", "totalelements")

    def _rows(self, operation: str, path: str) -> list[Row]:
        """A list without an envelope."""
        return rows(folded(self._caller.send(Call(operation, "GET", path, "orders")).content), "list")

    def _get(self, operation: str, path: str, group: str, **params: str | int) -> Any:  # noqa: ANN401 - the provider's answer
        return _content(self._caller.send(Call(operation, "GET", path, group, params=params or None)))


def _content(answer: Answer) -> dict[str, Any]:
    if not isinstance(answer.content, dict):
        raise UnexpectedAnswer("an object was promised", raw=answer.content)
    return mapping(folded(answer.content), "answer")


def _page(answer: Row, name: str, count: str) -> Page:
    return Page(rows(required(answer, name), name), whole(required(answer, count), count))


def _form(name: str, content: bytes, *, shown: object, filename: str = "") -> Body:
    """A form of one field or file."""
    kind = "application/json" if filename else "text/plain; charset=utf-8"
    return form([Part(name, content, filename, kind)], shown)


def _bare(answer: Answer) -> BareList:
    told = next((answer.headers[name] for name in _COUNT_HEADERS if name in answer.headers), None)
    total = int(told) if told and told.isdecimal() else None
    return BareList(rows(folded(answer.content), "list"), total)
