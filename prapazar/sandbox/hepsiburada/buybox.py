"""The listing host's ranking: which seller's offer of an article is shown first."""

from prapazar.sandbox import rivals
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.hepsiburada.errors import bare
from prapazar.sandbox.hepsiburada.visit import Routes, Visit
from prapazar.sandbox.jsontext import Json

_MOST_SKUS = 10
_NAMES = ("Boğaz Ticaret", "Marmara Pazar", "Ege Depo")
routes = Routes()


@routes.route("GET", "/listing-external/buybox-orders/merchantid/{merchant}")
def ranked(visit: Visit) -> Reply:
    """Of listings that can be sold alone; the others are left out."""
    wanted = visit.call.listed("skuList")
    if not 0 < len(wanted) <= _MOST_SKUS:
        raise bare(400, f"skuList has between 1 and {_MOST_SKUS} entries")
    found = [visit.merchant.listings[sku] for sku in wanted if sku in visit.merchant.listings]
    salable = [one for one in found if one["isSalable"] and not one["isLocked"] and one["availableStock"] > 0]
    return json_reply({"variants": [_variant(visit, one) for one in salable]})


def _variant(visit: Visit, listing: Json) -> Json:
    others = visit.market.rivals(visit.merchant, listing)
    offers = [_offer(name, price) for name, price in zip(_NAMES, others, strict=False)]
    place = rivals.rank(listing["price"], others) - 1
    offers.insert(place, _offer(visit.merchant.name, listing["price"]))
    rows = [{"rank": number, **one} for number, one in enumerate(offers, 1)]
    return {"sku": listing["hepsiburadaSku"], "buyboxOrders": rows}


def _offer(name: str, price: object) -> Json:
    return {"merchantName": name, "price": price, "dispatchTime": 1, "merchantRating": None}
