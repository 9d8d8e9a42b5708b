"""Product inputs as they are sent, and the products made of them a little later."""

import base64
import binascii
from datetime import UTC, datetime

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.google_merchant.mall import Mall
from prapazar.sandbox.google_merchant.visit import Refusal, Routes, Visit
from prapazar.sandbox.jsontext import Json

_USUAL_ROWS, _MOST_ROWS = 25, 1000
_DAY_MS = 86_400_000
_LONGEST = {"title": 150, "description": 5000}
_MOST_IMAGES = 10
_NEEDED = ("title", "description", "link", "imageLink", "availability", "price")
_ODD = set("/%~")
_AVAILABILITIES = ("IN_STOCK", "OUT_OF_STOCK", "PREORDER", "LIMITED_AVAILABILITY", "BACKORDER")
_ENUMS = {"availability": _AVAILABILITIES, "condition": ("NEW", "USED", "REFURBISHED")}
"""In the order of their numbers, from one."""
_CONTEXTS = ("SHOPPING_ADS", "FREE_LISTINGS")
routes = Routes()


@routes.route("POST", "/products/v1/accounts/{a}/productInputs:insert")
def insert(visit: Visit) -> Reply:
    """A new one, or the old one replaced as a whole."""
    source, body = _source(visit), visit.body()
    for name in ("offerId", "contentLanguage", "feedLabel"):
        if not body.get(name):
            raise Refusal(f"[{name}] is required.")
    attributes = _worded(body.get("productAttributes") or {})
    _check(attributes)
    key = f"{body['contentLanguage']}~{body['feedLabel']}~{body['offerId']}"
    known = visit.seller["input"].get(key)
    version = body.get("versionNumber")
    if known and version is not None and int(version) < int(known.get("version") or 0):
        raise Refusal("The version number is older than the one stored.", 409)
    document: Json = {"key": key, "source": source, "attributes": attributes, "version": version}
    return _kept(visit, document, visit.now_ms)


@routes.route("PATCH", "/products/v1/accounts/{a}/productInputs/{id}")
def patch(visit: Visit) -> Reply:
    """Only what the mask names; a masked field without a value goes."""
    document = _known(visit)
    mask = [one for one in visit.query("updateMask").split(",") if one]
    if not mask or "*" in mask:
        raise Refusal("[updateMask] must list the fields to update.")
    sent = _worded(visit.body().get("productAttributes") or {})
    attributes = dict(document["attributes"])
    for path in mask:
        room, _, name = path.partition(".")
        if room != "productAttributes" or not name:
            raise Refusal(f"[updateMask] {path} is unknown.")
        attributes.pop(name, None)
        if name in sent:
            attributes[name] = sent[name]
    _check(attributes)
    return _kept(visit, {**document, "attributes": attributes}, document["inserted_ms"])


@routes.route("DELETE", "/products/v1/accounts/{a}/productInputs/{id}")
def delete(visit: Visit) -> Reply:
    """With it goes what was told of it by store and region."""
    key = _known(visit)["key"]
    visit.mall.files.drop(visit.seller, "input", key)
    for kind in ("local", "regional"):
        for place in [one for one in visit.seller[kind] if one.startswith(f"{key}|")]:
            visit.mall.files.drop(visit.seller, kind, place)
    return json_reply({})


@routes.route("GET", "/products/v1/accounts/{a}/products/{id}")
def product(visit: Visit) -> Reply:
    found = visit.seller["input"].get(key_of(visit.values["id"]))
    if found is None or not _is_there(visit, found):
        raise Refusal("product not found", 404, "NOT_FOUND")
    return json_reply(_product(visit, found))


@routes.route("GET", "/products/v1/accounts/{a}/products")
def products(visit: Visit) -> Reply:
    there = [one for one in visit.seller["input"].values() if _is_there(visit, one)]
    rows, more = visit.page([{"one": one} for one in there], _USUAL_ROWS, _MOST_ROWS)
    return json_reply({"products": [_product(visit, row["one"]) for row in rows], **more})


def _source(visit: Visit) -> str:
    name = visit.query("dataSource")
    if name not in {f"accounts/{visit.seller.number}/dataSources/{one}" for one in visit.seller["source"]}:
        raise Refusal("[dataSource] is required and must name a data source of the account.")
    return name


def _known(visit: Visit) -> Json:
    source = _source(visit)
    found = visit.seller["input"].get(key_of(visit.values["id"]))
    if found is None or found["source"] != source:
        raise Refusal("The product input does not exist in this data source.", 404, "NOT_FOUND")
    return found


def key_of(given: str) -> str:
    """Plain, or base64url without padding where a part of it has odd letters."""
    if "~" in given:
        return given
    try:
        return base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return given


def _packed(key: str) -> str:
    is_odd = any(set(part) & _ODD for part in key.split("~", 2))
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=") if is_odd else key


