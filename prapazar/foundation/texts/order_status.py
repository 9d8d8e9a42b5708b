"""Words for the statuses of orders and packages."""

TEXTS = {
    "awaiting_payment": ("Ödeme bekliyor", "Awaiting payment"),
    "new": ("Yeni", "New"),
    "picking": ("Toplanıyor", "Picking"),
    "packed": ("Paketlendi", "Packed"),
    "shipped": ("Kargoda", "Shipped"),
    "delivered": ("Teslim edildi", "Delivered"),
    "undelivered": ("Teslim edilemedi", "Undelivered"),
    "returned": ("İade edildi", "Returned"),
    "cancelled": ("İptal", "Cancelled"),
    "unpacked": ("Paket bölündü", "Unpacked"),
}
