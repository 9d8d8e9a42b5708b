"""The seller's business policies and the place goods leave from, which every offer has to name."""

from prapazar.sandbox.ebay.visit import Routes, Visit
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json

_FIRST = 6_200_000_000
LOCATION = "depo-1"
routes = Routes()


@routes.route("GET", "/sell/account/v1/fulfillment_policy", "sell.account")
def fulfillment(visit: Visit) -> Reply:
    return _listed(visit, "fulfillment", "fulfillmentPolicies")


@routes.route("GET", "/sell/account/v1/payment_policy", "sell.account")
def payment(visit: Visit) -> Reply:
    return _listed(visit, "payment", "paymentPolicies")


@routes.route("GET", "/sell/account/v1/return_policy", "sell.account")
def returning(visit: Visit) -> Reply:
    return _listed(visit, "return", "returnPolicies")


@routes.route("GET", "/sell/inventory/v1/location", "sell.inventory")
def locations(visit: Visit) -> Reply:  # noqa: ARG001 - the same for every seller
    place: Json = {
        "merchantLocationKey": LOCATION,
        "merchantLocationStatus": "ENABLED",
        "name": "Depo",
        "location": {"address": {"city": "İstanbul", "country": "TR", "postalCode": "34710"}},
    }
    closed = {**place, "merchantLocationKey": "eski-depo", "merchantLocationStatus": "DISABLED"}
    return json_reply({"total": 2, "offset": 0, "limit": 100, "locations": [place, closed]})


def policy_id(kind: str, marketplace: str) -> str:
    kinds = ("fulfillment", "payment", "return")
    return str(_FIRST + kinds.index(kind) * 1000 + sum(map(ord, marketplace)) % 1000)


def _listed(visit: Visit, kind: str, name: str) -> Reply:
    marketplace = visit.call.query.get("marketplace_id", "")
    policy: Json = {
        f"{kind}PolicyId": policy_id(kind, marketplace),
        "name": f"Standart {kind}",
        "marketplaceId": marketplace,
        "categoryTypes": [{"name": "ALL_EXCLUDING_MOTORS_VEHICLES", "default": True}],
    }
    spare = {**policy, f"{kind}PolicyId": f"{policy_id(kind, marketplace)}9", "name": "Yedek"}
    spare["categoryTypes"] = [{"name": "ALL_EXCLUDING_MOTORS_VEHICLES", "default": False}]
    found = [spare, policy] if marketplace in visit.seller.profile["marketplaces"] else []
    return json_reply({"total": len(found), "href": visit.call.path, "limit": 20, "offset": 0, name: found})
