"""What İdefix answers, in the seller's words."""

TEXTS = {
    "not_found": ("İdefix böyle bir kayıt bulamadı.", "İdefix found no such record."),
    "rejected": ("İdefix isteği reddetti.", "İdefix rejected the request."),
    "item_refused": ("İdefix bu ürünü kabul etmedi.", "İdefix refused this item."),
    "price_locked": (
        "İdefix bu ürünün fiyatını kilitledi; satıcı panelinden kontrol edin.",
        "İdefix has locked the price of this product; see the seller panel.",
    ),
    "currency": ("İdefix yalnızca TL kabul ediyor.", "İdefix takes Turkish lira only."),
    "invoice_needed": (
        "Paketlendiğini bildirmek için fatura numarası gerekli.",
        "To tell that it was packed an invoice number is needed.",
    ),
    "tracking_needed": (
        "Kargoya verildiğini bildirmek için takip numarası gerekli.",
        "To tell that it was shipped a tracking number is needed.",
    ),
    "address_needed": (
        "Kendi kargonuzla gönderim için bağlantı ayarlarına kargo takip adresini girin.",
        "To ship with your own carrier, enter its tracking address in the connection's settings.",
    ),
    "whole_rows_only": (
        "İdefix bir satırın yalnızca bütünüyle iptalini alıyor.",
        "İdefix cancels a row only as a whole.",
    ),
}
