"""What QNB answers, in the seller's words."""

TEXTS = {
    "erp_unknown": (
        "ERP kodunuz QNB’nin kayıt listesinde yok. QNB desteğine tanımlatın.",
        "QNB does not have your ERP code on its list. Ask its support to add it.",
    ),
    "not_found": ("QNB bu belgeyi tanımıyor.", "QNB does not know this document."),
    "rejected": (
        "QNB isteği reddetti. Ayrıntısı kayıtta.",
        "QNB rejected the request. The log has the details.",
    ),
    "duplicate": (
        "Bu ETTN ya da fatura numarası QNB’de zaten var; ikinci kez gönderilmedi.",
        "QNB has this ETTN or invoice number already; it was not sent a second time.",
    ),
    "sender_differs": (
        "Faturadaki gönderici vergi numarası QNB hesabınızınki değil.",
        "The sender's tax number on the invoice is not your QNB account's.",
    ),
    "no_credit": ("QNB’de kontörünüz kalmadı.", "No credit is left at QNB."),
    "invalid_document": (
        "QNB belgeyi şema veya şematron denetiminden geçirmedi.",
        "The document did not pass QNB's check of schema and rules.",
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
        "QNB’de yalnızca e-Arşiv fatura iptal edilebilir.",
        "Only e-Arşiv invoices can be cancelled at QNB.",
    ),
}
