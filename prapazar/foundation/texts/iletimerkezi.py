"""What İleti Merkezi answers, in the seller's words."""

TEXTS = {
    "rejected": (
        "İleti Merkezi isteği reddetti. Ayrıntısı kayıtta.",
        "İleti Merkezi rejected the request. The log has the details.",
    ),
    "bad_text": ("İleti Merkezi mesaj metnini kabul etmedi.", "İleti Merkezi did not take the text."),
    "bad_header": (
        "Bu gönderici adı onaylı değil; bağlantı ayarlarında onaylı olanı yazın.",
        "This sender name is not approved; enter an approved one in the connection's settings.",
    ),
    "bad_recipient": (
        "Alıcı, Türkiye'de bir cep telefonu değil.",
        "The recipient is no mobile number of Türkiye.",
    ),
    "no_credit": ("İleti Merkezi bakiyeniz yetersiz; yükleyin.", "Your balance is used up; top it up."),
    "repeated": (
        "Aynı mesaj bu alıcıya az önce gönderildi.",
        "The same message went to this recipient a moment ago.",
    ),
    "documents": ("İleti Merkezi hesabınızda evrak eksik.", "Documents are missing in your account."),
    "not_found": ("İleti Merkezi bu gönderimi bilmiyor.", "İleti Merkezi does not know this order."),
    "not_delivered": ("Operatör mesajı teslim edemedi.", "The operator could not deliver the message."),
}
