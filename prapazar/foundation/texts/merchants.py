"""All merchants of the installation, for super admins."""

TEXTS = {
    "title": ("İşletmeler", "Merchants"),
    "merchant": ("İşletme", "Merchant"),
    "people": ("Kişi", "People"),
    "stores": ("Mağaza", "Stores"),
    "failing": ("Hata", "Failures"),
    "last_order": ("Son sipariş", "Last order"),
    "since": ("Kayıt", "Since"),
    "name": ("Ad", "Name"),
    "kind": ("Tür", "Kind"),
    "kind_merchant": ("İşletme", "Merchant"),
    "kind_user": ("Kullanıcı", "User"),
    "kind_store": ("Mağaza", "Store"),
    "came_at": ("Eklendi", "Added"),
    "week": ("{week} haftasında eklenenler", "Added in the week of {week}"),
    "week_none": ("Bu hafta eklenen yok.", "Nothing was added in this week."),
    "all_weeks": ("Haftayı kapat", "Close the week"),
}
