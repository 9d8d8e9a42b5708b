"""Invoices: why something cannot be done, and what to do about it."""

TEXTS = {
    "no_seller": (
        "Önce fatura ayarlarında işletme bilgilerinizi doldurun",
        "Fill in your company's data in the invoice settings first",
    ),
    "no_provider": (
        "Çalışan bir e-fatura sağlayıcısı yok; ayarlardan birini seçin",
        "No e-invoice provider is at work; choose one in the settings",
    ),
    "not_a_provider": ("Bu bağlantı belge göndermez", "This connection sends no documents"),
    "test_order": ("Test siparişine fatura kesilmez", "A test order is not invoiced"),
    "order_cancelled": ("Sipariş iptal edilmiş", "The order is cancelled"),
    "order_unpacked": ("Paket bozulmuş", "The package was broken up"),
    "order_awaiting_payment": ("Siparişin ödemesi bekleniyor", "The order is not paid yet"),
    "order_missing": ("Sipariş bulunamadı", "The order was not found"),
    "invoiced": ("Bu siparişin faturası var: {detail}", "This order has an invoice: {detail}"),
    "despatched": ("Bu siparişin irsaliyesi var", "This order has a despatch note"),
    "nothing_left": ("Siparişte faturalanacak ürün kalmamış", "Nothing of the order is left to invoice"),
    "rate_needed": ("{detail} için kur yazın", "Enter an exchange rate for {detail}"),
    "carrier_needed": (
        "İrsaliyede taşıyıcı yazılmalıdır; ayarlarda kargo firmasının unvanını ve vergi numarasını girin",
        "A despatch note names its carrier: enter name and tax number of the carrier in the settings",
    ),
    "buyer_tax_number": (
        "Alıcının vergi numarası 10 ya da 11 hane olmalı: {detail}",
        "The buyer's tax number must have 10 or 11 digits: {detail}",
    ),
    "faulty": ("Belge denetimden geçmedi: {detail}", "The document did not pass the checks: {detail}"),
    "failed": ("Belge işlenemedi: {detail}", "The document could not be processed: {detail}"),
    "rejected": ("Alıcı belgeyi reddetti: {detail}", "The recipient refused the document: {detail}"),
    "not_issuable": ("Bu belge zaten gönderiliyor ya da gönderildi", "This document is sent or being sent"),
    "not_changeable": ("Gönderilmiş belge değiştirilemez", "A document that was sent cannot be changed"),
    "withholding_pair": (
        "Tevkifat kodu ile oranı birbirine uymuyor: {detail}",
        "The withholding code does not go with its percent: {detail}",
    ),
    "exemption_unknown": ("{detail} bilinen bir istisna kodu değil", "{detail} is no exemption code we know"),
    "not_returnable": (
        "Yalnızca alıcıya ulaşmış satış faturasının iadesi kesilir",
        "Only a sale that reached its buyer can be returned",
    ),
    "too_much_returned": (
        "İade edilecek bir şey yok ya da satılandan fazla",
        "Nothing is left to give back, or it is more than was sold",
    ),
    "reason_needed": ("Nedenini yazın", "Say why"),
    "not_discardable": (
        "Bu belge gönderilmiş; iptal edin ya da iadesini kesin",
        "This document was sent: cancel it, or issue a return",
    ),
    "not_cancellable": (
        "Yalnızca e-Arşiv iptal edilir; e-Fatura için iade faturası kesin",
        "Only an e-Arşiv is cancelled; take an e-Fatura back by a return",
    ),
    "nothing_to_pay": ("Bu belge için ödeme girilmez", "No payment is entered for this document"),
    "paid_too_much": ("En çok {detail} girilebilir", "At most {detail} can be entered"),
    "run_size": ("Bir seferde en çok {detail} sipariş faturalanır", "At most {detail} orders at once"),
    "series_wrong": (
        "Seri üç büyük harf ya da rakamdır: ABC",
        "A series is three capitals or digits: ABC",
    ),
    "series_shared": ("Her belge türünün serisi ayrı olmalı", "Each kind of document needs its own series"),
    "tax_id_length": ("10 haneli VKN ya da 11 haneli TCKN yazın", "Enter a VKN of 10 or a TCKN of 11 digits"),
    "tax_id_digits": ("Kontrol hanesi tutmuyor", "Its check digit is wrong"),
    "due_days_wrong": ("0 ile 365 arasında bir gün sayısı yazın", "Enter a number of days from 0 to 365"),
    "carriers_wrong": (
        "Her satıra ad; unvan; vergi numarası yazın",
        "Write called; name; tax number on each line",
    ),
    "needed": ("Bu alan doldurulmalı", "This field is needed"),
    "kind_changed": (
        "Alıcının e-Fatura mükellefliği değişti; belge öbür türde kesildi",
        "The recipient's e-Fatura registration changed; the document was issued as the other kind",
    ),
    "more_than_ordered": (
        "Siparişte bu kadar faturalanacak adet kalmadı: {detail}",
        "So many units are not left to be invoiced: {detail}",
    ),
    "share_too_early": (
        "Fatura sağlayıcıya ulaşınca iletilebilir",
        "It can be handed on once the provider has the invoice",
    ),
    "address_wrong": ("Geçerli bir e-posta adresi yazın", "Enter an e-mail address"),
    "link_awaited": (
        "Kanal bir bağlantı ister; sağlayıcınızın bağlantısı bekleniyor",
        "The channel wants a link; your provider's is being waited for",
    ),
    "claim_not_accepted": (
        "Önce talebi onaylayın ya da gelen ürünleri kaydedin",
        "Accept the claim first, or record what came back",
    ),
    "claim_not_invoiced": (
        "Bu siparişin alıcıya ulaşmış bir faturası yok",
        "No invoice of this order has reached its buyer",
    ),
}
