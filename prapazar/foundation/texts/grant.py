"""Access granted on a provider's page: what happened, and what to do."""

TEXTS = {
    "denied": (
        "Kanalın sayfasında izin verilmedi. Hiçbir şey bağlanmadı; isterseniz yeniden deneyin.",
        "Access was denied on the channel's page. Nothing was connected; try again if you like.",
    ),
    "refused": (
        "Kanal izni vermedi. Bilgileri denetleyip yeniden deneyin.",
        "The channel did not grant access. Check the details and try again.",
    ),
    "wrong_account": (
        "İzin başka bir hesapla verildi. Kanalda doğru hesapla oturum açıp yeniden deneyin; hiçbir şey değişmedi.",
        "Access was granted by another account. Log in there with the right one and try again; nothing changed.",
    ),
    "expired": (
        "İzin için ayrılan süre doldu. Hiçbir şey bağlanmadı; yeniden deneyin.",
        "It took too long. Nothing was connected; try again.",
    ),
    "used": (
        "Bu izin daha önce kullanıldı. Mağaza bağlandıysa Kanallar sayfasındadır; değilse yeniden izin verin.",
        "This grant was used before. If the store was connected, it is under Channels; if not, grant access anew.",
    ),
    "unknown": (
        "Bu izin isteği bizden çıkmamış ya da başka bir işletmeye ait. Hiçbir şey bağlanmadı; buradan başlatın.",
        "We did not ask for this, or for another merchant. Nothing was connected; start it here.",
    ),
    "other_login": (
        "İzni isteyen oturum bu değil. Hiçbir şey bağlanmadı; bu oturumda yeniden başlatın.",
        "Another log-in asked for this. Nothing was connected; start again in this one.",
    ),
    "signed_out": (
        "Siz kanalın sayfasındayken oturumunuz kapandı. Hiçbir şey bağlanmadı; yeniden başlatın.",
        "You were signed out while on the channel's page. Nothing was connected; start again.",
    ),
    "not_answered": (
        "Kanalın sayfasında henüz izin verilmedi.",
        "Access has not been granted on the channel's page yet.",
    ),
    "no_code": (
        "Kanal izin kodunu göndermedi. Hiçbir şey bağlanmadı; yeniden deneyin.",
        "The channel sent no code. Nothing was connected; try again.",
    ),
    "forged": (
        "Dönüşün imzası tutmuyor; hiçbir şey bağlanmadı. Uygulamanın gizli anahtarını denetleyip yeniden deneyin.",
        "The signature of the way back is wrong; nothing was connected. Check the app's secret and try again.",
    ),
    "client_refused": (
        "Kanal uygulamanızı tanımadı: istemci kimliği ya da gizli anahtarı yanlış veya süresi dolmuş.",
        "The channel does not know your app: its client ID or secret is wrong or has expired.",
    ),
    "code_refused": (
        "Kanal izin kodunu kabul etmedi: süresi dolmuş ya da kullanılmış. Yeniden izin verin.",
        "The channel refused the code: it has expired or was used. Grant access again.",
    ),
    "incomplete": (
        "Kanal izni verdi, ama gerekli bilgilerin hepsini göndermedi. Hiçbir şey bağlanmadı.",
        "The channel granted access without all that is needed. Nothing was connected.",
    ),
    "no_page": (
        "Bu ortamda kanalın izin sayfası yok; bilgileri elle girin.",
        "There is no such page in this environment; enter the details by hand.",
    ),
}
