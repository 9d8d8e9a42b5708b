"""The marketplace as a whole: its sellers, its rules, and how both come back after a kill."""

from dataclasses import dataclass, field
from decimal import Decimal

from prapazar.sandbox import jsontext, rivals
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.store import Shown
from prapazar.sandbox.trendyol.models import PROVIDER, Batch, Package, Product, Seller, Webhook
from prapazar.sandbox.trendyol.reference import Brands

STOCK_CAP = 20_000


@dataclass
class Rules:
    """What the documents give as changing or contested; set through the control API."""

    limits_on: bool = True
    tier: str = "50K"
    burst: int = 50
    burst_ms: int = 10_000
    group_limits: dict[str, int] = field(default_factory=dict)
    """Requests a minute that replace the tier's figure for a group."""
    addresses_per_hour: int = 0
    """Older documents say 1; 0 means not counted."""
    batch_ms: int = 300
    """How long a bulk request stays IN_PROGRESS."""
    approval_ms: int = 1000
    """How long a created product waits for approval."""
    payment_days: int = 21
    """From the sale to its payment."""
    repeat_ms: int = 15 * 60_000
    """The span in which an identical price and stock body is refused; 0 switches the rule off."""
    retry_ms: int = 5 * 60_000
    """Between two attempts to deliver a webhook."""
    webhook_attempts: int = 12
    """Refused deliveries in a row after which a webhook becomes PASSIVE."""
    label_answer: str = "data"
    """A common label comes as `data`, or in the older shape as `labels`."""
    label_ms: int = 0
    """How long a common label is being made."""
    webhook_envelope: bool = True
    """Off: older subscribers get the bare package."""
    webhook_names: str = "new"
    order_names: str = "new"
    """`new`, `old` or `both`: which field names packages carry."""
    v1_orders_retired: bool = False
    v1_products_retired: bool = False
    origin_required: bool = False
    strict_attributes: bool = False
    value_names: str = "spec"
    """`spec` or `live`: how the values of attributes are named."""
    exact_brand_search: bool = False
    signed_revenue: bool = True
    """Off: the revenue of a return is told without its sign, as its debt is."""
    claims_404_when_none: bool = False
    unknown_package_401: bool = False
    rivals_share: int = 55
    """Per cent of the articles that others sell too."""
    rivals_ms: int = 6 * 3_600_000
    """How long a rival keeps a price."""


class UnknownSeller(KeyError):
    """No such seller in this sandbox."""


