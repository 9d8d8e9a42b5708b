"""Conversations with members: what buyers ask about a listing, and what the seller writes back."""

from datetime import datetime

from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.ebay.mall import Mall
from prapazar.sandbox.ebay.visit import Refusal, Routes, Visit
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json

_ROOT = "/commerce/message/v1"
_SCOPE = "commerce.message"
_MOST_ROWS = 50
_LONGEST = 2000
routes = Routes()


@routes.route("GET", f"{_ROOT}/conversation", _SCOPE)
def conversations(visit: Visit) -> Reply:
    query = visit.call.query
    if query.get("conversation_type") != "FROM_MEMBERS":
        raise _refusal(355017, "The required conversation_type query parameter is either missing or invalid.")
    limit, offset = _paging(visit)
    ends = [query.get(f"{one}_time", "") for one in ("start", "end")]
    first, last = (epoch_ms(datetime.fromisoformat(one)) if one else None for one in ends)
    found = []
    for one in visit.seller["conversation"].values():
        at = epoch_ms(datetime.fromisoformat(one["messages"][-1]["createdDate"]))
        if (first is None or at >= first) and (last is None or at <= last):
            found.append({**_head(one), "latestMessage": one["messages"][-1]})
    rows = found[offset : offset + limit]
    return json_reply({"total": len(found), "limit": limit, "offset": offset, "conversations": rows})


@routes.route("GET", f"{_ROOT}/conversation/{{conversation}}", _SCOPE)
def conversation(visit: Visit) -> Reply:
    """Newest message first."""
    found = _known(visit, visit.values["conversation"])
    limit, offset = _paging(visit)
    rows = list(reversed(found["messages"]))[offset : offset + limit]
    total = len(found["messages"])
    return json_reply({**_head(found), "total": total, "limit": limit, "offset": offset, "messages": rows})


@routes.route("POST", f"{_ROOT}/send_message", _SCOPE)
def send(visit: Visit) -> Reply:
    given = visit.body()
    text = str(given.get("messageText") or "")
    found = _known(visit, str(given.get("conversationId")), 400)
    if not text:
        raise _refusal(355015, "Please pass message text or upload one of more media attachments.")
    if len(text) > _LONGEST:
        raise _refusal(355013, "The messageText string exceeds the maximum character threshold.")
    message = _message(visit.mall, visit.seller.profile["name"], found["buyer"], text)
    found["messages"].append(message)
    visit.mall.files.put(visit.seller, "conversation", found["conversationId"], found)
    return json_reply(message, 201)


def ask(mall: Mall, account: Account, sku: str, text: str) -> Json:
    listing = mall.offers_of(account, sku)[0]["listing"]["listingId"]
    number = str(mall.files.next_number("conversation", 77_000_001))
    document: Json = {
        "conversationId": number,
        "conversationStatus": "ACTIVE",
        "conversationTitle": account["item"][sku]["product"]["title"],
        "conversationType": "FROM_MEMBERS",
        "createdDate": mall.stamp(),
        "referenceId": listing,
        "referenceType": "LISTING",
        "buyer": "alici_34",
        "messages": [_message(mall, "alici_34", account.profile["name"], text)],
    }
    mall.files.put(account, "conversation", number, document)
    mall.ground.store.flush()
    return document


def _message(mall: Mall, sender: str, recipient: str, text: str) -> Json:
    return {
        "messageId": str(mall.files.next_number("message", 88_000_001)),
        "createdDate": mall.stamp(),
        "messageBody": text,
        "readStatus": False,
        "senderUsername": sender,
        "recipientUsername": recipient,
        "subject": "",
        "messageMedia": [],
    }


def _head(document: Json) -> Json:
    return {name: value for name, value in document.items() if name not in {"messages", "buyer"}}


def _known(visit: Visit, number: str, status: int = 404) -> Json:
    found = visit.seller["conversation"].get(number)
    if found is None:
        raise _refusal(355007, "Invalid or unrecognized conversation_id value.", status)
    return found


def _paging(visit: Visit) -> tuple[int, int]:
    return visit.whole("limit", 25, _MOST_ROWS, 355009), visit.whole("offset", 0, 1_000_000, 355008)


def _refusal(number: int, text: str, status: int = 400) -> Refusal:
    return Refusal(number, text, status, domain="API_MESSAGE")
