"""What iyzico answers, in the seller's words."""

TEXTS = {
    "rejected": (
        "iyzico isteği reddetti. Ayrıntısı kayıtta.",
        "iyzico rejected the request. The log has the details.",
    ),
    "form_refused": (
        "iyzico gönderilen bilgilerden birini kabul etmedi ya da böyle bir ödeme yok. Ayrıntısı kayıtta.",
        "iyzico did not take a detail of the request, or knows no such payment. The log has the details.",
    ),
    "too_much": (
        "İade tutarı, ödemeden kalan tutardan büyük.",
        "The refund is larger than what is left of the payment.",
    ),
    "not_cancelled": (
        "Ödeme iptal edilemedi: iptal yalnızca ödemenin yapıldığı gün ve bütünüyle olur. Bunun yerine iade edin.",
        "The payment was not cancelled: that works only on the day it was made, and as a whole. Refund it instead.",
    ),
    "signature_wrong": (
        "iyzico’nun yanıtındaki imza güvenlik anahtarınızla uyuşmuyor. Bağlantının anahtarlarını denetleyin.",
        "The signature of iyzico’s answer does not fit your secret key. Check the keys of the connection.",
    ),
    "card_declined": ("Kartın bankası işlemi reddetti.", "The card’s bank declined."),
    "no_funds": ("Kartın limiti ya da bakiyesi yetersiz.", "The card has not enough funds."),
    "card_expired": ("Kartın son kullanma tarihi geçmiş.", "The card has expired."),
    "card_not_permitted": ("Kart bu işleme kapalı.", "The card is not permitted to do this."),
    "wrong_cvc": ("Kartın güvenlik kodu yanlış.", "The card’s security code is wrong."),
}
