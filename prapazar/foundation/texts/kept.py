"""Files kept with orders, invoices, shipments and claims."""

TEXTS = {
    "empty": ("{name} boş.", "{name} is empty."),
    "too_large": (
        "{name} 10 MB'tan büyük. Daha küçük bir dosya seçin.",
        "{name} is larger than 10 MB. Choose a smaller file.",
    ),
    "kind_not_kept": (
        "{name} saklanmaz. PDF, resim, video, XML, ZIP ya da ZPL yükleyin.",
        "{name} is not kept. Upload a PDF, picture, video, XML, ZIP or ZPL.",
    ),
    "kind_invoice": ("Fatura", "Invoice"),
    "kind_label": ("Kargo etiketi", "Shipping label"),
    "kind_picture": ("Resim", "Picture"),
    "kind_evidence": ("Kanıt", "Evidence"),
    "kind_document": ("Belge", "Document"),
}
