"""What is wrong with a field of a connection form."""

TEXTS = {
    "required": ("Bu alanı doldurun.", "Fill in this field."),
    "not_an_address": (
        "https:// ile başlayan bir adres yazın.",
        "Enter an address that begins with https://.",
    ),
    "not_a_choice": ("Listeden birini seçin.", "Choose one of the list."),
    "wrong_form": (
        "Bu alanın biçimi uymuyor; yardım metnine bakın.",
        "This does not have the right form; see the help text.",
    ),
}
