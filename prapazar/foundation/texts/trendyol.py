"""What Trendyol answers, in the seller's words."""

TEXTS = {
    "forbidden": (
        "Trendyol bu işleme izin vermedi. API anahtarının yetkisini denetleyin.",
        "Trendyol forbids this. Check the rights of the API key.",
    ),
    "label_pending": (
        "Trendyol etiketi hazırlıyor; birazdan yeniden denenir.",
        "Trendyol is still making the label; it is asked for again in a moment.",
    ),
    "not_found": ("Trendyol böyle bir kayıt bulamadı.", "Trendyol found no such record."),
    "conflict": ("Trendyol bunu daha önce almış.", "Trendyol has this already."),
    "rejected": ("Trendyol isteği reddetti.", "Trendyol rejected the request."),
    "too_many_filters": ("İstekte çok fazla süzgeç var.", "Too many filters in the request."),
    "endpoint_retired": (
        "Trendyol bu adresi kapattı; güncelleme gerekiyor.",
        "Trendyol retired this address; an update is needed.",
    ),
    "repeated_request": (
        "Trendyol aynı isteği 15 dakika içinde yeniden kabul etmiyor; sonra denenecek.",
        "Trendyol refuses the same request within 15 minutes; it is tried later.",
    ),
    "item_refused": ("Trendyol bu ürünü kabul etmedi.", "Trendyol refused this item."),
    "brand_unknown": (
        "Trendyol bu markayı tanımıyor. Markayı eşleştirin ya da Trendyol’dan isteyin.",
        "Trendyol does not know this brand. Match the brand, or ask Trendyol for it.",
    ),
    "barcode_needed": (
        "Trendyol’da satmak için ürünün barkodu gerekli.",
        "Trendyol needs the product's barcode.",
    ),
    "currency": ("Trendyol yalnızca TL kabul ediyor.", "Trendyol takes Turkish lira only."),
}
