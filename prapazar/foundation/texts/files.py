"""The screen of a channel that goes by files."""

TEXTS = {
    "about": ("Bu kanal nasıl çalışır?", "How does this channel work?"),
    "connected": (
        "Mağaza eklendi. Dosyaları mağazanın sayfasında.",
        "The store is added. Its files are on its page.",
    ),
    "by_file": ("Dosyayla", "By file"),
    "products": ("Ürün dosyası", "Product file"),
    "products_text": (
        "Aktif ürünleriniz bu kanala gösterilecek stok ve fiyatla yazılır; eksik bilgisi olan ürün dosyaya girmez.",
        "Your active products with the stock and price this channel is shown; what lacks something stays out.",
    ),
    "make_products": ("Ürün dosyası hazırla", "Make the product file"),
    "only_changed": ("Yalnızca son dosyadan beri değişenler", "Only what changed since the last file"),
    "orders": ("Sipariş dosyası", "Order file"),
    "history": ("Geçmiş siparişler", "Past orders"),
    "orders_text": (
        "Kanalın panelinden indirdiğiniz sipariş listesi. Aynı dosyayı yeniden yüklemek bir şeyi değiştirmez.",
        "The order list you downloaded from the channel's panel. Uploading the same file again changes nothing.",
    ),
    "orders_denied": (
        "Sipariş dosyasını yüklemek için sipariş yetkisi gerekir; yetkisi olan bir kullanıcı burada yükler.",
        "Uploading an order file takes the right to change orders; somebody who has it does so here.",
    ),
    "drop": (
        "Sipariş dosyasını (CSV ya da XLSX) buraya bırakın ya da seçin",
        "Drop the order file (CSV or XLSX) here, or choose it",
    ),
    "lacking": ("Şu alanlar için sütun seçin: {fields}", "Choose the columns for: {fields}"),
    "start_orders": ("{count} siparişi al", "Take in {count} {count:order|orders}"),
    "preview_note": ("{total} satırın ilk {shown} cevabı", "The first {shown} answers of {total} rows"),
    "order": ("Sipariş", "Order"),
    "created": ("Yeni", "New"),
    "known": ("Kayıtlı", "Known"),
    "failed": ("Alınamaz", "Cannot be taken"),
    "shipments": ("Kargolanan siparişler", "Shipped orders"),
    "shipments_text": (
        "Kargoya verilen siparişler, takip numaralarıyla. Kanalın paneline siz yüklersiniz.",
        "Orders that were shipped, with their tracking numbers, for you to upload at the channel's panel.",
    ),
    "make_shipments": ("Dosyayı hazırla", "Make the file"),
    "only_new": ("Yalnızca son dosyadan sonra kargolananlar", "Only those shipped since the last file"),
    "started": ("Dosya hazırlanıyor.", "The file is being made."),
    "file": ("Dosya", "File"),
    "download": ("İndir", "Download"),
    "sum_product_file": (
        "{created} satır · {unchanged} değişmedi · {failed} dışarıda",
        "{created} {created:row|rows} · {unchanged} unchanged · {failed} left out",
    ),
    "sum_order_file": (
        "{created} yeni · {updated} değişti · {unchanged} aynı · {failed} satır alınamadı",
        "{created} new · {updated} changed · {unchanged} same · {failed} {failed:row|rows} not taken",
    ),
    "sum_shipment_file": (
        "{created} sipariş · {failed} dışarıda",
        "{created} {created:order|orders} · {failed} left out",
    ),
    "left_out": ("Dosyaya girmeyenler", "Left out of the file"),
    "form": ("Dosya ayarları", "File settings"),
    "form_done": ("Dosya ayarları kaydedildi.", "File settings saved."),
    "errors_first": ("İlk {count} hata", "The first {count} errors"),
    "old_products": ("Ürün içe aktarma", "Product import"),
}
