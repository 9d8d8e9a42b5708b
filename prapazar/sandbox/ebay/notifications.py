"""Notifications: destinations that prove themselves by a challenge, subscriptions, and signed deliveries."""

import base64
import functools
import hashlib
from datetime import timedelta

import httpx
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from prapazar.sandbox import jsontext
from prapazar.sandbox.courier import Parcel, is_loopback
from prapazar.sandbox.ebay.mall import PROVIDER, Mall
from prapazar.sandbox.ebay.visit import Refusal, Routes, Visit
from prapazar.sandbox.exchange import Reply, empty_reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json

_ROOT = "/commerce/notification/v1"
_TOPICS = (
    *("ORDER_CONFIRMATION", "ITEM_MARKED_SHIPPED", "MARKETPLACE_ACCOUNT_DELETION"),
    *("BUYER_QUESTION", "NEW_MESSAGE"),
)
_SCOPE = "commerce.notification.subscription"
_APPLICATION = "application"
_TOKEN_LETTERS = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
_PATIENCE = timedelta(seconds=5)
_GIVEN_UP = timedelta(hours=24)
_TRIES = 4
routes = Routes()


@routes.route("GET", f"{_ROOT}/public_key/{{key}}", _APPLICATION)
def public_key(visit: Visit) -> Reply:
    mall = visit.mall
    if visit.values["key"] != mall.key_id:
        raise _refusal(195004, "The specified public key id was not found.", 404)
    pem = mall.key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return json_reply({"key": pem.decode().replace("\n", ""), "algorithm": "ECDSA", "digest": "SHA1"})


@routes.route("GET", f"{_ROOT}/topic", _APPLICATION)
def topics(visit: Visit) -> Reply:  # noqa: ARG001 - the same for everybody
    found = [{"topicId": one, "status": "ENABLED", "supportedPayloads": [_payload()]} for one in _TOPICS]
    return json_reply({"total": len(found), "topics": found})


@routes.route("GET", f"{_ROOT}/topic/{{topic}}", _APPLICATION)
def topic(visit: Visit) -> Reply:
    if visit.values["topic"] not in _TOPICS:
        raise _refusal(195011, "The specified topic was not found.", 404)
    return json_reply(
        {"topicId": visit.values["topic"], "status": "ENABLED", "supportedPayloads": [_payload()]}
    )


@routes.route("PUT", f"{_ROOT}/config", _APPLICATION)
def configure(visit: Visit) -> Reply:
    email = str(visit.body().get("alertEmail") or "")
    if "@" not in email:
        raise _refusal(195027, "Invalid or missing alertEmail.")
    visit.mall.open_seller(visit.seller.number, {"alert_email": email})
    return empty_reply(204)


@routes.route("GET", f"{_ROOT}/destination", _APPLICATION)
def destinations(visit: Visit) -> Reply:
    found = [
        {**one, "deliveryConfig": {"endpoint": one["deliveryConfig"]["endpoint"]}}
        for one in visit.seller["destination"].values()
    ]
    return json_reply({"total": len(found), "limit": 100, "destinations": found})


@routes.route("POST", f"{_ROOT}/destination", _APPLICATION)
def add_destination(visit: Visit) -> Reply:
    mall, seller, given = visit.mall, visit.seller, visit.body()
    config = given["deliveryConfig"]
    endpoint, token = str(config["endpoint"]), str(config["verificationToken"])
    if not seller.profile["alert_email"]:
        raise _refusal(195020, "Configuration is missing: call updateConfig first.", 409)
    if not (endpoint.startswith("https://") or is_loopback(endpoint)):  # the sandbox reaches nothing else
        raise _refusal(195017, "Invalid or missing endpoint.")
    if not 32 <= len(token) <= 80 or not set(token) <= _TOKEN_LETTERS:  # noqa: PLR2004 - documented
        raise _refusal(195018, "Invalid or missing verification token.")
    if any(one["deliveryConfig"]["endpoint"] == endpoint for one in seller["destination"].values()):
        raise _refusal(195019, "Destination exists for this endpoint.", 409)
    if mall.rules.challenge and not _answers(mall, endpoint, token):
        raise _refusal(195021, "Challenge verification failed for requested endpoint.")
    number = mall.guid("destination")
    document = {**given, "destinationId": number}
    mall.files.put(seller, "destination", number, document)
    return Reply(201, b"", None, {"Location": f"{mall.address}/ebay{_ROOT}/destination/{number}"})


@routes.route("DELETE", f"{_ROOT}/destination/{{destination}}", _APPLICATION)
def remove_destination(visit: Visit) -> Reply:
    number = visit.values["destination"]
    if number not in visit.seller["destination"]:
        raise _refusal(195013, "The specified destination was not found.", 404)
    if any(one["destinationId"] == number for one in visit.seller["subscription"].values()):
        raise _refusal(195016, "The destination has subscriptions.", 409)
    visit.mall.files.drop(visit.seller, "destination", number)
    return empty_reply(204)


@routes.route("GET", f"{_ROOT}/subscription", _SCOPE)
def subscriptions(visit: Visit) -> Reply:
    found = list(visit.seller["subscription"].values())
    return json_reply({"total": len(found), "limit": 100, "subscriptions": found})


