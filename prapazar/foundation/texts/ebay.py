"""What eBay answers, in the merchant's words."""

TEXTS = {
    "not_found": ("eBay böyle bir kayıt bulamadı.", "eBay found no such record."),
    "rejected": ("eBay isteği reddetti.", "eBay rejected the request."),
    "item_refused": ("eBay bu ürünü kabul etmedi.", "eBay refused this item."),
    "not_answered": (
        "eBay bu ürün için yanıt vermedi; değişiklik yapılmamış sayıldı.",
        "eBay gave no answer for this item; it counts as not done.",
    ),
    "consent_ended": (
        "eBay onayı geçersiz veya süresi dolmuş. Satıcı hesabıyla yeniden onay verin.",
        "eBay's consent is invalid or has run out. Give consent again with the seller's account.",
    ),
    "scope_missing": (
        "Verilen onay bu işlemi kapsamıyor. Eksik izinlerle yeniden onay verin.",
        "The consent does not cover this. Give it again with the missing scopes.",
    ),
    "signature_needed": (
        "eBay bu satıcı için imzalı istek istiyor. İmza anahtarını bağlantı ayarlarına girin.",
        "eBay wants signed requests for this seller. Enter the signing key into the connection's settings.",
    ),
    "signing_key": ("İmza anahtarı okunamadı.", "The signing key cannot be read."),
    "marketplace_unknown": ("Bu eBay pazarı tanınmıyor.", "This eBay marketplace is unknown."),
    "currency": (
        "Fiyatın para birimi pazarınkinden farklı.",
        "The price is in another currency than the marketplace's.",
    ),
    "price": ("eBay fiyatı geçersiz buldu.", "eBay found the price invalid."),
    "quantity": ("eBay adedi geçersiz buldu.", "eBay found the quantity invalid."),
    "category": ("eBay kategoriyi geçersiz buldu.", "eBay found the category invalid."),
    "pictures": (
        "eBay görselleri kabul etmedi; https ile başlayan en az bir adres gerekir.",
        "eBay refused the pictures; at least one address starting with https is needed.",
    ),
    "policy_needed": (
        "Bu pazarda teslimat, ödeme veya iade politikası eksik; eBay'de varsayılanı seçin veya adını yazın.",
        "This marketplace lacks a shipping, payment or return policy; choose a default at eBay or name one.",
    ),
    "location_needed": (
        "eBay'de etkin tek bir stok konumu bulunamadı. Konum anahtarını ayarlara yazın.",
        "eBay has no single active inventory location. Write the location's key into the settings.",
    ),
    "alert_email_needed": (
        "eBay bildirim göndermek için bir uyarı e-postası istiyor. Bağlantı ayarlarına yazın.",
        "eBay wants an alert e-mail before it sends notifications. Write it into the connection's settings.",
    ),
    "already_answered": (
        "Bu yazışmada son söz zaten sizde.",
        "The last word in this conversation is yours already.",
    ),
    "whole_orders_only": (
        "eBay'de yalnızca siparişin tamamı iptal edilebilir.",
        "At eBay only a whole order can be cancelled.",
    ),
}
