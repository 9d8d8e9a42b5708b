"""What a PrestaShop answers, in the merchant's words."""

TEXTS = {
    "not_found": ("Mağaza böyle bir kayıt bulamadı.", "The shop found no such record."),
    "rejected": ("Mağaza isteği reddetti.", "The shop rejected the request."),
    "right_missing": (
        "Web servisi anahtarının buna izni yok; Gelişmiş parametreler > Web servisi altında izin verin.",
        "The webservice key may not do this; give it the right under Advanced parameters > Webservice.",
    ),
    "no_webservice": (
        'Bu adreste PrestaShop web servisi yok. Adresi ve "kolay URL" ayarını denetleyin.',
        "There is no PrestaShop webservice at this address. Check it, and that friendly URLs are on.",
    ),
    "shop_unknown": (
        "Anahtar bu mağaza numarası için geçerli değil.",
        "The key is not good for this shop number.",
    ),
    "shop_needed": (
        "Bu ürünün her mağazada ayrı stoğu var; bağlantı ayarlarına mağaza numarasını yazın.",
        "This product has a stock in each shop; set the shop number in the connection.",
    ),
    "country_unknown": (
        "Mağaza bu vergi ülkesini tanımıyor; bağlantı ayarlarındaki ülkeyi denetleyin.",
        "The shop does not know this country of taxes; check it in the connection.",
    ),
    "tax_rules": (
        "Bu ürünün vergi kuralları tek bir KDV oranı vermiyor.",
        "The tax rules of this product do not come to one VAT rate.",
    ),
    "currency": (
        "Mağaza fiyatları başka bir para biriminde tutuyor.",
        "The shop keeps its prices in another currency.",
    ),
    "special_on": (
        "Üründe koşullu ya da süreli bir özel fiyat var; o bitene kadar fiyatı mağazadan değiştirin.",
        "A specific price with conditions or dates is on; until it ends, change the price in the shop.",
    ),
    "depends_on_stock": (
        "Bu ürünün stoğu mağazanın gelişmiş stok yönetiminden geliyor; buradan yazılmaz.",
        "This product's stock comes from the shop's advanced stock management; it is not written from here.",
    ),
    "status_needed": (
        "Mağazada bu adımın hangi sipariş durumu olduğu belli değil; bağlantı ayarlarına numarasını yazın.",
        "It is not clear which order state this step is in the shop; set its number in the connection.",
    ),
    "no_carrier": (
        "Siparişin mağazada kargo kaydı yok; takip numarasını mağaza panelinden girin.",
        "The order has no carrier in the shop; enter the tracking number in the back office.",
    ),
    "cancel_in_panel": (
        "PrestaShop siparişin bir bölümünü yalnızca kendi panelinden iptal ediyor; orada iptal edin.",
        "PrestaShop cancels a part of an order in its back office only; cancel it there.",
    ),
}
