"""Spoils a good answer the way a fault says: renamed fields, half pages, unknown statuses, cut ends."""

from typing import Any

from prapazar.sandbox import jsontext, xmlspoiling
from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.jsontext import Json

_ROWS = (
    *("content", "items", "update", "data", "listings"),
    *("refundList", "approvalAnswersByMerchantSearchs"),
    *("supplierOrderListWithBranch", "results"),
    *("orders", "members", "transactions", "conversations"),
)
_STATUS_FIELDS = ("status", "shipmentPackageStatus")
ORDER_STATUS = {
    "amazon": "fulfillment.fulfillmentStatus",
    "ciceksepeti": "orderItemStatusId",
    "ebay": "orderFulfillmentStatus",
    "etsy": "status",
    "idefix": "status",
    "magento": "state",
    "opencart": "order_status_id",
    "pazarama": "orderItemStatus",
    "prestashop": "current_state",
    "pttavm": "siparisDurumu",
    "shopify": "displayFulfillmentStatus",
}
"""Where an order says how it stands, of providers that have another name for it, or say it deeper within."""


def spoil(reply: Reply, fault: Fault) -> Reply:
    change = _CHANGES.get(fault.kind)
    if change is None or not reply.body:
        return reply
    if "xml" in (reply.content_type or ""):
        body = xmlspoiling.spoil(reply.body, fault.kind, fault.options)
        return Reply(reply.status, body, reply.content_type, reply.headers)
    spoiled = change(jsontext.parse(reply.body), fault.options)
    return Reply(reply.status, jsontext.dump(spoiled).encode(), reply.content_type, reply.headers)


def cut_at(reply: Reply, fault: Fault | None) -> int | None:
    """After how many bytes the answer stops; None: not at all."""
    if fault is None:
        return None
    if fault.kind is Kind.LOST_ANSWER:
        return 0
    if fault.kind is Kind.CUT_OFF and reply.body:
        return int(fault.options.get("bytes", len(reply.body) // 2))
    return None


def _half_page(value: Any, _options: Json) -> Any:  # noqa: ANN401  JSON may be any shape
    """Fewer rows than the page announces; the announced counts stay."""
    if isinstance(value, list):
        return value[: len(value) // 2]
    if isinstance(value, dict):
        for name in _ROWS:
            rows = value.get(name)
            if isinstance(rows, list):
                return {**value, name: rows[: len(rows) // 2]}
            if isinstance(rows, dict):
                return {**value, name: _half_page(rows, _options)}
    return value


def _renamed(value: Any, options: Json) -> Any:  # noqa: ANN401  JSON may be any shape
    if isinstance(value, list):
        return [_renamed(one, options) for one in value]
    if isinstance(value, dict):
        names = {options["from"]: options["to"]}
        return {names.get(key, key): _renamed(one, options) for key, one in value.items()}
    return value


def _unknown_status(value: Any, options: Json) -> Any:  # noqa: ANN401  JSON may be any shape
    if isinstance(value, list):
        return [_unknown_status(one, options) for one in value]
    if not isinstance(value, dict):
        return value
    strange = options.get("status", "Teleported")
    for name in _ROWS:
        rows = value.get(name)
        if isinstance(rows, list) and "field" in options:  # rows may have rows of their own
            return {**value, name: _replaced(rows, str(options["field"]).split("."), strange)}
        if isinstance(rows, list):
            return {**value, name: _unknown_status(rows, options)}
    if "field" in options:
        return _replaced(value, str(options["field"]).split("."), strange)
    return {key: strange if key in _STATUS_FIELDS else one for key, one in value.items()}


def _replaced(value: Any, names: list[str], strange: object) -> Any:  # noqa: ANN401  JSON may be any shape
    """The field of that name at every depth, or what it leads to; `a.b` is `b` within `a`."""
    if isinstance(value, list):
        return [_replaced(one, names, strange) for one in value]
    if not isinstance(value, dict):
        return value
    inner = names[1:]
    found = {key: _replaced(one, names, strange) for key, one in value.items() if key != names[0]}
    if names[0] in value:
        found[names[0]] = _replaced(value[names[0]], inner, strange) if inner else strange
    return found


_CHANGES = {
    Kind.HALF_PAGE: _half_page,
    Kind.RENAMED_FIELD: _renamed,
    Kind.UNKNOWN_STATUS: _unknown_status,
}
