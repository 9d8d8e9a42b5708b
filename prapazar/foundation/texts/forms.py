"""What forms say."""

TEXTS = {
    "changed": ("Kaydedilmemiş değişiklik var", "Unsaved changes"),
    "leave_title": ("Değişiklikler kaydedilmedi", "Changes are not saved"),
    "leave_text": (
        "Sayfadan ayrılırsanız yaptığınız değişiklikler kaybolur.",
        "If you leave this page, your changes are lost.",
    ),
    "stay": ("Sayfada kal", "Stay"),
    "leave": ("Kaydetmeden ayrıl", "Leave without saving"),
    "secret_kept": ("Kayıtlı · değiştirmek için yenisini yazın", "Kept · type a new one to replace it"),
    "type_name": ("Onaylamak için {name} yazın", "Type {name} to confirm"),
    "required": ("Bu alanı doldurun.", "Fill in this field."),
    "too_short": ("En az {count} karakter yazın.", "Write at least {count} {count:character|characters}."),
    "too_long": ("En çok {count} karakter yazın.", "Write at most {count} {count:character|characters}."),
    "number": ("Sayı girin, örneğin 1.234,50.", "Enter a number, such as 1,234.50."),
    "at_least": ("En az {count} olmalı.", "Must be at least {count}."),
    "at_most": ("En çok {count} olmalı.", "Must be at most {count}."),
    "email": (
        "E-posta adresini denetleyin, örneğin ad@firma.com.",
        "Check the e-mail address, such as name@firm.com.",
    ),
    "address": ("Adres https:// ile başlamalı.", "The address must start with https://."),
    "choose": ("Listeden seçin.", "Choose from the list."),
    "saved": ("Kaydedildi", "Saved"),
}
