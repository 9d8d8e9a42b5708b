"""Listings: drafted, changed, published, renewed, and their pictures."""

import re
from decimal import Decimal, InvalidOperation
from email.parser import BytesParser
from email.policy import HTTP

from prapazar.sandbox.etsy import inventory, shops
from prapazar.sandbox.etsy.mall import Mall, money
from prapazar.sandbox.etsy.visit import ASCENDING, ORDERS, Refusal, Routes, Visit
from prapazar.sandbox.exchange import Reply, empty_reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json

STATES = ("active", "inactive", "sold_out", "draft", "expired")
_WHO = {"i_did", "someone_else", "collective"}
_WHEN = {
    *("made_to_order", "2020_2026", "2010_2019", "2007_2009", "before_2007", "2000_2006", "before_1700"),
    *(f"{decade}s" for decade in range(1900, 2000, 10)),
    *("1800s", "1700s"),
}
_MOST_PICTURES = 20
_SHOP = "/v3/application/shops/{shop_id}/listings"
_ONE = "/v3/application/listings/{listing_id}"
routes = Routes()


@routes.route("GET", _SHOP, "listings_r")
def listed(visit: Visit) -> Reply:
    visit.own_shop()
    state = visit.query_choice("state", "active", STATES)
    sort_on = visit.query_choice("sort_on", "created", ("created", "price", "updated", "score"))
    is_rising = visit.query_choice("sort_order", "desc", ORDERS) in ASCENDING
    found = [one for one in visit.shop["listing"].values() if one["state"] == state]
    name = "updated" if sort_on == "updated" else "created"
    found.sort(key=lambda one: (one[name], one["listing_id"]), reverse=not is_rising)
    return visit.page([_shown(visit, one) for one in found])


@routes.route("POST", _SHOP, "listings_w")
def create(visit: Visit) -> Reply:
    """A draft: nobody sees it, and nothing is charged."""
    visit.own_shop()
    given = {name: values[-1] for name, values in visit.form().items()}
    for name in ("quantity", "title", "description", "price", "who_made", "when_made", "taxonomy_id"):
        if not given.get(name):
            raise Refusal(f"Missing required parameter: {name}.")
    if given.get("type", "physical") == "physical":
        for name in ("shipping_profile_id", "readiness_state_id"):
            if not given.get(name):
                raise Refusal(f"A {name} is required for physical listings.")
    listing = new_listing(visit.mall, visit.shop, {"title": given["title"], "state": "draft"})
    _change(visit, listing, visit.form())
    product = {**given, "sku": "", "readiness_state_id": int(given["readiness_state_id"])}
    if not 1 <= int(given["quantity"]) <= 999:  # noqa: PLR2004 - the documents' figure
        raise Refusal("quantity must be between 1 and 999.")
    listing["products"] = [inventory.new_product(visit.mall, {**product, "price": _price(given["price"])})]
    visit.mall.keep(visit.shop, listing, "created")
    visit.mall.ground.store.flush()
    return json_reply(_shown(visit, listing), 201)


@routes.route("PATCH", _SHOP + "/{listing_id}", "listings_w")
def update(visit: Visit) -> Reply:
    visit.own_shop()
    listing, form = inventory.known(visit), visit.form()
    _change(visit, listing, form)
    if "state" in form:
        _restate(listing, form["state"][-1])
    visit.mall.keep(visit.shop, listing, "api")
    visit.mall.ground.store.flush()
    return json_reply(_shown(visit, listing))


@routes.route("GET", "/v3/application/listings/batch")
def batch(visit: Visit) -> Reply:
    """Of the numbers asked for those there are."""
    wanted = visit.call.listed("listing_ids")
    if not wanted:
        raise Refusal("Missing required parameter: listing_ids.")
    found = [visit.shop["listing"][one] for one in wanted if one in visit.shop["listing"]]
    return json_reply({"count": len(found), "results": [_shown(visit, one) for one in found]})


@routes.route("GET", _ONE)
def one(visit: Visit) -> Reply:
    return json_reply(_shown(visit, inventory.known(visit)))


@routes.route("DELETE", _ONE, "listings_d")
def delete(visit: Visit) -> Reply:
    listing = inventory.known(visit)
    if listing["state"] not in {"draft", "sold_out", "expired", "inactive", "active"}:
        raise Refusal("The listing cannot be deleted.", 409)
    visit.mall.files.drop(visit.shop, "listing", str(listing["listing_id"]))
    return empty_reply(204)


