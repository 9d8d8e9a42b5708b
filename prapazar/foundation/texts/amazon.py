"""What Amazon answers, in the seller's words."""

TEXTS = {
    "not_found": ("Amazon böyle bir kayıt bulamadı.", "Amazon found no such record."),
    "rejected": ("Amazon isteği reddetti.", "Amazon rejected the request."),
    "item_refused": ("Amazon bu ürünü kabul etmedi.", "Amazon refused this item."),
    "conflict": (
        "Amazon’da böyle bir kayıt zaten var.",
        "Amazon has such a record already.",
    ),
    "subscribed_elsewhere": (
        "Uygulamanız bu satıcının bildirimlerini başka bir kuyruğa alıyor. O kuyruğu girin ya da aboneliği silin.",
        "Your app has this seller’s notifications sent to another queue. Enter that one, or delete the subscription.",
    ),
    "quota": (
        "Amazon’un bu işlem için tanıdığı kota doldu; sırası gelince sürdürülecek.",
        "Amazon’s quota for this operation is used up; it goes on in its turn.",
    ),
    "access_denied": (
        "Amazon erişim vermedi. Uygulamanızın bir rolü eksik ya da pazar yeri bu hesaba ait değil.",
        "Amazon gave no access. Your app may lack a role, or this account has no such marketplace.",
    ),
    "consent_gone": (
        "Uygulamaya verdiğiniz izin sona ermiş ya da geri alınmış. Seller Central’da uygulamayı yeniden yetkilendirin.",
        "Your consent to the app has ended or was taken back. Authorize the app again in Seller Central.",
    ),
    "client_refused": (
        "Amazon uygulama kimliğini tanımadı. Gizli anahtarın süresi dolmuş olabilir; yenisini girin.",
        "Amazon did not accept the app. Its client secret may have run out; enter the new one.",
    ),
    "marketplace_missing": (
        "Bu satıcı hesabı seçtiğiniz pazar yerinde satış yapmıyor.",
        "This seller account does not sell in the chosen marketplace.",
    ),
    "currency": (
        "Para birimi seçtiğiniz pazar yerinin para birimi değil.",
        "The currency is not the one of the chosen marketplace.",
    ),
    "fba_stock": (
        "Bu ürünün stokunu Amazon tutuyor (FBA); buradan değiştirilemez.",
        "Amazon keeps the stock of this item (FBA); it cannot be changed from here.",
    ),
    "fba_order": (
        "Bu siparişi Amazon gönderiyor (FBA); buradan gönderilemez ve iptal edilemez.",
        "Amazon ships this order (FBA); it cannot be shipped or cancelled from here.",
    ),
    "theme_unknown": (
        "Bu ürün tipi bu varyasyon özelliklerinin birleşimini tanımıyor.",
        "This product type does not know this combination of variation attributes.",
    ),
    "tracking_needed": (
        "Kargoya verildiğini bildirmek için takip numarası gerekli.",
        "To tell that it was shipped a tracking number is needed.",
    ),
    "carrier_needed": (
        "Kargoya verildiğini bildirmek için kargo firması gerekli.",
        "To tell that it was shipped a carrier is needed.",
    ),
    "whole_lines": (
        "Amazon bir sipariş kaleminin yalnızca bütünüyle iptalini alıyor.",
        "Amazon cancels a line of an order only as a whole.",
    ),
    "cancel_refused": (
        "Amazon iptali kabul etmedi; siparişi Seller Central’da denetleyin.",
        "Amazon did not accept the cancellation; check the order in Seller Central.",
    ),
    "message_refused": (
        "Amazon bu sipariş için bu türde ileti kabul etmiyor ya da uygulamanızın alıcıyla iletişim rolü yok.",
        "Amazon takes no such message about this order now, or your app lacks the role to write to buyers.",
    ),
    "message_length": (
        "İletinin uzunluğu Amazon’un bu tür için tanıdığı sınırı aşıyor ya da ileti boş.",
        "The message is empty, or longer than Amazon allows for this kind.",
    ),
    "report_waiting": (
        "Amazon raporu hazırlıyor; az sonra yeniden sorulacak.",
        "Amazon is making the report; it is asked for again shortly.",
    ),
    "report_failed": (
        "Amazon raporu hazırlayamadı; yeniden istenecek.",
        "Amazon could not make the report; it is asked for anew.",
    ),
    "document_gone": (
        "Amazon’un geçici belge adresi artık geçerli değil; yeniden denenecek.",
        "Amazon’s temporary address of a document no longer holds; it is tried again.",
    ),
}
