"""What people are told, by the kind of the notification with its dot as an underscore."""

TEXTS = {
    "orders_new": ("{channel}: {count} yeni sipariş", "{channel}: {count} new orders"),
    "orders_unmapped": (
        "{channel}: {count} kalem bir ürüne bağlı değil",
        "{channel}: {count} lines match no product",
    ),
    "orders_short": (
        "{channel}: {count} siparişte stok yetmiyor",
        "{channel}: {count} orders are short of stock",
    ),
    "orders_parked": (
        "{channel}: {count} sipariş onarım bekliyor",
        "{channel}: {count} orders wait for repair",
    ),
    "listings_rejected": (
        "{channel}: {count} ilan reddedildi",
        "{channel}: {count} listings were rejected",
    ),
    "channels_failed": ("{channel}: eşitleme durdu", "{channel}: syncing stopped"),
}
