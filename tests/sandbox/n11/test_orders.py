"""Packages of the pretend N11: accepted, split, rejected, shipped, and found again after a kill."""

from pathlib import Path
from typing import Any

import httpx

from prapazar.sandbox import ground
from prapazar.sandbox.n11 import desk
from tests.sandbox.n11.conftest import Soap

_PACKAGES = "/n11/rest/delivery/v1/shipmentPackages"


def _order(n11: httpx.Client, *lines: tuple[str, int]) -> Any:  # noqa: ANN401 - the package
    body = {"lines": [{"key": key, "quantity": quantity} for key, quantity in lines]}
    return n11.post("/_control/n11/5001/orders", json=body).json()


def _stock(n11: httpx.Client, key: str) -> int:
    return int(n11.get(f"/_control/n11/5001/stock/{key}").json()["quantity"])


def _statuses(n11: httpx.Client) -> dict[str, list[int]]:
    found = n11.get(_PACKAGES, params={"size": 100}).json()["content"]
    return {one["shipmentPackageStatus"]: [line["quantity"] for line in one["lines"]] for one in found}


def _accept(n11: httpx.Client, package: Any) -> None:  # noqa: ANN401 - the package
    lines = [{"lineId": line["orderLineId"]} for line in package["lines"]]
    n11.put("/n11/rest/order/v1/update", json={"lines": lines, "status": "Picking"})


def test_order_lowers_what_the_shop_shows(n11: httpx.Client) -> None:
    package = _order(n11, ("SAL-1", 3))

    assert (package["totalAmount"], _stock(n11, "SAL-1")) == (389.85, 7)


def test_more_than_is_shown_is_not_sold(n11: httpx.Client) -> None:
    body = {"lines": [{"key": "CAY-1", "quantity": 6}]}

    assert n11.post("/_control/n11/5001/orders", json=body).status_code == 409


def test_package_is_split_only_after_it_was_accepted(n11: httpx.Client) -> None:
    package = _order(n11, ("SAL-1", 2), ("CAY-1", 1))
    split = {"splitGroups": [{"orderLineIds": [package["lines"][0]["orderLineId"]]}]}
    path = "/n11/rest/delivery/v1/splitCombinePackage"

    early = n11.post(path, json=split).status_code
    _accept(n11, package)
    late = n11.post(path, json=split).status_code

    found = n11.get(_PACKAGES, params={"size": 100}).json()["content"]
    shown = sorted((one["shipmentPackageStatus"], len(one["lines"])) for one in found)
    assert (early, late, shown) == (400, 200, [("Picking", 1), ("Picking", 1), ("UnPacked", 2)])


def test_rejected_line_leaves_the_others_in_a_package_of_their_own(n11: httpx.Client, soap: Soap) -> None:
    package = _order(n11, ("SAL-1", 2), ("CAY-1", 1))
    number = package["lines"][0]["orderLineId"]
    fields = (
        f"<orderItemList><orderItem><id>{number}</id></orderItem></orderItemList>"
        "<rejectReason>Stok yok</rejectReason><rejectReasonType>OUT_OF_STOCK</rejectReasonType>"
    )

    answer = soap("orderService", "OrderItemReject", fields)

    assert answer.findtext("result/status") == "success"
    assert _statuses(n11) == {"UnPacked": [2, 1], "Picking": [1], "UnSupplied": [2]}
    assert _stock(n11, "SAL-1") == 10


def test_task_answers_each_sku_and_keeps_its_dates_as_text(n11: httpx.Client) -> None:
    skus = [{"stockCode": "SAL-1", "quantity": 4}, {"stockCode": "YOK", "quantity": 4}]
    path = "/n11/ms/product/tasks/price-stock-update"
    task = n11.post(path, json={"payload": {"integrator": "Test", "skus": skus}}).json()

    body = {"taskId": task["id"], "pageable": {"page": 0, "size": 1000}}
    details = n11.post("/n11/ms/product/task-details/page-query", json=body).json()

    rows = [(row["itemCode"], row["status"]) for row in details["skus"]["content"]]
    assert (details["status"], rows) == ("PROCESSED", [("SAL-1", "SUCCESS"), ("YOK", "FAIL")])
    assert details["createdDate"][2] == details["createdDate"][5] == "-"


def test_task_without_an_integrator_is_rejected(n11: httpx.Client) -> None:
    body = {"payload": {"skus": [{"stockCode": "SAL-1", "quantity": 4}]}}

    answer = n11.post("/n11/ms/product/tasks/price-stock-update", json=body).json()

    assert (answer["status"], _stock(n11, "SAL-1")) == ("REJECT", 10)


def test_killed_mall_remembers_what_it_told(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.sqlite"
    laid = ground.lay(path)
    first = desk.open_provider(laid, "").desk
    first.seed("5001", [{"stockCode": "SAL-1", "quantity": 10}])
    laid.store.flush()

    again = desk.open_provider(ground.lay(path), "").desk

    assert (again.all_stock("5001"), again.accounts()) == ({"SAL-1": 10}, first.accounts())
