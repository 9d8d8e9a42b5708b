"""What happened to an order, one sentence for each kind of event."""

TEXTS = {
    "imported": ("Kanaldan alındı", "Received from the channel"),
    "created": ("Elle girildi", "Entered by hand"),
    "status": ("Durum: {was} → {now}", "Status: {was} → {now}"),
    "short": ("{quantity} adet için stok yetmedi", "Stock was {quantity} short"),
    "repaired": ("Satır {sku} ile eşleştirildi", "Line matched to {sku}"),
    "reported": ("Kanala bildirildi: {status}", "Channel told: {status}"),
    "report_failed": ("Kanal kabul etmedi: {status}", "Channel refused: {status}"),
    "note": ("Not", "Note"),
    "package": ("Paket {package}", "Package {package}"),
}
