"""What UPS answers, in the seller's words."""

TEXTS = {
    "rejected": ("UPS isteği reddetti.", "UPS rejected the request."),
    "not_found": ("UPS böyle bir gönderi bulamadı.", "UPS found no such shipment."),
    "duplicate": (
        "Bu referansla UPS’te zaten bir gönderi var.",
        "UPS has a shipment of this reference already.",
    ),
    "sender_pays": (
        "UPS gönderilerinde ücreti gönderici öder; kapıda ödeme yoktur.",
        "With UPS the sender pays; there is no cash on delivery.",
    ),
    "too_long": (
        "UPS adlarda ve adres satırlarında en çok 35 harf alır; adres en çok üç satırdır.",
        "UPS takes names and address lines of 35 letters, and three lines at most.",
    ),
}