@routes.route("POST", f"{_ROOT}/subscription", _SCOPE)
def subscribe(visit: Visit) -> Reply:
    mall, seller, given = visit.mall, visit.seller, visit.body()
    if given.get("topicId") not in _TOPICS:
        raise _refusal(195022, "Invalid topic.")
    if given.get("destinationId") not in seller["destination"]:
        raise _refusal(195023, "Invalid destination.")
    if given.get("payload") != _payload():
        raise _refusal(195024, "Invalid payload.")
    if any(one["topicId"] == given["topicId"] for one in seller["subscription"].values()):
        raise _refusal(195025, "Subscription already exists.", 409)
    number = mall.guid("subscription")
    document = {**given, "subscriptionId": number, "creationDate": mall.stamp()}
    mall.files.put(seller, "subscription", number, document)
    return Reply(201, b"", None, {"Location": f"{mall.address}/ebay{_ROOT}/subscription/{number}"})


@routes.route("DELETE", f"{_ROOT}/subscription/{{subscription}}", _SCOPE)
def unsubscribe(visit: Visit) -> Reply:
    _known(visit)
    visit.mall.files.drop(visit.seller, "subscription", visit.values["subscription"])
    return empty_reply(204)


@routes.route("POST", f"{_ROOT}/subscription/{{subscription}}/test", _SCOPE)
def try_out(visit: Visit) -> Reply:
    _send(visit.mall, visit.seller, _known(visit), {"username": "alici_34", "userId": "ma8vp1jySJC"})
    return empty_reply(202)


def announce(mall: Mall, account: Account, order: Json, topic: str) -> None:
    for held in list(account["subscription"].values()):
        if held["topicId"] == topic and held["status"] == "ENABLED":
            number = {"orderId": order["orderId"]}
            _send(mall, account, held, {"order": number} if mall.rules.notified_order == "order" else number)


def tell_deletion(mall: Mall, account: Account, user: str) -> Json:
    """Sent to every destination, whoever subscribed to what."""
    data = {"username": user, "userId": "ma8vp1jySJC", "eiasToken": "nY+sHZ2PrBmdj6wVnY"}
    for one in list(account["destination"].values()):
        held = {"topicId": "MARKETPLACE_ACCOUNT_DELETION", "destinationId": one["destinationId"]}
        _send(mall, account, {**held, "subscriptionId": one["destinationId"]}, data)
    return data


def _send(mall: Mall, account: Account, held: Json, data: Json) -> None:
    body = jsontext.dump(
        {
            "metadata": {"topic": held["topicId"], "schemaVersion": "1.0", "deprecated": False},
            "notification": {
                "notificationId": mall.guid("notification"),
                "eventDate": mall.stamp(),
                "publishDate": mall.stamp(),
                "publishAttemptCount": 1,
                "data": data,
            },
        }
    ).encode()
    parcel = Parcel(
        provider=PROVIDER,
        account=account.number,
        webhook=held["subscriptionId"],
        topic=held["topicId"],
        url=account["destination"][held["destinationId"]]["deliveryConfig"]["endpoint"],
        body=body,
        headers={"content-type": "application/json", "x-ebay-signature": _signature(mall, body)},
        timeout=_PATIENCE,
        settle=lambda _: None,
    )
    parcel.settle = functools.partial(_settle, parcel)
    mall.ground.courier.send(parcel)


def _signature(mall: Mall, body: bytes) -> str:
    signed = mall.key.sign(body, ec.ECDSA(hashes.SHA1()))  # noqa: S303 - the provider's choice
    told = {
        "alg": "ecdsa",
        "kid": mall.key_id,
        "signature": base64.b64encode(signed).decode(),
        "digest": "SHA1",
    }
    return base64.b64encode(jsontext.dump(told).encode()).decode()


def _settle(parcel: Parcel, status: int | None) -> timedelta | None:
    is_taken = status in {200, 201, 202, 204}
    return None if is_taken or parcel.attempt >= _TRIES else _GIVEN_UP / _TRIES


def _answers(mall: Mall, endpoint: str, token: str) -> bool:
    """Asked at once, while the caller waits; the sandbox goes no further than this machine."""
    if not is_loopback(endpoint):
        return False
    code = mall.guid("challenge")
    wanted = hashlib.sha256(f"{code}{token}{endpoint}".encode()).hexdigest()
    try:
        with httpx.Client(trust_env=False, timeout=_PATIENCE.total_seconds()) as client:
            answer = client.get(endpoint, params={"challenge_code": code})
            told = answer.json() if answer.status_code == httpx.codes.OK else {}
    except (httpx.HTTPError, ValueError):
        return False
    kind = answer.headers.get("content-type", "")
    return kind.startswith("application/json") and told == {"challengeResponse": wanted}


def _known(visit: Visit) -> Json:
    found = visit.seller["subscription"].get(visit.values["subscription"])
    if found is None:
        raise _refusal(195012, "The specified subscription was not found.", 404)
    return found


def _payload() -> Json:
    return {"format": "JSON", "deliveryProtocol": "HTTPS", "schemaVersion": "1.0"}


def _refusal(number: int, text: str, status: int = 400) -> Refusal:
    return Refusal(number, text, status, domain="API_NOTIFICATION")
