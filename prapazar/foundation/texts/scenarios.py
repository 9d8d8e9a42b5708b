"""Test scenarios of a store: their steps and what each found."""

TEXTS = {
    "title": ("Test senaryoları", "Test scenarios"),
    "intro": (
        (
            "Bu hesapla, sırayla denenir. Stok ve fiyat adımları bir ilanı değiştirip eski değerine döndürür;"
            " durum adımı yeni bir siparişi hazırlanıyor yapar."
        ),
        (
            "Tried in turn with this account. The stock and price steps change one listing and set it back; the status"
            " step moves one new order to picking."
        ),
    ),
    "start": ("Senaryoları çalıştır", "Run the scenarios"),
    "not_live": (
        "Senaryolar canlı hesapta çalışmaz. Mağazanın sınama ya da deneme ortamına geçin.",
        "Scenarios never run on a live account. Switch the store to stage or sandbox.",
    ),
    "some_failed": ("Bazı adımlar başarısız.", "Some steps failed."),
    "none_failed": ("Başarısız adım yok.", "No step failed."),
    "running": ("Çalışıyor", "Running"),
    "step": ("Adım", "Step"),
    "outcome": ("Sonuç", "Result"),
    "found": ("Bulunan", "Found"),
    "requests": ("İstek", "Requests"),
    "show_requests": ("İsteklerini göster", "Show its requests"),
    "reports": ("Önceki raporlar", "Earlier reports"),
    "no_reports": ("Henüz çalıştırılmadı.", "Not run yet."),
    "report": (
        "{passed} geçti, {failed} başarısız, {skipped} atlandı",
        "{passed} passed, {failed} failed, {skipped} skipped",
    ),
    "passed": ("Geçti", "Passed"),
    "failed": ("Başarısız", "Failed"),
    "skipped": ("Atlandı", "Skipped"),
    "step_credentials": ("Bağlantı bilgileri", "Credentials"),
    "step_listings": ("İlanların tümü", "All listings"),
    "step_orders": ("Yedi günün siparişleri", "Orders of seven days"),
    "step_order_again": ("Tek siparişi yeniden okuma", "One order read again"),
    "step_stock": ("Stok yaz ve geri oku", "Set stock and read it back"),
    "step_price": ("Fiyat yaz ve geri oku", "Set price and read it back"),
    "step_status": ("Sipariş durumu bildir", "Tell an order's status"),
    "step_back_off": ("Arızada bekleyip yeniden deneme", "Back off at a fault and try again"),
    "step_webhook": ("Bildirim kaydı", "Webhook registration"),
    "account": ("Hesap: {name}", "Account: {name}"),
    "listings_found": ("{count} ilan", "{count} {count:listing|listings}"),
    "listings_twice": ("{count} ilan iki kez geldi", "{count} {count:listing|listings} came twice"),
    "parked": (
        "{count} kayıt okunamadı: {detail}",
        "{count} {count:record|records} could not be read: {detail}",
    ),
    "orders_found": (
        "{count} paket değişmiş; kanal bu günlerde verilen {counted} paket sayıyor",
        "{count} {count:package|packages} changed; the channel counts {counted} ordered in these days",
    ),
    "orders_twice": ("Bir paket iki kez geldi", "A package came twice"),
    "no_order": ("Yedi günde sipariş yok", "No order in seven days"),
    "order_gone": ("{number} tek başına okunamadı", "{number} could not be read by itself"),
    "order_found": ("{number} aynı geldi", "{number} came alike"),
    "no_listing": ("Yayında ilan yok", "No active listing"),
    "set_and_back": (
        "{sku}: {value} yazıldı, görüldü, geri alındı",
        "{sku}: {value} set, seen, and set back",
    ),
    "no_new_order": ("Yeni sipariş yok", "No new order"),
    "no_such_step": ("Bu kanal bu adımı bilmez", "This channel knows no such step"),
    "step_told": ("{number} bildirildi", "{number} was told"),
    "sandbox_only": ("Yalnızca deneme ortamında", "Only in the sandbox"),
    "no_fault_met": ("Arıza görülmedi", "No fault was met"),
    "tried_again": ("{count} istekte düzeldi", "Well again after {count} {count:request|requests}"),
    "no_address": ("Bildirim adresi yok", "No webhook address"),
    "registered": ("Kaydedildi ve silindi", "Registered and removed"),
    "batch_open": ("Toplu işlem sonuçlanmadı", "The batch did not end"),
    "refused": ("Kanal reddetti: {detail}", "The channel refused: {detail}"),
    "not_shown": ("{value} kanalda görülmedi", "{value} was not seen at the channel"),
}
