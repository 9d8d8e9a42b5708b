"""What Hepsiburada answers, in the merchant's words."""

TEXTS = {
    "not_packed": (
        "Hepsiburada’da bu siparişin paketi yok; etiket paketlendikten sonra alınır.",
        "Hepsiburada has no package of this order; a label is there once it is packed.",
    ),
    "not_found": ("Hepsiburada böyle bir kayıt bulamadı.", "Hepsiburada found no such record."),
    "conflict": (
        "Hepsiburada bunu bu durumda kabul etmiyor.",
        "Hepsiburada does not take this in its present state.",
    ),
    "rejected": ("Hepsiburada isteği reddetti.", "Hepsiburada rejected the request."),
    "throttled": (
        "Hepsiburada istekleri bir süre durdurdu; daha sonra sürdürülecek.",
        "Hepsiburada holds requests back for a while; they go on later.",
    ),
    "too_many_uploads": (
        "Hepsiburada aynı anda en fazla beş yükleme alıyor; kalanı birazdan gönderilecek.",
        "Hepsiburada takes five uploads at a time; the rest follow shortly.",
    ),
    "item_refused": ("Hepsiburada bu ürünü kabul etmedi.", "Hepsiburada refused this item."),
    "price_locked": (
        "Fiyat izin verilen aralığın dışında olduğu için Hepsiburada ürünü kilitledi. Panelden kilidi açın.",
        "The price is out of the allowed range, so Hepsiburada locked the item. Unlock it in the panel.",
    ),
    "currency": ("Hepsiburada yalnızca TL kabul ediyor.", "Hepsiburada takes Turkish lira only."),
    "sku_form": (
        "Hepsiburada stok kodunda Türkçe harf ve boşluk kabul etmiyor.",
        "Hepsiburada takes no Turkish letters and no spaces in a SKU.",
    ),
    "category_missing": (
        "Ürünün Hepsiburada kategorisi seçilmemiş.",
        "The item has no Hepsiburada category yet.",
    ),
    "partial_line": (
        "Paketlenmemiş bir kalemin yalnızca tamamı iptal edilebilir.",
        "Of a line that is not packed only the whole can be cancelled.",
    ),
    "tracking_missing": (
        "Kendi kargonuzla gönderimde takip numarası gerekir.",
        "Shipping by a carrier of your own needs a tracking number.",
    ),
    "webhook_by_mail": (
        "Hepsiburada bildirim adresini yalnızca e-postayla kaydediyor; o zamana dek siparişler sorularak alınır.",
        "Hepsiburada registers addresses for its notices by e-mail only; until then orders are asked for.",
    ),
    "order_gone": (
        "Hepsiburada bu siparişi listeliyor ama ayrıntısını vermiyor.",
        "Hepsiburada lists this order but does not tell its details.",
    ),
}
