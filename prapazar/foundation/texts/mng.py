"""What MNG (DHL eCommerce) answers, in the merchant's words."""

TEXTS = {
    "not_found": (
        "DHL eCommerce böyle bir gönderi bulamadı.",
        "DHL eCommerce found no such shipment.",
    ),
    "rejected": ("DHL eCommerce isteği reddetti.", "DHL eCommerce rejected the request."),
    "duplicate": (
        "Bu referansla daha önce gönderi açılmış.",
        "A shipment with this reference exists already.",
    ),
    "ip_not_allowed": (
        "Sunucunuzun IP adresinin barkod yetkisi yok. DHL eCommerce’e bildirin, sonra yeniden deneyin.",
        "Your server's IP address may not ask for bar codes. Tell DHL eCommerce, then try again.",
    ),
    "payer": (
        "Pazaryerinin ödediği gönderiler buradan açılmaz. Gönderen ya da alıcı ödemeli seçin.",
        "Shipments the marketplace pays for are not opened here. Choose sender or receiver.",
    ),
    "zpl_only": (
        "DHL eCommerce etiketi yalnızca ZPL olarak verir.",
        "DHL eCommerce gives labels as ZPL only.",
    ),
    "no_label": (
        "DHL eCommerce bu gönderi için etiket vermedi.",
        "DHL eCommerce gave no label for this shipment.",
    ),
}
