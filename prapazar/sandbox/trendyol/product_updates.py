"""The four V2 updates: content, variant, delivery, and whole products that are not approved yet."""

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.trendyol import batches, errors, product_fields, product_rules, reference
from prapazar.sandbox.trendyol.errors import ApiError, not_found
from prapazar.sandbox.trendyol.visit import Routes, Visit

_BASE = "/integration/product/sellers/{seller}/products"
_LEAST_UNAPPROVED_FIELDS = 3
routes = Routes()


@routes.route("POST", f"{_BASE}/content-bulk-update", "product-write")
def update_content(visit: Visit) -> Reply:
    outcomes = [_content(visit, item) for item in visit.items()]
    return batches.open_batch(visit, "ApprovedProductContentUpdate", outcomes)


@routes.route("POST", f"{_BASE}/variant-bulk-update", "product-write")
def update_variant(visit: Visit) -> Reply:
    outcomes = [_variant(visit, item) for item in visit.items()]
    return batches.open_batch(visit, "ApprovedProductVariantUpdate", outcomes)


@routes.route("POST", f"{_BASE}/delivery-info-bulk-update", "product-write")
def update_delivery(visit: Visit) -> Reply:
    outcomes = [_delivery(visit, item) for item in visit.items()]
    return batches.open_batch(visit, "ProductDeliveryOptionUpdate", outcomes)


@routes.route("POST", f"{_BASE}/unapproved-bulk-update", "product-write")
def update_unapproved(visit: Visit) -> Reply:
    items = visit.items()
    if any(len(item) < _LEAST_UNAPPROVED_FIELDS for item in items):
        # Seen live: too few fields are no validation error but a crash.
        raise ApiError(500, errors.SYSTEM, "internal.server.error", "Beklenmeyen bir hata oluştu.")
    return batches.open_batch(visit, "ProductV2Update", [_unapproved(visit, item) for item in items])


@routes.route("GET", f"{_BASE}/{{content}}/update-audits", "product-read")
def update_audits(visit: Visit) -> Reply:
    content = visit.path_number("content")
    if content not in visit.seller.contents:
        raise not_found("content.not.found", "Content not found.")
    rows = visit.seller.audits.get(content, [])
    return json_reply(
        {
            "totalElements": len(rows),
            "totalPages": 1 if rows else 0,
            "page": 0,
            "size": len(rows),
            "content": rows,
        }
    )


def _content(visit: Visit, item: Json) -> Json:
    number = item.get("contentId")
    if not isinstance(number, int) or number not in visit.seller.contents:
        return batches.outcome(item, [f"{number} numaralı içerik bulunamadı."])
    barcodes = visit.seller.contents[number]
    failures = [*product_rules.field_failures(item), *_fixed(item)]
    if not failures:
        changes = {name: item[name] for name in product_fields.CONTENT if name in item}
        for barcode in barcodes:
            _keep_content(visit, barcode, changes)
        visit.seller.audits.setdefault(number, []).append(
            {
                "contentId": number,
                "changedFields": sorted(changes),
                "date": visit.now_ms,
                "status": "APPROVED",
            }
        )
    return batches.outcome(item, failures)


def _variant(visit: Visit, item: Json) -> Json:
    barcode = product_rules.clean_barcode(item.get("barcode"))
    if barcode not in visit.seller.products:
        return batches.outcome(item, [f"{barcode} barkodlu ürün bulunamadı."])
    failures = product_rules.field_failures(item)
    if not failures:
        changes = {name: item[name] for name in product_fields.VARIANT if name in item}
        _keep(visit, barcode, changes)
    return batches.outcome(item, failures)


def _delivery(visit: Visit, item: Json) -> Json:
    barcode = product_rules.clean_barcode(item.get("barcode"))
    product = visit.seller.products.get(barcode)
    if product is None:
        return batches.outcome(item, [f"{barcode} barkodlu ürün bulunamadı."])
    options = item.get("deliveryOptions")
    if not isinstance(options, dict) or options.get("deliveryDuration") is None:
        return batches.outcome(item, ["deliveryOptions alanı zorunludur."])
    _keep(visit, barcode, {"deliveryOptions": options})
    return batches.outcome(item, [])


def _unapproved(visit: Visit, item: Json) -> Json:
    barcode = product_rules.clean_barcode(item.get("barcode"))
    product = visit.seller.products.get(barcode)
    request_item = {"product": item, "barcode": barcode}
    if product is None or product.is_approved(visit.now_ms):
        return batches.outcome(request_item, [f"{barcode} barkodlu onaysız ürün bulunamadı."])
    failures = product_rules.field_failures(item)
    if not failures:
        product.rejections = []
        product.approved_ms = visit.now_ms + visit.market.rules.approval_ms
        _keep(visit, barcode, item)
    return batches.outcome(request_item, failures)


def _fixed(item: Json) -> list[str]:
    """What tells variants or cards apart stays as it was listed."""
    numbers = reference.VARIANTERS | reference.SLICERS
    sent = [one for one in item.get("attributes") or [] if one.get("attributeId") in numbers]
    return ["Varyant özellikleri bu servisle değiştirilemez."] if sent else []


def _keep_content(visit: Visit, barcode: str, changes: Json) -> None:
    """The attributes of a card are replaced as a whole; those of its variants stay."""
    numbers = reference.VARIANTERS | reference.SLICERS
    own = [one for one in visit.seller.products[barcode].attributes if one.get("attributeId") in numbers]
    _keep(visit, barcode, changes)
    if "attributes" in changes:
        product = visit.seller.products[barcode]
        product.attributes = [*own, *product.attributes]
        visit.market.keep_product(visit.seller, product)


def _keep(visit: Visit, barcode: str, changes: Json) -> None:
    product = visit.seller.products[barcode]
    product_fields.fill(product, changes)
    product.modified_ms = visit.now_ms
    visit.market.keep_product(visit.seller, product)
