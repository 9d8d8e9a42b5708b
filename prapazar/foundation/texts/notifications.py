"""Notifications: the sentence of each kind, in the bell, as a toast and in the centre."""

TEXTS = {
    "title": ("Bildirimler", "Notifications"),
    "empty": ("Okunmamış bildirim yok.", "No unread notifications."),
    "empty_all": ("Henüz bildirim yok.", "No notifications yet."),
    "unread_only": ("Okunmamış", "Unread"),
    "all": ("Tümü", "All"),
    "mark_all": ("Tümünü okundu say", "Mark all read"),
    "mark": ("Okundu say", "Mark read"),
    "times": ("{count} kez", "{count} times"),
    "when": ("Zaman", "Time"),
    "what": ("Bildirim", "Notification"),
    "orders.new": ("{channel}: yeni sipariş {number}", "{channel}: new order {number}"),
    "orders.new_many": ("{channel}: {count} yeni sipariş", "{channel}: {count} new {count:order|orders}"),
    "orders.unmapped": ("{channel}: bilinmeyen ürün satıldı", "{channel}: an unknown product was sold"),
    "orders.short": ("{channel}: stoktan fazla satıldı", "{channel}: sold beyond stock"),
    "orders.parked": (
        "{channel}: okunamayan sipariş onarım bekliyor",
        "{channel}: an unreadable order waits for repair",
    ),
    "channels.failed": ("{channel}: kanal çağrısı başarısız", "{channel}: a call to the channel failed"),
    "channels.refused": (
        "{channel} bağlantı bilgilerini reddetti; yenilemeniz gerekiyor",
        "{channel} refuses the credentials; they have to be renewed",
    ),
    "channels.drift": (
        "{channel}: {operation} yanıtının biçimi değişti",
        "{channel}: the answers of {operation} have another shape",
    ),
    "channels.silent": (
        "{channel}: sipariş gelmiyor; bu sürede genellikle {orders} sipariş olurdu",
        "{channel}: no orders; usually {orders} would have come by now",
    ),
    "listings.rejected": (
        "{channel}: kanal bazı ilanları reddetti",
        "{channel}: the channel refused some listings",
    ),
    "listings.unmatched": ("{channel}: eşleşmemiş ilanlar var", "{channel}: some listings are not matched"),
}