@routes.route("PUT", _SHOP + "/{listing_id}/properties/{property_id}", "listings_w")
def set_property(visit: Visit) -> Reply:
    visit.own_shop()
    listing, number, form = inventory.known(visit), visit.number("property_id"), visit.form()
    known = shops.PROPERTIES.get(number)
    numbers = [int(part) for value in form.get("value_ids", []) for part in value.split(",")]
    if known is None:
        raise Refusal("Property not found.", 404)
    offered = {value["value_id"] for value in known["possible_values"]}
    if not numbers or not set(numbers) <= offered or not form.get("values"):
        raise Refusal("value_ids and values are required, and must belong to the property.")
    if len(numbers) > 1 and not known["is_multivalued"]:
        raise Refusal("The property takes one value.")
    answer = {
        "property_id": number,
        "property_name": known["name"],
        "scale_id": None,
        "scale_name": None,
        "value_ids": numbers,
        "values": [value for given in form["values"] for value in given.split(",")],
    }
    listing["properties"][str(number)] = answer
    visit.mall.keep(visit.shop, listing, "api")
    return json_reply(answer)


@routes.route("GET", _ONE + "/images")
def images(visit: Visit) -> Reply:
    found = inventory.known(visit)["images"]
    return json_reply({"count": len(found), "results": found})


@routes.route("POST", _SHOP + "/{listing_id}/images", "listings_w")
def upload(visit: Visit) -> Reply:
    visit.own_shop()
    listing, form = inventory.known(visit), _multipart(visit)
    rank = int(form.get("rank", b"1"))
    if "image" in form:
        number = visit.mall.number("image", 6_000_001)
        picture = {"listing_image_id": number, "alt_text": form.get("alt_text", b"").decode()}
        if not form["image"]:
            raise Refusal("The image is empty.")
    else:
        number = int(form.get("listing_image_id", b"0"))
        picture = next((one for one in listing["images"] if one["listing_image_id"] == number), {})
        if not picture:
            raise Refusal("Either image or listing_image_id is required.")
    kept = [one for one in listing["images"] if one["listing_image_id"] != number]
    if form.get("overwrite") == b"true":
        kept = [one for one in kept if one["rank"] != rank]
    if len(kept) >= _MOST_PICTURES:
        raise Refusal(f"A listing may have {_MOST_PICTURES} images.")
    address = f"https://i.etsystatic.example/{listing['listing_id']}/il_fullxfull.{number}.jpg"
    made = {
        **picture,
        "listing_id": listing["listing_id"],
        "rank": rank,
        "url_fullxfull": address,
        "url_570xN": address.replace("fullxfull", "570xN"),
        "created_timestamp": visit.mall.now,
    }
    listing["images"] = sorted([*kept, made], key=lambda one: one["rank"])
    visit.mall.keep(visit.shop, listing, "api")
    return json_reply(made, 201)


@routes.route("DELETE", _SHOP + "/{listing_id}/images/{listing_image_id}", "listings_w")
def delete_image(visit: Visit) -> Reply:
    visit.own_shop()
    listing, number = inventory.known(visit), visit.number("listing_image_id")
    left = [one for one in listing["images"] if one["listing_image_id"] != number]
    if len(left) == len(listing["images"]):
        raise Refusal("Image not found.", 404)
    if not left and listing["state"] == "active":
        raise Refusal("An active listing needs an image.")
    listing["images"] = left
    visit.mall.keep(visit.shop, listing, "api")
    return empty_reply(204)


def new_listing(mall: Mall, shop: Account, given: Json) -> Json:
    return {
        "listing_id": mall.number("listing", 1_500_000_001),
        "user_id": shop.profile["user_id"],
        "title": str(given["title"]),
        "description": str(given.get("description") or ""),
        "state": str(given.get("state") or "active"),
        "created": mall.now,
        "updated": mall.now,
        "taxonomy_id": int(given.get("taxonomy_id") or shops.SHAWLS),
        "who_made": "i_did",
        "when_made": "made_to_order",
        "tags": [],
        "shipping_profile_id": None,
        "return_policy_id": None,
        "images": [],
        "properties": {},
        "products": [],
        "lists": {name: [] for name in inventory.ON_PROPERTY},
    }


def publish(visit_mall: Mall, shop: Account, listing: Json) -> Json:
    """The merchant does it in the shop manager, and pays the fee."""
    if listing["state"] in {"draft", "inactive", "expired"}:
        listing["state"] = "active"
        visit_mall.keep(shop, listing, "published")
    return listing