def _worded(attributes: Json) -> Json:
    """In JSON an enum may come as its number, too: Google's own clients send it so."""
    found = dict(attributes)
    for name, words in _ENUMS.items():
        number = found.get(name)
        if isinstance(number, int) and 0 < number <= len(words):
            found[name] = words[number - 1]
    return found


def _check(attributes: Json) -> None:
    missing = [name for name in _NEEDED if not attributes.get(name)]
    long = [name for name, most in _LONGEST.items() if len(str(attributes.get(name, ""))) > most]
    links = [attributes.get("link"), attributes.get("imageLink"), *attributes.get("additionalImageLinks", [])]
    checks = {
        f"[productAttributes.{', '.join(missing)}] is required.": not missing,
        f"[productAttributes.{', '.join(long)}] is too long.": not long,
        "[productAttributes] a link is invalid.": all(
            str(one).startswith(("https://", "http://")) for one in links
        ),
        "[productAttributes.availability] is invalid.": attributes.get("availability") in _AVAILABILITIES,
        "[productAttributes.additionalImageLinks] has too many.": len(links) - 2 <= _MOST_IMAGES,
        "[productAttributes.sellOnGoogleQuantity] is an int64, which is a string in JSON.": isinstance(
            attributes.get("sellOnGoogleQuantity", ""), str
        ),
        "[productAttributes.price] is invalid.": all(
            name not in attributes or is_price(attributes[name]) for name in ("price", "salePrice")
        ),
    }
    fault = next((words for words, is_fine in checks.items() if not is_fine), None)
    if fault:
        raise Refusal(fault)


def is_price(price: object) -> bool:
    if not isinstance(price, dict) or not isinstance(price.get("amountMicros"), str):
        return False
    return price["amountMicros"].isdigit() and len(str(price.get("currencyCode", ""))) == 3  # noqa: PLR2004 - ISO 4217


def _kept(visit: Visit, document: Json, inserted_ms: int) -> Reply:
    ready_ms = visit.now_ms + visit.mall.rules.processing_ms
    visit.mall.keep(
        visit.seller, document["key"], {**document, "inserted_ms": inserted_ms, "ready_ms": ready_ms}, "api"
    )
    language, label, offer = document["key"].split("~", 2)
    place = f"accounts/{visit.seller.number}"
    return json_reply(
        {
            "name": f"{place}/productInputs/{_packed(document['key'])}",
            "product": f"{place}/products/{_packed(document['key'])}",
            "offerId": offer,
            "contentLanguage": language,
            "feedLabel": label,
            "productAttributes": document["attributes"],
        }
    )


def _is_there(visit: Visit, document: Json) -> bool:
    """Processed, and not thirty days old."""
    lives_ms = visit.mall.rules.lives_days * _DAY_MS
    return bool(document["ready_ms"] <= visit.now_ms < document["inserted_ms"] + lives_ms)


def _product(visit: Visit, document: Json) -> Json:
    language, label, offer = document["key"].split("~", 2)
    review = document.get("review") or visit.mall.rules.reviews
    statuses = [{"reportingContext": one, f"{review}Countries": [label]} for one in _CONTEXTS]
    issues = []
    if review == "disapproved":
        issue = {"code": "image_link_broken", "severity": "DISAPPROVED", "resolution": "merchant_action"}
        issues = [{**issue, "description": "Invalid image [image link]", "applicableCountries": [label]}]
    expires = document["inserted_ms"] + visit.mall.rules.lives_days * _DAY_MS
    return {
        "name": f"accounts/{visit.seller.number}/products/{_packed(document['key'])}",
        "offerId": offer,
        "contentLanguage": language,
        "feedLabel": label,
        "dataSource": document["source"],
        "productAttributes": document["attributes"],
        "productStatus": {
            "destinationStatuses": statuses,
            "itemLevelIssues": issues,
            "creationDate": _stamp(document["inserted_ms"]),
            "googleExpirationDate": _stamp(expires),
        },
    }


def _stamp(millis: int) -> str:
    return datetime.fromtimestamp(millis / 1000, UTC).isoformat().replace("+00:00", "Z")


def seed(mall: Mall, account: Account, article: Json) -> None:
    """`offerId` and attributes by their own names."""
    source = next(iter(account["source"]))
    attributes: Json = {
        "title": article["offerId"],
        "description": "Deneme",
        "link": "https://magaza.example/",
        "imageLink": "https://magaza.example/1.jpg",
        "availability": "IN_STOCK",
        "brand": "Deneme Marka",
        "condition": "NEW",
        **{name: value for name, value in article.items() if name != "offerId"},
    }
    key = f"tr~TR~{article['offerId']}"
    document: Json = {
        "key": key,
        "source": f"accounts/{account.number}/dataSources/{source}",
        "attributes": attributes,
        "version": None,
        "inserted_ms": mall.ground.now_ms(),
        "ready_ms": mall.ground.now_ms(),
    }
    mall.keep(account, key, document, "seed")
