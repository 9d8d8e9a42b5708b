"""What happens in the pretend marketplace without the API: sellers join, buyers buy, parcels arrive."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from prapazar.sandbox import jsontext
from prapazar.sandbox.baskets import Basket, Buyer, NotOnSale, SoldOut, units_by_key
from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.trendyol import events, packing
from prapazar.sandbox.trendyol.market import STOCK_CAP, Market
from prapazar.sandbox.trendyol.models import PROVIDER, Package, Product, Seller, card_name

DEFAULT_SELLER = 1001
DEFAULT_KEY = "sandbox-key"
DEFAULT_SECRET = "sandbox-secret"  # noqa: S105  everybody may know the pretend shop's secret
_FIRST_CONTENT = 70_000_001
_FIRST_VARIANT = 500_000_001
_OTHER_CATEGORY = 411


def open_account(
    market: Market,
    seller_id: int = DEFAULT_SELLER,
    *,
    name: str = "Deneme Mağaza",
    api_key: str = DEFAULT_KEY,
    api_secret: str = DEFAULT_SECRET,
) -> Seller:
    """A new seller, or the same one with new credentials."""
    seller = market.sellers.get(seller_id) or Seller(seller_id, name, api_key, api_secret)
    seller.name, seller.api_key, seller.api_secret, seller.expired = name, api_key, api_secret, False
    market.keep_seller(seller)
    market.ground.store.flush()
    return seller


def seed_product(market: Market, account: int | str, article: Json) -> Product:
    """An approved product on sale. Needs `barcode`; the README lists what else may be given."""
    product = _seed(market, market.seller(account), article)
    market.ground.store.flush()
    return product


def seed_products(market: Market, account: int | str, articles: Iterable[Json]) -> int:
    seller = market.seller(account)
    count = len([_seed(market, seller, article) for article in articles])
    market.ground.store.flush()
    return count


def place_order(
    market: Market,
    account: int | str,
    basket: Basket,
    buyer: Buyer,
    *,
    at: datetime | None = None,
    status: str = "Created",
    cargo: str = "TEXMP",
) -> Package:
    """A buyer buys what the shop shows; refused with `SoldOut` or `NotOnSale`, and then nothing changed.

    `at` lies in the past for an order that is part of a shop's history.
    """
    seller = market.seller(account)
    now = market.ground.now_ms()
    for barcode, wanted in units_by_key(basket).items():
        product = seller.products.get(barcode)
        if product is None or not product.is_approved(now) or product.archived_ms or product.locked:
            raise NotOnSale(barcode)
        if product.quantity < wanted:
            raise SoldOut(barcode, wanted, product.quantity)
    sold = [
        packing.Sold(
            seller.products[line.key],
            line.quantity,
            line.unit_price if line.unit_price is not None else seller.products[line.key].sale_price,
        )
        for line in basket
    ]
    ordered_ms = None if at is None else epoch_ms(at)
    number = packing.next_order_number(market)
    package = packing.new_package(
        market, seller, number, sold, buyer, status=status, ordered_ms=ordered_ms, cargo=cargo
    )
    for one in sold:
        left = one.product.quantity - one.quantity
        market.set_offer(seller, one.product, f"order {number}", quantity=left)
    market.keep_package(seller, package)
    market.ground.store.flush()
    events.announce(market, seller, package)
    for heard in market.ground.sales:
        heard(PROVIDER, seller.account, number)
    return package


def advance_package(market: Market, account: int | str, package_id: int, status: str) -> Package:
    """The marketplace or the carrier moves a package: Shipped, Delivered, UnDelivered, Returned, Cancelled ..."""
    seller = market.seller(account)
    body = seller.packages[package_id].body()
    for line in body["lines"]:
        if line["orderLineItemStatusName"] not in {"Cancelled", "UnSupplied"}:
            line["orderLineItemStatusName"] = status
    package = restate(market, body, status)
    market.keep_package(seller, package)
    if status == "Cancelled":
        put_back(market, seller, body["lines"], f"cancel {package.order_number}")
    market.ground.store.flush()
    events.announce(market, seller, package)
    return package


def cancel_order(market: Market, account: int | str, order_number: str) -> list[Package]:
    """The buyer cancels: every package not yet on the road, and its units return to the shelf."""
    seller = market.seller(account)
    return [
        advance_package(market, account, number, "Cancelled")
        for number in list(seller.orders[order_number])
        if seller.packages[number].status in {"Awaiting", "Created", "Verified", "Picking", "Invoiced"}
    ]


def restate(market: Market, body: Json, status: str) -> Package:
    """The same package in a new status, with its history and stamp."""
    now = max(market.ground.now_ms(), body["lastModifiedDate"])
    body["status"] = body["shipmentPackageStatus"] = status
    body["lastModifiedDate"] = now
    body["packageHistories"].append({"createdDate": now, "status": status})
    return Package.from_body(body)


def put_back(market: Market, seller: Seller, lines: Iterable[Json], cause: str) -> None:
    for line in lines:
        product = seller.products.get(line["barcode"])
        if product is not None:
            quantity = min(STOCK_CAP, product.quantity + line["quantity"])
            market.set_offer(seller, product, cause, quantity=quantity)


def _seed(market: Market, seller: Seller, article: Json) -> Product:
    barcode = str(article["barcode"])
    known = seller.products.get(barcode)
    now = market.ground.now_ms()
    main_id = str(article.get("productMainId") or barcode)
    sale_price = jsontext.decimal(article.get("salePrice", Decimal(100)))
    product = Product(
        barcode=barcode,
        title=str(article.get("title") or barcode),
        product_main_id=main_id,
        brand_id=_brand(market, article),
        category_id=int(article.get("categoryId") or _OTHER_CATEGORY),
        stock_code=str(article.get("stockCode") or barcode),
        content_id=known.content_id
        if known
        else content_id_for(market, seller, main_id, list(article.get("attributes", []))),
        variant_id=known.variant_id if known else market.next_number("variant", _FIRST_VARIANT),
        created_ms=known.created_ms if known else now,
        modified_ms=now,
        approved_ms=now,
        description=str(article.get("description") or ""),
        vat_rate=int(article.get("vatRate", 20)),
        images=[
            image["url"] if isinstance(image, dict) else str(image) for image in article.get("images", [])
        ],
        attributes=list(article.get("attributes", [])),
        dimensional_weight=jsontext.decimal(article.get("dimensionalWeight", 1)),
        origin=article.get("origin"),
        commission=jsontext.decimal(article.get("commission", 15)),
    )
    market.keep_product(seller, product)
    market.set_offer(
        seller,
        product,
        "seed",
        quantity=int(article.get("quantity", 0)),
        sale_price=sale_price,
        list_price=jsontext.decimal(article.get("listPrice", sale_price)),
    )
    return product


def content_id_for(market: Market, seller: Seller, product_main_id: str, attributes: list[Json]) -> int:
    """Looked up through the cards, of which there are fewer than products."""
    card = card_name(product_main_id, attributes)
    return seller.cards.get(card) or market.next_number("content", _FIRST_CONTENT)


def next_variant_id(market: Market) -> int:
    return market.next_number("variant", _FIRST_VARIANT)


def _brand(market: Market, article: Json) -> int:
    if article.get("brandId"):
        brand_id = int(article["brandId"])
        if article.get("brand"):
            market.brands.add(str(article["brand"]), brand_id)
        return brand_id
    return market.brands.id_of(str(article.get("brand") or "Deneme Marka"))
