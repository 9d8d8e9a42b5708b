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
    "content_fixed": (
        "İdefix yayındaki ürünün içeriğini değiştirmeye izin vermiyor; satıcı panelinden isteyin.",
        "İdefix lets nobody change the content of a product that is there; ask for it in the seller panel.",
    ),
    "barcode_needed": ("İdefix barkodsuz ürün kabul etmiyor.", "İdefix takes no product without a barcode."),
    "brand_unknown": ("İdefix bu markayı tanımıyor.", "İdefix does not know this brand."),
    "cargo_needed": (
        "Yeni ürün açmak için bağlantı ayarlarına kargo firmasını girin.",
        "To list new products, enter the cargo company in the connection's settings.",
    ),
    "cargo_unknown": (
        "İdefix bu adda bir kargo firması tanımıyor. Bağlantı ayarlarını denetleyin.",
        "İdefix knows no cargo company of this name. Check the connection's settings.",
    ),
    "addresses_needed": (
        "İdefix panelinde sevkiyat ve iade adreslerinizi tanımlayın.",
        "Enter your shipping and return addresses in the İdefix panel.",
    ),
    "whole_rows_only": (
        "İdefix bir satırın yalnızca bütünüyle iptalini alıyor.",
        "İdefix cancels a row only as a whole.",
    ),
}
