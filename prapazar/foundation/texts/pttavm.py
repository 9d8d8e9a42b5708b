"""What PTT AVM answers, in the seller's words."""

TEXTS = {
    "not_found": ("PTT AVM böyle bir kayıt bulamadı.", "PTT AVM found no such record."),
    "rejected": ("PTT AVM isteği reddetti.", "PTT AVM rejected the request."),
    "item_refused": ("PTT AVM bu ürünü kabul etmedi.", "PTT AVM refused this item."),
    "repeated_request": (
        "PTT AVM aynı isteği 5 dakika içinde yeniden kabul etmiyor.",
        "PTT AVM does not take the same request again within 5 minutes.",
    ),
    "currency": ("PTT AVM yalnızca TL kabul ediyor.", "PTT AVM takes Turkish lira only."),
    "vat_rate": (
        "PTT AVM bu KDV oranını tanımıyor; 0, 1, 10 veya 20 olmalı.",
        "PTT AVM does not know this VAT rate; it has to be 0, 1, 10 or 20.",
    ),
    "content_fixed": (
        "PTT AVM'deki ürünün içeriği buradan değiştirilmez: stok ve varyantları da değişebilir. Panelden değiştirin.",
        "A product's content is not changed from here: its stock and variants could change too. Use the panel.",
    ),
    "already_listed": (
        "Bu barkod PTT AVM'de zaten var; ürünleri yeniden okuyup eşleştirin.",
        "PTT AVM has this barcode already; read the products again and match it.",
    ),
    "variant_price": (
        "PTT AVM'de varyant fiyatı ürün fiyatına eklenen farktır ve buradan gönderilmez; panelden değiştirin.",
        "At PTT AVM a variant's price is a surcharge and is not sent from here; change it in the panel.",
    ),
    "cancel_in_panel": (
        "PTT AVM iptali yalnızca kendi panelinden alıyor; siparişi orada iptal edin.",
        "PTT AVM takes cancellations in its own panel only; cancel the order there.",
    ),
    "warehouse_needed": (
        "Kargo barkodunun isteneceği depo belli değil. Bağlantı ayarlarına depo numarasını yazın.",
        "It is not clear which warehouse the cargo barcode is for. Set the warehouse number in the connection.",
    ),
    "barcode_refused": (
        "PTT bu siparişe kargo barkodu vermedi.",
        "PTT did not give this order a cargo barcode.",
    ),
    "not_in_soap": (
        "Eski SOAP servisi bunu yapamıyor. REST anahtarlarıyla bağlanın; kargo barkodu için kargo kullanıcısı yeter.",
        "The older SOAP service cannot do this. Connect with REST keys; cargo barcodes need the cargo user only.",
    ),
}
