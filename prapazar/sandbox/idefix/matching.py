"""Products told by their barcode alone: found in the catalogue, then taken or turned down by the vendor."""

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.idefix import reference
from prapazar.sandbox.idefix.products import READY, new_product, restate
from prapazar.sandbox.idefix.visit import Refusal, Routes, Visit, iso
from prapazar.sandbox.jsontext import Json

_MOST_ITEMS = 1000
_WAITING, _DECLINED = "waiting_vendor_approve", "vendor_declined"
_TOLD = ("title", "barcode", "price", "comparePrice", "inventoryQuantity", "vendorStockCode")
routes = Routes()


@routes.route("POST", "/pim/catalog/{vendor}/fast-listing")
def fast_listing(visit: Visit) -> Reply:
    """The catalogue is what any vendor sells."""
    outcomes = [_matched(visit, given) for given in visit.rows("items", _MOST_ITEMS)]
    number = visit.mall.batch_id()
    document: Json = {"createdMs": visit.now_ms, "fast": outcomes}
    visit.mall.files.put(visit.seller, "batch", number, document)
    return json_reply({"batchRequestId": number})


@routes.route("POST", "/pim/catalog/{vendor}/fast-listing-result/{batch}")
def result(visit: Visit) -> Reply:
    """By POST, as the documents say it; a client that asks by GET finds nothing."""
    batch = visit.seller["batch"].get(visit.values["batch"])
    if batch is None or "fast" not in batch:
        raise Refusal("NO_BATCH_ID_EXIST", status=visit.mall.rules.missing_batch_status)
    done_ms = batch["createdMs"] + visit.mall.rules.batch_ms
    is_done = done_ms <= visit.now_ms
    is_fine = any(not one["failureReasons"] for one in batch["fast"])
    return json_reply(
        {
            "items": batch["fast"] if is_done else [],
            "lastUpdatedAt": iso(done_ms if is_done else batch["createdMs"]),
            "completedAt": iso(done_ms) if is_done else None,
            "createdAt": iso(batch["createdMs"]),
            "status": ("COMPLETED" if is_fine else "DECLINE") if is_done else "CREATED",
            "batchRequestId": visit.values["batch"],
        }
    )


@routes.route("POST", "/pim/pool/{vendor}/approve-item")
def approve(visit: Visit) -> Reply:
    return _decided(visit, READY)


@routes.route("POST", "/pim/pool/{vendor}/decline-item")
def decline(visit: Visit) -> Reply:
    return _decided(visit, _DECLINED)


def _matched(visit: Visit, given: Json) -> Json:
    barcode = str(given.get("barcode"))
    others = (one["product"].get(barcode) for one in visit.mall.files.accounts.values())
    known = next((one for one in others if one is not None and one["status"] == READY), None)
    reasons = [] if known else ["PRODUCT_BARCODE_NOT_EXIST"]
    if barcode in visit.seller["product"]:
        reasons = ["PRODUCT_POOL_ALREADY_EXIST"]
    told = {name: given.get(name) for name in _TOLD}
    if reasons or known is None:
        return {**told, "poolState": None, "status": "failed", "failureReasons": reasons}
    product = new_product({**known, **given}, _WAITING)
    visit.mall.offer(visit.seller, product, "matched", quantity=product["inventoryQuantity"])
    match = {
        "barcode": barcode,
        "name": known["title"],
        "brand": reference.BRANDS.get(known["brandId"]),
        "images": known["images"],
        "attributes": known["attributes"],
    }
    return {
        **told,
        "poolState": _WAITING,
        "matchedProduct": match,
        "status": "completed",
        "statusDateCreatedAt": iso(visit.now_ms),
        "failureReasons": [],
    }


def _decided(visit: Visit, status: str) -> Reply:
    barcodes = [str(one.get("barcode")) for one in visit.rows("items", _MOST_ITEMS)]
    found = [visit.seller["product"].get(one) for one in barcodes]
    if any(one is None or one["status"] != _WAITING for one in found):
        raise Refusal("PRODUCT_NOT_FOUND")
    for barcode in barcodes:
        restate(visit.mall, visit.seller, barcode, status)
    return json_reply({"items": [{"barcode": one, "status": status} for one in barcodes]})
