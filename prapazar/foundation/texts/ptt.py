"""What PTT Kargo answers, in the merchant's words."""

TEXTS = {
    "not_found": ("PTT böyle bir gönderi bulamadı.", "PTT found no such parcel."),
    "rejected": ("PTT isteği reddetti.", "PTT rejected the request."),
    "duplicate": (
        "Bu referansla daha önce gönderi açılmış.",
        "A shipment with this reference exists already.",
    ),
    "payer": (
        "Pazaryerinin ödediği gönderiler buradan açılmaz. Gönderen ya da alıcı ödemeli seçin.",
        "Shipments the marketplace pays for are not opened here. Choose sender or receiver.",
    ),
    "range_used_up": (
        "PTT’nin verdiği barkod aralığı bitti. Yeni aralık isteyip bağlantı ayarlarına yazın.",
        "The range of bar codes PTT gave is used up. Ask for a new one and enter it in the connection.",
    ),
}
