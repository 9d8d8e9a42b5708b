"""Log-in, forgotten password, invitation, first run, and screens outside the frame."""

TEXTS = {
    "title": ("Giriş", "Log in"),
    "heading": ("Hesabınıza girin", "Log in to your account"),
    "email": ("E-posta", "E-mail"),
    "password": ("Parola", "Password"),
    "submit": ("Giriş yap", "Log in"),
    "forgot": ("Parolamı unuttum", "Forgot password"),
    "forgot_title": ("Parola yenileme", "Reset password"),
    "forgot_text": (
        "E-posta adresinizi yazın; hesabınız varsa yenileme bağlantısını göndeririz.",
        "Enter your e-mail; if you have an account, we send a reset link.",
    ),
    "forgot_submit": ("Bağlantı gönder", "Send the link"),
    "reset_title": ("Yeni parola", "New password"),
    "reset_submit": ("Parolayı değiştir", "Change password"),
    "new_password": ("Yeni parola", "New password"),
    "password_help": ("En az 10 karakter.", "At least 10 characters."),
    "accept_title": ("Daveti kabul et", "Accept the invitation"),
    "accept_text": (
        "Adınızı yazın ve kendinize bir parola belirleyin.",
        "Enter your name and choose a password.",
    ),
    "accept_submit": ("Hesabı aç", "Open the account"),
    "name": ("Ad soyad", "Full name"),
    "first_title": ("İlk kurulum", "First set-up"),
    "first_text": (
        "Kurulumun ilk yöneticisini oluşturun. Bu bağlantı bir kez kullanılır.",
        "Create the first administrator of this installation. This link works once.",
    ),
    "merchant": ("İşletme adı", "Business name"),
    "merchant_help": (
        "Mağazalarınız ve ürünleriniz onun altında durur.",
        "Your stores and products live under it.",
    ),
    "first_submit": ("Kurulumu bitir", "Finish set-up"),
    "back": ("Girişe dön", "Back to log-in"),
    "lost_title": ("Sayfa bulunamadı", "Page not found"),
    "lost_text": (
        "Bu adreste bir sayfa yok. Bağlantı eski ya da kayıt silinmiş olabilir.",
        "There is no page at this address. The link may be old or the record deleted.",
    ),
    "lost_home": ("Ana sayfaya git", "Go to home"),
    "maintenance_title": ("Bakım sürüyor", "Under maintenance"),
    "maintenance_text": (
        "PraPazar kısa süreliğine kapalı. Kanallardan gelen siparişler kaybolmaz, bakımdan sonra alınır.",
        "PraPazar is closed for a short time. Orders from channels are not lost; they arrive afterwards.",
    ),
    "code_title": ("İki adımlı doğrulama", "Two-step verification"),
    "code_text": (
        "Telefonunuzdaki uygulamanın gösterdiği kodu yazın. Telefonunuz yanınızda değilse bir kurtarma kodu kullanın.",
        "Enter the code your phone's app shows. Without your phone, use a recovery code.",
    ),
    "code": ("Kod", "Code"),
    "code_submit": ("Doğrula", "Verify"),
}
