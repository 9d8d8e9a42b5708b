"""Sync now for several stores: what is chosen, how far it is, how it ended."""

TEXTS = {
    "title": ("Şimdi eşitle", "Sync now"),
    "stores": ("Mağazalar", "Stores"),
    "kinds": ("Neler eşitlensin?", "What is synced?"),
    "kind_orders": ("Siparişleri al", "Fetch orders"),
    "kind_products": ("İlanları al", "Fetch listings"),
    "kind_stock": ("Bütün stokları gönder", "Send all stock"),
    "kind_price": ("Bütün fiyatları gönder", "Send all prices"),
    "start": ("Eşitlemeyi başlat", "Start the sync"),
    "started": (
        "Eşitleme başladı; sayfayı kapatsanız da sürer.",
        "Started; it goes on when you close the page.",
    ),
    "nothing_to_do": (
        "Seçtikleriniz zaten çalışıyor, mağaza duraklatılmış ya da kanal bunu yapamıyor.",
        "What you chose is running already, the store is paused, or its channel cannot do it.",
    ),
    "choose": ("En az bir mağaza ve bir iş seçin.", "Choose at least one store and one kind of work."),
    "none": ("Çalışan mağaza yok.", "No running store."),
    "runs": ("Son eşitlemeler", "Latest runs"),
    "runs_empty": ("Henüz eşitleme başlatılmadı.", "Nothing was started yet."),
    "progress": ("{done} / {total}", "{done} of {total}"),
    "parts": ("{done} / {total} iş bitti", "{done} of {total} jobs done"),
    "count": ("{count} kayıt", "{count} {count:record|records}"),
    "kind": ("İş", "Job"),
    "status_waiting": ("Sırada", "Waiting"),
    "status_running": ("Çalışıyor", "Running"),
    "status_done": ("Tamam", "Done"),
    "status_failed": ("Başarısız", "Failed"),
    "status_cancelled": ("Vazgeçildi", "Cancelled"),
    "cancelled": ("Eşitlemeden vazgeçildi.", "The sync was cancelled."),
    "cancelling": ("Vazgeçiliyor; eldeki adım bitiyor.", "Cancelling; the step at hand is ending."),
    "idle": (
        "Mağaza duraklatılmış ya da reddedilmiş; önce sürdürün.",
        "The store is paused or refused; resume it first.",
    ),
}
