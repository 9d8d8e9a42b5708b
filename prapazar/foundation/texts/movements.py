"""Movements of parcels that come from a carrier's spreadsheet."""

TEXTS = {
    "column_reference": ("Gönderi No", "Reference"),
    "column_tracking_number": ("Takip No", "Tracking Number"),
    "column_status": ("Durum", "Status"),
    "column_at": ("Tarih", "Date"),
    "column_received_by": ("Teslim Alan", "Received By"),
    "column_place": ("Yer", "Place"),
    "column_amount": ("Tutar", "Amount"),
    "column_recipient": ("Alıcı", "Recipient"),
    "column_city": ("Şehir", "City"),
    "no_key_column": (
        "Dosyada “Gönderi No” ya da “Takip No” sütunu yok.",
        "The file has no column “Reference” or “Tracking Number”.",
    ),
    "no_key": ("Gönderi numarası boş.", "There is no shipment number."),
    "unknown": (
        "Bu taşıyıcıda böyle bir gönderi yok.",
        "This carrier has no such shipment.",
    ),
    "closed": (
        "Gönderi kapanmış; durumu artık değişmez.",
        "The shipment is closed; its status changes no more.",
    ),
    "bad_status": ("Durum anlaşılmadı: {value}", "This status is not understood: {value}"),
    "bad_date": (
        "Tarih anlaşılmadı ya da ileri bir tarih: {value}",
        "The date is not understood, or lies in the future: {value}",
    ),
    "bad_amount": ("Tutar anlaşılmadı: {value}", "The amount is not understood: {value}"),
    "says_nothing": (
        "Satırda durum, takip numarası ya da tutar yok.",
        "The row has no status, tracking number or amount.",
    ),
    "too_many": (
        "Dosyanın ilk {value} satırı alındı; kalanını ayrı bir dosyayla yükleyin.",
        "The first {value} rows were taken; upload the others in a file of their own.",
    ),
}
