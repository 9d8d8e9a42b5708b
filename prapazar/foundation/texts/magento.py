"""What a Magento shop answers, in the seller's words."""

TEXTS = {
    "not_found": ("Mağazada böyle bir kayıt yok.", "The shop has no such record."),
    "not_allowed": (
        "Mağaza anahtarları kabul etmedi ya da entegrasyonun bu işlem için izni yok.",
        "The shop refused the keys, or the integration has no permission for this.",
    ),
    "no_such_address": (
        "Bu adreste Magento ya da istenen modülü (MSI) bulunamadı.",
        "No Magento at this address, or it lacks the module asked for (MSI).",
    ),
    "rejected": ("Mağaza isteği reddetti.", "The shop rejected the request."),
    "item_refused": ("Mağaza bu ürünü kabul etmedi.", "The shop refused this item."),
    "store_unknown": (
        "Mağazada bu kodla bir görünüm yok. Bağlantı ayarlarını denetleyin.",
        "The shop has no store view of this code. Check the connection's settings.",
    ),
    "category_unknown": (
        "Mağazada böyle bir kategori yok. Kategoriyi yeniden eşleştirin.",
        "The shop has no such category. Match the category again.",
    ),
    "attribute_unknown": (
        "Mağazada böyle bir özellik ya da değer yok. Özelliği yeniden eşleştirin.",
        "The shop has no such attribute or value. Match the attribute again.",
    ),
    "image_refused": (
        "Görsel indirilemedi ya da JPEG, PNG veya GIF değil.",
        "The image could not be downloaded, or is no JPEG, PNG or GIF.",
    ),
    "currency": ("Ürünün para birimi mağazanınkinden farklı.", "The currency is not the shop's."),
    "vat_rate_needed": (
        "KDV’siz fiyat tutan mağaza için ürünün KDV oranı gerekli.",
        "A shop with prices without VAT needs the product's VAT rate.",
    ),
    "order_held": (
        "Sipariş Magento’da beklemede; önce orada serbest bırakın.",
        "The order is on hold at Magento; release it there first.",
    ),
    "order_closed": (
        "Sipariş Magento’da kapanmış ya da iptal edilmiş.",
        "The order is closed or cancelled at Magento.",
    ),
    "refund_in_panel": (
        "Siparişin ödemesi alınmış; Magento’da iade belgesi düzenleyin.",
        "The order is paid; make out a credit memo in Magento.",
    ),
}
