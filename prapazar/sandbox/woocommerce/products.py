"""Products and variations over REST."""

from collections.abc import Callable
from decimal import Decimal

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.woocommerce import article_writes, batch, filters, formats, listing, views
from prapazar.sandbox.woocommerce.errors import invalid_id, not_in_enum
from prapazar.sandbox.woocommerce.models import Article
from prapazar.sandbox.woocommerce.visit import Routes, Visit

_BASE = "/wc/v3/products"
_STATUSES = ("any", "future", "trash", "draft", "pending", "private", "publish")
_TYPES = ("simple", "grouped", "external", "variable")
_STOCK_STATUSES = ("instock", "outofstock", "onbackorder")
_ORDERINGS = (
    "date",
    "id",
    "include",
    "title",
    "slug",
    "modified",
    "popularity",
    "rating",
    "price",
    "menu_order",
)
_Test = Callable[[Article], bool]
routes = Routes()


@routes.route("GET", _BASE)
def products(visit: Visit) -> Reply:
    rows = _matching(visit, list(visit.shop.articles.values()))
    return listing.answer(visit, rows, _view(visit))


@routes.route("POST", _BASE)
def create(visit: Visit) -> Reply:
    return listing.one(visit, article_writes.create_product(visit, visit.body()), 201)


@routes.route("POST", f"{_BASE}/batch")
@routes.route("PUT", f"{_BASE}/batch")
@routes.route("PATCH", f"{_BASE}/batch")
def run_batch(visit: Visit) -> Reply:
    return batch.run(
        visit,
        article_writes.create_product,
        article_writes.update_product,
        article_writes.delete_product,
    )


@routes.route("GET", f"{_BASE}/{{id}}")
def read(visit: Visit) -> Reply:
    article = visit.shop.articles.get(visit.number())
    if article is None:
        raise invalid_id("product")
    return listing.one(visit, views.product(visit.shop, article, visit.address, visit.now_ms))


@routes.route("PUT", f"{_BASE}/{{id}}")
@routes.route("PATCH", f"{_BASE}/{{id}}")
@routes.route("POST", f"{_BASE}/{{id}}")
def update(visit: Visit) -> Reply:
    return listing.one(visit, article_writes.update_product(visit, visit.number(), visit.body()))


@routes.route("DELETE", f"{_BASE}/{{id}}")
def delete(visit: Visit) -> Reply:
    return listing.one(visit, article_writes.delete_product(visit, visit.number(), force=visit.is_forced()))


@routes.route("POST", f"{_BASE}/{{id}}/duplicate")
def duplicate(visit: Visit) -> Reply:
    return json_reply(article_writes.duplicate_product(visit, visit.number()))


def _matching(visit: Visit, rows: list[Article]) -> list[Article]:
    """Asked by SKU the shop answers variations too; otherwise products only."""
    query = visit.call.query
    skus = set(visit.call.listed("sku"))
    if skus:
        rows = [visit.shop.articles[visit.shop.skus[sku]] for sku in skus if sku in visit.shop.skus]
    elif not query.get("search_sku") and not query.get("search_name_or_sku"):
        rows = [one for one in rows if not one.is_variation]
    tests = [*_plain_tests(visit), *_shelf_tests(visit), *_money_tests(visit)]
    tests += filters.tests(
        visit, lambda one: one.article_id, lambda one: one.created_ms, lambda one: one.modified_ms
    )
    rows = [one for one in rows if all(test(one) for test in tests)]
    keys: dict[str, Callable[[Article], object]] = {
        "date": lambda one: (one.created_ms, one.article_id),
        "id": lambda one: one.article_id,
        "title": lambda one: str(one.changed.get("name", "")).casefold(),
        "slug": lambda one: formats.slug(one.changed.get("name", "")),
        "modified": lambda one: (one.modified_ms, one.article_id),
        "popularity": lambda one: (one.sold, one.article_id),
        "price": lambda one: _price(visit, one),
        "menu_order": lambda one: (one.changed.get("menu_order", 0), one.article_id),
    }
    return filters.ordered(visit, rows, _ORDERINGS, keys, lambda one: one.article_id)


def _plain_tests(visit: Visit) -> list[_Test]:
    query, tests = visit.call.query, list[_Test]()
    status = _chosen(visit, "status", _STATUSES) or "any"
    if status == "any":
        tests.append(lambda one: one.status != "trash")
    else:
        tests.append(lambda one: one.status == status)
    if kind := _chosen(visit, "type", _TYPES):
        tests.append(lambda one: one.changed.get("type", "simple") == kind)
    if search := query.get("search", "").casefold():
        tests.append(lambda one: search in _words(one))
    if part := query.get("search_sku", "").casefold():
        tests.append(lambda one: part in one.sku.casefold())
    if either := query.get("search_name_or_sku", "").casefold():
        tests.append(
            lambda one: either in str(one.changed.get("name", "")).casefold() or either in one.sku.casefold()
        )
    if slug := query.get("slug"):
        tests.append(
            lambda one: (one.changed.get("slug") or formats.slug(one.changed.get("name", ""))) == slug
        )
    if parents := set(visit.call.listed("parent")):
        tests.append(lambda one: str(one.parent_id) in parents)
    return tests


def _shelf_tests(visit: Visit) -> list[_Test]:
    tests = list[_Test]()
    for parameter, kind in (("category", "categories"), ("tag", "tags"), ("brand", "brands")):
        if wanted := set(visit.call.listed(parameter)):
            tests.append(_has_reference(kind, wanted))
    if status := _chosen(visit, "stock_status", _STOCK_STATUSES):
        tests.append(lambda one: views.stock_status(visit.shop, one) == status)
    attribute, terms = visit.call.query.get("attribute"), set(visit.call.listed("attribute_term"))
    if attribute and terms:
        names = {
            term["name"] for term in visit.shop.things.get("terms", {}).values() if str(term["id"]) in terms
        }
        tests.append(lambda one: _has_option(one, attribute, names))
    return tests


def _money_tests(visit: Visit) -> list[_Test]:
    query, tests = visit.call.query, list[_Test]()
    if "on_sale" in query:
        wanted = query["on_sale"].lower() in ("true", "1")
        tests.append(lambda one: views.is_on_sale(one, visit.now_ms) == wanted)
    if query.get("min_price"):
        least = formats.amount(query["min_price"])
        tests.append(lambda one: _price(visit, one) >= least)
    if query.get("max_price"):
        most = formats.amount(query["max_price"])
        tests.append(lambda one: _price(visit, one) <= most)
    return tests


def _chosen(visit: Visit, name: str, allowed: tuple[str, ...]) -> str | None:
    text = visit.call.query.get(name)
    if text and text not in allowed:
        raise not_in_enum(name, allowed)
    return text or None


def _has_reference(kind: str, wanted: set[str]) -> _Test:
    return lambda one: any(str(held["id"]) in wanted for held in one.changed.get(kind, []))


def _has_option(article: Article, attribute: str, names: set[str]) -> bool:
    for held in article.changed.get("attributes", []):
        if held["slug"] == attribute and names & {*held.get("options", []), held.get("option", "")}:
            return True
    return False


def _words(article: Article) -> str:
    names = ("name", "description", "short_description")
    return " ".join(str(article.changed.get(name, "")) for name in names).casefold()


def _price(visit: Visit, article: Article) -> Decimal:
    return formats.amount(views.price_of(visit.shop, article, visit.now_ms))


def _view(visit: Visit) -> Callable[[Article], Json]:
    now = visit.now_ms
    return lambda one: views.product(visit.shop, one, visit.address, now)
