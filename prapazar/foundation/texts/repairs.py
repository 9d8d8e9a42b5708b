"""The repair queue: what could not be taken in, why, and what to do."""

TEXTS = {
    "title": ("Onarım", "Repairs"),
    "cause": ("Neden", "Cause"),
    "what": ("Kayıt", "Record"),
    "since": ("Bekliyor", "Waiting"),
    "amount": ("Tutar", "Amount"),
    "note": (
        "Sorunlu kayıtlar tek başına bekler; diğer siparişler akmaya devam eder.",
        "Records with a problem wait alone; other orders keep flowing.",
    ),
    "empty": ("Onarım bekleyen kayıt yok.", "No record waits for repair."),
    "unmapped_line": ("Ürün bilinmiyor", "Product not known"),
    "unmapped_line_detail": (
        "Kanaldaki “{title}” kataloğunuzdaki hiçbir ürünle eşleşmedi. Barkod {barcode}, SKU {sku}.",
        "“{title}” on the channel matches nothing in your catalogue. Barcode {barcode}, SKU {sku}.",
    ),
    "unreadable": ("Okunamayan kayıt", "Unreadable record"),
    "unreadable_detail": (
        "Kanalın gönderdiği sipariş anlaşılamadı: {detail}",
        "The order the channel sent could not be understood: {detail}",
    ),
    "report": ("Kanal adımı reddetti", "Channel refused a step"),
    "report_detail": (
        "“{status}” bildirimi kabul edilmedi: {detail}",
        "“{status}” was not accepted: {detail}",
    ),
    "missing": ("Eksik sipariş", "Orders missing"),
    "missing_detail": (
        "Günlük sayımda kanaldaki sipariş sayısı buradakinden {missing} fazla.",
        "The daily count found {missing} more orders on the channel than here.",
    ),
    "short": ("Stok eksik", "Stock short"),
    "alike": ("aynı ürün, {count} kayıt", "same article, {count} {count:record|records}"),
    "match": ("Eşleştir", "Match"),
    "match_title": ("Bu hangi ürün?", "Which product is this?"),
    "match_help": (
        "İlan seçtiğiniz ürünle eşleşir; bekleyen siparişlerin stoğu hemen ayrılır, sonrakiler kendiliğinden bulunur.",
        "The listing is matched to it; waiting orders reserve at once, later ones find it by themselves.",
    ),
    "search": ("Ürün adı, SKU ya da barkod", "Product name, SKU or barcode"),
    "no_product": ("Eşleşen ürün yok.", "No product matches."),
    "matched_done": (
        "{count} satır eşleştirildi, stok ayrıldı.",
        "{count} {count:line|lines} matched, stock reserved.",
    ),
    "read_again": ("Yeniden oku", "Read again"),
    "read_again_done": ("Kanaldan yeniden istendi.", "Asked the channel again."),
    "report_again": ("Yeniden bildir", "Tell again"),
    "report_again_done": ("Kanala yeniden bildiriliyor.", "Telling the channel again."),
    "resolve": ("Kaldır", "Dismiss"),
    "resolve_done": ("Kayıt kuyruktan kaldırıldı.", "Removed from the queue."),
    "available": ("{count} satılabilir", "{count} available"),
}
