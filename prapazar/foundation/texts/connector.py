"""What went wrong between us and a channel, whether anything was lost, and what to do."""

TEXTS = {
    "error": (
        "Kanal çağrısı başarısız oldu. Hiçbir şey kaybolmadı, yeniden denenecek.",
        "The call failed. Nothing is lost; it will be tried again.",
    ),
    "auth_failed": (
        "Kanal bağlantı bilgilerini kabul etmedi. Bilgileri denetleyin.",
        "The channel refused the credentials. Check them.",
    ),
    "rate_limited": (
        "Kanal şu an daha fazla istek kabul etmiyor; sırada bekleniyor.",
        "The channel takes no more requests just now; we wait our turn.",
    ),
    "unavailable": (
        "Kanala ulaşılamıyor. Hiçbir şey kaybolmadı, kendiliğinden yeniden denenecek.",
        "The channel cannot be reached. Nothing is lost; it is tried again by itself.",
    ),
    "circuit_open": (
        "Kanal üst üste hata verdi; kısa bir süre rahat bırakılıyor.",
        "The channel kept failing and is left alone for a short while.",
    ),
    "rejected": (
        "Kanal isteği reddetti. Ayrıntısı kayıtta.",
        "The channel rejected the request. The log has the details.",
    ),
    "redirected": (
        "Adres başka bir yere yönlendiriyor. Mağaza adresini denetleyin.",
        "The address redirects elsewhere. Check the store address.",
    ),
    "queue_refused": (
        "Bildirim kuyruğu anahtarı kabul etmedi; anahtarı ve iznini denetleyin. Siparişler sorgulamayla geliyor.",
        "The notification queue refused the access key. Check the key and its rights; orders still come by poll.",
    ),
    "queue_missing": (
        "Bildirim kuyruğu bulunamadı; bölgesini ve adını denetleyin. Siparişler sorgulamayla geliyor.",
        "There is no such notification queue. Check its region and name; orders still come by poll.",
    ),
    "host_forbidden": (
        "Adres bu sunucunun iç ağına çıkıyor ve çağrılmadı. Mağazanın internetten görünen adresini yazın.",
        "The address leads into this server's own network and was not called. Enter the store's public address.",
    ),
    "document_unreadable": (
        "Belge okunamadı: UBL-TR değil ya da imza bölümü yok. Gönderilmedi.",
        "The document cannot be read: no UBL-TR, or no place for a signature. It was not sent.",
    ),
    "broken_answer": (
        "Kanalın yanıtı yarıda kesildi; yeniden denenecek.",
        "The answer was cut off; it will be tried again.",
    ),
    "endpoint_changed": (
        "Kanal bu adresi artık desteklemiyor. Yeni sürüm gerekiyor.",
        "The channel no longer supports this address. An update is needed.",
    ),
    "unexpected_answer": (
        "Kanal beklenmeyen bir yanıt verdi; kayıt onarımda bekliyor.",
        "The channel answered unexpectedly; the record waits in repairs.",
    ),
    "wsdl_changed": (
        "Sağlayıcının yanıtı anlaşılmadı. Yeniden denenecek; sürerse güncelleme gerekir.",
        "The provider's answer cannot be read. It is tried again; if it stays, an update is needed.",
    ),
    "picture_refused": ("Kanal ürün görselini almadı.", "The channel refused the product's picture."),
    "unknown_kind": (
        "Kanal bilinmeyen türde bir kayıt verdi.",
        "The channel told of a record of an unknown kind.",
    ),
    "missing_field": ("Gelen kayıtta gerekli bir alan yok.", "A needed field is missing from the record."),
    "odd_value": (
        "Gelen kayıtta anlaşılmayan bir değer var.",
        "The record holds a value that makes no sense.",
    ),
    "odd_shape": ("Gelen kaydın biçimi değişmiş.", "The shape of the record has changed."),
    "unknown_status": ("Kanal bilmediğimiz bir durum bildirdi.", "The channel told a status we do not know."),
    "unknown_currency": ("Bilmediğimiz bir para birimi.", "A currency we do not know."),
    "unknown_tax": ("Bilmediğimiz bir vergi oranı.", "A tax rate we do not know."),
    "unknown_topic": ("Bilmediğimiz bir bildirim türü.", "A kind of delivery we do not know."),
    "pages_do_not_add_up": (
        "Kanal söylediğinden az kayıt verdi; eksik kalmasın diye yeniden denenecek.",
        "The channel gave fewer records than it announced; it is tried again.",
    ),
    "step_unknown": ("Kanal bu adımı tanımıyor.", "The channel does not know this step."),
    "reason_unknown": ("Kanal bu gerekçeyi tanımıyor.", "The channel does not know this reason."),
    "label_format": (
        "Bu firma etiketi bu biçimde vermiyor.",
        "This carrier gives no label in that form.",
    ),
    "webhook_refused": (
        "Kanal bildirim adresini kabul etmedi; düzenli sorgulanacak.",
        "The channel refused the webhook address; it is polled instead.",
    ),
    "invoice_link_needed": (
        "Kanal yalnızca https bağlantısı alır, sağlayıcınız vermiyor; PRAPAZAR_PUBLIC_URL ayarlanırsa bizimki verilir.",
        "The channel takes https links alone and your provider gives none; with PRAPAZAR_PUBLIC_URL set it gets ours.",
    ),
}
