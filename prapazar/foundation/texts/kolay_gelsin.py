"""What Kolay Gelsin answers, in the seller's words."""

TEXTS = {
    "rejected": ("Kolay Gelsin isteği reddetti.", "Kolay Gelsin rejected the request."),
    "duplicate": (
        "Bu kodla Kolay Gelsin’de zaten bir gönderi var.",
        "Kolay Gelsin has a shipment of this code already.",
    ),
    "on_its_way": (
        "Kolay Gelsin gönderiyi teslim almış; artık iptal edilemez.",
        "Kolay Gelsin has collected the parcel; it can be cancelled no more.",
    ),
    "customer": (
        "Kolay Gelsin müşteri numarasını tanımıyor. Bağlantı ayarlarını denetleyin.",
        "Kolay Gelsin does not know the customer number. Check the connection's settings.",
    ),
    "sender_address": (
        "Gönderici adres numarası bu müşteriye ait değil. Bağlantı ayarlarını denetleyin.",
        "The sender's address does not belong to this customer. Check the connection's settings.",
    ),
    "address": (
        "Kolay Gelsin alıcının ilini veya adresini bulamadı.",
        "Kolay Gelsin did not find the recipient's province or address.",
    ),
    "out_of_coverage": (
        "Kolay Gelsin bu adrese dağıtım yapmıyor.",
        "Kolay Gelsin does not deliver to this address.",
    ),
    "recipient": (
        "Kolay Gelsin alıcıyı kaydedemedi: adı veya adresi eksik.",
        "Kolay Gelsin could not save the recipient: name or address is missing.",
    ),
    "identity": (
        "Alıcının kimlik veya vergi numarası geçersiz.",
        "The recipient's identity or tax number is not valid.",
    ),
    "no_cash": (
        "Kolay Gelsin sözleşmeniz kapıda ödemeli gönderiye izin vermiyor.",
        "Your contract with Kolay Gelsin does not allow cash on delivery.",
    ),
    "payer": (
        "Kolay Gelsin’de taşıma ücretini gönderici veya alıcı öder.",
        "With Kolay Gelsin the sender or the recipient pays the carriage.",
    ),
    "phone_needed": (
        "Kolay Gelsin için alıcının telefonu gerekli.",
        "Kolay Gelsin needs the recipient's phone number.",
    ),
}
