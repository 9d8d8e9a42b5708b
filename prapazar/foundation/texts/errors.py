"""Errors by code: what happened, whether anything was lost, what to do."""

TEXTS = {
    "unexpected": (
        "Beklenmeyen bir hata oldu. Son işlem kaydedilmemiş olabilir; yeniden deneyin. Sürerse kodu iletin: {code}",
        "An unexpected error occurred. Your last action may not be saved; try again. If it stays, quote: {code}",
    ),
    "permission_denied": (
        "Bu işlem için yetkiniz yok. Hiçbir şey değişmedi; yetkiyi yöneticinizden isteyin.",
        "You may not do this. Nothing was changed; ask your admin for the permission.",
    ),
    "closed": ("Bu ekrana yetkiniz yok", "This screen is not open to you"),
    "closed_text": (
        "Görmeniz gerekiyorsa yetkiyi yöneticinizden isteyin, sonra sayfayı yenileyin.",
        "If you need it, ask your admin for the permission, then load the page again.",
    ),
    "closed_home": ("Ana sayfaya dön", "Back to home"),
    "not_found": (
        "Kayıt bulunamadı. Silinmiş ya da başka bir işletmeye ait olabilir.",
        "The record was not found. It may be deleted or belong to another merchant.",
    ),
    "invalid_fields": (
        "Bazı alanlar uygun değil; alanlara bakın. Hiçbir şey kaydedilmedi.",
        "Some fields do not fit; see the fields. Nothing was saved.",
    ),
    "method_not_allowed": (
        "Bu adres bu yöntemi kabul etmiyor.",
        "This address does not take this method.",
    ),
    "too_large": ("Gönderilen çok büyük.", "What was sent is too large."),
    "signed_out": (
        "Oturumunuz kapandı. Yeniden giriş yapın.",
        "You were signed out. Log in again.",
    ),
    "connection_lost": (
        "Sunucuyla bağlantı koptu. Yeniden bağlanılıyor; kaydedilenler güvende.",
        "The connection was lost. Reconnecting; what was saved is safe.",
    ),
    "too_fast": (
        "Çok hızlı işlem yapıldı. Birkaç saniye sonra yeniden deneyin.",
        "Too many requests. Try again in a few seconds.",
    ),
    "auth_failed": (
        "Kanal, bağlantı bilgilerini kabul etmedi. Eşitleme durdu, veri kaybı yok; bilgileri yenileyin.",
        "The channel refused the credentials. Syncing stopped, nothing is lost; renew the credentials.",
    ),
    "rate_limited": (
        "Kanalın istek sınırına ulaşıldı. İş sırada bekliyor ve kendiliğinden sürecek.",
        "The channel's request limit is reached. The work waits in the queue and continues by itself.",
    ),
    "unavailable": (
        "Kanal şu anda yanıt vermiyor. Hiçbir şey kaybolmadı; kendiliğinden yeniden denenecek.",
        "The channel does not answer. Nothing is lost; it will be tried again by itself.",
    ),
    "rejected": (
        "Kanal kaydı reddetti: {reason}. Düzeltip yeniden gönderin.",
        "The channel rejected the record: {reason}. Correct it and send it again.",
    ),
    "unexpected_answer": (
        "Kanaldan tanınmayan bir yanıt geldi. Ham kayıt saklandı, diğer kayıtlar etkilenmedi.",
        "The channel sent an answer we do not know. The raw record is kept, other records are not affected.",
    ),
    "stock_short": (
        "Stok yetersiz: {sku} için {wanted} istendi, {available} var. Hiçbir şey ayrılmadı.",
        "Not enough stock: {sku}: {wanted} wanted, {available} available. Nothing was reserved.",
    ),
    "changed_meanwhile": (
        "Kayıt siz düzenlerken değişti. Değişikliğiniz kaydedilmedi; son hâli gösteriliyor.",
        "The record changed while you edited it. Your change is not saved; the latest version is shown.",
    ),
    "required": ("Bu alanı doldurun.", "Fill in this field."),
    "positive": ("Sıfırdan büyük olmalı.", "It must be more than zero."),
    "negative": ("Sıfırdan küçük olamaz.", "It cannot be below zero."),
    "percent": ("0 ile 100 arasında olmalı.", "It must be between 0 and 100."),
    "whole_number": ("Tam sayı yazın, örneğin 12.", "Enter a whole number such as 12."),
    "webhook_unreadable": ("Bildirimin içeriği anlaşılamadı.", "The delivery could not be understood."),
    "webhook_refused": (
        "Bildirimin imzası ya da adresi geçerli değil.",
        "The delivery's signature or address is not valid.",
    ),
    "stock_short_plain": ("Bu kadar serbest stok yok.", "There are not so many free units."),
    "quantity_invalid": (
        "Adet 0 ile 10.000.000 arasında olmalı.",
        "The quantity must be between 0 and 10,000,000.",
    ),
    "unknown_connector": ("Böyle bir kanal yok.", "There is no such channel."),
    "field_invalid": ("{field} alanı geçerli değil.", "The field {field} is not valid."),
}
