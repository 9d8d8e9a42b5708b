"""Why a log-in, a link or a new password was refused; codes travel in the address as `?error=`."""

TEXTS = {
    "refused": (
        "E-posta ya da parola yanlış. Art arda yanlış denemeler hesabı kısa süre kilitler; sahibine yazılır.",
        "Wrong e-mail or password. Wrong tries in a row lock an account for a while; its owner is told by mail.",
    ),
    "throttled": (
        "Çok hızlı denendi. Bir dakika bekleyip yeniden deneyin.",
        "Too many tries. Wait a minute, then try again.",
    ),
    "signed_out": ("Oturumunuz kapandı. Yeniden giriş yapın.", "You were signed out. Log in again."),
    "link": (
        "Bağlantı kullanılmış ya da süresi geçmiş. Yenisini isteyin.",
        "The link was used or has expired. Ask for a new one.",
    ),
    "weak_password": ("Parola en az 10 karakter olmalı.", "The password needs at least 10 characters."),
    "name": ("Adınızı yazın.", "Enter your name."),
    "email": ("E-posta adresini denetleyin.", "Check the e-mail address."),
    "mail": (
        "E-posta şu anda gönderilemiyor. Biraz sonra yeniden deneyin.",
        "The mail cannot be sent right now. Try again later.",
    ),
    "origin": (
        "İstek başka bir siteden geldi. Sayfayı yenileyip deneyin.",
        "The request came from another site. Reload and try again.",
    ),
    "code": (
        "Kod yanlış, kullanılmış ya da süresi geçmiş. Art arda yanlış kodlar girişi kısa süre kilitler.",
        "The code is wrong, used or too old. Wrong codes in a row lock the log-in for a while.",
    ),
    "code_needed": (
        "Parola doğru; iki adımlı doğrulamanın kodunu da gönderin.",
        "The password is right; send the code of the two-step verification too.",
    ),
    "code_late": (
        "Süre doldu. Giriş sayfasına dönüp yeniden başlayın.",
        "The time is up. Go back to the log-in page and start again.",
    ),
}
