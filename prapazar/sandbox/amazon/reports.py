"""Reports: asked for, made later, fetched as a document; of the many types the one about returns."""

from xml.etree.ElementTree import Element, SubElement, tostring

from prapazar.sandbox.amazon.mall import Mall
from prapazar.sandbox.amazon.visit import Refusal, Routes, Visit, iso, not_found
from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json

RETURNS = "GET_XML_RETURNS_DATA_BY_RETURN_DATE"
_REPORTS = "/reports/2021-06-30/reports"
_DOCUMENTS = "/reports/2021-06-30/documents"
_MOST_MS = 60 * 86_400_000
_MOST_ROWS = 100
routes = Routes()


@routes.route("POST", _REPORTS, "createReport")
def create(visit: Visit) -> Reply:
    body = visit.body()
    visit.check_marketplace(list(body.get("marketplaceIds") or []))
    if body.get("reportType") != RETURNS:
        raise Refusal("Invalid Report Type.")
    visit.call.query.update(
        {name: str(body[name]) for name in ("dataStartTime", "dataEndTime") if name in body}
    )
    start, end = visit.moment("dataStartTime"), visit.moment("dataEndTime") or visit.now_ms
    if start is None or end < start or end > visit.now_ms + 60_000 or end - start > _MOST_MS:
        raise Refusal("Invalid 'dataStartTime' or 'dataEndTime'.")
    number = str(visit.mall.files.next_number("report", 60_001))
    report: Json = {
        "reportId": number,
        "reportType": RETURNS,
        "startMs": start,
        "endMs": end,
        "createdMs": visit.now_ms,
        "processingStatus": "IN_QUEUE",
    }
    visit.mall.files.put(visit.seller, "report", number, report)
    return json_reply({"reportId": number}, 202)


@routes.route("GET", _REPORTS, "getReports")
def search(visit: Visit) -> Reply:
    """Newest first."""
    size = int(visit.query("pageSize") or 10)
    if not 1 <= size <= _MOST_ROWS:
        raise Refusal("'pageSize' must be between 1 and 100.")
    kinds, since = visit.listed("reportTypes"), visit.moment("createdSince") or 0
    rows = [_made(visit.mall, visit.seller, one) for one in list(visit.seller["report"].values())]
    found = [one for one in rows if one["reportType"] in kinds and one["createdMs"] >= since]
    found.sort(key=lambda one: one["createdMs"], reverse=True)
    return json_reply({"reports": [_view(visit, one) for one in found[:size]]})


@routes.route("GET", f"{_REPORTS}/{{report}}", "getReport")
def read(visit: Visit) -> Reply:
    report = visit.seller["report"].get(visit.values["report"])
    if report is None:
        raise not_found("Report")
    return json_reply(_view(visit, _made(visit.mall, visit.seller, report)))


@routes.route("GET", f"{_DOCUMENTS}/{{document}}", "getReportDocument")
def document(visit: Visit) -> Reply:
    number = visit.values["document"]
    found = visit.seller["document"].get(number)
    if found is None:
        raise not_found("Document")
    is_packed = bool(found["gzip"])
    address = visit.mall.deposit(visit.seller, number, found["contentType"], found["text"], gzip=is_packed)
    packed = {"compressionAlgorithm": "GZIP"} if is_packed else {}
    return json_reply({"reportDocumentId": number, "url": address, **packed})


def _view(visit: Visit, report: Json) -> Json:
    shown = {
        "reportId": report["reportId"],
        "reportType": report["reportType"],
        "marketplaceIds": [visit.marketplace],
        "dataStartTime": iso(report["startMs"]),
        "dataEndTime": iso(report["endMs"]),
        "createdTime": iso(report["createdMs"]),
        "processingStatus": report["processingStatus"],
    }
    return {**shown, "reportDocumentId": report["document"]} if "document" in report else shown


def _made(mall: Mall, account: Account, report: Json) -> Json:
    """What is due by now; one about nothing is cancelled."""
    due = report["createdMs"] + mall.rules.report_ms
    if report["processingStatus"] != "IN_QUEUE" or due > mall.ground.now_ms():
        return report
    rows = [
        one
        for one in account["return"].values()
        if report["startMs"] <= one["requestedMs"] <= report["endMs"]
    ]
    made = {**report, "processingStatus": "DONE" if rows else "CANCELLED"}
    if rows:
        made["document"] = f"amzn1.spdoc.1.4.{mall.secret('document')[:24]}"
        text = _written(mall, account, rows)
        mall.deposit(account, made["document"], "text/xml", text, gzip=mall.rules.packs_returns)
    mall.files.put(account, "report", made["reportId"], made)
    return made


def give_back(mall: Mall, account: Account, order: Json, asked: Json) -> Json:
    """A buyer asks to return units of an order; the seller decides in Seller Central."""
    units = {str(one["sku"]): int(one["quantity"]) for one in asked["lines"]}
    number = f"D{mall.secret('rma')[:8]}RRMA"
    row: Json = {
        "amazon_rma_id": number,
        "order": order["orderId"],
        "requestedMs": mall.ground.now_ms(),
        "status": str(asked.get("status") or "Pending"),
        "items": [{**one, "units": units[one["sku"]]} for one in order["items"] if one["sku"] in units],
    }
    mall.files.put(account, "return", number, row)
    return row


def decide(mall: Mall, account: Account, number: str, status: str) -> Json:
    row = {**account["return"][number], "status": status}
    mall.files.put(account, "return", number, row)
    return row


def _written(mall: Mall, account: Account, rows: list[Json]) -> str:
    root = Element("AmazonEnvelope")
    header = SubElement(root, "Header")
    _put(header, {"DocumentVersion": "1.01", "MerchantIdentifier": account.number})
    SubElement(root, "MessageType").text = "ReturnReport"
    message = SubElement(root, "Message")
    for row in rows:
        order = account["order"][row["order"]]
        details = SubElement(message, "return_details")
        for item in row["items"] * (2 if mall.rules.repeats_items else 1):
            _put(SubElement(details, "item_details"), _item(item))
        _put(details, _head(order, row))
        label = {"label_type": "AmazonUnPaidLabel", "label_cost": "0.0", "currency_code": order["currency"]}
        _put(SubElement(details, "label_details"), label)
    return str(tostring(root, encoding="unicode", xml_declaration=True))


def _item(item: Json) -> dict[str, object]:
    return {
        "item_name": item["title"],
        "asin": item["asin"],
        "return_reason_code": "AMZ-PG-APP-TOO-SMALL",
        "merchant_sku": item["sku"],
        "in_policy": "Y",
        "return_quantity": item["units"],
        "resolution": "StandardRefund",
        "refund_amount": "0.0",
    }


def _head(order: Json, row: Json) -> dict[str, object]:
    return {
        "order_id": row["order"],
        "order_date": _moment(order["createdMs"]),
        "amazon_rma_id": row["amazon_rma_id"],
        "return_request_date": _moment(row["requestedMs"]),
        "return_request_status": row["status"],
        "a_to_z_claim": "false",
        "is_prime": "N",
        "label_to_be_paid_by": "Customer",
        "return_type": "C-Returns",
        "order_quantity": sum(one["quantity"] for one in order["items"]),
    }


def _put(parent: Element, values: dict[str, object]) -> None:
    for name, value in values.items():
        SubElement(parent, name).text = str(value)


def _moment(at_ms: int) -> str:
    return from_ms(at_ms).isoformat(timespec="seconds").replace("+00:00", "Z")
