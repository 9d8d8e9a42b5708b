"""Why a row of a channel's file was not taken, or an article is not in it; the rest stands in catalog_problem."""

TEXTS = {
    "missing": ("Bu bilgi eksik.", "This is missing."),
    "status_unknown": (
        "Bu durum sözü bilinmiyor. Dosya ayarlarındaki durum sözcüklerine ekleyin.",
        "This status word is not known. Add it to the status words of the file settings.",
    ),
    "not_a_date": ("Tarih okunamadı. Örnek: 21.11.2026 14:35", "Not a date. Example: 21.11.2026 14:35"),
    "date_odd": ("Tarih gelecekte ya da 2000'den önce.", "The date is in the future or before 2000."),
    "currency_unknown": (
        "Para birimi TRY, USD, EUR ya da GBP olmalı.",
        "The currency must be TRY, USD, EUR or GBP.",
    ),
    "bad_signs": ("Hücrede okunamayan işaretler var.", "The cell holds signs that cannot be read."),
    "other_row": (
        "Siparişin başka bir satırı alınamadı; sipariş bütün olarak bekletildi.",
        "Another row of this order could not be taken, so the whole order was left out.",
    ),
    "differs_in_order": (
        "Aynı siparişin satırları birbirini tutmuyor.",
        "Rows of the same order say different things.",
    ),
    "vat_needed": (
        "Fiyatlar KDV hariç; satırda KDV oranı olmalı.",
        "Prices are without VAT, so the row must name the VAT rate.",
    ),
    "after_closing": (
        "Tarih, kanalın kapandığı günden sonra.",
        "The date is after the day the channel closed.",
    ),
    "not_counted": (
        "Stok hiç sayılmamış; bilinmeyen stok gönderilmez.",
        "Nobody has counted it; unknown stock is not told.",
    ),
    "no_price": ("Satış fiyatı yok.", "It has no sale price."),
    "no_floor": (
        "Taban fiyatı ve maliyeti yok; tabansız fiyat gönderilmez.",
        "It has neither floor price nor cost; no price leaves without a floor.",
    ),
    "no_tracking": ("Takip numarası yok.", "It has no tracking number."),
    "not_in_encoding": (
        "Metinde Windows-1254'te olmayan bir işaret var. UTF-8 ya da Excel seçin.",
        "The text holds a sign that Windows-1254 lacks. Choose UTF-8 or Excel.",
    ),
    "too_many_rows": (
        "Dosyada 100.000'den çok satır var; bölerek yükleyin.",
        "The file has more than 100,000 rows; upload it in parts.",
    ),
}
