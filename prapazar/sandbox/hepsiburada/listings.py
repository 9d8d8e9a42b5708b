"""The listing host: what is on offer, and uploads of stock and price that are answered later."""

import uuid
from collections.abc import Callable
from decimal import Decimal

from prapazar.sandbox import jsontext
from prapazar.sandbox.exchange import Reply, empty_reply, json_reply
from prapazar.sandbox.hepsiburada.errors import bare, not_found
from prapazar.sandbox.hepsiburada.visit import Routes, Visit, local
from prapazar.sandbox.jsontext import Json

_BASE = "/listing-external/listings/merchantid/{merchant}"
_MOST_ROWS = 4000
_MOST_SKUS = 50
_DAILY_SHARE = 10
_DAY_MS = 24 * 3600 * 1000
_BANDS = (
    (Decimal(50), Decimal(250)),
    (Decimal(250), Decimal(180)),
    (Decimal(500), Decimal(150)),
    (Decimal(2000), Decimal(120)),
)
"""Up to which price how many per cent a price may jump; beyond the last 80. The middle steps are ours."""
_WIDEST = Decimal(80)
routes = Routes()
_Apply = Callable[[Visit, Json, Json], list[str]]


@routes.route("GET", _BASE)
def listed(visit: Visit) -> Reply:
    offset, limit = visit.number("offset", 0), visit.number("limit", 100, most=1000, least=1)
    rows = [one for one in visit.merchant.listings.values() if _is_wanted(visit, one)]
    page = [_shown(one) for one in rows[offset : offset + limit]]
    return json_reply({"listings": page, "totalCount": len(rows), "limit": limit, "offset": offset})


@routes.route("POST", f"{_BASE}/{{kind}}")
def upload(visit: Visit) -> Reply:
    kind = visit.values["kind"].removesuffix("-uploads")
    apply = _APPLY.get(kind) if visit.values["kind"].endswith("-uploads") else None
    if apply is None:
        raise not_found("unknown upload")
    rows, merchant, now = visit.array(), visit.merchant, visit.now_ms
    if not rows or len(rows) > _MOST_ROWS:
        raise bare(400, f"between 1 and {_MOST_ROWS} rows")
    if sum(one["doneMs"] > now for one in merchant.uploads.values()) >= visit.market.rules.uploads_at_once:
        return json_reply({"message": "Too many uploads in process. Try again later."})
    today = sum(one["total"] for one in merchant.uploads.values() if one["createdMs"] > now - _DAY_MS)
    if visit.market.rules.limits_on and today + len(rows) > max(
        _MOST_ROWS, len(merchant.listings) * _DAILY_SHARE
    ):
        raise bare(429, "daily quota exceeded")
    return _taken(visit, kind, rows, apply)


@routes.route("GET", f"{_BASE}/{{kind}}/id/{{upload}}")
def result(visit: Visit) -> Reply:
    found = visit.merchant.uploads.get(visit.values["upload"])
    if found is None or f"{found['kind']}-uploads" != visit.values["kind"]:
        raise not_found("upload not found")
    is_done = found["doneMs"] <= visit.now_ms
    failed = found["errors"] or found["priceValidations"]
    done = "COMPLETED_WITH_ERRORS" if failed else visit.market.rules.done_word
    return json_reply(
        {
            "id": visit.values["upload"],
            "status": done if is_done else "PROCESSING",
            "createdAt": local(found["createdMs"]),
            "total": found["total"],
            "errors": found["errors"] if is_done else [],
            "priceValidations": found["priceValidations"] if is_done else [],
        }
    )


@routes.route("POST", f"{_BASE}/sku/{{sku}}/merchantsku/{{merchant_sku}}")
def change_one(visit: Visit) -> Reply:
    listing, body = visit.merchant.listings.get(visit.values["sku"]), visit.body()
    if listing is None or listing["merchantSku"] != visit.values["merchant_sku"].upper():
        raise not_found("listing not found")
    row = {
        "availableStock": body.get("newAvailableStock"),
        "price": (body.get("newPrice") or {}).get("amount"),
    }
    if errors := _inventory(visit, listing, row):
        raise bare(400, errors[0])
    return empty_reply()


@routes.route("POST", f"{_BASE}/sku/{{sku}}/activate")
def activate(visit: Visit) -> Reply:
    return _salable(visit, is_salable=True)


@routes.route("POST", f"{_BASE}/sku/{{sku}}/deactivate")
def deactivate(visit: Visit) -> Reply:
    return _salable(visit, is_salable=False)


@routes.route("POST", f"{_BASE}/bulk-unlock")
def unlock(visit: Visit) -> Reply:
    for sku in visit.body().get("hbSkuList") or []:
        if listing := visit.merchant.listings.get(str(sku)):
            listing["isLocked"], listing["lockReasons"] = False, []
            visit.market.keep("listings", visit.merchant, str(sku), listing)
    return empty_reply()


