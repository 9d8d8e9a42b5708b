"""What Etsy answers, in the merchant's words."""

TEXTS = {
    "not_found": ("Etsy böyle bir kayıt bulamadı.", "Etsy found no such record."),
    "rejected": ("Etsy isteği reddetti.", "Etsy rejected the request."),
    "conflict": (
        "Etsy, kaydın şu anki durumunda bunu kabul etmedi.",
        "Etsy did not take this in the record's present state.",
    ),
    "scope_missing": (
        "Verilen izin bu işlemi kapsamıyor. Etsy sayfasında yeniden izin verin.",
        "The access granted does not cover this. Grant it again on Etsy's page.",
    ),
    "currency": (
        "Fiyatın para birimi Etsy dükkânınınkinden farklı.",
        "The price is in another currency than the Etsy shop's.",
    ),
    "not_renewed": (
        "İlan Etsy'de tükenmiş. Yeniden satışa çıkması ücretli bir yenileme ister; ayarlarda kapalı.",
        "The listing is sold out on Etsy. Selling it again needs a renewal with a fee, which the settings rule out.",
    ),
    "cancel_in_panel": (
        "Etsy'de sipariş yalnızca Etsy'nin kendi sayfasından iptal edilir.",
        "On Etsy an order is cancelled on Etsy's own page only.",
    ),
    "webhook_in_portal": (
        "Etsy bildirim adresi geliştirici sayfasından eklenir; orada gösterilen imza anahtarını ayarlara girin.",
        "Etsy's webhook address is added in the developer portal; enter the signing secret shown there.",
    ),
    "option_unknown": (
        "Etsy bu kategoride ürünleri bu seçenekle ayırmıyor. Seçenek adını eşleyin.",
        "Etsy does not tell products of this category apart by this option. Map its name.",
    ),
    "two_options": (
        "Etsy'de bir ilan en çok iki seçenekle ayrılabilir.",
        "A listing on Etsy may vary by two options at most.",
    ),
    "value_unknown": (
        "Etsy bu özellik için bu değeri tanımıyor; listeden bir değer seçin.",
        "Etsy does not know this value of the property; choose one of the list.",
    ),
    "sku_long": (
        "Etsy'de SKU en çok 32 karakter olabilir.",
        "On Etsy an SKU may have 32 characters at most.",
    ),
    "sku_exists": (
        "Bu SKU ile yayında bir ilan zaten var; önce eşleştirin.",
        "There is a listing with this SKU already; match it first.",
    ),
    "stock_needed": (
        "Etsy'de ilan açmak için en az bir adet stok gerekli.",
        "To list an article on Etsy at least one unit is needed.",
    ),
    "choose_one": (
        "Dükkânda bundan birden çok var (ya da hiç yok); hangisinin kullanılacağını ayarlara girin.",
        "The shop has several of these, or none; enter into the settings which one to use.",
    ),
    "picture_missing": (
        "Ürün görseli indirilemedi; adresini denetleyin.",
        "The product's picture could not be read; check its address.",
    ),
}