class Market:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = Rules()
        self.brands = Brands(self._keep_brand)
        self.sellers: dict[int, Seller] = {}
        self._load()

    def seller(self, seller_id: int | str) -> Seller:
        try:
            return self.sellers[int(seller_id)]
        except (KeyError, ValueError) as cause:
            raise UnknownSeller(str(seller_id)) from cause

    def next_number(self, counter: str, first: int) -> int:
        return self.ground.store.next_number(f"{PROVIDER}.{counter}", first)

    def _keep_brand(self, brand_id: int, name: str) -> None:
        self.ground.store.put(f"{PROVIDER}.brand", "", str(brand_id), name)

    def keep_seller(self, seller: Seller) -> None:
        self.sellers[seller.seller_id] = seller
        self._put("seller", seller, seller.account, seller.described())

    def keep_product(self, seller: Seller, product: Product) -> None:
        if product.barcode not in seller.products:
            _shelve(seller, product)
        seller.products[product.barcode] = product
        seller.revision += 1
        self._put("product", seller, product.barcode, product.content())

    def drop_product(self, seller: Seller, barcode: str) -> None:
        product = seller.products.pop(barcode)
        seller.revision += 1
        siblings = seller.contents[product.content_id]
        siblings.remove(barcode)
        if not siblings:
            del seller.contents[product.content_id]
            seller.cards.pop(product.card, None)
        self._drop("product", seller, barcode)

    def set_offer(
        self,
        seller: Seller,
        product: Product,
        cause: str,
        *,
        quantity: int | None = None,
        sale_price: Decimal | None = None,
        list_price: Decimal | None = None,
    ) -> None:
        """Stock and prices as shown from now on; what is None stays."""
        now = self.ground.now_ms()
        if quantity is not None:
            product.quantity = quantity
            product.stock_ms = now
        if sale_price is not None:
            product.sale_price = sale_price
            product.price_ms = now
        if list_price is not None:
            product.list_price = list_price
            product.price_ms = now
        self.ground.store.record(
            Shown(
                self._place(seller),
                product.barcode,
                product.quantity,
                product.sale_price,
                product.list_price,
                now,
                cause,
            )
        )

    def history(self, seller: Seller, barcode: str) -> list[Shown]:
        return self.ground.store.history(self._place(seller), barcode)

    def keep_package(self, seller: Seller, package: Package) -> None:
        if package.package_id not in seller.packages:
            seller.orders.setdefault(package.order_number, []).append(package.package_id)
        seller.packages[package.package_id] = package
        self._put("package", seller, str(package.package_id), package.text)

    def keep_claim(self, seller: Seller, claim: dict[str, object]) -> None:
        seller.claims[str(claim["id"])] = claim
        self._put("claim", seller, str(claim["id"]), claim)

    def rivals(self, seller: Seller, product: Product) -> list[Decimal]:
        """What others ask for it now, lowest first: as was set by hand, or as chance has it."""
        known = seller.rivals.get(product.barcode)
        if known is None:
            known = self.keep_rivals(seller, product.barcode, {"anchor": str(product.sale_price)})
        if "prices" in known:
            return sorted(Decimal(one) for one in known["prices"])
        share, pace = self.rules.rivals_share, self.rules.rivals_ms
        anchor = Decimal(known["anchor"])
        return rivals.asked(product.barcode, anchor, self.ground.now_ms(), share=share, pace_ms=pace)

    def keep_rivals(self, seller: Seller, barcode: str, known: jsontext.Json) -> jsontext.Json:
        seller.rivals[barcode] = known
        self._put("rivals", seller, barcode, known)
        return known

    def keep_question(self, seller: Seller, question: dict[str, object]) -> None:
        number = int(str(question["id"]))
        seller.questions[number] = question
        self._put("question", seller, str(number), question)

    def keep_webhook(self, seller: Seller, webhook: Webhook) -> None:
        seller.webhooks[webhook.webhook_id] = webhook
        self._put("webhook", seller, webhook.webhook_id, webhook.described())

    def drop_webhook(self, seller: Seller, webhook_id: str) -> None:
        del seller.webhooks[webhook_id]
        self._drop("webhook", seller, webhook_id)

    def keep_batch(self, seller: Seller, batch: Batch) -> None:
        seller.batches[batch.batch_id] = batch
        self._put("batch", seller, batch.batch_id, batch.described())

    def drop_batch(self, seller: Seller, batch_id: str) -> None:
        del seller.batches[batch_id]
        self._drop("batch", seller, batch_id)

    def keep_invoice(self, seller: Seller, package_id: int, invoice: dict[str, object] | None) -> None:
        if invoice is None:
            seller.invoices.pop(package_id, None)
            self._drop("invoice", seller, str(package_id))
        else:
            seller.invoices[package_id] = invoice
            self._put("invoice", seller, str(package_id), invoice)

    def keep_push(self, seller: Seller, digest: bytes, at_ms: int) -> None:
        seller.pushes[digest] = at_ms
        self._put("push", seller, digest.hex(), str(at_ms))

    def drop_push(self, seller: Seller, digest: bytes) -> None:
        del seller.pushes[digest]
        self._drop("push", seller, digest.hex())

    def _put(self, kind: str, seller: Seller, key: str, body: object) -> None:
        self.ground.store.put(f"{PROVIDER}.{kind}", seller.account, key, body)

    def _drop(self, kind: str, seller: Seller, key: str) -> None:
        self.ground.store.drop(f"{PROVIDER}.{kind}", seller.account, key)

    def _place(self, seller: Seller) -> str:
        return f"{PROVIDER}/{seller.account}"

    def _load(self) -> None:
        store = self.ground.store
        for document in list(store.documents(f"{PROVIDER}.brand")):
            self.brands.add(document.body, int(document.key))
        for document in store.documents(f"{PROVIDER}.seller"):
            seller = Seller(**jsontext.parse_object(document.body))
            self.sellers[seller.seller_id] = seller
        for kind, load in _LOADERS.items():
            for document in store.documents(f"{PROVIDER}.{kind}"):
                load(self.seller(document.account), document.key, document.body)
        for shown in store.latest_shown():
            provider, _, account = shown.account.partition("/")
            if provider == PROVIDER and (product := self.seller(account).products.get(shown.key)):
                product.quantity = shown.quantity or 0
                product.sale_price = shown.price or Decimal(0)
                product.list_price = shown.list_price or Decimal(0)
                product.stock_ms = product.price_ms = shown.at_ms


def _shelve(seller: Seller, product: Product) -> None:
    seller.contents.setdefault(product.content_id, []).append(product.barcode)
    seller.cards[product.card] = product.content_id


def _load_product(seller: Seller, barcode: str, body: str) -> None:
    product = Product.from_content(jsontext.parse_object(body))
    seller.products[barcode] = product
    _shelve(seller, product)


def _load_package(seller: Seller, key: str, body: str) -> None:
    package = Package.from_body(jsontext.parse_object(body))
    seller.packages[int(key)] = package
    seller.orders.setdefault(package.order_number, []).append(package.package_id)


def _load_claim(seller: Seller, key: str, body: str) -> None:
    seller.claims[key] = jsontext.parse_object(body)


def _load_question(seller: Seller, key: str, body: str) -> None:
    seller.questions[int(key)] = jsontext.parse_object(body)


def _load_webhook(seller: Seller, key: str, body: str) -> None:
    seller.webhooks[key] = Webhook(**jsontext.parse_object(body))


def _load_batch(seller: Seller, key: str, body: str) -> None:
    seller.batches[key] = Batch(**jsontext.parse_object(body))


def _load_invoice(seller: Seller, key: str, body: str) -> None:
    seller.invoices[int(key)] = jsontext.parse_object(body)


def _load_rivals(seller: Seller, key: str, body: str) -> None:
    seller.rivals[key] = jsontext.parse_object(body)


def _load_push(seller: Seller, key: str, body: str) -> None:
    seller.pushes[bytes.fromhex(key)] = int(body)


_LOADERS = {
    "product": _load_product,
    "package": _load_package,
    "claim": _load_claim,
    "question": _load_question,
    "webhook": _load_webhook,
    "batch": _load_batch,
    "invoice": _load_invoice,
    "push": _load_push,
    "rivals": _load_rivals,
}
