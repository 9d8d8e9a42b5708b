"""All pretend WooCommerce shops, and how they come back after a kill."""

from dataclasses import dataclass
from decimal import Decimal

from prapazar.sandbox import jsontext
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.store import Shown
from prapazar.sandbox.woocommerce.models import DEFAULT_SHOP, PROVIDER, Article, Key, Order, Shop, Webhook

_FIRST_POST = 11


@dataclass
class Rules:
    """Settings of the hosts the shops run on; set through the control API."""

    requests_per_minute: int = 0
    """WooCommerce has no limit of its own; some hosts do. 0: none."""
    webhook_failures: int = 5
    """More refusals in a row than this disable a webhook."""


class UnknownShop(KeyError):
    """No such shop in this sandbox."""


class Mall:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = Rules()
        self.shops: dict[str, Shop] = {}
        self.base = "http://127.0.0.1:8124/woocommerce"
        """The address the default shop was last asked under; links and webhooks carry it."""
        self._load()

    def shop(self, slug: str) -> Shop:
        try:
            return self.shops[slug]
        except KeyError as cause:
            raise UnknownShop(slug) from cause

    def address(self, shop: Shop) -> str:
        return self.base if shop.slug == DEFAULT_SHOP else f"{self.base}/{shop.slug}"

    def next_post(self, shop: Shop) -> int:
        """Products, variations, orders and refunds are all WordPress posts and share one count."""
        return self.next_number(shop, "post", _FIRST_POST)

    def next_number(self, shop: Shop, counter: str, first: int = 1) -> int:
        return self.ground.store.next_number(f"{PROVIDER}.{shop.slug}.{counter}", first)

    def keep_shop(self, shop: Shop) -> None:
        self.shops[shop.slug] = shop
        self._put("shop", shop, shop.slug, shop.described())

    def keep_key(self, shop: Shop, key: Key) -> None:
        shop.keys[key.consumer_key] = key
        self._put("key", shop, key.consumer_key, key.described())

    def drop_key(self, shop: Shop, consumer_key: str) -> None:
        del shop.keys[consumer_key]
        self._drop("key", shop, consumer_key)

    def keep_article(self, shop: Shop, article: Article) -> None:
        _shelve(shop, article)
        self._put("article", shop, str(article.article_id), article.described())

    def drop_article(self, shop: Shop, article: Article) -> None:
        del shop.articles[article.article_id]
        if shop.skus.get(article.sku) == article.article_id:
            del shop.skus[article.sku]
        self._drop("article", shop, str(article.article_id))

    def show(self, shop: Shop, article: Article, cause: str) -> None:
        """Write down what the shop shows from now on for this article."""
        changed = article.changed
        price = changed.get("sale_price") or changed.get("regular_price") or None
        regular = changed.get("regular_price") or None
        self.ground.store.record(
            Shown(
                _place(shop),
                str(article.article_id),
                changed.get("stock_quantity"),
                None if price is None else Decimal(price),
                None if regular is None else Decimal(regular),
                self.ground.now_ms(),
                cause,
            )
        )

    def history(self, shop: Shop, article_id: int) -> list[Shown]:
        return self.ground.store.history(_place(shop), str(article_id))

    def keep_order(self, shop: Shop, order: Order) -> None:
        shop.orders[order.order_id] = order
        record = {"created_ms": order.created_ms, "modified_ms": order.modified_ms}
        self._put("order", shop, str(order.order_id), f'{{"at":{jsontext.dump(record)},"body":{order.text}}}')

    def drop_order(self, shop: Shop, order_id: int) -> None:
        del shop.orders[order_id]
        self._drop("order", shop, str(order_id))

    def keep_refund(self, shop: Shop, refund: Json) -> None:
        shop.refunds[refund["id"]] = refund
        self._put("refund", shop, str(refund["id"]), refund)

    def drop_refund(self, shop: Shop, refund_id: int) -> None:
        del shop.refunds[refund_id]
        self._drop("refund", shop, str(refund_id))

    def keep_notes(self, shop: Shop, order_id: int, notes: list[Json]) -> None:
        shop.notes[order_id] = notes
        self._put("notes", shop, str(order_id), notes)

    def keep_webhook(self, shop: Shop, webhook: Webhook) -> None:
        shop.webhooks[webhook.webhook_id] = webhook
        self._put("webhook", shop, str(webhook.webhook_id), webhook.described())

    def drop_webhook(self, shop: Shop, webhook_id: int) -> None:
        del shop.webhooks[webhook_id]
        self._drop("webhook", shop, str(webhook_id))

    def keep_thing(self, shop: Shop, kind: str, thing: Json) -> None:
        shop.things.setdefault(kind, {})[thing["id"]] = thing
        self._put("thing", shop, f"{kind}/{thing['id']}", thing)

    def drop_thing(self, shop: Shop, kind: str, number: int) -> None:
        del shop.things[kind][number]
        self._drop("thing", shop, f"{kind}/{number}")

    def _put(self, kind: str, shop: Shop, key: str, body: object) -> None:
        self.ground.store.put(f"{PROVIDER}.{kind}", shop.slug, key, body)

    def _drop(self, kind: str, shop: Shop, key: str) -> None:
        self.ground.store.drop(f"{PROVIDER}.{kind}", shop.slug, key)

    def _load(self) -> None:
        for document in self.ground.store.documents(f"{PROVIDER}.shop"):
            shop = Shop.from_described(jsontext.parse_object(document.body))
            self.shops[shop.slug] = shop
        for kind, load in _LOADERS.items():
            for document in self.ground.store.documents(f"{PROVIDER}.{kind}"):
                load(self.shop(document.account), document.key, document.body)


def _place(shop: Shop) -> str:
    return f"{PROVIDER}/{shop.slug}"


def _shelve(shop: Shop, article: Article) -> None:
    shop.articles[article.article_id] = article
    if article.sku:
        shop.skus[article.sku] = article.article_id


def _load_key(shop: Shop, key: str, body: str) -> None:
    shop.keys[key] = Key(**jsontext.parse_object(body))


def _load_article(shop: Shop, _key: str, body: str) -> None:
    _shelve(shop, Article(**jsontext.parse_object(body)))


def _load_order(shop: Shop, key: str, body: str) -> None:
    record = jsontext.parse_object(body)
    shop.orders[int(key)] = Order.from_body(record["body"], **record["at"])


def _load_refund(shop: Shop, key: str, body: str) -> None:
    shop.refunds[int(key)] = jsontext.parse_object(body)


def _load_notes(shop: Shop, key: str, body: str) -> None:
    shop.notes[int(key)] = jsontext.parse(body)


def _load_webhook(shop: Shop, key: str, body: str) -> None:
    shop.webhooks[int(key)] = Webhook(**jsontext.parse_object(body))


def _load_thing(shop: Shop, key: str, body: str) -> None:
    kind, _, number = key.rpartition("/")
    shop.things.setdefault(kind, {})[int(number)] = jsontext.parse_object(body)


_LOADERS = {
    "key": _load_key,
    "article": _load_article,
    "order": _load_order,
    "refund": _load_refund,
    "notes": _load_notes,
    "webhook": _load_webhook,
    "thing": _load_thing,
}
