"""Creating, archiving, unlocking and deleting products."""

from collections.abc import Callable
from datetime import timedelta

from prapazar.sandbox import jsontext, rivals
from prapazar.sandbox.clock import to_ms
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.trendyol import batches, errors, product_fields, product_rules, trade
from prapazar.sandbox.trendyol.errors import bad_request
from prapazar.sandbox.trendyol.models import Product
from prapazar.sandbox.trendyol.visit import Routes, Visit

_BASE = "/integration/product/sellers/{seller}"
_ARCHIVED_LONG_ENOUGH_MS = to_ms(timedelta(days=1))
_MOST_BUYBOX = 10
routes = Routes()
_Change = Callable[[Visit, Product, Json], list[str]]
"""Does it and answers no failures, or answers why not and changes nothing."""


@routes.route("POST", f"{_BASE}/v2/products", "product-write")
def create(visit: Visit) -> Reply:
    return _create(visit, "ProductV2OnBoarding")


@routes.route("POST", f"{_BASE}/products", "product-write")
def create_v1(visit: Visit) -> Reply:
    if visit.market.rules.v1_products_retired:
        raise errors.retired()
    return _create(visit, "ProductV2OnBoarding")


@routes.route("PUT", f"{_BASE}/products", "product-write")
def update_v1(visit: Visit) -> Reply:
    if visit.market.rules.v1_products_retired:
        raise errors.retired()
    return batches.open_batch(visit, "ProductV2Update", [_update(visit, item) for item in visit.items()])


@routes.route("PUT", f"{_BASE}/products/archive-state", "product-write")
def archive(visit: Visit) -> Reply:
    outcomes = [_change(visit, item, _archive) for item in visit.items()]
    return batches.open_batch(visit, "ProductArchiveUpdate", outcomes)


@routes.route("PUT", f"{_BASE}/products/unlock", "product-write")
def unlock(visit: Visit) -> Reply:
    outcomes = [_change(visit, item, _unlock) for item in visit.items()]
    return batches.open_batch(visit, "ProductUnlockUpdate", outcomes)


@routes.route("DELETE", f"{_BASE}/products", "product-write")
def delete(visit: Visit) -> Reply:
    outcomes = [_change(visit, item, _delete) for item in visit.items()]
    return batches.open_batch(visit, "ProductDeletion", outcomes)


@routes.route("POST", f"{_BASE}/products/buybox-information", "product-write")
def buybox(visit: Visit) -> Reply:
    barcodes = visit.body().get("barcodes")
    if not isinstance(barcodes, list) or not 0 < len(barcodes) <= _MOST_BUYBOX:
        raise bad_request("barcodes.size", f"barcodes alanı 1 ile {_MOST_BUYBOX} adet arasında olmalıdır.")
    known = [visit.seller.products[one] for one in barcodes if one in visit.seller.products]
    rows = [_standing(visit, product) for product in known if product.is_on_sale(visit.now_ms)]
    return json_reply({"buyboxInfo": rows})


def _standing(visit: Visit, product: Product) -> Json:
    """The three lowest prices, and where ours stands."""
    others = visit.market.rivals(visit.seller, product)
    first, second, third = [*sorted([product.sale_price, *others]), None, None][:3]
    return {
        "barcode": product.barcode,
        "buyboxOrder": rivals.rank(product.sale_price, others),
        "buyboxPrice": first,
        "hasMultipleSeller": bool(others),
        "secondBuyboxPrice": second,
        "thirdBuyboxPrice": third,
    }


def _create(visit: Visit, kind: str) -> Reply:
    return batches.open_batch(visit, kind, [_create_one(visit, item) for item in visit.items()])


def _create_one(visit: Visit, item: Json) -> Json:
    barcode = product_rules.clean_barcode(item.get("barcode"))
    failures = product_rules.creation_failures(item, visit.market.rules)
    if item.get("brandId") and not visit.market.brands.is_known(item["brandId"]):
        failures.append("Marka bulunamadı.")
    if barcode in visit.seller.products:
        failures.append(f"{barcode} barkodlu ürün zaten mevcut.")
    if not failures:
        _keep_new(visit, barcode, item)
    return batches.outcome({"product": item, "barcode": barcode}, failures)


def _keep_new(visit: Visit, barcode: str, item: Json) -> None:
    market, seller, now = visit.market, visit.seller, visit.now_ms
    main_id = str(item["productMainId"])
    attributes = product_fields.attributes(int(item["categoryId"]), item["attributes"])
    product = Product(
        barcode=barcode,
        title=str(item["title"]),
        product_main_id=main_id,
        brand_id=int(item["brandId"]),
        category_id=int(item["categoryId"]),
        stock_code=str(item["stockCode"]),
        content_id=trade.content_id_for(market, seller, main_id, attributes),
        variant_id=trade.next_variant_id(market),
        created_ms=now,
        modified_ms=now,
        approved_ms=now + market.rules.approval_ms,
    )
    product_fields.fill(product, item)
    market.keep_product(seller, product)
    market.set_offer(
        seller,
        product,
        "api create",
        quantity=int(item["quantity"]),
        sale_price=jsontext.decimal(item["salePrice"]),
        list_price=jsontext.decimal(item["listPrice"]),
    )


def _update(visit: Visit, item: Json) -> Json:
    product = visit.seller.products.get(product_rules.clean_barcode(item.get("barcode")))
    request_item = {"product": item, "barcode": item.get("barcode")}
    if product is None:
        return batches.outcome(request_item, [f"{item.get('barcode')} barkodlu ürün bulunamadı."])
    failures = product_rules.field_failures(item)
    if not failures:
        product_fields.fill(product, item)
        product.modified_ms = visit.now_ms
        visit.market.keep_product(visit.seller, product)
    return batches.outcome(request_item, failures)


def _change(visit: Visit, item: Json, change: _Change) -> Json:
    product = visit.seller.products.get(product_rules.clean_barcode(item.get("barcode")))
    if product is None:
        return batches.outcome(item, [f"{item.get('barcode')} barkodlu ürün bulunamadı."])
    return batches.outcome(item, change(visit, product, item))


def _archive(visit: Visit, product: Product, item: Json) -> list[str]:
    if not isinstance(item.get("archived"), bool):
        return ["archived alanı zorunludur."]
    product.archived_ms = visit.now_ms if item["archived"] else None
    product.modified_ms = visit.now_ms
    visit.market.keep_product(visit.seller, product)
    return []


def _unlock(visit: Visit, product: Product, _item: Json) -> list[str]:
    if not product.locked:
        return ["Ürün kilitli değil."]
    product.locked, product.lock_reason, product.modified_ms = False, None, visit.now_ms
    visit.market.keep_product(visit.seller, product)
    return []


def _delete(visit: Visit, product: Product, _item: Json) -> list[str]:
    archived = product.archived_ms
    long_archived = archived is not None and archived + _ARCHIVED_LONG_ENOUGH_MS <= visit.now_ms
    if product.is_approved(visit.now_ms) and not long_archived:
        return ["Onaylı ürün silinemez; en az bir gündür arşivde olmalıdır."]
    visit.market.drop_product(visit.seller, product.barcode)
    return []
