"""What Çiçeksepeti answers, in the seller's words."""

TEXTS = {
    "not_found": ("Çiçeksepeti böyle bir kayıt bulamadı.", "Çiçeksepeti found no such record."),
    "rejected": ("Çiçeksepeti isteği reddetti.", "Çiçeksepeti rejected the request."),
    "item_refused": ("Çiçeksepeti bu ürünü kabul etmedi.", "Çiçeksepeti refused this item."),
    "currency": ("Çiçeksepeti yalnızca TL kabul ediyor.", "Çiçeksepeti takes Turkish lira only."),
    "foreign_address": (
        "Çiçeksepeti bu sunucunun adresini kabul etmiyor: istekler Türkiye'den gelmeli.",
        "Çiçeksepeti does not take requests from this server's address: they have to come from Türkiye.",
    ),
    "other_contract": (
        "Mağazanızın kargo modeli farklı. Bağlantı ayarındaki kargo anlaşmasını değiştirin.",
        "Your shop has another shipping model. Change the shipping contract in the connection's settings.",
    ),
    "cancel_in_panel": (
        "Çiçeksepeti iptali yalnızca kendi panelinden alıyor; siparişi orada iptal edin.",
        "Çiçeksepeti takes cancellations in its own panel only; cancel the order there.",
    ),
    "wrong_status": (
        "Sipariş bu adıma uygun durumda değil.",
        "The order does not stand where this step begins.",
    ),
    "repeated_request": (
        "Çiçeksepeti aynı isteği 30 dakika içinde yeniden kabul etmiyor; sonra denenecek.",
        "Çiçeksepeti refuses the same request within 30 minutes; it is tried later.",
    ),
    "value_needed": (
        "Çiçeksepeti serbest metin almıyor; özelliğe listeden bir değer seçin.",
        "Çiçeksepeti takes no free text; choose one of the attribute's values.",
    ),
    "answer_empty": ("Boş cevap gönderilemez.", "An empty answer cannot be sent."),
    "tracking_needed": (
        "Kargoya verildiğini bildirmek için takip numarası gerekli.",
        "To tell that it was shipped a tracking number is needed.",
    ),
    "carrier_unknown": (
        "Çiçeksepeti bu kargo firmasını tanımıyor. Kargo eşlemesini denetleyin.",
        "Çiçeksepeti does not know this carrier. Check the carrier mapping.",
    ),
}
