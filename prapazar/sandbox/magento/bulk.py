"""Bulk requests: taken at once, worked through by consumers, and asked about by their uuid."""

import hashlib
from collections.abc import Callable
from uuid import UUID

from prapazar.sandbox import jsontext
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.magento.visit import Refusal, Routes, Visit, no_entity

_MOST = 5000
COMPLETE, REFUSED, OPEN = 1, 3, 4
routes = Routes()


def accept(visit: Visit, target: Callable[[Visit], Reply], topic: str) -> Reply:
    """Each entry of the list is a body of its own; what becomes of it is told later."""
    bodies = visit.call.json()
    if not isinstance(bodies, list) or not bodies or len(bodies) > _MOST:
        raise Refusal("The request body must be a list of 1 to %max entries", parameters={"max": _MOST})
    number = visit.mall.files.next_number("bulk", 1)
    uuid = str(UUID(bytes=hashlib.sha256(f"bulk/{number}".encode()).digest()[:16], version=4))
    operations = [_worked(visit, target, topic, place, body) for place, body in enumerate(bodies)]
    done_ms = visit.mall.ground.now_ms() + visit.mall.rules.bulk_ms
    document: Json = {"bulk_id": uuid, "done_ms": done_ms, "operations": operations}
    visit.mall.files.put(visit.shop, "bulk", uuid, document)
    accepted = [
        {
            "id": place,
            "data_hash": hashlib.sha256(jsontext.dump(body).encode()).hexdigest(),
            "status": "accepted",
        }
        for place, body in enumerate(bodies)
    ]
    return json_reply({"bulk_uuid": uuid, "request_items": accepted, "errors": False}, 202)


@routes.route("GET", "/V1/bulk/{uuid}/status", "Magento_Logging::system_magento_logging_bulk_operations")
def status(visit: Visit) -> Reply:
    return _told(visit, ("id", "status", "result_message", "error_code"))


@routes.route(
    "GET", "/V1/bulk/{uuid}/detailed-status", "Magento_Logging::system_magento_logging_bulk_operations"
)
def detailed(visit: Visit) -> Reply:
    names = (
        "id",
        "topic_name",
        "status",
        "result_message",
        "error_code",
        "serialized_data",
        "result_serialized_data",
    )
    return _told(visit, names)


def _told(visit: Visit, names: tuple[str, ...]) -> Reply:
    held = visit.shop["bulk"].get(visit.values["uuid"])
    if held is None:
        raise no_entity()
    is_done = held["done_ms"] <= visit.mall.ground.now_ms()
    operations = []
    for one in held["operations"]:
        told = {name: one[name] for name in names}
        if not is_done:
            told |= {"status": OPEN, "result_message": None, "error_code": None}
        operations.append(told)
    return json_reply(
        {
            "operations_list": operations,
            "bulk_id": held["bulk_id"],
            "description": "Topic",
            "user_id": 1,
            "user_type": 1,
            "operation_count": len(operations),
        }
    )


def _worked(visit: Visit, target: Callable[[Visit], Reply], topic: str, place: int, body: Json) -> Json:
    inner = Visit(visit.mall, visit.shop, visit.call, visit.store, visit.values, sent=body)
    state, message, code = COMPLETE, "Service execution success", None
    try:
        target(inner)
    except Refusal as refusal:
        told = refusal.parameters
        words = (
            told
            if isinstance(told, dict)
            else dict(enumerate(told or [], 1))
            if isinstance(told, list)
            else {}
        )
        message, state, code = refusal.message, REFUSED, refusal.status
        for name, value in words.items():
            message = message.replace(f"%{name}", str(value))
    plain = jsontext.dump(body)
    wrapped = jsontext.dump({"entity_id": None, "entity_link": "", "meta_information": plain})
    return {
        "id": place,
        "topic_name": topic,
        "status": state,
        "result_message": message,
        "error_code": code,
        "serialized_data": wrapped if visit.mall.rules.serialized == "wrapped" else plain,
        "result_serialized_data": None,
    }
