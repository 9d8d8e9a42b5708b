"""What Foriba answers, in the seller's words."""

TEXTS = {
    "not_found": ("Foriba bu belgeyi tanımıyor.", "Foriba does not know this document."),
    "rejected": (
        "Foriba isteği reddetti. Ayrıntısı kayıtta.",
        "Foriba rejected the request. The log has the details.",
    ),
    "duplicate": (
        "Bu ETTN ya da fatura numarası Foriba’da zaten var; ikinci kez gönderilmedi.",
        "Foriba has this ETTN or invoice number already; it was not sent a second time.",
    ),
    "sender_differs": (
        "Faturadaki gönderici vergi numarası Foriba hesabınızınki değil.",
        "The sender's tax number on the invoice is not your Foriba account's.",
    ),
    "no_credit": ("Foriba’da kontörünüz kalmadı.", "No credit is left at Foriba."),
    "invalid_document": (
        "Foriba belgeyi şema veya şematron denetiminden geçirmedi.",
        "The document did not pass Foriba's check of schema and rules.",
    ),
    "recipient_is_taxpayer": (
        "Alıcı e-Fatura mükellefi: e-Arşiv değil, e-Fatura gönderilmeli.",
        "The recipient receives e-Fatura: send an e-Fatura, not an e-Arşiv.",
    ),
    "recipient_unknown": (
        "Alıcı e-Fatura mükellefi değil ya da posta kutusu etiketi yanlış.",
        "The recipient does not receive e-Fatura, or the letter box is not theirs.",
    ),
    "archive_only": (
        "Foriba’da yalnızca e-Arşiv fatura iptal edilebilir.",
        "Only e-Arşiv invoices can be cancelled at Foriba.",
    ),
    "despatch_not_taken": (
        "Foriba bağlantısı e-İrsaliye göndermiyor.",
        "The Foriba connection does not send despatch notes.",
    ),
}
