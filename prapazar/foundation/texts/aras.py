"""What Aras Kargo answers, in the seller's words."""

TEXTS = {
    "duplicate": ("Bu gönderi Aras Kargo'da zaten var.", "Aras Kargo has this shipment already."),
    "barcode_taken": (
        "Bu koli barkodu Aras Kargo'da başka bir gönderide kullanılmış. Gönderiyi yeni numarayla açın.",
        "Aras Kargo knows this parcel's bar code from another shipment. Open it under a new number.",
    ),
    "too_late": (
        "Aras Kargo irsaliyeyi kesmiş; gönderi artık iptal edilemez.",
        "Aras Kargo has written the waybill; the shipment cannot be cancelled any more.",
    ),
    "payer": (
        "Aras Kargo'da gönderiyi gönderici ya da alıcı öder.",
        "At Aras Kargo a shipment is paid by the sender or the receiver.",
    ),
    "currency": ("Aras Kargo kapıda yalnızca TL alır.", "Aras Kargo collects Turkish lira only."),
    "rejected": ("Aras Kargo isteği reddetti.", "Aras Kargo rejected the request."),
    "key": ("Gönderi numarası eksik.", "The shipment's number is missing."),
    "name": ("Alıcı adı eksik.", "The receiver's name is missing."),
    "address": ("Alıcı adresi eksik.", "The receiver's address is missing."),
    "city": ("Alıcının ili eksik.", "The receiver's city is missing."),
    "district": ("Alıcının ilçesi eksik.", "The receiver's district is missing."),
    "phone": (
        "Alıcı telefonu yalnızca rakam olmalı.",
        "The receiver's phone has to be digits only.",
    ),
    "cash": (
        "Alıcı ödemeli gönderide kapıda tahsilat yapılamaz.",
        "Cash is not collected with a shipment the receiver pays.",
    ),
    "no_branch": (
        "Aras Kargo hesabınıza şube tanımlamamış; entegrasyon birimine başvurun.",
        "Aras Kargo has set no branch for your account; ask its integration team.",
    ),
    "pieces": (
        "Koli sayısı ya da barkodları uyuşmuyor.",
        "The number of parcels or their bar codes do not fit.",
    ),
    "resent": (
        "Aras Kargo aynı gönderiyi en fazla 20 kez alıyor. Gönderiyi yeni numarayla açın.",
        "Aras Kargo takes the same shipment 20 times at most. Open it under a new number.",
    ),
}
