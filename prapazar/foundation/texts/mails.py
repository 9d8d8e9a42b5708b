"""Letters we send about accounts."""

TEXTS = {
    "invitation_subject": ("{merchant} sizi PraPazar'a davet ediyor", "{merchant} invites you to PraPazar"),
    "invitation": (
        (
            "Merhaba,\n\n{merchant} sizi PraPazar'a davet etti. Parolanızı belirlemek için bağlantıyı açın:\n\n"
            "{link}\n\n"
            "Bağlantı 7 gün geçerlidir ve bir kez kullanılır. Daveti beklemiyorsanız bu iletiyi silin.\n"
        ),
        (
            "Hello,\n\n{merchant} has invited you to PraPazar. Open the link to choose your password:\n\n{link}\n\n"
            "It is valid for 7 days and works once. If you did not expect this, delete this mail.\n"
        ),
    ),
    "added_subject": ("{merchant} sizi ekledi", "{merchant} has added you"),
    "added": (
        "Merhaba,\n\nArtık {merchant} işletmesini de PraPazar hesabınızla görebilirsiniz:\n\n{link}\n",
        "Hello,\n\nYou can now see {merchant} with your PraPazar account:\n\n{link}\n",
    ),
    "locked_subject": (
        "PraPazar hesabınız kısa süre kilitlendi",
        "Your PraPazar account is locked for a while",
    ),
    "locked": (
        (
            "Merhaba {name},\n\nHesabınıza art arda yanlış parolayla girilmek istendi (adres: {ip}). Hesap yarım dakika"
            " kilitlendi; her yeni yanlış deneme kilidi uzatır, en çok bir saate kadar.\n\n"
            "Deneyen sizseniz biraz bekleyin ya da parolanızı yenileyin:\n\n{link}\n\n"
            "Siz değilseniz parolanız doğru girilmedi, hesabınıza kimse girmedi. Parolanız zayıfsa ya da başka yerde de"
            " kullanıyorsanız yenileyin.\n"
        ),
        (
            "Hello {name},\n\nSomebody tried to log in to your account with wrong passwords in a row (address: {ip})."
            " The account is locked for half a minute; each further wrong try locks it longer, up to an hour.\n\n"
            "If it was you, wait a while or reset your password:\n\n{link}\n\n"
            "If it was not, nobody got in. Change your password if it is weak or used elsewhere too.\n"
        ),
    ),
    "invoice_subject": ("{seller}: {number} numaralı faturanız", "{seller}: your invoice {number}"),
    "invoice": (
        "Merhaba,\n\n{order} numaralı siparişinizin {day} tarihli {number} numaralı faturası ektedir.\n\n{seller}\n",
        "Hello,\n\nInvoice {number} of {day} for your order {order} is attached.\n\n{seller}\n",
    ),
    "invoice_link": (
        (
            "Merhaba,\n\n{order} numaralı siparişinizin {day} tarihli {number} numaralı faturası ektedir. Faturanızı"
            " buradan da görebilirsiniz:\n\n{link}\n\n{seller}\n"
        ),
        (
            "Hello,\n\nInvoice {number} of {day} for your order {order} is attached. You can see it here as"
            " well:\n\n{link}\n\n{seller}\n"
        ),
    ),
    "reset_subject": ("PraPazar parolanızı yenileyin", "Reset your PraPazar password"),
    "reset": (
        (
            "Merhaba {name},\n\nYeni bir parola belirlemek için bağlantıyı açın:\n\n{link}\n\n"
            "Bağlantı 1 saat geçerlidir ve bir kez kullanılır. Bunu siz istemediyseniz bir şey yapmanız gerekmez.\n"
        ),
        (
            "Hello {name},\n\nOpen the link to choose a new password:\n\n{link}\n\n"
            "It is valid for 1 hour and works once. If you did not ask for it, you need not do anything.\n"
        ),
    ),
    "code_locked_subject": (
        "PraPazar: parolanızı bilen biri girmeye çalışıyor",
        "PraPazar: somebody who knows your password tries to log in",
    ),
    "code_locked": (
        (
            "Merhaba {name},\n\nHesabınıza doğru parolayla girilip doğrulama kodu art arda yanlış yazıldı (adres: {ip})"
            ". Kod girişi kısa süre kilitlendi; kimse içeri girmedi.\n\n"
            "Siz değilseniz parolanızı hemen yenileyin:\n\n{link}\n"
        ),
        (
            "Hello {name},\n\nSomebody entered your right password and then wrong codes (from {ip}). Codes are refused"
            " for a while; nobody got in.\n\nIf it was not you, reset your password now:\n\n{link}\n"
        ),
    ),
    "factor_on_subject": ("İki adımlı doğrulama açıldı", "Two-step verification was switched on"),
    "factor_on": (
        (
            "Merhaba {name},\n\nPraPazar hesabınızda iki adımlı doğrulama açıldı. Bunu siz yapmadıysanız"
            " yöneticinize haber verin ve parolanızı yenileyin:\n\n{link}\n"
        ),
        (
            "Hello {name},\n\nTwo-step verification was switched on for your PraPazar account. If it was not you, tell"
            " your admin and reset your password:\n\n{link}\n"
        ),
    ),
    "factor_off_subject": ("İki adımlı doğrulama kapandı", "Two-step verification was switched off"),
    "factor_off": (
        (
            "Merhaba {name},\n\nPraPazar hesabınızda iki adımlı doğrulama kapandı. Bunu siz istemediyseniz"
            " yöneticinize haber verin ve parolanızı yenileyin:\n\n{link}\n"
        ),
        (
            "Hello {name},\n\nTwo-step verification was switched off for your PraPazar account. If you did not ask for"
            " it, tell your admin and reset your password:\n\n{link}\n"
        ),
    ),
}
