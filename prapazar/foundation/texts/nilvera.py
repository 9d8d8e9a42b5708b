"""What Nilvera answers, in the seller's words."""

TEXTS = {
    "not_found": ("Nilvera bu belgeyi tanımıyor.", "Nilvera does not know this document."),
    "rejected": (
        "Nilvera isteği reddetti. Ayrıntısı kayıtta.",
        "Nilvera rejected the request. The log has the details.",
    ),
    "duplicate": (
        "Bu ETTN ya da fatura numarası Nilvera’da zaten var; ikinci kez gönderilmedi.",
        "Nilvera has this ETTN or invoice number already; it was not sent a second time.",
    ),
    "sender_differs": (
        "Faturadaki gönderici vergi numarası Nilvera hesabınızınki değil.",
        "The sender's tax number on the invoice is not your Nilvera account's.",
    ),
    "no_credit": ("Nilvera’da kontörünüz kalmadı.", "No credit is left at Nilvera."),
    "invalid_document": (
        "Nilvera belgeyi şema veya şematron denetiminden geçirmedi.",
        "The document did not pass Nilvera's check of schema and rules.",
    ),
    "recipient_is_taxpayer": (
        "Alıcı e-Fatura mükellefi: e-Arşiv değil, e-Fatura gönderilmeli.",
        "The recipient receives e-Fatura: send an e-Fatura, not an e-Arşiv.",
    ),
    "recipient_unknown": (
        "Alıcı e-Fatura mükellefi değil ya da posta kutusu etiketi yanlış.",
        "The recipient does not receive e-Fatura, or the letter box is not theirs.",
    ),
    "series_unknown": (
        "Fatura serisi Nilvera’da tanımlı değil ve açılamadı.",
        "The invoice series is not set up at Nilvera and could not be added.",
    ),
    "series_of_other_year": (
        "Fatura numarasının yılı, serinin yılıyla uyuşmuyor.",
        "The year of the invoice number does not fit its series.",
    ),
    "archive_only": (
        "Nilvera’da yalnızca e-Arşiv fatura iptal edilebilir.",
        "Only e-Arşiv invoices can be cancelled at Nilvera.",
    ),
    "despatch_not_taken": (
        "Nilvera bağlantısı e-İrsaliye göndermiyor.",
        "The Nilvera connection does not send despatch notes.",
    ),
}
