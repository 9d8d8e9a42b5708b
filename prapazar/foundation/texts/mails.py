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
}
