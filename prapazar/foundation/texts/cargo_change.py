"""Another of a channel's carriers for a package."""

TEXTS = {
    "change": ("Kargoyu değiştir", "Change carrier"),
    "title": ("Kargo firmasını değiştir", "Change the carrier"),
    "text": (
        (
            "Kanalın bu paket için sunduğu firmalardan seçin. Yeni takip numarası kendiliğinden gelir; basılmış fiş"
            " geçersiz olur."
        ),
        (
            "Choose among the carriers the channel offers for this package. A new tracking number comes by itself; a"
            " printed label becomes void."
        ),
    ),
    "looking": (
        "Kanala soruluyor: bu paket hangi firmalarla gidebilir?",
        "Asking the channel which carriers it offers",
    ),
    "carrier": ("Kargo firması", "Carrier"),
    "choose": ("Değiştir", "Change"),
    "now": ("Şimdiki firma: {carrier}", "Now: {carrier}"),
    "asked": (
        "Kanala bildiriliyor. Yeni firma ve takip numarası gelince burada görünür.",
        "The channel is being told. Carrier and tracking number show here once it has answered.",
    ),
    "under_way_title": ("{package} için {carrier} isteniyor", "{carrier} is asked for {package}"),
    "refused_title": ("{package} için kargo değişmedi", "The carrier of {package} was not changed"),
    "waits": (
        "Kanal yanıt vermiyor; yeniden denenecek.",
        "The channel does not answer; it will be asked again.",
    ),
    "leave": ("Eskisiyle gitsin", "Keep the old one"),
    "again": ("Yeniden sor", "Ask again"),
    "left": ("Kargo firması değişmedi.", "The carrier stays."),
    "under_way": (
        "Kanaldan zaten bir değişiklik istendi; yanıtını bekleyin.",
        "The channel was asked for a change already; wait for its answer.",
    ),
    "not_offered": (
        "Bu firma sunulmuyor; seçenekleri yeniden sorun.",
        "This carrier is not offered; ask for the choice again.",
    ),
    "none_offered": (
        "Kanal bu paket için başka firma sunmuyor.",
        "The channel offers no other carrier for this package.",
    ),
    "not_there": (
        "Bu kanalda kargo firması buradan değiştirilemez.",
        "This channel's carrier cannot be changed here.",
    ),
    "own_contract": (
        "Bu paket kendi sözleşmenizle gidiyor; taşıyıcıyı gönderi açarken seçin.",
        "This package goes under your own contract; choose the carrier when you open its shipment.",
    ),
    "too_late": (
        "Kargoya verilmiş ya da iptal edilmiş paketin firması değişmez.",
        "The carrier of a shipped or cancelled package is not changed.",
    ),
    "has_shipment": (
        "Paketin gönderisi açılmış; önce onu iptal edin.",
        "The package has a shipment; cancel that first.",
    ),
}
