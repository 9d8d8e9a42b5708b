"""What Pazarama answers, in the seller's words."""

TEXTS = {
    "not_found": ("Pazarama böyle bir kayıt bulamadı.", "Pazarama found no such record."),
    "rejected": ("Pazarama isteği reddetti.", "Pazarama rejected the request."),
    "item_refused": ("Pazarama bu ürünü kabul etmedi.", "Pazarama refused this item."),
    "currency": ("Pazarama yalnızca TL kabul ediyor.", "Pazarama takes Turkish lira only."),
    "brand_unknown": (
        "Pazarama bu markayı tanımıyor. Marka eşlemesini denetleyin.",
        "Pazarama does not know this brand. Check the brand mapping.",
    ),
    "barcode_needed": (
        "Pazarama’da ürün açmak için barkod gerekli.",
        "To list a product on Pazarama a barcode is needed.",
    ),
    "value_needed": (
        "Pazarama özelliklerde serbest metin almıyor; listeden bir değer seçin.",
        "Pazarama takes no free text for attributes; choose a value of the list.",
    ),
    "content_fixed": (
        "Pazarama açılmış bir ürünün içeriğini API’den değiştirmiyor; panelden düzenleyin.",
        "Pazarama does not change a listed product's content over its API; edit it in the panel.",
    ),
    "tracking_needed": (
        "Kargoya verildiğini bildirmek için takip numarası gerekli.",
        "To tell that it was shipped a tracking number is needed.",
    ),
    "carrier_unknown": (
        "Bu kargo firması Pazarama hesabınızda tanımlı değil. Kargo eşlemesini denetleyin.",
        "Your Pazarama account does not know this carrier. Check the carrier mapping.",
    ),
    "whole_items_only": (
        "Pazarama bir kalemin yalnızca bütünüyle iptalini alıyor.",
        "Pazarama cancels an item only as a whole.",
    ),
}
