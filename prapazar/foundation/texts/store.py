"""The pages of one store: their tabs, and what the first of them says."""

TEXTS = {
    "tabs": ("Mağazanın sayfaları", "The store's pages"),
    "tab_overview": ("Genel bakış", "Overview"),
    "tab_health": ("Sağlık", "Health"),
    "tab_schedules": ("Zamanlama", "Schedules"),
    "tab_mappings": ("Eşlemeler", "Mappings"),
    "tab_categories": ("Kategoriler", "Categories"),
    "tab_deliveries": ("Anında bildirim", "Webhooks"),
    "tab_traffic": ("Trafik", "Traffic"),
    "tab_console": ("Konsol", "Console"),
    "tab_scenarios": ("Senaryolar", "Scenarios"),
    "tab_settings": ("Ayarlar", "Settings"),
    "channel": ("Kanal", "Channel"),
    "to_orders": ("Siparişlerini gör", "See its orders"),
    "to_cause": ("Nedenine bak", "See the cause"),
    "all_traffic": ("Bütün trafik", "All traffic"),
    "parked": ("{count} gönderilemedi", "{count} not sent"),
    "unmatched": ("{count} eşleşmemiş", "{count} unmatched"),
    "all_matched": ("hepsi eşleşmiş", "all matched"),
    "waiting_note": ("stok ve fiyat değişikliği", "changes of stock and price"),
    "credentials": ("Bağlantı bilgileri", "Credentials"),
    "credentials_text": (
        "Kanalda anahtarları yenilediyseniz buraya girin. Kayıtlı değerler gösterilmez.",
        "When you have new keys at the channel, enter them here. What is kept is never shown.",
    ),
    "removing": ("Kaldırma", "Removal"),
}