def _taken(visit: Visit, kind: str, rows: list[Json], apply: _Apply) -> Reply:
    market, errors, validations = visit.market, [], []
    for place, row in enumerate(rows):
        listing = visit.merchant.listing(row.get("hepsiburadaSku") or row.get("merchantSku"))
        named = {
            "elementNo": place,
            "hepsiburadaSku": row.get("hepsiburadaSku"),
            "merchantSku": row.get("merchantSku"),
        }
        if listing is None:
            errors.append({**named, "errors": ["Listing bulunamadı."]})
            continue
        if kind in {"price", "inventory"} and (band := _out_of_band(visit, listing, row)):
            validations.append({**named, **band})
            continue
        if said := apply(visit, listing, row):
            errors.append({**named, "errors": said})
    upload_id = str(uuid.uuid4())
    kept = {
        "kind": kind,
        "createdMs": visit.now_ms,
        "doneMs": visit.now_ms + market.rules.upload_ms,
        "total": len(rows),
        "errors": errors,
        "priceValidations": validations,
    }
    market.keep("uploads", visit.merchant, upload_id, kept)
    return json_reply({"id": upload_id})


def _inventory(visit: Visit, listing: Json, row: Json) -> list[str]:
    quantity, price = row.get("availableStock"), row.get("price")
    if quantity is not None and (isinstance(quantity, bool) or not isinstance(quantity, int) or quantity < 0):
        return ["availableStock geçersiz."]
    if price is not None and (isinstance(price, bool) or not isinstance(price, int | Decimal) or price <= 0):
        return ["price geçersiz."]
    if listing["isLocked"] and price is not None:
        return ["Kilitli listing güncellenemez."]
    visit.market.set_offer(
        visit.merchant,
        listing,
        "api",
        quantity=quantity,
        price=None if price is None else jsontext.decimal(price),
    )
    return []


def _stock(visit: Visit, listing: Json, row: Json) -> list[str]:
    if row.get("availableStock") is None:
        return ["availableStock zorunludur."]
    return _inventory(visit, listing, {"availableStock": row["availableStock"]})


def _price(visit: Visit, listing: Json, row: Json) -> list[str]:
    if row.get("price") is None:
        return ["price zorunludur."]
    return _inventory(visit, listing, {"price": row["price"]})


def _others(visit: Visit, listing: Json, row: Json) -> list[str]:
    for name, value in row.items():
        if name in listing and name not in {"hepsiburadaSku", "merchantSku", "price", "availableStock"}:
            listing[name] = value
    visit.market.keep("listings", visit.merchant, listing["hepsiburadaSku"], listing)
    return []


_APPLY: dict[str, _Apply] = {
    "inventory": _inventory,
    "stock": _stock,
    "price": _price,
    "shipping-info": _others,
    "additional-info": _others,
}


def _out_of_band(visit: Visit, listing: Json, row: Json) -> Json | None:
    """A price that jumps too far is not shown; the SKU is locked."""
    price, shown = row.get("price"), listing["price"]
    if not visit.market.rules.price_band or not isinstance(price, int | Decimal) or not shown:
        return None
    share = next((share for most, share in _BANDS if shown <= most), _WIDEST) / 100
    low, high = shown / (1 + share), shown * (1 + share)
    if low <= price <= high:
        return None
    listing["isLocked"], listing["lockReasons"] = True, ["OutOfPriceRange"]
    visit.market.keep("listings", visit.merchant, listing["hepsiburadaSku"], listing)
    return {
        "type": "OutOfPriceRange",
        "minPrice": round(low, 2),
        "maxPrice": round(high, 2),
        "regulativePriceDetail": None,
        "description": "Fiyat izin verilen aralığın dışında.",
    }


def _salable(visit: Visit, *, is_salable: bool) -> Reply:
    listing = visit.merchant.listings.get(visit.values["sku"])
    if listing is None:
        raise not_found("listing not found")
    listing["isSalable"] = is_salable
    visit.market.keep("listings", visit.merchant, visit.values["sku"], listing)
    return empty_reply()


def _is_wanted(visit: Visit, listing: Json) -> bool:
    query = visit.call.query
    for name, field in (("hbSkuList", "hepsiburadaSku"), ("merchantSkuList", "merchantSku")):
        wanted = visit.call.listed(name)
        if len(wanted) > _MOST_SKUS:
            raise bare(400, f"{name} has more than {_MOST_SKUS} entries")
        if wanted and listing[field] not in wanted:
            return False
    if query.get("salable-listings") == "true":
        return bool(listing["isSalable"])
    return query.get("notsalable-listings") != "true" or not listing["isSalable"]


def _shown(listing: Json) -> Json:
    return {name: value for name, value in listing.items() if name != "card"}
