"""What mail servers answer, in the seller's words."""

TEXTS = {
    "login_refused": (
        (
            "Posta sunucusu girişi reddetti. Kullanıcı adını ve parolayı denetleyin; iki adımlı girişte "
            "uygulama parolası gerekir."
        ),
        "The mail server refused the log-in. Check user and password; with two-step log-in it wants an app password.",
    ),
    "not_welcome": (
        (
            "Posta sunucusu bu makineden bağlantı kabul etmiyor. Barındırma firmanıza bu sunucunun IP "
            "adresine izin verdirin."
        ),
        (
            "The mail server takes no connection from this machine. Have your hosting company allow this "
            "server's IP address."
        ),
    ),
    "bad_sender": (
        (
            "Posta sunucusu bu gönderen adresine izin vermiyor. Kullanıcının kendi adresini yazın ya da "
            "sunucuda yetki verin."
        ),
        (
            "The mail server does not let this user send from that address. Enter the user's own, or allow "
            "it at the server."
        ),
    ),
    "no_starttls": (
        "Sunucu bu bağlantı noktasında STARTTLS sunmuyor. 587'yi, ya da güvenliği TLS yapıp 465'i deneyin.",
        "The server offers no STARTTLS at this port. Try 587, or security TLS with 465.",
    ),
    "wrong_security": (
        "Güvenlik ayarı bu bağlantı noktasına uymuyor: 465 TLS ister, 587 STARTTLS.",
        "The security setting does not fit this port: 465 wants TLS, 587 STARTTLS.",
    ),
    "bad_certificate": (
        (
            "Sunucunun sertifikası bu ada verilmemiş ya da süresi geçmiş. Sunucu adını barındırma "
            "firmanızın yazdığı gibi girin."
        ),
        (
            "The server's certificate is for another name, or has run out. Enter the host as your hosting "
            "company names it."
        ),
    ),
    "no_login": (
        "Sunucu bu bağlantı noktasında giriş kabul etmiyor; 25 yerine 587 ya da 465 kullanın.",
        "The server takes no log-in at this port; use 587 or 465 instead of 25.",
    ),
    "not_ascii": (
        "Kullanıcı adında ya da parolada posta sunucularının kabul etmediği harfler var (ç, ğ, ı, ş gibi).",
        "User or password has letters that mail servers do not take (such as ç, ğ, ı, ş).",
    ),
    "unknown_host": (
        "Bu adda bir sunucu bulunamadı. Giden sunucunun adını denetleyin.",
        "There is no server of this name. Check the outgoing server's name.",
    ),
    "no_connection": (
        (
            "Posta sunucusuna bağlanılamadı. Sunucu adını ve bağlantı noktasını denetleyin; güvenlik duvarı "
            "engelliyor olabilir."
        ),
        "The mail server could not be reached. Check host and port; a firewall may be in the way.",
    ),
    "silent": (
        "Posta sunucusu yanıt vermedi. 465 seçiliyse güvenlik TLS olmalı; 25 çoğu yerde kapalıdır.",
        "The mail server said nothing. With 465 the security has to be TLS; 25 is closed in most places.",
    ),
    "bad_recipient": (
        "Alıcının sunucusu böyle bir adres olmadığını söyledi.",
        "The recipient's server says there is no such address.",
    ),
    "greylisted": (
        "Alıcının sunucusu ilk denemeyi erteledi; birkaç dakika sonra kendiliğinden yeniden gönderilir.",
        "The recipient's server put the first try off; it goes again by itself in a few minutes.",
    ),
    "too_big": ("Posta sunucusuna göre ileti çok büyük.", "The letter is too big for the mail server."),
    "refused": (
        "Posta sunucusu bu iletiyi kabul etmedi; sözleri ayrıntıda.",
        "The mail server did not take this letter; its words are in the details.",
    ),
    "day_full": (
        "Bu sunucu için girdiğiniz günlük sınıra ulaşıldı; kalanlar sırada bekliyor.",
        "The daily limit you entered for this server is reached; the rest waits in line.",
    ),
}