def _change(visit: Visit, listing: Json, form: dict[str, list[str]]) -> None:
    given = {name: values[-1] for name, values in form.items()}
    if fault := _fault(visit.shop, listing, given):
        raise Refusal(fault)
    for name in ("title", "description", "who_made", "when_made"):
        if name in given:
            listing[name] = given[name]
    for name in ("taxonomy_id", "shipping_profile_id", "return_policy_id"):
        if given.get(name):
            listing[name] = int(given[name])
    if "tags" in form:
        listing["tags"] = [tag for value in form["tags"] for tag in value.split(",") if tag]


def _fault(shop: Account, listing: Json, given: dict[str, str]) -> str:
    checks = {
        "title must not be empty.": str(given.get("title", listing["title"])).strip(),
        "Invalid value for who_made.": given.get("who_made", "i_did") in _WHO,
        "Invalid value for when_made.": given.get("when_made", "1990s") in _WHEN,
        "Invalid taxonomy_id.": int(given.get("taxonomy_id", shops.TEA)) in shops.LEAVES,
        **{
            f"Invalid {name}.": not given.get(name) or shops.has(shop.profile, name, int(given[name]))
            for name in shops.USUAL
        },
    }
    return next((words for words, is_fine in checks.items() if not is_fine), "")


def _restate(listing: Json, state: str) -> None:
    """Active needs all a buyer has to see; one that was sold out comes back with one unit."""
    if state not in {"active", "inactive"}:
        raise Refusal("Invalid value for state.")
    before = listing["state"]
    if state == "inactive" and before not in {"active", "inactive"}:
        raise Refusal(f"A listing that is {before} cannot be deactivated.", 409)
    if state == "active" and before == "draft":
        needs = ("images", "shipping_profile_id", "return_policy_id")
        if missing := [name for name in needs if not listing[name]]:
            raise Refusal(f"A listing needs {missing[0]} to be published.")
    if state == "active" and before == "sold_out":
        for product in listing["products"][:1]:
            product["quantity"] = 1
    listing["state"] = state


def _shown(visit: Visit, listing: Json) -> Json:
    products, includes = listing["products"], set(visit.call.listed("includes"))
    shown: Json = {
        **{
            name: listing[name]
            for name in ("listing_id", "user_id", "title", "description", "state", "taxonomy_id", "tags")
        },
        **{
            name: listing[name]
            for name in ("who_made", "when_made", "shipping_profile_id", "return_policy_id")
        },
        "shop_id": int(visit.shop.number),
        **_stamps(listing),
        "quantity": sum(one["quantity"] for one in products),
        "url": f"https://www.etsy.com/listing/{listing['listing_id']}",
        "listing_type": "physical",
        "has_variations": any(one["property_values"] for one in products),
        "should_auto_renew": False,
        "language": "tr",
        "price": money(visit.shop, min((Decimal(one["price"]) for one in products), default=Decimal(0))),
    }
    if "Inventory" in includes:
        shown["inventory"] = inventory.matrix(visit.shop, listing)
    if "Images" in includes:
        shown["images"] = listing["images"]
    return shown


def _stamps(listing: Json) -> Json:
    """Each moment under its older and its newer name."""
    made, changed = listing["created"], listing["updated"]
    return {
        **dict.fromkeys(("creation_timestamp", "created_timestamp", "original_creation_timestamp"), made),
        **dict.fromkeys(("last_modified_timestamp", "updated_timestamp", "state_timestamp"), changed),
        "ending_timestamp": made + 120 * 86_400,
    }


def _price(text: str) -> Decimal:
    try:
        price = Decimal(text)
    except InvalidOperation as cause:
        raise Refusal("price must be a float.") from cause
    if price <= 0 or not re.fullmatch(r"[0-9.]+", text):
        raise Refusal("price must be above zero.")
    return price


def _multipart(visit: Visit) -> dict[str, bytes]:
    content_type = visit.call.headers.get("content-type", "")
    if not content_type.startswith("multipart/form-data"):
        raise Refusal("Content-Type must be multipart/form-data.")
    text = f"Content-Type: {content_type}\r\n\r\n".encode() + visit.call.body
    parts = BytesParser(policy=HTTP).parsebytes(text).iter_parts()
    return {
        str(part.get_param("name", header="content-disposition")): bytes(part.get_payload(decode=True))
        for part in parts
    }
