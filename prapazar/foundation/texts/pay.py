"""The buyer's page of a payment link: what is to be paid, to whom, and what became of it."""

TEXTS = {
    "title": ("Ödeme", "Payment"),
    "for_order": ("Sipariş {number}", "Order {number}"),
    "for_invoice": ("Fatura {number}", "Invoice {number}"),
    "shipping": ("Kargo", "Shipping"),
    "until": ("Bağlantı {day} tarihine kadar geçerli", "The link is valid until {day}"),
    "name": ("Ad soyad", "Full name"),
    "email": ("E-posta", "E-mail"),
    "phone": ("Telefon", "Phone"),
    "start": ("Kartla öde", "Pay by card"),
    "again": ("Yeniden dene", "Try again"),
    "safe": (
        "Kart bilgilerinizi yalnızca {provider} görür; satıcıya ve bize ulaşmaz.",
        "Only {provider} sees your card; neither the seller nor we do.",
    ),
    "preparing": ("Ödeme sayfası hazırlanıyor", "The payment page is being prepared"),
    "preparing_long": (
        "Ödeme sayfası henüz açılamadı. Birkaç dakika sonra yeniden deneyin; kartınızdan para çekilmedi.",
        "The payment page has not opened yet. Try again in a few minutes; your card was not charged.",
    ),
    "go": ("Ödeme sayfasına git", "Go to the payment page"),
    "go_text": ("Ödeme sayfasına yönlendiriliyorsunuz.", "You are being led to the payment page."),
    "checking": ("Ödemeniz kontrol ediliyor", "Your payment is being checked"),
    "checking_text": (
        "Bankanın yanıtı bekleniyor. Bu sayfayı kapatabilirsiniz; ödediyseniz satıcı bunu görür.",
        "Waiting for the bank. You may close this page; if you paid, the seller will see it.",
    ),
    "not_paid": (
        "Kartınız kabul edilmediyse ya da vazgeçtiyseniz yeniden deneyebilirsiniz.",
        "If your card was refused or you gave up, you can try again.",
    ),
    "paid": ("Ödemeniz alındı", "Your payment was received"),
    "refunded": ("Ödemeniz iade edildi", "Your payment was refunded"),
    "partly_refunded": ("{amount} iade edildi", "{amount} was refunded"),
    "failed": ("Ödeme alınamadı", "The payment did not go through"),
    "failed_text": (
        "Kartınızdan para çekilmedi. Başka bir kartla yeniden deneyebilirsiniz.",
        "Your card was not charged. You can try again with another card.",
    ),
    "bank_said": ("Bankanın yanıtı: {detail}", "The bank said: {detail}"),
    "cancelled": ("Bu ödeme bağlantısı kapatıldı", "This payment link was closed"),
    "expired": ("Bu ödeme bağlantısının süresi doldu", "This payment link has expired"),
    "closed_text": (
        "Satıcıdan yeni bir bağlantı isteyebilirsiniz.",
        "You can ask the seller for a new link.",
    ),
    "settled": ("Bu tutar artık beklenmiyor", "This amount is no longer due"),
    "settled_text": (
        "Sipariş başka bir yolla ödendi ya da iptal edildi. Soru için satıcıya yazın.",
        "The order was paid another way or cancelled. Write to the seller if you have questions.",
    ),
    "missing": ("Ödeme bağlantısı bulunamadı", "The payment link was not found"),
    "missing_text": (
        "Bağlantının tamamını kopyaladığınızdan emin olun.",
        "Make sure that you copied the whole link.",
    ),
    "too_many": (
        "Çok fazla deneme yapıldı. Satıcıyla görüşün ya da yeni bir bağlantı isteyin.",
        "There were too many tries. Talk to the seller or ask for a new link.",
    ),
    "too_fast": (
        "Kısa sürede çok fazla istek geldi. Bir dakika sonra yeniden deneyin.",
        "Too many requests in a short time. Try again in a minute.",
    ),
    "fill": ("Ad, e-posta ve telefonu eksiksiz yazın.", "Fill in name, e-mail and phone."),
    "idle": (
        "Satıcının ödeme hesabı şu anda kapalı. Daha sonra yeniden deneyin.",
        "The seller's payment account is closed at the moment. Try again later.",
    ),
    "frame": ("Kart bilgileri", "Card details"),
    "language": ("English", "Türkçe"),
    "powered": ("PraPazar ile gönderildi", "Sent with PraPazar"),
}
