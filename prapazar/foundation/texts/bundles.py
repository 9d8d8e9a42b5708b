"""The section of a product's page that says what a bundle is made of."""

TEXTS = {
    "title": ("Paket içeriği", "What it is made of"),
    "which": ("Hangi varyant", "Which variant"),
    "none": (
        "Bu varyant bir paket değil. İçine ürün eklerseniz paket olur, stoğu içindekilerden hesaplanır.",
        "This variant is no bundle. Add an article to make it one: its stock then follows its components.",
    ),
    "find": ("Ürün adı, stok kodu ya da barkod", "Product, SKU or barcode"),
    "not_found": ("Eşleşen ürün yok.", "No article found."),
    "quantity": ("Adet", "Units"),
    "free": ("{count} adet var", "{count} there"),
    "uncounted": ("hiç sayılmadı", "never counted"),
    "makes": ("{count} pakete yeter", "enough for {count} {count:bundle|bundles}"),
    "available": ("Satılabilir paket", "Bundles to sell"),
    "why": (
        "En az {name} var: {free} ÷ {quantity} = {count}",
        "{name} is the scarcest: {free} ÷ {quantity} = {count}",
    ),
    "why_uncounted": (
        "{name} hiç sayılmadı; sayılana kadar kanallara bir şey bildirilmez.",
        "{name} was never counted; until it is, channels are told nothing.",
    ),
    "after_saving": ("Kaydedince hesaplanır", "Worked out when it is saved"),
    "cost": ("Toplam maliyet", "Cost of one"),
    "cost_unknown": ("Maliyeti eksik olan var", "A component has no cost"),
    "save": ("Paketi kaydet", "Save the bundle"),
    "undo": ("Geri al", "Undo"),
    "saved": ("Paket kaydedildi", "Bundle saved"),
    "dissolved": (
        "Paket kaldırıldı; stoğu 0 sayıldı, şimdi kendi stoğunu girin",
        "No bundle any more; it is counted as 0, enter its own stock now",
    ),
    "dissolve_hint": (
        "Boş kaydedilirse paket olmaktan çıkar ve kanallara 0 bildirilir.",
        "Saved empty, it stops being a bundle and channels are told 0.",
    ),
    "save_first": ("Önce ürünü kaydedin.", "Save the product first."),
}
