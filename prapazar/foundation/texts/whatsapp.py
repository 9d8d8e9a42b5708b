"""What WhatsApp answers, in the seller's words."""

TEXTS = {
    "rejected": (
        "WhatsApp isteği reddetti. Ayrıntısı kayıtta.",
        "WhatsApp rejected the request. The log has the details.",
    ),
    "bad_recipient": (
        "Bu numaraya WhatsApp mesajı ulaştırılamıyor.",
        "WhatsApp cannot deliver to this number.",
    ),
    "window_closed": (
        "24 saatlik yanıt süresi dolmuş; yalnız onaylı şablon gönderilebilir.",
        "The 24-hour window is closed; only approved templates may go.",
    ),
    "wrong_params": (
        "Metindeki alanların sayısı Meta'daki şablonla uyuşmuyor; şablonu düzeltin.",
        "The places of the text do not match the template at Meta; correct the template.",
    ),
    "template_missing": (
        "Bu adda ve dilde onaylı şablon Meta'da yok.",
        "Meta has no approved template of this name and language.",
    ),
    "number_unknown": (
        "Gönderen numara Meta'da kayıtlı değil; bağlantı ayarlarını denetleyin.",
        "The sending number is not registered at Meta; check the connection's settings.",
    ),
    "not_delivered": ("WhatsApp mesajı teslim edemedi.", "WhatsApp could not deliver the message."),
}
