"""Accounts, the once-only registration of the caller's project, and data sources."""

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.google_merchant.mall import Mall
from prapazar.sandbox.google_merchant.visit import Refusal, Routes, Visit
from prapazar.sandbox.jsontext import Json

FIRST_SOURCE = 10_001
routes = Routes()


@routes.route("GET", "/accounts/v1/accounts/{a}")
def account(visit: Visit) -> Reply:
    number = visit.seller.number
    name = visit.seller.profile["name"]
    return json_reply(
        {"name": f"accounts/{number}", "accountId": number, "accountName": name, "languageCode": "tr"}
    )


@routes.route("POST", "/accounts/v1/accounts/{a}/developerRegistration:registerGcp")
def register(visit: Visit) -> Reply:
    if not visit.body().get("developerEmail"):
        raise Refusal("[developerEmail] is required.")
    visit.mall.files.open(visit.seller.number, {**visit.seller.profile, "is_registered": True})
    return json_reply(
        {"name": f"accounts/{visit.seller.number}/developerRegistration", "gcpIds": ["sandbox"]}
    )


@routes.route("GET", "/datasources/v1/accounts/{a}/dataSources")
def sources(visit: Visit) -> Reply:
    rows, more = visit.page(list(visit.seller["source"].values()), 1000, 1000)
    return json_reply({"dataSources": rows, **more})


@routes.route("POST", "/datasources/v1/accounts/{a}/dataSources")
def create_source(visit: Visit) -> Reply:
    body = visit.body()
    if not body.get("displayName") or "primaryProductDataSource" not in body:
        raise Refusal("[displayName] and one kind of data source are required.")
    primary = body["primaryProductDataSource"]
    return json_reply(open_source(visit.mall, visit.seller, str(body["displayName"]), primary))


def open_source(mall: Mall, seller: Account, name: str, primary: Json) -> Json:
    number = str(mall.files.next_number("source", FIRST_SOURCE))
    document: Json = {
        "name": f"accounts/{seller.number}/dataSources/{number}",
        "dataSourceId": number,
        "displayName": name,
        "input": "API",
        "primaryProductDataSource": primary,
    }
    mall.files.put(seller, "source", number, document)
    return document
