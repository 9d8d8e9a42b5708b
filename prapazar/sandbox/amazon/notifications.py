"""Destinations and subscriptions: whom Amazon tells of what, asked by the app itself or for one of its sellers."""

from collections.abc import Iterator

from prapazar.sandbox.amazon.events import BY_BUS, VERSIONS
from prapazar.sandbox.amazon.visit import Refusal, Routes, Visit, not_found, payload
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json

_DESTINATIONS = "/notifications/v1/destinations"
_SUBSCRIPTIONS = "/notifications/v1/subscriptions"
GRANTLESS = frozenset(
    {
        *("createDestination", "getDestinations", "getDestination", "deleteDestination"),
        *("getSubscriptionById", "deleteSubscriptionById"),
    }
)
"""Asked by the app in its own name; a token of a seller's consent is refused here, and the other way round."""
routes = Routes()


@routes.route("POST", _DESTINATIONS, "createDestination")
def create_destination(visit: Visit) -> Reply:
    body = visit.body()
    wanted, name = body.get("resourceSpecification"), body.get("name")
    if not isinstance(wanted, dict) or not name or len(str(name)) > 256:  # noqa: PLR2004 - by the model
        raise Refusal("'name' and 'resourceSpecification' are needed.")
    if len(wanted) != 1 or not set(wanted) <= {"sqs", "eventBridge"}:
        raise Refusal("One resource type is needed.")
    resource = (
        _bus(wanted["eventBridge"], str(name)) if "eventBridge" in wanted else _queue(visit, wanted["sqs"])
    )
    if any(one["resource"] == resource for one in _destinations(visit)):
        raise Refusal("The destination exists already.", 409, "Conflict")
    number = visit.mall.files.guid("destination")
    made = {"name": str(name), "destinationId": number, "resource": resource}
    visit.mall.files.put(visit.seller, "destination", number, made)
    return payload(made)


def _queue(visit: Visit, asked: Json) -> Json:
    """Amazon looks whether it may write into the queue."""
    known = {arn(one) for one in visit.mall.files.accounts.values() if "queue" in one.profile}
    if asked.get("arn") not in known:
        raise Refusal("The queue does not exist or does not let Amazon send messages.")
    return {"sqs": {"arn": asked["arn"]}}


def _bus(asked: Json, name: str) -> Json:
    source = f"aws.partner/sellingpartnerapi.amazon.com/{asked['accountId']}/{name}"
    return {"eventBridge": {"name": source, "region": asked["region"], "accountId": asked["accountId"]}}


@routes.route("GET", _DESTINATIONS, "getDestinations")
def list_destinations(visit: Visit) -> Reply:
    return payload(list(_destinations(visit)))


@routes.route("GET", f"{_DESTINATIONS}/{{destination}}", "getDestination")
def read_destination(visit: Visit) -> Reply:
    return payload(_destination(visit, visit.values["destination"])[1])


@routes.route("DELETE", f"{_DESTINATIONS}/{{destination}}", "deleteDestination")
def delete_destination(visit: Visit) -> Reply:
    number = visit.values["destination"]
    holder, _ = _destination(visit, number)
    if any(one["destinationId"] == number for _, one in _all_subscriptions(visit)):
        raise Refusal("The destination has subscriptions.", 409, "Conflict")
    visit.mall.files.drop(holder, "destination", number)
    return json_reply({})


@routes.route("POST", f"{_SUBSCRIPTIONS}/{{type}}", "createSubscription")
def subscribe(visit: Visit) -> Reply:
    kind, body = visit.values["type"], visit.body()
    if kind not in VERSIONS:
        raise Refusal(f"Invalid notification type '{kind}'.")
    if body.get("payloadVersion") != VERSIONS[kind]:
        raise Refusal("Invalid 'payloadVersion'.")
    _, destination = _destination(visit, str(body.get("destinationId")))
    if (kind in BY_BUS) != ("eventBridge" in destination["resource"]):
        raise Refusal("The notification type does not support this kind of destination.")
    _check(kind, body.get("processingDirective"))
    if kind in visit.seller["subscription"]:
        raise Refusal("The subscription exists already.", 409, "Conflict")
    made = {
        "subscriptionId": visit.mall.files.guid("subscription"),
        "payloadVersion": body["payloadVersion"],
        "destinationId": destination["destinationId"],
        **({"processingDirective": body["processingDirective"]} if body.get("processingDirective") else {}),
    }
    visit.mall.files.put(visit.seller, "subscription", kind, made)
    return payload(made)


def _check(kind: str, directive: Json | None) -> None:
    """Filters are known for two types alone."""
    event_filter = (directive or {}).get("eventFilter")
    if event_filter and event_filter.get("eventFilterType") != kind:
        raise Refusal("Invalid 'eventFilterType'.")


@routes.route("GET", f"{_SUBSCRIPTIONS}/{{type}}", "getSubscription")
def read_subscription(visit: Visit) -> Reply:
    found = visit.seller["subscription"].get(visit.values["type"])
    if found is None:
        raise not_found("Subscription")
    return payload(found)


@routes.route("GET", f"{_SUBSCRIPTIONS}/{{type}}/{{subscription}}", "getSubscriptionById")
def read_by_id(visit: Visit) -> Reply:
    return payload(_subscription(visit)[1])


@routes.route("DELETE", f"{_SUBSCRIPTIONS}/{{type}}/{{subscription}}", "deleteSubscriptionById")
def unsubscribe(visit: Visit) -> Reply:
    holder, _ = _subscription(visit)
    visit.mall.files.drop(holder, "subscription", visit.values["type"])
    return json_reply({})


def arn(account: Account) -> str:
    return f"arn:aws:sqs:{account.profile['queue_region']}:{account.profile['queue'].replace('/', ':')}"


def _family(visit: Visit) -> list[Account]:
    """Every seller of the app: what it asks in its own name is about all of them."""
    profile = visit.seller.profile
    return visit.mall.by_client(profile["client_id"], profile["client_secret"])


def _destinations(visit: Visit) -> Iterator[Json]:
    for account in _family(visit):
        yield from account["destination"].values()


def _destination(visit: Visit, number: str) -> tuple[Account, Json]:
    for account in _family(visit):
        if number in account["destination"]:
            return account, account["destination"][number]
    raise not_found("Destination")


def _all_subscriptions(visit: Visit) -> Iterator[tuple[Account, Json]]:
    for account in _family(visit):
        for kind, one in account["subscription"].items():
            yield account, {**one, "type": kind}


def _subscription(visit: Visit) -> tuple[Account, Json]:
    for account in _family(visit):
        found = account["subscription"].get(visit.values["type"])
        if found is not None and found["subscriptionId"] == visit.values["subscription"]:
            return account, found
    raise not_found("Subscription")
