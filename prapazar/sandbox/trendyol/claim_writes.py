"""What a seller does with a claim: approve it, dispute it, or open one for a parcel that came back."""

from prapazar.sandbox.exchange import Reply, empty_reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.trendyol import claim_book
from prapazar.sandbox.trendyol.errors import bad_request, not_found
from prapazar.sandbox.trendyol.visit import Routes, Visit

_BASE = "/integration/order/sellers/{seller}/claims"
_LONGEST_DESCRIPTION = 500
_NO_FILE_NEEDED = (1651, 451, 2101)
_BY_API = "SellerIntegrationApi"
_KINDS = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG")
routes = Routes()


@routes.route("PUT", f"{_BASE}/{{claim}}/items/approve", "claim-approve")
def approve(visit: Visit) -> Reply:
    claim = _known(visit)
    wanted = visit.body().get("claimLineItemIdList")
    if not isinstance(wanted, list) or not wanted:
        raise bad_request("claimLineItemIdList.empty", "claimLineItemIdList alanı boş olamaz.")
    for item in _waiting(claim, wanted):
        item.update(resolved=True, acceptedBySeller=True, acceptDetail="SUPPLIER")
        claim_book.move_item(visit.market, visit.seller, claim, item, "Accepted", _BY_API)
    return empty_reply()


@routes.route("POST", f"{_BASE}/{{claim}}/issue", "claim-issue")
def dispute(visit: Visit) -> Reply:
    claim, query = _known(visit), visit.call.query
    reason = visit.integer("claimIssueReasonId", 0)
    if reason not in claim_book.ISSUE_REASONS:
        raise bad_request("claimIssueReasonId.invalid", "claimIssueReasonId is not known.")
    description = query.get("description", "")
    if not description or len(description) > _LONGEST_DESCRIPTION:
        raise bad_request(
            "description.invalid", f"description must have 1 to {_LONGEST_DESCRIPTION} letters."
        )
    files = _files(visit)
    if reason not in _NO_FILE_NEEDED and not files:
        raise bad_request("files.empty", "A file is required for this reason.")
    if not all(one.startswith(_KINDS) for one in files):
        raise bad_request("files.invalid", "Dosya türü desteklenmiyor.")
    for item in _waiting(claim, visit.call.listed("claimItemIdList")):
        claim_book.move_item(visit.market, visit.seller, claim, item, "Unresolved", _BY_API)
    return empty_reply()


def _files(visit: Visit) -> list[bytes]:
    """What the parts called `files` hold."""
    _, _, boundary = visit.call.headers.get("content-type", "").partition("boundary=")
    if not boundary:
        return []
    parts = visit.call.body.split(b"--" + boundary.strip('"').encode())[1:-1]
    split = [part.removeprefix(b"\r\n").partition(b"\r\n\r\n") for part in parts]
    return [content.removesuffix(b"\r\n") for head, _, content in split if b'name="files"; filename=' in head]


@routes.route("POST", f"{_BASE}/create", "claim-issue")
def create(visit: Visit) -> Reply:
    request = visit.body()
    items = visit.items("claimItems")
    order_number = str(request.get("orderNumber") or "")
    if order_number not in visit.seller.orders:
        raise not_found("order.not.found", "Order not found.")
    wanted = [
        (str(one.get("barcode")), int(one.get("quantity", 1)), str(one.get("customerNote", "")))
        for one in items
    ]
    reason = int(items[0].get("reasonId", 401))
    claim = claim_book.open_claim(visit.market, visit.seller, order_number, wanted, reason, "WaitingInAction")
    if claim is None:
        raise bad_request("barcode.invalid", "barcode does not belong to the order.")
    return json_reply(
        {
            "claimId": claim["id"],
            "cargoTrackingNumber": claim["cargoTrackingNumber"],
            "claimItemIds": [item["id"] for item in claim_book.items_of(claim)],
        }
    )


def _known(visit: Visit) -> Json:
    claim_book.settle_overdue(visit.market, visit.seller)
    claim = visit.seller.claims.get(visit.values["claim"])
    if claim is None:
        raise not_found("claim.not.found", "Claim not found.")
    return claim


def _waiting(claim: Json, wanted: list[str]) -> list[Json]:
    """All named items must wait for the seller, else none is touched."""
    items = {item["id"]: item for item in claim_book.items_of(claim)}
    if not wanted or any(one not in items for one in wanted):
        raise bad_request("claimItem.invalid", "claim item does not belong to the claim.")
    chosen = [items[one] for one in wanted]
    if any(item["claimItemStatus"]["name"] != "WaitingInAction" for item in chosen):
        raise bad_request("claimItem.status.invalid", "Only items in WaitingInAction can be answered.")
    return chosen
