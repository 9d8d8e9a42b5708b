"""What an OpenCart shop answers, in the merchant's words."""

TEXTS = {
    "not_found": ("Mağaza böyle bir kayıt bulamadı.", "The shop found no such record."),
    "rejected": ("Mağaza isteği reddetti.", "The shop rejected the request."),
    "item_refused": ("Mağaza bu ürünü kabul etmedi.", "The shop refused this item."),
    "bridge_missing": (
        "Bu adreste PraPazar köprüsü yok. Köprüyü mağazaya kurup etkinleştirin; kurulu ise adresi denetleyin.",
        "The PraPazar bridge is not at this address. Install and enable it in OpenCart, or check the shop's address.",
    ),
    "no_permission": (
        "OpenCart API bizi içeri almıyor: anahtarı ve Sistem > Kullanıcılar > API altındaki izinli IP'leri denetleyin.",
        "OpenCart's API does not let us in: check the key and the allowed IPs under System > Users > API.",
    ),
    "clock": (
        "Mağaza sunucusunun saati 7,5 dakikadan çok farklı; barındırma hizmetinizden saati düzeltmesini isteyin.",
        "The clock of the shop's server is more than 7.5 minutes off; ask its host to set it right.",
    ),
    "several_options": (
        "Bu üründe stoğu tutulan birden çok seçenek var; hangi bileşimden kaç adet olduğunu OpenCart bilmiyor.",
        "More than one option of this product keeps stock; how many there are of a combination OpenCart does not know.",
    ),
    "special_on": (
        "Üründe süren bir kampanya fiyatı var; kampanya bitene kadar fiyatı mağazadan değiştirin.",
        "A special price is on for this product; until it ends, change the price in the shop.",
    ),
    "option_price": (
        "OpenCart'ta seçeneğin fiyatı ürün fiyatına eklenen farktır ve buradan gönderilmez; mağazadan değiştirin.",
        "In OpenCart an option's price is a surcharge and is not sent from here; change it in the shop.",
    ),
    "currency": (
        "Mağaza fiyatları başka bir para biriminde tutuyor.",
        "The shop keeps its prices in another currency.",
    ),
    "status_needed": (
        "Mağazada bu adımın hangi sipariş durumu olduğu belli değil; bağlantı ayarlarına durum numarasını yazın.",
        "It is not clear which order status this step is in the shop; set its number in the connection.",
    ),
}
