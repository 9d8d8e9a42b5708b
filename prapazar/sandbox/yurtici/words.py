"""The words of the pretend Yurtiçi Kargo: what its codes say."""

OPERATIONS = {
    "NOP": (0, "Kargo işlem görmemiş."),
    "IND": (1, "Kargo teslimattadır."),
    "ISR": (2, "Kargo işlem görmüş, faturası henüz düzenlenmemiş."),
    "CNL": (3, "Kargo çıkışı engellendi."),
    "ISC": (4, "Kargo daha önce iptal edilmiştir."),
    "DLV": (5, "Kargo teslim edilmiştir."),
    "BI": (6, "Fatura şube tarafından iptal edilmiştir."),
}
"""By status: the code beside it and the sentence."""
REJECTS = {
    "0": "İade talep edildi",
    "1": "Çıkış şubesi onayladı",
    "2": "İade bölgesi onayladı",
    "3": "Müşteri onayladı",
    "4": "İptal bekliyor",
    "7": "Teslimat iptal",
    "8": "Zimmet iptal",
    "9": "İade edildi",
    "10": "Sonuçlandı",
    "11": "Onaylanmadı",
}
ERRORS = {
    936: "Beklenmeyen hata oluştu.",
    60017: "Fatura anahtarı (invoiceKey) boş olamaz.",
    60018: "Alıcı adı boş olamaz.",
    60019: "Alıcı adresi boş olamaz.",
    60020: "Kargo anahtarı (cargoKey) sistemde mevcuttur.",
    60026: "Başlangıç tarihi boş olamaz.",
    60027: "Bitiş tarihi boş olamaz.",
    80838: "Tarih aralığı aşıldı.",
    80859: "Kargo anahtarı (cargoKey) boş olamaz.",
    82500: "Kargo anahtarı en fazla 20 karakter olabilir.",
    82501: "Fatura anahtarı en fazla 20 karakter olabilir.",
    82502: "Alıcı adresi uzunluğu geçersiz.",
    82503: "Alıcı adı uzunluğu geçersiz.",
    82505: "Tahsilat tutarı (ttInvoiceAmount) boş olamaz.",
    82507: "Tahsilat fatura numarası (ttDocumentId) boş olamaz.",
    82509: "Taksit sayısı (dcSelectedCredit) boş olamaz.",
    82511: "Taksit kuralı (dcCreditRule) boş olamaz.",
    82512: "Kredi kartı bilgileri uyumsuz.",
    82513: "Tahsilat tipi hatalı.",
    82514: "Tahsilat fatura kayıt tipi hatalı.",
    82515: "E-posta adresi geçersiz.",
    82516: "Telefon numarası geçersiz.",
    82517: "Geçersiz parametre.",
    82519: "Kargo anahtarı bu kullanıcıya ait değil.",
    82520: "Kargo daha önce iptal edilmiştir.",
    82526: "Sorgulanacak anahtar (keys) boş olamaz.",
    82527: "Anahtar tipi (keyType) boş olamaz.",
    82651: "İade kodu boş olamaz.",
    82652: "Kullanım adedi boş olamaz.",
    82654: "Alan adı (fieldName) geçersiz.",
    82655: "İade kodu daha önce kaydedilmiştir.",
}
NO_LANGUAGE = "Web servis kullanıcı dili boş olamaz."
NO_LOGIN = "Web servis kullanıcı adı veya şifre hatalı."
NO_ADDRESS = "{address} IP adresinden erişim yetkiniz bulunmamaktadır."
REPEATED = "Aynı anahtar 1 dakika içerisinde tekrar sorgulanamaz."
DONE = "Başarılı"
