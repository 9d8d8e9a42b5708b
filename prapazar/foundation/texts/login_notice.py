"""Good news on the log-in screen; codes travel in the address as `?notice=`."""

TEXTS = {
    "password_changed": (
        "Parolanız değişti. Yeni parolayla girin.",
        "Your password was changed. Log in with it.",
    ),
    "sent": (
        "Bu adresle bir hesap varsa bağlantı gönderildi. Bağlantı 1 saat geçerlidir.",
        "If an account has this address, the link was sent. It is valid for 1 hour.",
    ),
    "logged_out": ("Çıkış yapıldı.", "You are logged out."),
}
