"""What a WooCommerce shop answers, in the seller's words."""

TEXTS = {
    "key_cannot_write": (
        "Anahtarın yazma izni yok. WooCommerce’te okuma/yazma izni verin.",
        "The key may not write. Give it read/write permission in WooCommerce.",
    ),
    "not_found": ("Mağazada böyle bir kayıt yok.", "The shop has no such record."),
    "no_such_address": (
        "Bu adreste WooCommerce bulunamadı. Mağaza adresini denetleyin.",
        "No WooCommerce at this address. Check the store address.",
    ),
    "sku_taken": (
        "Bu SKU mağazada başka bir üründe kullanılıyor.",
        "Another product of the shop uses this SKU.",
    ),
    "barcode_taken": (
        "Bu barkod mağazada başka bir üründe kullanılıyor ya da geçersiz.",
        "Another product of the shop uses this barcode, or it is not valid.",
    ),
    "image_refused": (
        "Mağaza görseli indiremedi. Görsel adresini denetleyin.",
        "The shop could not download the image. Check its address.",
    ),
    "category_unknown": (
        "Mağazada böyle bir kategori yok. Kategoriyi yeniden eşleştirin.",
        "The shop has no such category. Match the category again.",
    ),
    "attribute_unknown": (
        "Mağazada böyle bir özellik ya da değer yok. Özelliği yeniden eşleştirin.",
        "The shop has no such attribute or value. Match the attribute again.",
    ),
    "vat_rate_unknown": (
        "Mağazada bu KDV oranı için vergi sınıfı yok.",
        "The shop has no tax class for this VAT rate.",
    ),
    "currency": ("Ürünün para birimi mağazanınkinden farklı.", "The currency is not the shop's."),
    "rejected": ("Mağaza isteği reddetti.", "The shop rejected the request."),
    "item_refused": ("Mağaza bu ürünü kabul etmedi.", "The shop refused this item."),
    "not_taken": ("Mağaza yeni değeri almadı.", "The shop did not take the new value."),
    "unknown_type": ("Bu ürün türü desteklenmiyor.", "This product type is not supported."),
    "vat_rate_needed": (
        "KDV’siz fiyat tutan mağaza için ürünün KDV oranı gerekli.",
        "A shop with prices without VAT needs the product's VAT rate.",
    ),
}
