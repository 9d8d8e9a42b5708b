"""What Shopify answers, in the merchant's words."""

TEXTS = {
    "not_found": ("Shopify böyle bir kayıt bulamadı.", "Shopify found no such record."),
    "rejected": ("Shopify isteği reddetti.", "Shopify rejected the request."),
    "item_refused": ("Shopify bu ürünü kabul etmedi.", "Shopify refused this item."),
    "not_taken": (
        "Shopify yanıtı gönderilen değeri göstermiyor; değişiklik yapılmamış sayıldı.",
        "Shopify's answer does not show what was sent; it counts as not done.",
    ),
    "currency": (
        "Fiyatın para birimi mağazanınkinden farklı.",
        "The price is in another currency than the shop's.",
    ),
    "scope_missing": (
        "Uygulamanın bu işlem için izni yok. Shopify uygulamanızın izinlerini genişletin.",
        "The app has no permission for this. Extend the scopes of your Shopify app.",
    ),
    "shop_closed": (
        "Mağaza Shopify tarafından dondurulmuş veya kilitlenmiş.",
        "The shop is frozen or locked by Shopify.",
    ),
    "no_such_shop": ("Bu adda bir Shopify mağazası yok.", "There is no Shopify shop of this name."),
    "location_needed": (
        "Mağazanın birden çok stok konumu var. Bağlantı ayarlarında birini seçin.",
        "The shop has several stock locations. Choose one in the connection's settings.",
    ),
    "location_unknown": (
        "Seçilen stok konumu mağazada bulunamadı.",
        "The shop does not know the chosen stock location.",
    ),
    "stock_kept_elsewhere": (
        "Bu ürünün stoğunu başka bir uygulama yönetiyor.",
        "Another app keeps this product's stock.",
    ),
    "return_is_whole": (
        "Shopify'da bir iade yalnızca bütün olarak kararlaştırılır.",
        "At Shopify a return is decided as a whole only.",
    ),
    "held_back": (
        "Sipariş Shopify'da beklemeye alınmış; önce orada serbest bırakın.",
        "The order is on hold at Shopify; release it there first.",
    ),
    "nothing_to_send": (
        "Bu siparişte gönderilecek ürün kalmamış.",
        "Nothing of this order is left to send.",
    ),
    "order_too_long": (
        "Bu siparişin satırları buradan bildirilemeyecek kadar çok; Shopify'da tamamlayın.",
        "This order has too many lines to be reported from here; fulfill it at Shopify.",
    ),
}
