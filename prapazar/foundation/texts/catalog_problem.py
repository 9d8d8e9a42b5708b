"""What is wrong with a value of a product, by code; the value itself stands beside it."""

TEXTS = {
    "missing": ("Bu bilgi gerekli.", "This is required."),
    "no_key": ("Satırda ne stok kodu ne barkod var.", "The row has neither a SKU nor a barcode."),
    "twice": ("Dosyada ya da formda iki kez geçiyor.", "Appears twice."),
    "digits_lost": (
        "Tablo programı barkodu kısaltmış, rakamlar kayıp. Hücreyi metin yapıp yeniden yazın.",
        "The spreadsheet program shortened the code and digits are lost. Make the cell text and type it again.",
    ),
    "code_invalid": (
        "Kod en çok 100 görünür karakter olabilir.",
        "A code has at most 100 visible characters.",
    ),
    "too_long": ("Metin çok uzun.", "The text is too long."),
    "formula": (
        "Formül okunmaz; hücreye değerin kendisini yazın.",
        "Formulas are not read; write the value itself.",
    ),
    "not_a_number": ("Sayı değil. Örnek: 1.234,50", "Not a number. Example: 1,234.50"),
    "not_positive": ("Sıfırdan büyük olmalı.", "Must be above zero."),
    "not_whole": ("Tam sayı olmalı.", "Must be a whole number."),
    "too_large": ("Değer çok büyük.", "The value is too large."),
    "below_floor": ("Fiyat taban fiyatın ya da maliyetin altında.", "The price is below its floor or cost."),
    "list_below_sale": (
        "Liste fiyatı satış fiyatından düşük olamaz.",
        "The list price may not be below the sale price.",
    ),
    "vat_invalid": ("KDV oranı 0 ile 100 arasında olmalı.", "The VAT rate must be between 0 and 100."),
    "vat_fraction": ("KDV oranını yüzde olarak yazın: 20", "Write the VAT rate as a percentage: 20"),
    "image_invalid": ("Görsel adresi https:// ile başlamalı.", "An image address must start with https://."),
    "status_unknown": (
        "Durum aktif, taslak ya da arşiv olmalı.",
        "The status must be active, draft or archived.",
    ),
    "supplier_unknown": (
        "Bu adda bir tedarikçi yok. Önce sipariş yönlendirmede tedarikçi olarak ekleyin.",
        "There is no supplier of this name. Add it as a supplier under order routing first.",
    ),
    "sku_unknown": (
        "Bu stok kodu bu tedarikçinin ürünlerinde yok.",
        "No article of this supplier has this SKU.",
    ),
    "bundle_of_itself": ("Paket kendi içinde olamaz.", "A bundle cannot contain itself."),
    "bundle_in_bundle": ("Paketin içine paket konamaz.", "A bundle cannot contain a bundle."),
    "bundle_is_part": (
        "Bu varyant başka bir paketin içinde; kendisi paket olamaz.",
        "This variant is part of a bundle and cannot become one.",
    ),
    "bundle_has_stock": (
        "Varyantın kendi stoğu, rezervasyonu ya da açığı var. Önce stoğunu 0 sayın ve siparişlerini bitirin.",
        "The variant has units, reservations or shortages of its own. Count it to 0 and finish its orders first.",
    ),
    "bundle_quantity": ("Adet 1 ile 1000 arasında tam sayı olmalı.", "A whole number from 1 to 1000."),
    "bundle_too_many": ("Pakette en çok 50 çeşit olabilir.", "A bundle has at most 50 different articles."),
    "sku_taken": ("Bu stok kodu başka bir üründe.", "Another product has this SKU."),
    "barcode_taken": ("Bu barkod başka bir üründe.", "Another product has this barcode."),
    "code_taken": ("Bu model kodu başka bir üründe.", "Another product has this model code."),
    "differs_from_group": (
        "Aynı ürünün önceki satırında başka bir değer var.",
        "An earlier row of the same product says something else.",
    ),
    "variant_used": (
        "Bu varyant satılmış, sayılmış ya da bir kanalda; silinemez, kapatılabilir.",
        "This variant was sold, counted or listed; it cannot be removed, only switched off.",
    ),
    "unknown_variant": ("Varyant bulunamadı.", "The variant was not found."),
    "conflict": ("Aynı anda başka biri bu kodu kullandı.", "Somebody else used this code at the same time."),
    "no_price": ("Fiyatı yok.", "Has no price."),
    "no_floor": (
        "Taban fiyat ya da maliyet yok; fiyat kanallara gönderilmez.",
        "No floor or cost; the price is told to no channel.",
    ),
    "empty": ("Dosya boş.", "The file is empty."),
    "not_a_sheet": ("Dosya CSV ya da XLSX olarak okunamadı.", "The file could not be read as CSV or XLSX."),
    "old_excel": (
        "Eski .xls biçimi okunmaz; .xlsx olarak kaydedin.",
        "The old .xls form is not read; save it as .xlsx.",
    ),
    "too_many_columns": ("Dosyada çok fazla sütun var.", "The file has too many columns."),
    "file_too_large": ("Dosya çok büyük (en çok 100 MB).", "The file is too large (100 MB at most)."),
    "file_missing": ("Dosya artık yok; yeniden yükleyin.", "The file is gone; upload it again."),
}
