"""What a shop has besides its goods: itself, its profiles and policies, and the categories of everybody."""

from prapazar.sandbox.etsy.visit import Refusal, Routes, Visit
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json

SHAWLS, TEA, EARRINGS = 1101, 1201, 1301
SIZE, COLOUR, MATERIAL, OCCASION = 62809790503, 200, 507, 46803063641
USUAL = {"shipping_profile_id": 91_000_001, "return_policy_id": 92_000_001, "readiness_state_id": 93_000_001}
"""What each shop has one of; a lever says others."""
CARRIERS = {
    "TR": ("ptt", "aras-kargo", "yurtici-kargo", "mng-kargo", "ups", "fedex"),
    "US": ("usps", "ups", "fedex"),
}
routes = Routes()


def _node(number: int, level: int, name: str, parent: int | None, children: list[Json] | None = None) -> Json:
    path = [number] if parent is None else [parent, number]
    return {
        "id": number,
        "level": level,
        "name": name,
        "parent_id": parent,
        "children": children or [],
        "full_path_taxonomy_ids": path,
    }


TAXONOMY = [
    _node(1100, 1, "Accessories", None, [_node(SHAWLS, 2, "Shawls & Wraps", 1100)]),
    _node(1200, 1, "Food & Drink", None, [_node(TEA, 2, "Tea", 1200)]),
    _node(1300, 1, "Jewelry", None, [_node(EARRINGS, 2, "Earrings", 1300)]),
]
LEAVES = {SHAWLS, TEA, EARRINGS}


def _property(number: int, name: str, values: dict[int, str], **more: object) -> Json:
    usual: Json = {
        "scales": [],
        "is_required": False,
        "supports_attributes": True,
        "supports_variations": False,
        "is_multivalued": False,
        "max_values_allowed": None,
    }
    return {
        "property_id": number,
        "name": name,
        "display_name": name,
        **usual,
        "possible_values": [
            {"value_id": value, "name": words, "scale_id": None, "equal_to": []}
            for value, words in values.items()
        ],
        "selected_values": [],
        **more,
    }


PROPERTIES = {
    one["property_id"]: one
    for one in (
        _property(
            COLOUR,
            "Primary color",
            {1: "Black", 2: "Blue", 9: "Red"},
            supports_variations=True,
        ),
        _property(SIZE, "Size", {2001: "S", 2002: "M", 2003: "L"}, supports_variations=True),
        _property(
            MATERIAL,
            "Materials",
            {148: "Cotton", 185: "Wool", 170: "Silk"},
            is_multivalued=True,
            max_values_allowed=5,
        ),
        _property(OCCASION, "Occasion", {12: "Birthday", 32: "Wedding"}),
    )
}


@routes.route("GET", "/v3/application/openapi-ping")
def ping(visit: Visit) -> Reply:
    return json_reply({"application_id": int(visit.shop.number)})


@routes.route("GET", "/v3/application/users/me", "shops_r")
def me(visit: Visit) -> Reply:
    return json_reply({"user_id": visit.shop.profile["user_id"], "shop_id": int(visit.shop.number)})


@routes.route("GET", "/v3/application/shops/{shop_id}")
def shop(visit: Visit) -> Reply:
    if visit.values["shop_id"] != visit.shop.number:
        raise Refusal("Shop not found.", 404)
    return json_reply(_shown(visit))


@routes.route("GET", "/v3/application/users/{user_id}/shops")
def shop_of_owner(visit: Visit) -> Reply:
    if visit.number("user_id") != visit.shop.profile["user_id"]:
        raise Refusal("User not found.", 404)
    return json_reply(_shown(visit))


def _shown(visit: Visit) -> Json:
    profile = visit.shop.profile
    active = [one for one in visit.shop["listing"].values() if one["state"] == "active"]
    return {
        "shop_id": int(visit.shop.number),
        "user_id": profile["user_id"],
        "shop_name": profile["shop_name"],
        "title": None,
        "currency_code": profile["currency"],
        "is_vacation": False,
        "listing_active_count": len(active),
        "digital_listing_count": 0,
        "languages": ["tr"],
        "url": f"https://www.etsy.com/shop/{profile['shop_name']}",
        "shipping_from_country_iso": "TR",
        "shop_location_country_iso": "TR",
    }


@routes.route("GET", "/v3/application/shops/{shop_id}/shipping-profiles", "shops_r")
def shipping_profiles(visit: Visit) -> Reply:
    visit.own_shop()
    found = [
        {
            "shipping_profile_id": number,
            "title": "Türkiye'den",
            "user_id": visit.shop.profile["user_id"],
            "origin_country_iso": "TR",
            "is_deleted": False,
            "shipping_profile_destinations": [],
            "shipping_profile_upgrades": [],
        }
        for number in numbers(visit.shop.profile, "shipping_profile_id")
    ]
    return json_reply({"count": len(found), "results": found})


@routes.route("GET", "/v3/application/shops/{shop_id}/policies/return", "shops_r")
def return_policies(visit: Visit) -> Reply:
    visit.own_shop()
    found = [
        {
            "return_policy_id": number,
            "shop_id": int(visit.shop.number),
            "accepts_returns": True,
            "accepts_exchanges": False,
            "return_deadline": 30,
        }
        for number in numbers(visit.shop.profile, "return_policy_id")
    ]
    return json_reply({"count": len(found), "results": found})


@routes.route("GET", "/v3/application/shops/{shop_id}/readiness-state-definitions", "shops_r")
def readiness(visit: Visit) -> Reply:
    visit.own_shop()
    found = [
        {
            "shop_id": int(visit.shop.number),
            "readiness_state_id": number,
            "readiness_state": "ready_to_ship",
            "min_processing_days": 1,
            "max_processing_days": 3,
            "processing_days_display_label": "1-3 days",
        }
        for number in numbers(visit.shop.profile, "readiness_state_id")
    ]
    return visit.page(found)


def numbers(profile: Json, name: str) -> list[int]:
    return list(profile.get(name) or [USUAL[name]])


def has(profile: Json, name: str, number: int) -> bool:
    return number in numbers(profile, name)


@routes.route("GET", "/v3/application/seller-taxonomy/nodes")
def nodes(visit: Visit) -> Reply:  # noqa: ARG001 - the same for everybody
    return json_reply({"count": len(TAXONOMY), "results": TAXONOMY})


@routes.route("GET", "/v3/application/seller-taxonomy/nodes/{taxonomy_id}/properties")
def properties(visit: Visit) -> Reply:
    if visit.number("taxonomy_id") not in LEAVES | {one["id"] for one in TAXONOMY}:
        raise Refusal("Taxonomy node not found.", 404)
    return json_reply({"count": len(PROPERTIES), "results": list(PROPERTIES.values())})


@routes.route("GET", "/v3/application/shipping-carriers")
def carriers(visit: Visit) -> Reply:
    names = CARRIERS.get(visit.call.query.get("origin_country_iso", ""))
    if names is None:
        raise Refusal("Invalid value for origin_country_iso.")
    found = [
        {"shipping_carrier_id": number, "name": name, "domestic_classes": [], "international_classes": []}
        for number, name in enumerate(names, 1)
    ]
    return json_reply({"count": len(found), "results": found})
