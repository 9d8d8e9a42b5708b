"""Many labels printed by a worker: their progress and the file."""

TEXTS = {
    "title": ("Kargo fişleri", "Labels"),
    "progress": ("{done} / {total} fiş", "{done} / {total} labels"),
    "fetch": ("Dosyayı indir", "Download the file"),
    "fetch_hint": (
        "{printed} gönderinin fişi. Dosya bir gün saklanır.",
        "Labels of {printed} {printed:shipment|shipments}. The file is kept for a day.",
    ),
    "left_out": (
        "{count} gönderinin fişi yok: taşıyıcısı henüz kabul etmedi.",
        "{count} {count:shipment has|shipments have} no label: no carrier has taken {count:it|them} yet.",
    ),
    "stop": ("Vazgeç", "Stop"),
    "earlier": ("Son basılanlar", "Printed lately"),
    "kind": ("Biçim", "Format"),
    "kind_10x15": ("PDF 10 x 15 cm", "PDF 10 x 15 cm"),
    "kind_a4": ("PDF A4", "PDF A4"),
    "kind_zpl": ("ZPL", "ZPL"),
    "count": ("Gönderi", "Shipments"),
    "by": ("Kim", "By"),
    "at": ("Ne zaman", "When"),
    "status": ("Durum", "Status"),
    "status_waiting": ("Sırada", "Waiting"),
    "status_running": ("Hazırlanıyor", "Being made"),
    "status_done": ("Hazır", "Ready"),
    "status_failed": ("Basılamadı", "Failed"),
    "status_cancelled": ("Vazgeçildi", "Stopped"),
    "status_gone": ("Süresi doldu", "Expired"),
    "none": (
        "Elliden çok gönderi seçip fiş bastığınızda dosya arka planda hazırlanır ve burada durur.",
        "When you print labels of more than fifty shipments, the file is made in the background and stands here.",
    ),
    "missing": (
        "Bu baskı yok ya da dosyası henüz hazır değil veya süresi doldu.",
        "There is no such print-out, or its file is not ready yet or has expired.",
    ),
    "too_many": (
        "Bir seferde en çok {most} fiş indirilir; fazlası arka planda basılır (POST /api/shipments/labels/runs).",
        "At most {most} labels are answered at once; more are printed by POST /api/shipments/labels/runs.",
    ),
    "cut": (
        "Bir dosyada en çok {most} fiş durur; ilk {most} gönderi basılıyor.",
        "One file takes at most {most} labels; the first {most} are being printed.",
    ),
    "failed": (
        "Fişler çizilemedi; yeniden deneyin. Sürerse teknik servise söyleyin.",
        "The labels could not be drawn; try again, and tell technical service if it goes on.",
    ),
}
