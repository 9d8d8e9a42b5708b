"""What NetGSM answers, in the seller's words."""

TEXTS = {
    "rejected": (
        "NetGSM isteği reddetti. Ayrıntısı kayıtta.",
        "NetGSM rejected the request. The log has the details.",
    ),
    "bad_text": ("NetGSM mesaj metnini kabul etmedi; kısaltın.", "NetGSM did not take the text; shorten it."),
    "bad_header": (
        "Bu mesaj başlığı NetGSM'de onaylı değil; bağlantı ayarlarında onaylı başlığı yazın.",
        "NetGSM does not know this sender name; enter an approved one in the connection's settings.",
    ),
    "bad_recipient": (
        "NetGSM yalnız Türkiye cep telefonlarına gönderir.",
        "NetGSM writes to mobile numbers of Türkiye only.",
    ),
    "no_consent": ("İYS bu alıcıya ticari iletiyi engelledi.", "İYS keeps advertising from this recipient."),
    "no_brand": ("NetGSM hesabınızda İYS markası tanımlı değil.", "Your NetGSM account has no İYS brand."),
    "no_credit": ("NetGSM bakiyeniz yetersiz; yükleyin.", "Your NetGSM balance is used up; top it up."),
    "not_found": ("NetGSM bu gönderimi bilmiyor.", "NetGSM does not know this job."),
    "not_delivered": ("Operatör mesajı teslim edemedi.", "The operator could not deliver the message."),
}
