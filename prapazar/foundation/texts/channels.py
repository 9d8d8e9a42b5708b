"""Connecting stores, their health, and what went over the wire."""

TEXTS = {
    "title": ("Kanallar", "Channels"),
    "connect": ("Mağaza bağla", "Connect a store"),
    "empty": (
        "Henüz bağlı mağaza yok. Bir mağaza bağlayın; ürünleri ve siparişleri buraya gelir.",
        "No store yet. Connect one and its products and orders come here.",
    ),
    "name": ("Mağaza", "Store"),
    "status": ("Durum", "Status"),
    "health": ("Sağlık", "Health"),
    "listings": ("İlan", "Listings"),
    "unmatched": ("Eşleşmemiş", "Unmatched"),
    "waiting": ("Gönderilecek", "To send"),
    "parked": ("Gönderilemeyen", "Not sent"),
    "last_order": ("Son sipariş", "Last order"),
    "last_contact": ("Son iletişim", "Last contact"),
    "never": ("Henüz yok", "Not yet"),
    "active": ("Çalışıyor", "Running"),
    "paused": ("Duraklatıldı", "Paused"),
    "broken": ("Bağlantı reddedildi", "Access refused"),
    "failing": ("Hata veriyor", "Failing"),
    "health_none": ("Çağrı yok", "No calls"),
    "calls_day": (
        "24 saatte {calls} çağrı, {errors} hata",
        "{calls} {calls:call|calls}, {errors} {errors:error|errors} in 24 hours",
    ),
    "sync": ("Şimdi eşitle", "Sync now"),
    "sync_done": ("Eşitleme başladı.", "Sync started."),
    "pause": ("Duraklat", "Pause"),
    "pause_done": (
        "Mağaza duraklatıldı. Siparişler ve değişiklikler bekler.",
        "Paused. Orders and changes wait.",
    ),
    "resume": ("Sürdür", "Resume"),
    "resume_done": (
        "Mağaza çalışıyor; tüm stoklar yeniden bildiriliyor.",
        "Running; all stock is told again.",
    ),
    "remove": ("Mağazayı kaldır", "Remove store"),
    "remove_text": (
        "{name} bağlantısı, ilan eşleştirmeleri ve kayıtları silinir. Siparişler kalır.",
        "The connection {name}, its listing matches and its log are deleted. Orders stay.",
    ),
    "remove_done": ("Mağaza kaldırıldı.", "Store removed."),
    "renew": ("Bilgileri yenile", "Renew credentials"),
    "renew_text": (
        "Kanala önce sorulur; kabul etmezse eskileri kalır. Boş bıraktığınız alan değişmez.",
        "The channel is asked first; if it refuses, the old ones stay. A field left empty does not change.",
    ),
    "renew_submit": ("Sına ve kaydet", "Test and save"),
    "not_connected": ("Bağlanamadı; hiçbir şey kaydedilmedi", "Not connected; nothing was kept"),
    "not_renewed": (
        "Kanal bu bilgileri kabul etmedi; hiçbir şey değişmedi",
        "The channel refused these; nothing was changed",
    ),
    "why_health": ("Son 24 saatte başarılı çağrıların oranı", "Share of calls that went well in 24 hours"),
    "match_waiting": (
        "{count} ilanı eşleştir",
        "Match {count} {count:listing|listings}",
    ),
    "renew_done": ("Bağlantı bilgileri yenilendi.", "Credentials renewed."),
    "problem": ("Son çağrı başarısız oldu", "The last call failed"),
    "broken_text": (
        "Kanal bağlantı bilgilerini kabul etmiyor. Yenileyene kadar hiçbir çağrı yapılmaz; hiçbir şey kaybolmaz.",
        "The channel refuses the credentials. Nothing is called until they are renewed; nothing is lost.",
    ),
    "offer": ("Bu mağazaya gösterilen stok", "Stock shown to this store"),
    "buffer": ("Geride tutulan adet", "Units kept back"),
    "buffer_help": (
        "Satılabilir stoktan bu kadarı gösterilmez.",
        "So many of the available units are not shown.",
    ),
    "percent": ("Gösterilen oran", "Share shown"),
    "cap": ("En çok gösterilen adet", "Most units shown"),
    "cap_help": ("Boş bırakırsanız sınır yok.", "Empty means no limit."),
    "offer_done": ("Kaydedildi; stoklar yeniden bildiriliyor.", "Saved; stock is told again."),
    "jobs": ("Zamanlanmış işler", "Scheduled jobs"),
    "job": ("İş", "Job"),
    "every": ("Sıklık", "Every"),
    "last_run": ("Son çalışma", "Last run"),
    "next_run": ("Sonraki", "Next"),
    "result": ("Sonuç", "Result"),
    "run": ("Çalıştır", "Run"),
    "job_orders": ("Siparişleri al", "Fetch orders"),
    "job_order_count": ("Sipariş sayımı", "Order count check"),
    "job_products": ("İlanları al", "Fetch listings"),
    "job_batches": ("Toplu sonuçları sor", "Ask for batch results"),
    "job_feed": ("Ürün dosyasını yaz", "Write the product file"),
    "job_done": ("Tamam, {count} kayıt", "Done, {count} {count:record|records}"),
    "job_failed": ("Başarısız", "Failed"),
    "job_running": ("Çalışıyor", "Running"),
    "log": ("İstek kaydı", "Request log"),
    "log_empty": ("Son yedi günde çağrı yok.", "No calls in the last seven days."),
    "errors_only": ("Yalnızca hatalar", "Errors only"),
    "operation": ("İşlem", "Operation"),
    "answer_code": ("Yanıt", "Answer"),
    "took": ("Süre", "Took"),
    "at": ("Zaman", "Time"),
    "request": ("İstek", "Request"),
    "answer": ("Yanıt", "Answer"),
    "settings": ("Bağlantı", "Connection"),
    "limits": ("Kanalın istek sınırları", "The channel's request limits"),
    "limit": ("Sınır", "Limit"),
    "limit_group": ("İşlem", "Requests for"),
    "limit_used": ("Kullanılan", "In use"),
    "limit_rule": ("{requests} / {span}", "{requests} per {span}"),
    "limit_held": ("Kanal bekletiyor: {span}", "The channel asks to wait: {span}"),
    "limit_api": ("Bütün istekler", "All requests"),
    "limit_product_read": ("İlan okuma", "Reading listings"),
    "limit_inventory_write": ("Stok ve fiyat", "Stock and price"),
    "limit_orders_read": ("Sipariş okuma", "Reading orders"),
    "limit_package_status": ("Paket durumu", "Package status"),
    "limit_package_unsupplied": ("Tedarik edilemedi", "Not supplied"),
    "limit_product_write": ("İlan yazma", "Writing listings"),
    "limit_claims_read": ("İade okuma", "Reading claims"),
    "limit_claim_approve": ("İade onayı", "Approving claims"),
    "limit_claim_issue": ("İade reddi", "Rejecting claims"),
    "limit_finance": ("Hakediş", "Settlements"),
    "limit_questions_read": ("Soru okuma", "Reading questions"),
    "limit_questions_answer": ("Soru yanıtlama", "Answering questions"),
    "limit_reference": ("Kategoriler", "Categories"),
    "limit_webhooks": ("Anında bildirim", "Webhooks"),
    "kind_marketplace": ("Pazaryeri", "Marketplace"),
    "kind_shop": ("Kendi mağazanız", "Your own shop"),
    "kind_carrier": ("Kargo", "Carrier"),
    "kind_einvoice": ("E-fatura", "E-invoice"),
    "kind_feed": ("Ürün dosyası", "Product file"),
    "kind_catalog": ("Katalog", "Catalogue"),
    "kind_erp": ("Muhasebe programı", "Accounting software"),
    "level_declared": ("henüz sınanmadı", "not proven yet"),
    "level_mapped": ("kendi testlerinden geçti", "its own tests pass"),
    "level_sandbox": ("deneme ortamında kanıtlandı", "proven in the sandbox"),
    "level_replay": ("başkalarının yazdığı istemcilerle de kanıtlandı", "proven with clients of others too"),
    "level_live": ("canlı kanıtlandı", "proven live"),
    "evidence_help": (
        "Kanıt düzeyi testlerden hesaplanır; gerçek kanalda görüldüğü anlamına gelmez.",
        "The level is computed from tests; it does not mean that it was seen on the real channel.",
    ),
    "environment": ("Ortam", "Environment"),
    "env_live": ("Canlı", "Live"),
    "env_stage": ("Sınama (kanalın)", "Stage (the channel's)"),
    "env_sandbox": ("Deneme ortamı (yerleşik)", "Sandbox (built in)"),
    "bench": ("Bağlayıcı tezgâhı", "Integrator's bench"),
    "test_store": ("Test mağazası", "Test store"),
    "test_banner": ("Bu bir test mağazası: {environment}", "This is a test store: {environment}"),
    "test_banner_text": (
        (
            "Siparişleri işaretlenir; stok ayırmaz, satışlara sayılmaz, faturası kesilmez. Gerçek stok miktarları"
            " buraya gönderilmez."
        ),
        (
            "Its orders are marked; they hold no stock, are not counted as sales and not invoiced. It is not told"
            " real quantities."
        ),
    ),
    "test_banner_shared": (
        (
            "Siparişleri işaretlenir; stok ayırmaz, satışlara sayılmaz, faturası kesilmez. Gerçek stok miktarları"
            " isteğinizle buraya gönderiliyor."
        ),
        (
            "Its orders are marked; they hold no stock, are not counted as sales and not invoiced. It is told real"
            " quantities, as you asked."
        ),
    ),
    "sends_stock": ("Gerçek stok miktarlarını gönder", "Send real quantities"),
    "sends_stock_help": (
        (
            "Kapalıyken bu test mağazasındaki miktarlara dokunulmaz; yeni gönderilen ürünler stoksuz açılır."
            " Buradaki siparişler iki durumda da stok ayırmaz."
        ),
        (
            "While off, quantities in this test store are left alone, and new products are sent without stock."
            " Orders from here hold no stock either way."
        ),
    ),
    "sends_stock_done": ("Kaydedildi.", "Saved."),
    "switch_to": ("{environment} ortamına geç", "Switch to {environment}"),
    "switch_title": ("Ortam değiştirilsin mi?", "Switch environment?"),
    "switch_text": (
        (
            "{here} duraklatılır. Gönderilmeyi bekleyen {waiting} değişiklik bekler; dönünce bütün stoklar"
            " yeniden bildirilir. Bildirimle gelen siparişler yine alınır, ötekiler dönünce."
        ),
        (
            "{here} is paused. {waiting} {waiting:change|changes} still to be sent wait; on return all stock is told"
            " again. Orders that come by webhook are still taken in, the others on return."
        ),
    ),
    "switch_form": (
        "Bu ortamın kendi bilgileri vardır; canlı bilgiler olduğu gibi kalır. Kanala önce sorulur.",
        "This environment has credentials of its own; the live ones stay as they are. The channel is asked first.",
    ),
    "switch_submit": ("Sına ve geç", "Test and switch"),
    "switch_done": ("Şimdi {environment} ortamındasınız.", "You are in {environment} now."),
    "switch_here": ("buradasınız", "you are here"),
    "switch_never": ("henüz kurulmadı", "not set up yet"),
    "webhook": ("Anında bildirim", "Webhook"),
    "webhook_on": ("Açık", "On"),
    "webhook_off": ("Kapalı; düzenli sorgulanır", "Off; polled instead"),
    "webhook_address": ("Bildirim adresi", "Webhook address"),
    "step_choose": ("Kanal", "Channel"),
    "step_fill": ("Bilgiler", "Details"),
    "step_done": ("Bitti", "Done"),
    "choose": ("Hangi kanal?", "Which channel?"),
    "where": ("Bilgiler nerede", "Where to find these"),
    "documentation": ("Kanalın belgeleri", "The channel's documents"),
    "store_name": ("Mağazanın adı", "Name of the store"),
    "store_name_help": ("Yalnızca sizin ekranlarınızda görünür.", "Shown on your screens only."),
    "test": ("Sına", "Test"),
    "testing": ("Kanala soruluyor", "Asking the channel"),
    "test_ok": ("Bağlantı çalışıyor: {account}.", "It works: {account}."),
    "test_listings": ("{count} ilan bulundu.", "{count} {count:listing|listings} found."),
    "save": ("Bağla", "Connect"),
    "connected": (
        "Mağaza bağlandı. İlanlar ve siparişler alınıyor.",
        "Connected. Listings and orders are being fetched.",
    ),
    "to_store": ("Mağazaya git", "Go to the store"),
    "to_matching": ("İlanları eşleştir", "Match listings"),
    "no_test": (
        "Bu kanal sınanamıyor; doğrudan bağlayabilirsiniz.",
        "This channel offers no test; connect directly.",
    ),
    "interval_too_short": ("En az 10 saniye olmalı.", "At least 10 seconds."),
    "missing": ("Bu mağaza yok ya da başka bir işletmenin.", "There is no such store in this merchant."),
    "evidence": ("Kanıt düzeyi", "Evidence"),
    "retry_parked": ("Yeniden dene", "Try again"),
    "retry_done": (
        "{count} değişiklik yeniden denenecek.",
        "{count} {count:change|changes} will be tried again.",
    ),
}
