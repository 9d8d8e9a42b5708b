"""What HepsiJet answers, in the seller's words."""

TEXTS = {
    "rejected": ("HepsiJet isteği reddetti.", "HepsiJet rejected the request."),
    "not_found": ("HepsiJet böyle bir gönderi bulamadı.", "HepsiJet found no such delivery."),
    "duplicate": (
        "Bu gönderi numarası HepsiJet’te zaten var.",
        "HepsiJet has a delivery of this number already.",
    ),
    "no_cash": (
        "HepsiJet entegrasyonu kapıda ödemeyi desteklemiyor.",
        "HepsiJet's interface takes no cash on delivery.",
    ),
    "phone_needed": (
        "HepsiJet için alıcının telefonu gerekli.",
        "HepsiJet needs the recipient's phone number.",
    ),
}
