"""What Sürat Kargo answers, in the merchant's words."""

TEXTS = {
    "not_found": ("Sürat Kargo böyle bir gönderi bulamadı.", "Sürat Kargo found no such parcel."),
    "rejected": ("Sürat Kargo isteği reddetti.", "Sürat Kargo rejected the request."),
    "duplicate": (
        "Bu takip koduyla daha önce gönderi açılmış. Sürat e-kargo ekranından denetleyin.",
        "A shipment with this key exists already. Look it up in Sürat's e-kargo portal.",
    ),
    "cancelled_already": ("Bu gönderi zaten iptal edilmiş.", "This shipment is cancelled already."),
    "payer": (
        "Pazaryerinin ödediği gönderiler buradan açılmaz. Gönderen ya da alıcı ödemeli seçin.",
        "Shipments the marketplace pays for are not opened here. Choose sender or receiver.",
    ),
    "waybill_needed": (
        "Kapıda ödemeli gönderi için faturanın seri ve sıra numarası gerekli. Önce faturayı kesin.",
        "A parcel paid at the door needs the invoice's series and number. Issue the invoice first.",
    ),
}
