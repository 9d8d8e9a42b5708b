"""Feeds: a document is uploaded to a signed address, handed in, worked off later, and its report fetched."""

from xml.etree.ElementTree import Element

from defusedxml import ElementTree

from prapazar.sandbox import jsontext
from prapazar.sandbox.amazon import events, listings, orders
from prapazar.sandbox.amazon.mall import Mall
from prapazar.sandbox.amazon.visit import Refusal, Routes, Visit, iso, issue, not_found, quota_exceeded
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json

LISTINGS, ACKNOWLEDGEMENTS = "JSON_LISTINGS_FEED", "POST_ORDER_ACKNOWLEDGEMENT_DATA"
MOST_MESSAGES = 25_000
_FEEDS = "/feeds/2021-06-30/feeds"
_DOCUMENTS = "/feeds/2021-06-30/documents"
_OPERATIONS = {
    "UPDATE": ({"productType", "attributes"}, {"requirements"}),
    "PARTIAL_UPDATE": ({"productType", "attributes"}, set()),
    "PATCH": ({"productType", "patches"}, set()),
    "DELETE": (set(), set()),
}
routes = Routes()


@routes.route("POST", _DOCUMENTS, "createFeedDocument")
def create_document(visit: Visit) -> Reply:
    content_type = visit.body().get("contentType")
    if not content_type:
        raise Refusal("'contentType' is missing.")
    number = f"amzn1.tortuga.4.{visit.place.region}.{visit.mall.secret('document')[:24]}"
    address = visit.mall.deposit(visit.seller, number, str(content_type), "")
    return json_reply({"feedDocumentId": number, "url": address}, 201)


@routes.route("POST", _FEEDS, "createFeed")
def create(visit: Visit) -> Reply:
    body = visit.body()
    kind, number = str(body.get("feedType")), str(body.get("inputFeedDocumentId"))
    visit.check_marketplace(list(body.get("marketplaceIds") or []))
    if number not in visit.seller["document"]:
        raise Refusal("Invalid 'inputFeedDocumentId' provided.")
    is_counted = visit.mall.rules.plans == "published" and kind == LISTINGS
    if is_counted and not visit.mall.buckets.take(visit.seller.number, LISTINGS):
        raise quota_exceeded()
    feed_id = str(visit.mall.files.next_number("feed", 50_001))
    feed: Json = {
        "feedId": feed_id,
        "feedType": kind,
        "document": number,
        "createdMs": visit.now_ms,
        "dueMs": visit.now_ms + visit.mall.rules.feed_ms,
        "processingStatus": "IN_QUEUE",
    }
    visit.mall.files.put(visit.seller, "feed", feed_id, feed)
    if visit.mall.rules.feed_ms == 0:
        work_off(visit.mall, visit.seller)
    return json_reply({"feedId": feed_id}, 202)


@routes.route("GET", f"{_FEEDS}/{{feed}}", "getFeed")
def read(visit: Visit) -> Reply:
    work_off(visit.mall, visit.seller)
    feed = visit.seller["feed"].get(visit.values["feed"])
    if feed is None:
        raise not_found("Feed")
    shown = {
        "feedId": feed["feedId"],
        "feedType": feed["feedType"],
        "marketplaceIds": [visit.marketplace],
        "createdTime": iso(feed["createdMs"]),
        "processingStatus": feed["processingStatus"],
    }
    if "result" in feed:
        shown["resultFeedDocumentId"] = feed["result"]
    return json_reply(shown)


@routes.route("GET", f"{_DOCUMENTS}/{{document}}", "getFeedDocument")
def document(visit: Visit) -> Reply:
    number = visit.values["document"]
    found = visit.seller["document"].get(number)
    if found is None:
        raise not_found("Document")
    is_packed = bool(found.get("gzip"))
    address = visit.mall.deposit(visit.seller, number, found["contentType"], found["text"], gzip=is_packed)
    packed = {"compressionAlgorithm": "GZIP"} if is_packed else {}
    return json_reply({"feedDocumentId": number, "url": address, **packed})


def work_off(mall: Mall, account: Account) -> None:
    """What is due by now; nobody has to ask for it."""
    for feed in list(account["feed"].values()):
        if feed["processingStatus"] != "IN_QUEUE" or feed["dueMs"] > mall.ground.now_ms():
            continue
        text = str(account["document"][feed["document"]]["text"])
        if feed["feedType"] == LISTINGS:
            status, report = _listings(mall, account, feed["feedId"], text)
        elif feed["feedType"] == ACKNOWLEDGEMENTS:
            status, report = _acknowledgements(mall, account, text)
        else:
            status, report = "FATAL", ""
        done = {**feed, "processingStatus": status}
        if report:
            done["result"] = f"amzn1.tortuga.4.{mall.secret('document')[:24]}"
            mall.deposit(account, done["result"], "text/plain", report, gzip=mall.rules.gzip_reports)
        mall.files.put(account, "feed", feed["feedId"], done)
        events.feed_finished(mall, account, done)


