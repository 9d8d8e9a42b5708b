"""What PayTR answers, in the seller's words."""

TEXTS = {
    "rejected": (
        "PayTR isteği reddetti. Ayrıntısı kayıtta.",
        "PayTR rejected the request. The log has the details.",
    ),
    "not_found": (
        "PayTR bu numarayla yapılmış bir ödeme bilmiyor.",
        "PayTR knows no payment made under this number.",
    ),
    "duplicate": (
        "Bu ödeme numarası PayTR’de daha önce kullanıldı; yeni bir ödeme açın.",
        "This payment number was used at PayTR before; open a new payment.",
    ),
    "too_much": (
        "İade tutarı, ödemeden kalan tutardan büyük.",
        "The refund is larger than what is left of the payment.",
    ),
}
