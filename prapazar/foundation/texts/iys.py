"""The registry of consents (İYS) by file, and what is wrong with a file's rows."""

TEXTS = {
    "title": ("İYS izinleri", "İYS consents"),
    "lead": (
        (
            "Alınan onay ve retler üç iş günü içinde İYS'ye bildirilir. Resmî tatiller iş günü sayılır; son "
            "gün hiç geç gösterilmez."
        ),
        (
            "Consents and refusals have to reach İYS within three working days. Public holidays are counted "
            "as working days, so the last day is never shown too late."
        ),
    ),
    "told": ("İYS'de kayıtlı", "Known to İYS"),
    "open": ("Bildirilmedi", "Not yet told"),
    "overdue": ("Süresi geçti", "Overdue"),
    "view_open": ("Bildirilecek", "To be told"),
    "view_overdue": ("Süresi geçmiş", "Overdue"),
    "view_all": ("Tümü", "All"),
    "address": ("Adres", "Address"),
    "way": ("Tür", "Kind"),
    "said": ("İzin", "Consent"),
    "source": ("Kaynak", "Source"),
    "at": ("İzin zamanı", "Said at"),
    "due": ("Son gün", "Last day"),
    "status": ("İYS", "İYS"),
    "is_told": ("Kayıtlı", "Known"),
    "is_open": ("Bildirilecek", "To be told"),
    "is_overdue": ("Süresi geçti", "Overdue"),
    "empty_open": (
        "Bildirilecek izin yok; hepsi İYS'de kayıtlı.",
        "Nothing to be told; İYS knows them all.",
    ),
    "empty_all": (
        "Henüz izin kaydı yok. İYS'den indirdiğiniz dosyayı alın ya da müşterinin sayfasında izin girin.",
        "No consents yet. Take in the file you downloaded from İYS, or enter one on a customer's page.",
    ),
    "overdue_title": (
        "{count} iznin bildirim süresi geçti",
        "{count} {count:consent is|consents are} overdue at İYS",
    ),
    "overdue_text": (
        "Dosyayı indirip İYS panelinden yükleyin, sonra yüklendi olarak işaretleyin.",
        "Download the file, upload it in the İYS panel, then mark it as uploaded.",
    ),
    "step_source": ("Kaynağı yazılmamış izinler", "Consents without a source"),
    "step_source_help": (
        "İzni aslında nereden aldıysanız onu seçin; İYS'ye bu bildirilir.",
        "Choose where they were really given; İYS is told this.",
    ),
    "download": ("İYS dosyasını indir", "Download the İYS file"),
    "mark": ("Yüklendi olarak işaretle", "Mark as uploaded"),
    "mark_title": (
        "{count} izin İYS'ye yüklendi mi?",
        "Were {count} {count:consent|consents} uploaded to İYS?",
    ),
    "mark_text": (
        (
            "Yalnız dosyayı İYS panelinden yüklediyseniz işaretleyin. Dosya indirildikten sonra gelen "
            "izinler bildirilecek olarak kalır."
        ),
        "Only if you uploaded the file in the İYS panel. What came after the download stays to be told.",
    ),
    "marked": (
        "{count} izin kayıtlı olarak işaretlendi.",
        "{count} {count:consent is|consents are} marked as known.",
    ),
    "take": ("İYS dosyası al", "Take in an İYS file"),
    "take_columns": (
        (
            "Sütunlar: type, source, recipient, status, consentDate, recipientType; ya da Türkçesi (İzin "
            "türü, İzin kaynağı, Alıcı, İzin durumu, İzin tarihi, Alıcı tipi)."
        ),
        "Columns: type, source, recipient, status, consentDate, recipientType, or their Turkish names.",
    ),
    "take_most": ("CSV ya da XLSX, en çok {count} satır", "CSV or XLSX, at most {count} rows"),
    "taken": (
        "{count} izin alındı, {faults} satır alınmadı.",
        "{count} {count:consent|consents} taken in, {faults} {faults:row|rows} not.",
    ),
    "faults": ("Alınmayan satırlar", "Rows not taken"),
    "row": ("Satır {row}, {column}: {text}", "Row {row}, {column}: {text}"),
    "more_faults": ("ve {count} satır daha", "and {count} more"),
    "no_column": ("Bu sütun dosyada yok.", "The file has no such column."),
    "too_many": (
        "Dosya {value} satırdan uzun; kalanını ayrı dosyayla alın.",
        "The file has more than {value} rows; take the rest in with another file.",
    ),
    "bad_type": (
        "“{value}” bilinen bir izin türü değil; MESAJ, ARAMA ya da EPOSTA olmalı.",
        "“{value}” is no kind of consent; it has to be MESAJ, ARAMA or EPOSTA.",
    ),
    "bad_recipient": (
        "“{value}” bu tür için bir adres değil; +905... ya da e-posta olmalı.",
        "“{value}” is no address of this kind; it has to be +905... or an e-mail.",
    ),
    "bad_status": ("“{value}” ONAY ya da RET değil.", "“{value}” is neither ONAY nor RET."),
    "bad_date": (
        "“{value}” geçmişte bir tarih değil; 2026-11-21 14:05:00 gibi yazılmalı.",
        "“{value}” is no date of the past; it has to look like 2026-11-21 14:05:00.",
    ),
    "bad_source": (
        "“{value}” bir İYS kaynağı değil; HS_WEB gibi olmalı.",
        "“{value}” is no source of İYS; it has to look like HS_WEB.",
    ),
    "bad_kind": ("“{value}” BIREYSEL ya da TACIR değil.", "“{value}” is neither BIREYSEL nor TACIR."),
    "column_file": ("dosya", "file"),
    "source_hs_fiziksel_ortam": ("Fiziksel ortam (HS_FIZIKSEL_ORTAM)", "In person (HS_FIZIKSEL_ORTAM)"),
    "source_hs_islak_imza": ("Islak imza (HS_ISLAK_IMZA)", "Signed on paper (HS_ISLAK_IMZA)"),
    "source_hs_web": ("Web sitesi (HS_WEB)", "Website (HS_WEB)"),
    "source_hs_cagri_merkezi": ("Çağrı merkezi (HS_CAGRI_MERKEZI)", "Call centre (HS_CAGRI_MERKEZI)"),
    "source_hs_sosyal_medya": ("Sosyal medya (HS_SOSYAL_MEDYA)", "Social media (HS_SOSYAL_MEDYA)"),
    "source_hs_eposta": ("E-posta (HS_EPOSTA)", "E-mail (HS_EPOSTA)"),
    "source_hs_mesaj": ("Mesaj (HS_MESAJ)", "Text message (HS_MESAJ)"),
    "source_hs_mobil": ("Mobil uygulama (HS_MOBIL)", "Mobile app (HS_MOBIL)"),
    "source_hs_eortam": ("Elektronik ortam (HS_EORTAM)", "Electronic (HS_EORTAM)"),
    "source_hs_etkinlik": ("Etkinlik (HS_ETKINLIK)", "Event (HS_ETKINLIK)"),
    "source_hs_2015": ("2015 öncesi (HS_2015)", "Before 2015 (HS_2015)"),
    "source_hs_atm": ("ATM (HS_ATM)", "ATM (HS_ATM)"),
    "source_hs_karar": ("Karar (HS_KARAR)", "Decision (HS_KARAR)"),
}
