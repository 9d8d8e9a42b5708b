"""What Uyumsoft answers, in the seller's words."""

TEXTS = {
    "not_found": ("Uyumsoft bu belgeyi tanımıyor.", "Uyumsoft does not know this document."),
    "rejected": (
        "Uyumsoft isteği reddetti. Ayrıntısı kayıtta.",
        "Uyumsoft rejected the request. The log has the details.",
    ),
    "duplicate": (
        "Bu ETTN ya da fatura numarası Uyumsoft’ta zaten var; ikinci kez gönderilmedi.",
        "Uyumsoft has this ETTN or invoice number already; it was not sent a second time.",
    ),
    "sender_differs": (
        "Faturadaki gönderici vergi numarası Uyumsoft hesabınızınki değil.",
        "The sender's tax number on the invoice is not your Uyumsoft account's.",
    ),
    "no_credit": ("Uyumsoft’ta kontörünüz kalmadı.", "No credit is left at Uyumsoft."),
    "invalid_document": (
        "Uyumsoft belgeyi şema veya şematron denetiminden geçirmedi.",
        "The document did not pass Uyumsoft's check of schema and rules.",
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
        "Uyumsoft’ta yalnızca e-Arşiv fatura iptal edilebilir.",
        "Only e-Arşiv invoices can be cancelled at Uyumsoft.",
    ),
    "despatch_not_taken": (
        "Uyumsoft bağlantısı e-İrsaliye göndermiyor.",
        "The Uyumsoft connection does not send despatch notes.",
    ),
}
