"""What Yurtiçi Kargo answers, in the seller's words."""

TEXTS = {
    "duplicate": ("Bu gönderi Yurtiçi Kargo'da zaten var.", "Yurtiçi Kargo has this shipment already."),
    "barcode_taken": (
        "Bu koli barkodu Yurtiçi Kargo'da başka bir gönderide kullanılmış. Gönderiyi yeni numarayla açın.",
        "Yurtiçi Kargo knows this parcel's bar code from another shipment. Open it under a new number.",
    ),
    "not_found": (
        "Yurtiçi Kargo bu gönderiyi bu kullanıcıda bulamadı.",
        "Yurtiçi Kargo found no such shipment of this user.",
    ),
    "too_late": (
        "Şube gönderiyi işleme almış; Yurtiçi Kargo artık iptal etmiyor.",
        "The branch has processed the shipment; Yurtiçi Kargo does not cancel it any more.",
    ),
    "no_contract": (
        "Bu ödeme türü için Yurtiçi Kargo kullanıcısı girilmemiş. Bağlantı ayarlarına ekleyin.",
        "No Yurtiçi Kargo user is set for who is to pay. Add it in the connection.",
    ),
    "currency": ("Yurtiçi Kargo kapıda yalnızca TL alır.", "Yurtiçi Kargo collects Turkish lira only."),
    "ip_not_listed": (
        "Yurtiçi Kargo sunucunuzun IP adresini tanımıyor; adresi entegrasyon birimine tanımlatın.",
        "Yurtiçi Kargo does not know your server's IP address; have its integration team list it.",
    ),
    "repeated": (
        "Yurtiçi Kargo aynı gönderiyi bir dakika içinde yeniden sorgulatmıyor; birazdan yeniden sorulacak.",
        "Yurtiçi Kargo does not answer for the same shipment twice within a minute; it will be asked again.",
    ),
    "rejected": ("Yurtiçi Kargo isteği reddetti.", "Yurtiçi Kargo rejected the request."),
    "key": (
        "Gönderi veya koli numarası eksik ya da 20 karakterden uzun.",
        "The shipment's or a parcel's number is missing or longer than 20 characters.",
    ),
    "name": (
        "Alıcı adı eksik ya da uygun değil: 5 ile 100 karakter, en az 4 harf olmalı.",
        "The receiver's name is missing or does not fit: 5 to 100 characters with at least 4 letters.",
    ),
    "address": (
        "Alıcı adresi eksik ya da uygun değil: il ve ilçe hariç 10 ile 200 karakter olmalı.",
        "The receiver's address is missing or does not fit: 10 to 200 characters without city and district.",
    ),
    "phone": (
        "Alıcı telefonu geçersiz: alan koduyla 10 hane olmalı.",
        "The receiver's phone is not valid: ten digits with the area code.",
    ),
    "email": ("Alıcının e-posta adresi geçersiz.", "The receiver's e-mail address is not valid."),
    "cash": (
        "Kapıda tahsilat bilgileri Yurtiçi Kargo sözleşmenize uymuyor.",
        "The cash to collect does not fit your contract with Yurtiçi Kargo.",
    ),
    "return_code": (
        "İade kodu ya da kullanım adedi eksik.",
        "The return code or how often it may be used is missing.",
    ),
    "return_code_taken": ("Bu iade kodu daha önce açılmış.", "This return code was opened before."),
    "return_dates": (
        "İade kodunun tarihleri eksik ya da aralık çok uzun.",
        "The days of the return code are missing, or too many.",
    ),
    "return_field": (
        "Yurtiçi Kargo iade kodu alanını tanımadı; entegrasyon birimine sorun.",
        "Yurtiçi Kargo does not know the return code's field; ask its integration team.",
    ),
    "invalid": (
        "Yurtiçi Kargo gönderinin bir bilgisini geçersiz buldu.",
        "Yurtiçi Kargo found something of the shipment invalid.",
    ),
}
