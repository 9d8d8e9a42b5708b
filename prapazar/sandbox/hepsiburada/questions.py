"""Questions of customers, on a host of their own with pages that begin at one."""

from datetime import datetime

from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.exchange import Reply, empty_reply, json_reply
from prapazar.sandbox.hepsiburada.errors import question as refusal
from prapazar.sandbox.hepsiburada.market import Market, Merchant
from prapazar.sandbox.hepsiburada.visit import TURKEY, Routes, Visit, form_parts, zulu
from prapazar.sandbox.jsontext import Json

STATUSES = {1: "WaitingForAnswer", 2: "Answered", 3: "Rejected", 4: "AutoClosed"}
_BASE = "/api-asktoseller-merchant/api/v1.0/issues"
_LONGEST = 2000
_FIRST = 500_001
_DEADLINE_MS = 2 * 24 * 3600 * 1000
routes = Routes()


def ask(market: Market, merchant: Merchant, listing: Json, text: str) -> Json:
    number = str(market.next_number("question", _FIRST))
    issue: Json = {
        "issueNumber": number,
        "status": 1,
        "createdMs": market.now_ms,
        "modifiedMs": market.now_ms,
        "sku": listing["hepsiburadaSku"],
        "said": [{"from": "Customer", "content": text, "atMs": market.now_ms}],
    }
    market.keep("questions", merchant, number, issue)
    return issue


@routes.route("GET", _BASE)
def listed(visit: Visit) -> Reply:
    page, size = _number(visit, "page"), _number(visit, "size")
    if page < 1 or not 1 <= size <= 100:  # noqa: PLR2004 - pages begin at one and hold a hundred
        raise refusal(400, "page and size are out of range", "page")
    status = _number(visit, "status")
    first, last = _moment(visit, "minCreatedAt", 0), _moment(visit, "maxCreatedAt", visit.now_ms + 1)
    rows = [
        one
        for one in visit.merchant.questions.values()
        if one["status"] == status and first <= one["createdMs"] <= last
    ]
    rows.sort(
        key=lambda one: (one["createdMs"], one["issueNumber"]), reverse=visit.call.query.get("desc") == "true"
    )
    pages = -(-len(rows) // size)
    return json_reply(
        {
            "data": [_shown(visit.merchant, one) for one in rows[(page - 1) * size : page * size]],
            "currentPage": page,
            "currentPageSize": size,
            "totalPageCount": pages,
            "totalItemCount": len(rows),
            "nextPage": page + 1 if page < pages else None,
            "previousPage": page - 1 if page > 1 else None,
        }
    )


@routes.route("GET", f"{_BASE}/count")
def count(visit: Visit) -> Reply:
    held = [one["status"] for one in visit.merchant.questions.values()]
    names = ("waitingForAnswer", "answered", "reported", "autoClosedInLastWeek")
    return json_reply({name: held.count(number) for number, name in enumerate(names, 1)})


@routes.route("GET", f"{_BASE}/{{issue}}")
def one(visit: Visit) -> Reply:
    return json_reply(_shown(visit.merchant, _issue(visit)))


@routes.route("POST", f"{_BASE}/{{issue}}/answer")
def answer(visit: Visit) -> Reply:
    issue = _issue(visit)
    text = form_parts(visit.call).get("Answer", b"").decode()
    if not text or len(text) > _LONGEST:
        raise refusal(1001, f"Answer must have between 1 and {_LONGEST} letters", "Answer")
    _close(visit, issue, 2, text)
    return empty_reply()


@routes.route("POST", f"{_BASE}/{{issue}}/reject")
def reject(visit: Visit) -> Reply:
    issue, reason = _issue(visit), str(visit.body().get("rejectReason") or "")
    if not reason or len(reason) > _LONGEST:
        raise refusal(1001, "rejectReason is missing or too long", "rejectReason")
    _close(visit, issue, 3, None)
    return empty_reply()


def _close(visit: Visit, issue: Json, status: int, text: str | None) -> None:
    if issue["status"] != 1:
        raise refusal(1002, "The issue does not wait for an answer")
    issue["status"], issue["modifiedMs"] = status, visit.now_ms
    if text is not None:
        issue["said"].append({"from": "Merchant", "content": text, "atMs": visit.now_ms})
    visit.market.keep("questions", visit.merchant, issue["issueNumber"], issue)


def _shown(merchant: Merchant, issue: Json) -> Json:
    listing = merchant.listings[issue["sku"]]
    return {
        "id": f"issue-{issue['issueNumber']}",
        "createdAt": zulu(issue["createdMs"]),
        "issueNumber": issue["issueNumber"],
        "customerId": "c0ffee00-0000-4000-8000-000000000001",
        "orderNumber": None,
        "lineItemId": None,
        "status": STATUSES[issue["status"]],
        "subject": {"id": 1, "description": "Ürün özellikleri"},
        "lastContent": issue["said"][-1]["content"],
        "conversations": [
            {
                "id": f"{issue['issueNumber']}-{number}",
                "type": "Message",
                "createdAt": zulu(said["atMs"]),
                "content": said["content"],
                "from": said["from"],
                "files": [],
                "customerFeedback": None,
                "rejectReason": None,
                "isMessageSeen": False,
            }
            for number, said in enumerate(issue["said"])
        ],
        "merchant": {"id": merchant.merchant_id, "name": merchant.name},
        "product": {
            "sku": issue["sku"],
            "name": listing["card"]["productName"],
            "imageUrl": None,
            "stockCode": listing["merchantSku"],
        },
        "expireDate": zulu(issue["createdMs"] + _DEADLINE_MS),
        "lastModifiedAt": zulu(issue["modifiedMs"]),
        "didCustomerSeeTheMessage": False,
    }


def _issue(visit: Visit) -> Json:
    issue = visit.merchant.questions.get(visit.values["issue"])
    if issue is None:
        raise refusal(404, "Issue not found", status=404)
    return issue


def _number(visit: Visit, name: str) -> int:
    text = visit.call.query.get(name, "")
    if not text.isdecimal():
        raise refusal(400, f"{name} is required", name)
    return int(text)


def _moment(visit: Visit, name: str, usual: int) -> int:
    text = visit.call.query.get(name)
    if not text:
        return usual
    try:
        read = datetime.fromisoformat(text)
    except ValueError as cause:
        raise refusal(400, f"{name} is no date", name) from cause
    return epoch_ms(read if read.tzinfo else read.replace(tzinfo=TURKEY))
