"""Variations of a variable product over REST."""

from itertools import product as combinations

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.woocommerce import article_writes, batch, filters, listing
from prapazar.sandbox.woocommerce.errors import invalid_id
from prapazar.sandbox.woocommerce.models import Article
from prapazar.sandbox.woocommerce.visit import Routes, Visit

_BASE = "/wc/v3/products/{product}/variations"
_ORDERINGS = ("date", "id", "include", "title", "slug", "modified", "menu_order")
routes = Routes()


@routes.route("GET", _BASE)
def variations(visit: Visit) -> Reply:
    parent = _parent(visit)
    rows = [visit.shop.articles[child] for child in parent.children]
    if skus := set(visit.call.listed("sku")):
        rows = [one for one in rows if one.sku in skus]
    tests = filters.tests(visit, _number, lambda one: one.created_ms, lambda one: one.modified_ms)
    rows = [one for one in rows if all(test(one) for test in tests)]
    keys = {"date": _number, "modified": lambda one: one.modified_ms, "menu_order": _place}
    ordered = filters.ordered(visit, rows, _ORDERINGS, keys, _number)
    return listing.answer(visit, ordered, lambda one: article_writes.show(visit, one))


@routes.route("POST", _BASE)
def create(visit: Visit) -> Reply:
    return listing.one(visit, article_writes.create_variation(visit, _parent(visit), visit.body()), 201)


@routes.route("POST", f"{_BASE}/batch")
@routes.route("PUT", f"{_BASE}/batch")
@routes.route("PATCH", f"{_BASE}/batch")
def run_batch(visit: Visit) -> Reply:
    parent = _parent(visit)

    def create_one(visit: Visit, request: Json) -> Json:
        return article_writes.create_variation(visit, parent, request)

    def update_one(visit: Visit, number: int, request: Json) -> Json:
        return article_writes.update_variation(visit, parent, number, request)

    def delete_one(visit: Visit, number: int) -> Json:
        return article_writes.delete_variation(visit, parent, number)

    return batch.run(visit, create_one, update_one, delete_one)


@routes.route("POST", f"{_BASE}/generate")
def generate(visit: Visit) -> Reply:
    """One variation for every combination of options that has none yet."""
    parent = _parent(visit)
    varying = [one for one in parent.changed.get("attributes", []) if one.get("variation")]
    held = {_options(visit.shop.articles[child]) for child in parent.children}
    count = 0
    for options in combinations(*(one["options"] for one in varying)):
        if varying and options not in held:
            named = [
                {"id": attribute["id"], "name": attribute["name"], "option": option}
                for attribute, option in zip(varying, options, strict=True)
            ]
            article_writes.create_variation(visit, parent, {"attributes": named})
            count += 1
    return json_reply({"count": count})


@routes.route("GET", f"{_BASE}/{{id}}")
def read(visit: Visit) -> Reply:
    parent, number = _parent(visit), visit.number()
    if number not in parent.children:
        raise invalid_id("product_variation")
    return listing.one(visit, article_writes.show(visit, visit.shop.articles[number]))


@routes.route("PUT", f"{_BASE}/{{id}}")
@routes.route("PATCH", f"{_BASE}/{{id}}")
@routes.route("POST", f"{_BASE}/{{id}}")
def update(visit: Visit) -> Reply:
    parent = _parent(visit)
    return listing.one(visit, article_writes.update_variation(visit, parent, visit.number(), visit.body()))


@routes.route("DELETE", f"{_BASE}/{{id}}")
def delete(visit: Visit) -> Reply:
    parent, force = _parent(visit), visit.is_forced()
    return listing.one(visit, article_writes.delete_variation(visit, parent, visit.number(), force=force))


def _parent(visit: Visit) -> Article:
    parent = visit.shop.articles.get(visit.number("product"))
    if parent is None or parent.is_variation:
        raise invalid_id("product")
    return parent


def _number(article: Article) -> int:
    return article.article_id


def _place(article: Article) -> int:
    return int(article.changed.get("menu_order", 0))


def _options(article: Article) -> tuple[str, ...]:
    return tuple(one.get("option", "") for one in article.changed.get("attributes", []))
