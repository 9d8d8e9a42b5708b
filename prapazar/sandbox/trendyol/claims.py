"""Reading claims, the reasons to dispute them, and who moved them."""

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.trendyol import claim_book
from prapazar.sandbox.trendyol.errors import not_found
from prapazar.sandbox.trendyol.visit import Routes, Visit, page_count, page_of

_BASE = "/integration/order/sellers/{seller}/claims"
routes = Routes()


@routes.route("GET", _BASE, "claims-read")
def claims(visit: Visit) -> Reply:
    page, size = visit.integer("page", 0), visit.integer("size", 50, most=200, least=1)
    claim_book.settle_overdue(visit.market, visit.seller)
    if visit.market.rules.claims_404_when_none and not visit.seller.claims:
        raise not_found("claim.not.found", "Claim not found.")
    rows = sorted(_matching(visit), key=lambda claim: claim["lastModifiedDate"], reverse=True)
    return json_reply(
        {
            "totalElements": len(rows),
            "totalPages": page_count(len(rows), size),
            "page": page,
            "size": size,
            "content": [claim_book.public(claim) for claim in page_of(rows, page, size)],
        }
    )


@routes.route("GET", f"{_BASE}/items/{{item}}/audit", "claim-audit")
def audit(visit: Visit) -> Reply:
    entries = claim_book.audit(visit.seller, visit.values["item"])
    if entries is None:
        raise not_found("claim.item.not.found", "Claim item not found.")
    return json_reply(entries)


@routes.route("GET", "/integration/order/claim-issue-reasons", "claims-read")
def issue_reasons(_visit: Visit) -> Reply:
    return json_reply([{"id": number, "name": name} for number, name in claim_book.ISSUE_REASONS.items()])


def _matching(visit: Visit) -> list[Json]:
    """With claim ids given all other filters are ignored."""
    query, held = visit.call.query, visit.seller.claims
    ids = visit.call.listed("claimIds")
    if ids:
        return [held[one] for one in ids if one in held]
    start, end = visit.optional_integer("startDate"), visit.optional_integer("endDate")
    status, number = query.get("claimItemStatus"), query.get("orderNumber")
    return [
        claim
        for claim in held.values()
        if (start is None or claim["claimDate"] >= start)
        and (end is None or claim["claimDate"] <= end)
        and (not number or claim["orderNumber"] == number)
        and (
            not status or any(one["claimItemStatus"]["name"] == status for one in claim_book.items_of(claim))
        )
    ]