def _listings(mall: Mall, account: Account, feed_id: str, text: str) -> tuple[str, str]:
    try:
        given = jsontext.parse_object(text)
        messages = given["messages"]
        is_fine = given["header"] == {**given["header"], "sellerId": account.number, "version": "2.0"}
    except (jsontext.NotJson, KeyError, TypeError):
        return "FATAL", ""
    if not is_fine or not isinstance(messages, list) or not 1 <= len(messages) <= MOST_MESSAGES:
        return "FATAL", ""
    found: list[Json] = []
    refused: set[int] = set()
    for message in messages:
        for one in _carry_out(mall, account, message):
            sku = {"sku": message.get("sku")} if mall.rules.names_sku else {}
            found.append(
                {
                    "messageId": message["messageId"],
                    **sku,
                    "code": one["code"],
                    "severity": one["severity"],
                    "message": one["message"],
                }
            )
            refused.add(message["messageId"])
    summary = {
        "errors": len(found),
        "warnings": 0,
        "messagesProcessed": len(messages),
        "messagesAccepted": len(messages) - len(refused),
        "messagesInvalid": len(refused),
    }
    header = {"sellerId": account.number, "version": "2.0", "feedId": feed_id}
    return "DONE", jsontext.dump({"header": header, "issues": found, "summary": summary})


def _carry_out(mall: Mall, account: Account, message: Json) -> list[Json]:
    operation, sku = str(message.get("operationType")), str(message.get("sku"))
    needed, allowed = _OPERATIONS[operation]
    given = set(message) - {"messageId", "sku", "operationType"}
    if not needed <= given or given - needed - allowed:
        return [issue("4000003", f"The message is no valid {operation}.", [])]
    if operation == "UPDATE":
        return listings.replace(mall, account, sku, message)
    if operation == "PATCH":
        return listings.change(mall, account, sku, message["patches"])
    if operation == "PARTIAL_UPDATE":
        patches = [
            {"op": "replace", "path": f"/attributes/{name}", "value": value}
            for name, value in message["attributes"].items()
        ]
        return listings.change(mall, account, sku, patches)
    if sku in account["item"]:
        mall.files.drop(account, "item", sku)
    return []


def _acknowledgements(mall: Mall, account: Account, text: str) -> tuple[str, str]:
    """Orders the seller takes back: in XML, as they always were."""
    root: Element = ElementTree.fromstring(text, forbid_dtd=True)
    if root.findtext("MessageType") != "OrderAcknowledgement":
        return "FATAL", ""
    rows = []
    messages = root.findall("Message")
    for message in messages:
        said = message.find("OrderAcknowledgement")
        fault = "No acknowledgement" if said is None else _take_back(mall, account, said)
        if fault:
            number = message.findtext("MessageID")
            rows.append(
                f"<Result><MessageID>{number}</MessageID><ResultCode>Error</ResultCode>"
                f"<ResultMessageCode>18021</ResultMessageCode><ResultDescription>{fault}</ResultDescription></Result>"
            )
    summary = (
        f"<ProcessingSummary><MessagesProcessed>{len(messages)}</MessagesProcessed>"
        f"<MessagesSuccessful>{len(messages) - len(rows)}</MessagesSuccessful>"
        f"<MessagesWithError>{len(rows)}</MessagesWithError><MessagesWithWarning>0</MessagesWithWarning>"
        "</ProcessingSummary>"
    )
    return "DONE", (
        '<?xml version="1.0" encoding="UTF-8"?><AmazonEnvelope><Header><DocumentVersion>1.02</DocumentVersion>'
        f"<MerchantIdentifier>{account.number}</MerchantIdentifier></Header>"
        "<MessageType>ProcessingReport</MessageType><Message><MessageID>1</MessageID><ProcessingReport>"
        f"<StatusCode>Complete</StatusCode>{summary}{''.join(rows)}</ProcessingReport></Message></AmazonEnvelope>"
    )


def _take_back(mall: Mall, account: Account, said: Element) -> str:
    order = account["order"].get(said.findtext("AmazonOrderID") or "")
    if order is None or said.findtext("StatusCode") != "Failure":
        return "The order cannot be found."
    asked = {
        item.findtext("AmazonOrderItemCode"): item.findtext("CancelReason") for item in said.findall("Item")
    }
    if not asked or not all(asked.values()):
        return "A CancelReason is required."
    known = {item["orderItemId"] for item in order["items"]}
    if set(asked) - known or order["status"] not in ("UNSHIPPED", "PARTIALLY_SHIPPED"):
        return "The items cannot be cancelled."
    orders.cancel(mall, account, order, {str(one) for one in asked})
    return ""
