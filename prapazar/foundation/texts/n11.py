"""What N11 answers, in the seller's words."""

TEXTS = {
    "not_found": ("N11 böyle bir kayıt bulamadı.", "N11 found no such record."),
    "rejected": ("N11 isteği reddetti.", "N11 rejected the request."),
    "item_refused": ("N11 bu ürünü kabul etmedi.", "N11 refused this item."),
    "currency": ("N11 yalnızca TL, USD ve EUR kabul ediyor.", "N11 takes lira, dollars and euros only."),
    "template_needed": (
        "N11’de yeni ürün açmak için bağlantı ayarlarına teslimat şablonunun adını yazın.",
        "To list new products on N11 enter the name of the delivery template in the connection's settings.",
    ),
    "tracking_needed": (
        "Kendi kargonuzla gönderdiğinizi bildirmek için takip numarası gerekli.",
        "To tell that you shipped with your own carrier a tracking number is needed.",
    ),
    "carrier_unknown": (
        "N11 bu kargo firmasını tanımıyor. Kargo eşlemesini denetleyin.",
        "N11 does not know this carrier. Check the carrier mapping.",
    ),
    "accept_first": (
        "N11 yalnızca onaylanmış paketi böler; önce siparişi onaylayın.",
        "N11 splits accepted packages only; accept the order first.",
    ),
    "whole_lines_only": (
        "Onaylanmamış siparişte kalem ancak bütünüyle reddedilebilir; önce siparişi onaylayın.",
        "Before it is accepted a line can only be rejected whole; accept the order first.",
    ),
}
