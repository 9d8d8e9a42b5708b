"""The levers of the built-in sandbox: faults to switch on, and a buyer."""

TEXTS = {
    "title": ("Deneme ortamını boz", "Break the sandbox"),
    "intro": (
        "Taklit kanal bu mağazaya isteğiniz gibi davranır. Bir arıza açın, ekranların ne söylediğine bakın, kapatın.",
        "The pretend channel treats this store as you ask. Switch a fault on, see what the screens say, switch it off.",
    ),
    "on": ("Açık arızalar", "Faults that are on"),
    "kind": ("Arıza", "Fault"),
    "switch_on": ("Arızayı aç", "Switch on"),
    "switch_off": ("Kapat", "Switch off"),
    "is_on": (
        "Arıza açıldı. Bir iş çalıştırın (Zamanlama) ve Sağlık sayfasına bakın.",
        "The fault is on. Run a job (Schedules) and look at Health.",
    ),
    "is_off": ("Arıza kapatıldı.", "The fault is off."),
    "401": ("Anahtarlar kabul edilmiyor (401)", "Keys are refused (401)"),
    "401_effect": (
        "Mağaza durur. Arızayı kapatın, sonra Bilgileri düzelt ile sınayıp kaydedin.",
        "The store stops. Switch the fault off, then test and save with Correct the details.",
    ),
    "429": ("Çok fazla istek (429)", "Too many requests (429)"),
    "429_effect": (
        "İşler bekler; arıza kapanınca kendiliğinden sürer.",
        "Jobs wait, and go on by themselves when it is off.",
    ),
    "500": ("Kanal hata veriyor (500)", "The channel fails (500)"),
    "500_effect": (
        "Yeniden denenir; arıza kapanınca kendiliğinden düzelir.",
        "Tried again; well by itself when it is off.",
    ),
    "timeout": ("Yanıt gelmiyor (zaman aşımı)", "No answer (time-out)"),
    "timeout_effect": (
        "Yarım dakika kadar beklenir, sonra yeniden denenir.",
        "Waited for about half a minute, then tried again.",
    ),
    "html": ("JSON yerine bir web sayfası", "A web page instead of JSON"),
    "html_effect": (
        "Kanal bakımdaymış gibi olur; arıza kapanınca kendiliğinden düzelir.",
        "As if the channel were in maintenance; well by itself when it is off.",
    ),
    "cut_off": ("Yarıda kesilen yanıt", "An answer cut off"),
    "cut_off_effect": (
        "Yarım yanıttan hiçbir şey alınmaz; yeniden denenir.",
        "Nothing is taken of half an answer; it is tried again.",
    ),
    "renamed_field": ("Adı değişen alan", "A renamed field"),
    "renamed_field_effect": (
        "Biçim alarmı çalar, okunamayan kayıtlar Onarım'da bekler; arıza kapanınca yeniden okunur.",
        "The shape alarm rings and unreadable records wait in Repairs; they are read again when it is off.",
    ),
    "unknown_status": ("Tanınmayan sipariş durumu", "An unknown order status"),
    "unknown_status_effect": (
        "Siparişler Onarım'da bekler. Eşlemeler > Sipariş durumu altında karşılığını seçin.",
        "Orders wait in Repairs. Choose what it means under Mappings > Order status.",
    ),
    "field": ("Alanın kanaldaki adı", "The field's name at the channel"),
    "field_help": (
        "Örneğin orderNumber. Adları Trafik sayfasında bir yanıtı açınca görürsünüz.",
        "For instance orderNumber. Open an answer on the Traffic page to see the names.",
    ),
    "field_needed": ("Alanın adını yazın.", "Type the name of the field."),
    "buyer": (
        "Taklit kanaldaki bir alıcı, satıştaki bir üründen bir tane alır.",
        "A buyer at the pretend channel takes one of an article on sale.",
    ),
    "buy": ("Bir sipariş ver", "Place an order"),
    "bought": (
        "Alıcı sipariş verdi. Bildirimle ya da sonraki sipariş sorgusunda gelir.",
        "The buyer ordered. It comes by webhook or with the next poll.",
    ),
    "nothing_on_sale": (
        "Bu hesapta satışta stoklu ürün yok. Ürün gönderin, Ayarlar'da gerçek stok göndermeyi açın.",
        "This account has nothing in stock on sale. Send a product and let Settings send real stock.",
    ),
    "refused": ("Deneme ortamı bunu yapmadı: {detail}", "The sandbox would not do that: {detail}"),
}
