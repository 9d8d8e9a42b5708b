"""Products as the reads answer them."""

from collections.abc import Sequence

from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.trendyol import reference
from prapazar.sandbox.trendyol.market import Market
from prapazar.sandbox.trendyol.models import Product, Seller


def content(market: Market, seller: Seller, variants: Sequence[Product], now_ms: int) -> Json:
    """One product card with the given variants; the card's own fields are those of its first variant."""
    first = variants[0]
    return {
        "contentId": first.content_id,
        "productMainId": first.product_main_id,
        "brand": _brand(market, first),
        "category": _category(first),
        "creationDate": min(one.created_ms for one in variants),
        "lastModifiedDate": max(one.modified_ms for one in variants),
        "lastModifiedBy": "SellerIntegrationApi",
        "title": first.title,
        "description": first.description,
        "images": _images(first),
        "attributes": [one for one in first.attributes if not _is_of_variant(one)],
        "variants": [_variant(seller, one, now_ms) for one in variants],
    }


def inventory(variants: Sequence[Product]) -> Json:
    return {
        "contentId": variants[0].content_id,
        "productMainId": variants[0].product_main_id,
        "variants": [
            {
                "variantId": one.variant_id,
                "barcode": one.barcode,
                "salePrice": one.sale_price,
                "listPrice": one.list_price,
                "quantity": one.quantity,
                "stockCode": one.stock_code,
                "stockLastModifiedDate": one.stock_ms,
            }
            for one in variants
        ],
    }


def unapproved(market: Market, seller: Seller, product: Product) -> Json:
    return {
        "supplierId": seller.seller_id,
        "status": "rejected" if product.rejections else "pendingApproval",
        "barcode": product.barcode,
        "productMainId": product.product_main_id,
        "title": product.title,
        "description": product.description,
        "stockCode": product.stock_code,
        "brand": _brand(market, product),
        "category": _category(product),
        "quantity": product.quantity,
        "salePrice": product.sale_price,
        "listPrice": product.list_price,
        "vatRate": product.vat_rate,
        "dimensionalWeight": product.dimensional_weight,
        "origin": product.origin,
        "attributes": product.attributes,
        "createDateTime": product.created_ms,
        "lastUpdateDate": product.modified_ms,
        "lastPriceChangeDate": product.price_ms,
        "lastStockChangeDate": product.stock_ms,
        "images": _images(product),
        "rejectReasonDetails": product.rejections,
    }


def v1(market: Market, seller: Seller, product: Product, now_ms: int) -> Json:
    """The flat row of the retiring listing."""
    return {
        "id": str(product.variant_id),
        "approved": product.is_approved(now_ms),
        "archived": product.archived_ms is not None,
        "productCode": product.content_id,
        "productContentId": product.content_id,
        "batchRequestId": None,
        "supplierId": seller.seller_id,
        "createDateTime": product.created_ms,
        "lastUpdateDate": product.modified_ms,
        "lastPriceChangeDate": product.price_ms,
        "lastStockChangeDate": product.stock_ms,
        "gender": None,
        "brand": market.brands.name(product.brand_id),
        "brandId": product.brand_id,
        "barcode": product.barcode,
        "title": product.title,
        "categoryName": reference.category_name(product.category_id),
        "pimCategoryId": product.category_id,
        "productMainId": product.product_main_id,
        "description": product.description,
        "stockUnitType": "Adet",
        "quantity": product.quantity,
        "listPrice": product.list_price,
        "salePrice": product.sale_price,
        "vatRate": product.vat_rate,
        "dimensionalWeight": product.dimensional_weight,
        "stockCode": product.stock_code,
        "images": _images(product),
        "attributes": product.attributes,
        "platformListingId": str(product.variant_id),
        "stockId": str(product.variant_id),
        "hasActiveCampaign": False,
        "locked": product.locked,
        "lockReason": product.lock_reason,
        "onSale": product.is_on_sale(now_ms),
        "productUrl": _url(seller, product),
        "rejected": bool(product.rejections),
        "rejectReasonDetails": product.rejections,
        "blacklisted": product.blacklisted,
    }


def _variant(seller: Seller, product: Product, now_ms: int) -> Json:
    return {
        "variantId": product.variant_id,
        "supplierId": seller.seller_id,
        "barcode": product.barcode,
        "attributes": [one for one in product.attributes if _is_of_variant(one)],
        "productUrl": _url(seller, product),
        "onSale": product.is_on_sale(now_ms),
        "deliveryOptions": {
            "deliveryDuration": product.delivery_duration,
            "isRushDelivery": product.delivery_duration == 0,
            "fastDeliveryOptions": [],
        },
        "stock": {"quantity": product.quantity, "lastModifiedDate": product.stock_ms},
        "price": {
            "salePrice": product.sale_price,
            "listPrice": product.list_price,
            "priceSeenByCustomer": product.sale_price,
        },
        "stockCode": product.stock_code,
        "vatRate": product.vat_rate,
        "commission": product.commission,
        "dimensionalWeight": product.dimensional_weight,
        "origin": product.origin,
        "sellerCreatedDate": product.created_ms,
        "sellerModifiedDate": product.modified_ms,
        "locked": product.locked,
        "lockReason": product.lock_reason,
        "lockDate": product.modified_ms if product.locked else None,
        "archived": product.archived_ms is not None,
        "archivedDate": product.archived_ms,
        "docNeeded": False,
        "hasViolation": False,
        "blacklisted": product.blacklisted,
        "locationBasedDelivery": product.location_based_delivery,
        "channels": product.channels,
    }


def _brand(market: Market, product: Product) -> Json:
    return {"id": product.brand_id, "name": market.brands.name(product.brand_id)}


def _category(product: Product) -> Json:
    return {"id": product.category_id, "name": reference.category_name(product.category_id)}


def _is_of_variant(attribute: Json) -> bool:
    return attribute.get("attributeId") in reference.VARIANTERS


def _images(product: Product) -> list[Json]:
    return [{"url": url} for url in product.images]


def _url(seller: Seller, product: Product) -> str:
    return f"https://www.trendyol.com/marka/urun-p-{product.content_id}?merchantId={seller.seller_id}"
